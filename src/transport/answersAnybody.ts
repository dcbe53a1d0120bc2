import { fetchPlainly } from './fetchPlainly.ts';

/**
 * Finds out whether any server answers at an address, even if CORS forbids the page to read the
 * answer. The request carries no credentials and no header of the host, and its answer is not read.
 */
export async function answersAnybody(url: string): Promise<boolean> {
  try {
    await fetchPlainly(url, { mode: 'no-cors', credentials: 'omit', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}
