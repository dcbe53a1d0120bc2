import { serveBook } from '../visual/book.ts';

/** Serves the built book to all workers. Playwright calls what it returns at the end. */
export default async function serve(): Promise<() => Promise<void>> {
  const { url, close } = await serveBook();
  // Workers are processes of their own, and inherit the environment.
  process.env['AXE_BOOK_URL'] = url;
  return close;
}
