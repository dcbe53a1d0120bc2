import { LongPollingTransport, type CometD } from 'cometd';
import { steadyNow } from '../model/steadyClock.ts';
import { requestError } from '../model/requestError.ts';
import { fetchPlainly } from './fetchPlainly.ts';
import { plainJson } from './plainJson.ts';
import { postWithoutRedirect, type Packet, type SentRequest } from './postWithoutRedirect.ts';

/**
 * Registers the long-polling of this library in place of that of CometD. In Node it does nothing:
 * there `fetch` keeps no cookies, and `cometd-nodejs-client` gives CometD an `XMLHttpRequest` that does.
 */
export function registerLongPolling(cometd: CometD): void {
  if (typeof document === 'undefined') return;
  cometd.unregisterTransport('long-polling');
  cometd.registerTransport('long-polling', new BrowserLongPolling());
}

/**
 * CometD's long-polling, with requests that suit an agent's browser. `postWithoutRedirect` tells the
 * reasons for what is special about each request.
 */
class BrowserLongPolling extends LongPollingTransport {
  /** The server has asked for no requests before this time. Steady clock. */
  #busyUntil = 0;

  override convertToJSON(messages: readonly object[]): string {
    return plainJson(messages);
  }

  override xhrSend(packet: Packet): SentRequest {
    if (packet.url.endsWith('/disconnect')) return sendDisconnect(packet);
    const busyFor = this.#busyUntil - steadyNow();
    if (busyFor > 0) return refuse(packet, busyFor);
    return postWithoutRedirect({
      ...packet,
      onError: (reason, exception) => {
        if (exception?.retryAfter !== undefined)
          this.#busyUntil = steadyNow() + exception.retryAfter;
        packet.onError(reason, exception);
      },
    });
  }
}

/** For requests that the library may abort, or that were never sent. */
const nothingToAbort: SentRequest = { readyState: 4, status: 0, abort: () => undefined };

/**
 * Fails a request without sending it, until the time of `Retry-After` is over. The library itself
 * knows nothing of this time and chooses its own pauses. With those, a page sent too many requests for
 * its gateway again and again, and was never let in.
 */
function refuse({ onError }: Packet, retryAfter: number): SentRequest {
  onError('', requestError('server-busy', { retryAfter }));
  return nothingToAbort;
}

/**
 * Sends a disconnect message that the browser completes after the page was left. A browser cancels
 * the XMLHttpRequests of such a page. So the server kept the session of a page that was reloaded, took
 * the new one for a second client of the browser, and delayed its events by up to two seconds.
 */
function sendDisconnect({ url, headers, body, onSuccess, onError }: Packet): SentRequest {
  fetchPlainly(url, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body,
    credentials: 'include',
    redirect: 'manual',
    keepalive: true,
  })
    .then((answer) => answer.text())
    .then(onSuccess, onError);
  // The library aborts its requests after a disconnect, and this one has to arrive.
  return nothingToAbort;
}
