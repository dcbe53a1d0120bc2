import type { CometD } from 'cometd';

/** What the library's long-polling transport is given to send. Its manual has it, its types do not. */
interface Packet {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly onSuccess: (text: string) => void;
  readonly onError: (reason: unknown) => void;
}

interface LongPolling {
  xhrSend: (packet: Packet) => { readonly abort: () => void };
}

/**
 * Lets the farewell outlast its page. A page that is left takes its XMLHttpRequests with it, and
 * the server then keeps a session that nobody hears: until that expires, it takes a page that was
 * merely reloaded for a second one, and holds its events back by up to two seconds.
 */
export function outlastPage(cometd: CometD): void {
  // The one that is registered under this name.
  const transport = cometd.findTransport('long-polling') as LongPolling | null;
  if (!transport || typeof document === 'undefined') return;
  const send = transport.xhrSend.bind(transport);
  transport.xhrSend = (packet) => {
    if (!packet.url.endsWith('/disconnect')) return send(packet);
    fetch(packet.url, {
      method: 'POST',
      headers: { ...packet.headers, 'Content-Type': 'application/json' },
      body: packet.body,
      credentials: 'include',
      keepalive: true,
    })
      .then((answer) => answer.text())
      .then(packet.onSuccess, packet.onError);
    // The library may abort what it has sent. Not this: it has to arrive.
    return new AbortController();
  };
}
