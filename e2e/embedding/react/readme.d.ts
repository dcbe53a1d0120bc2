declare module 'readme:tsx' {
  export const App: () => import('react').ReactElement;
}
