import type { Writable } from 'node:stream';
import { renderToPipeableStream } from 'react-dom/server';
import { Page } from './Page.tsx';

/** Streams the page, as React frameworks do. */
export function send(response: Writable, script: string): void {
  const { pipe } = renderToPipeableStream(<Page />, {
    bootstrapModules: [script],
    onShellReady: () => {
      pipe(response);
    },
  });
}
