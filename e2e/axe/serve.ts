import { serveBook } from '../visual/book.ts';

/** Serves the built Storybook to all workers. Playwright calls the returned function at the end. */
export default async function serve(): Promise<() => Promise<void>> {
  const { url, close } = await serveBook();
  // The workers are separate processes, and they inherit this environment variable.
  process.env['AXE_BOOK_URL'] = url;
  return close;
}
