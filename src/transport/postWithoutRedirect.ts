import type { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import { isBusy } from './answerError.ts';
import { fetchPlainly } from './fetchPlainly.ts';
import { retryAfterOf } from './retryAfter.ts';

/** A request that CometD's long-polling wants to be sent. The manual describes it, the types do not. */
export interface Packet {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly onSuccess: (text: string) => void;
  /** The library passes the `exception` on to its listeners, in the failure. */
  readonly onError: (reason: unknown, exception?: AgentDesktopError) => void;
}

/** What CometD needs of a request that was sent: a part of `XMLHttpRequest`. */
export interface SentRequest {
  /** As in an `XMLHttpRequest`: 1 means sent, 4 means ended. */
  readonly readyState: number;
  readonly status: number;
  readonly abort: () => void;
}

/** How long the connection of a complete answer may stay open, in ms. */
const openFor = 1_000;

/**
 * Sends a packet as CometD's long-polling does, with two differences.
 *
 * A redirect is an error. An `XMLHttpRequest` follows every redirect, and when the notifications of a
 * server were redirected to another origin, that origin received the x-api-key of the host.
 *
 * An answer is reported as soon as it is complete JSON, because nothing can follow a complete JSON
 * array. An `XMLHttpRequest` reports the end of the answer, and behind a proxy that kept answers open
 * no notification ever arrived.
 */
export function postWithoutRedirect({
  url,
  headers,
  body,
  onSuccess,
  onError,
}: Packet): SentRequest {
  const ending = new AbortController();
  let readyState = 1;
  let status = 0;

  const finish = (report: () => void): void => {
    if (readyState === 4) return;
    readyState = 4;
    report();
  };
  const fail = (exception?: AgentDesktopError): void => {
    // The library puts the reason into the failure, and hosts log failures. So the reason is empty.
    finish(() => (exception ? onError('', exception) : onError('')));
  };

  const send = async (): Promise<void> => {
    const answer = await fetchPlainly(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body,
      credentials: 'include',
      redirect: 'manual',
      signal: ending.signal,
    });
    if (answer.type === 'opaqueredirect') throw new TypeError('The request was redirected.');
    ({ status } = answer);
    const text = await readAnswer(answer, (part) => {
      if (status !== 200 || !isCompleteJson(part)) return;
      finish(() => {
        // A browser has six connections to a server, and the next request needs one.
        setTimeout(() => {
          ending.abort();
        }, openFor);
        onSuccess(part);
      });
    });
    if (status === 200) finish(() => onSuccess(text));
    else fail(busyError(answer));
  };
  send().catch(() => {
    fail();
  });

  return {
    get readyState() {
      return readyState;
    },
    get status() {
      return status;
    },
    abort: () => {
      ending.abort();
      fail();
    },
  };
}

/** The error of an answer with which the server asks to try again later, else undefined. */
function busyError({ status, headers }: Response): AgentDesktopError | undefined {
  const refusal = { httpStatus: status, retryAfter: retryAfterOf(headers) };
  return isBusy(refusal) ? requestError('server-busy', refusal) : undefined;
}

/** Resolves to the whole text. Calls `onPart` with the text so far whenever a part has arrived. */
async function readAnswer({ body }: Response, onPart: (text: string) => void): Promise<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    // The parts can only be read one after the other.
    // oxlint-disable-next-line no-await-in-loop
    const { done, value } = (await reader?.read()) ?? { done: true };
    text += decoder.decode(value, { stream: !done });
    if (done) return text;
    onPart(text);
  }
}

function isCompleteJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
