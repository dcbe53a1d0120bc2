import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Returns a free port, on which a server of another process can listen.
 *
 * @param {string} [host]
 * @param {number} [asked] returned if it is free; with 0, the system chooses one
 */
export async function freePort(host = '127.0.0.1', asked = 0) {
  const server = createServer().listen(asked, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  // Only the address of a pipe is a string.
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
