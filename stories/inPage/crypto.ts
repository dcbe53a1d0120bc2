// In the book this file stands for Node's `crypto`, of which the mock server uses this function only.

/** Random bytes that can be written as hexadecimal digits. */
export function randomBytes(size: number): { readonly toString: (encoding: 'hex') => string } {
  const bytes = crypto.getRandomValues(new Uint8Array(size));
  return {
    toString: () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}
