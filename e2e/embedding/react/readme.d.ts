declare module 'readme:tsx' {
  import type { ReactElement } from 'react';

  export const App: () => ReactElement;
}
