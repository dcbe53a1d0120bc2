import type { CometD } from 'cometd';
import { steadyNow } from '../model/steadyClock.ts';
import { requestError } from '../model/requestError.ts';
import { postStayingHere, type Packet, type Post } from './postStayingHere.ts';

interface LongPolling {
  xhrSend: (packet: Packet) => Post | AbortController;
}

/** How long an answer may stay open after it was heard, in ms. */
const openFor = 1_000;

/**
 * Changes the library's long-polling in four ways for browsers: it follows no redirect, it sends
 * nothing for as long as the server asks to be left alone, it reads an answer as soon as it is
 * complete, and its disconnect message is sent even when the page is left.
 */
export function patchLongPolling(cometd: CometD): void {
  // The one that is registered under this name.
  const transport = cometd.findTransport('long-polling') as LongPolling | null;
  if (!transport || typeof document === 'undefined') return;
  /** On the steady clock. */
  let quietUntil = 0;
  transport.xhrSend = (packet) => {
    if (packet.url.endsWith('/disconnect')) return outlastPage(packet);
    const quiet = quietUntil - steadyNow();
    if (quiet > 0) return refuse(packet, quiet);
    const onError: Packet['onError'] = (reason, exception) => {
      if (exception?.retryAfter !== undefined) quietUntil = steadyNow() + exception.retryAfter;
      packet.onError(reason, exception);
    };
    return hearWhenWhole(postStayingHere({ ...packet, onError }));
  };
}

/** The library tries again by its own clock. Until the time is over, nothing of it is sent. */
function refuse({ onError }: Packet, retryAfter: number): AbortController {
  onError('', requestError('server-busy', { retryAfter }));
  return new AbortController();
}

/**
 * A browser that has received a whole answer reports its end half a millisecond later, and late or
 * never behind a proxy that keeps answers open. So the answer is read as soon as it is complete
 * JSON, because nothing can follow a complete JSON array.
 */
function hearWhenWhole(xhr: Post): Post {
  const { onload } = xhr;
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it goes with them
  xhr.onprogress = () => {
    try {
      JSON.parse(xhr.responseText);
    } catch {
      return; // there is more to come, or it is the library that says what is wrong with it
    }
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the library's own are to go
    xhr.onprogress = xhr.onload = xhr.onerror = xhr.onabort = null;
    // A browser has six connections to a server, and the next poll needs one.
    setTimeout(() => {
      xhr.abort();
    }, openFor);
    onload?.();
  };
  return xhr;
}

/**
 * Sends a disconnect message that the browser completes after the page was left. A browser cancels
 * the XMLHttpRequests of such a page. Then the server keeps the session until it expires, treats a
 * page that was reloaded as a second client, and delays its events by up to two seconds.
 */
function outlastPage({ url, headers, body, onSuccess, onError }: Packet): AbortController {
  fetch(url, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body,
    credentials: 'include',
    redirect: 'manual',
    keepalive: true,
  })
    .then((answer) => answer.text())
    .then(onSuccess, onError);
  // The library may abort what it has sent. Not this: it has to arrive.
  return new AbortController();
}
