import type { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import { isBusy } from './answerError.ts';
import { retryAfterOf } from './retryAfter.ts';

/** What CometD's long-polling gives to be sent. Its manual has it, its types do not. */
export interface Packet {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly onSuccess: (text: string) => void;
  /** The library keeps the `exception` in the failure that it tells its listeners. */
  readonly onError: (reason: unknown, exception?: AgentDesktopError) => void;
}

/** The part of an `XMLHttpRequest` that CometD and this library use. */
export interface Post {
  /** As in an `XMLHttpRequest`: 1 is sent, 4 is over. */
  readonly readyState: number;
  readonly status: number;
  /** As far as it has come. */
  readonly responseText: string;
  onload: (() => void) | null;
  onprogress: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  readonly abort: () => void;
}

/**
 * What the answer to a post means that says to come back later, to whichever post that was.
 * Undefined for any other answer.
 */
function busyError({ status, headers }: Response): AgentDesktopError | undefined {
  const refusal = { httpStatus: status, retryAfter: retryAfterOf(headers) };
  return isBusy(refusal) ? requestError('server-busy', refusal) : undefined;
}

/**
 * Sends a packet as CometD's long-polling does, but follows no redirect: an `XMLHttpRequest` follows
 * each, and takes the headers that let the agent in to another origin. A redirect is an error here.
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
      // No text of the server's: it would be kept in the failure.
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
      // One after the other: the next part comes after this one.
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
