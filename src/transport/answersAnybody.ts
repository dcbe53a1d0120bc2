/**
 * Whether a server answers at an address at all, also where the browser keeps the answer back. It is
 * asked without credentials and without a header of the host's, and what it says is not read.
 */
export async function answersAnybody(url: string): Promise<boolean> {
  try {
    await fetch(url, { mode: 'no-cors', credentials: 'omit', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}
