import type { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import { isBusy } from './answerError.ts';
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

/** The part of an `XMLHttpRequest` that CometD and this library use. */
export interface Post {
  /** As in an `XMLHttpRequest`: 1 means sent, 4 means ended. */
  readonly readyState: number;
  readonly status: number;
  /** The part of the answer that has arrived. */
  readonly responseText: string;
  onload: (() => void) | null;
  onprogress: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  readonly abort: () => void;
}

/** The error of an answer with which the server asks to try again later, else undefined. */
function busyError({ status, headers }: Response): AgentDesktopError | undefined {
  const refusal = { httpStatus: status, retryAfter: retryAfterOf(headers) };
  return isBusy(refusal) ? requestError('server-busy', refusal) : undefined;
}

/**
 * Sends a packet as CometD's long-polling does, but treats a redirect as an error. CometD uses an
 * `XMLHttpRequest`, which follows every redirect and sends the headers of the host to the other
 * origin.
 */
export function postStayingHere({ url, headers, body, onSuccess, onError }: Packet): Post {
  const ending = new AbortController();
  let readyState = 1;
  let status = 0;
  let responseText = '';
  let busy: AgentDesktopError | undefined;

  const finish = (tell: (() => void) | null): void => {
    if (readyState === 4) return;
    readyState = 4;
    tell?.();
  };
  const post: Post = {
    get readyState() {
      return readyState;
    },
    get status() {
      return status;
    },
    get responseText() {
      return responseText;
    },
    onload: () => {
      // The failure must not contain a text of the server, because hosts log it.
      if (status === 200) onSuccess(responseText);
      else if (busy) onError('', busy);
      else onError('');
    },
    onprogress: null,
    onerror: () => {
      onError('');
    },
    onabort: () => {
      onError('');
    },
    abort: () => {
      ending.abort();
      finish(post.onabort);
    },
  };

  const send = async (): Promise<void> => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body,
      credentials: 'include',
      redirect: 'manual',
      signal: ending.signal,
    });
    if (answer.type === 'opaqueredirect') throw new TypeError('The request was redirected.');
    ({ status } = answer);
    busy = busyError(answer);
    const reader = answer.body?.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      // The parts can only be read one after the other.
      // oxlint-disable-next-line no-await-in-loop
      const { done, value } = (await reader?.read()) ?? { done: true };
      responseText += decoder.decode(value, { stream: !done });
      if (done) return;
      post.onprogress?.();
    }
  };
  send().then(
    () => {
      finish(post.onload);
    },
    () => {
      finish(post.onerror);
    },
  );
  return post;
}
