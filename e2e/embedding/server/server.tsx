import type { Writable } from 'node:stream';
import { renderToPipeableStream } from 'react-dom/server';
import { Page } from './Page.tsx';

/** Streams the page, as a framework for React does. */
export function send(response: Writable, script: string): void {
  const { pipe } = renderToPipeableStream(<Page />, {
    bootstrapModules: [script],
    onShellReady: () => {
      pipe(response);
    },
  });
}
