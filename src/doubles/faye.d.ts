// The package has no types. This is what the wire tests use of it.
declare module 'faye' {
  import type { Server } from 'node:http';

  interface NodeAdapter {
    attach(server: Server): void;
    on(event: 'handshake' | 'disconnect', listener: (clientId: string) => void): void;
    getClient(): { publish(channel: string, data: unknown): unknown };
    close(): void;
  }
  const faye: { readonly NodeAdapter: new (options: { readonly mount: string }) => NodeAdapter };
  export default faye;
}
