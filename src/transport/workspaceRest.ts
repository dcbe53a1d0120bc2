import type { CallId } from '../model/call.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { parseWorkspaceAnswer } from '../protocol/workspaceV3.ts';
import { requestError, type RequestErrorCode } from '../model/requestError.ts';
import type { ReadAnswer } from './answerError.ts';
import { createRequester, pathSegment, type RequesterOptions } from './requester.ts';

export interface WorkspaceRest {
  /**
   * Learns the CSRF token, and who this is. A server that makes the session only once CometD is
   * connected refuses this with 403 and no word until then, and so does a server that knows nobody.
   * Nobody can tell the two apart at first, so such a refusal resolves to `undefined`, and throws
   * after ten seconds of them, or where a session was there before.
   */
  readonly fetchMe: () => Promise<unknown>;
  /**
   * Asks the same before CometD connects. A 403 without a word does not throw, for CometD is refused
   * as well where nobody is signed in.
   */
  readonly admit: () => Promise<unknown>;
  /** @param operationId names the request in the answer, and in what the server says of it later */
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    operationId: string,
    signal?: AbortSignal,
  ) => Promise<unknown>;
  /** All calls; those of the current session where the server has no such list. */
  readonly fetchCalls: () => Promise<unknown>;
}

/** How long the making of a session is waited for, before a refusal means that nobody is signed in. */
const sessionPatience = 10_000; // ms

/** @see "Workspace API": VoiceApi, the four recording operations, Get all calls; SessionApi */
export function createWorkspaceRest(options: RequesterOptions): WorkspaceRest {
  const request = createRequester(options, {
    path: '/workspace/v3',
    mePath: '/current-session',
    callsPath: '/voice/calls',
    // Who refuses before the API does says so in plain text or HTML.
    statusOf: (content, text) =>
      parseWorkspaceAnswer(content) ?? {
        statusMessage: /csrf|not found|not exist/i.exec(text)?.[0],
      },
    // 0 is done, 1 accepted, 2 done in part. Of an operation none is more than accepted: the call
    // confirms it.
    isSuccess: (statusCode) => successes.has(statusCode),
    codeOf,
  });
  let callsAt: '/voice/calls' | '/current-session' = '/voice/calls';
  let admission: Admission = { is: 'awaited', since: undefined };

  const read = async (path: string): Promise<unknown> => {
    const answer = await request(path);
    admission = { is: 'granted' };
    return answer;
  };

  /** Resolves to `undefined` while a refusal may be for want of a session. */
  const readSession = async (): Promise<unknown> => {
    try {
      return await read('/current-session');
    } catch (thrown) {
      if (!isWordlessRefusal(thrown)) throw thrown;
      const [next, meaning] = afterRefusal(admission, performance.now());
      admission = next;
      if (meaning === 'nobody is signed in') throw thrown;
      return undefined;
    }
  };

  const fetchCallsOfSession = async (): Promise<unknown> => {
    const answer = await readSession();
    if (answer !== undefined) return answer;
    throw requestError('server-busy', {
      httpStatus: 403,
      happened: 'The workspace has no session yet.',
      toDo: 'Wait until the CometD client is connected.',
    });
  };

  return {
    fetchMe: readSession,
    admit: () =>
      read('/current-session').catch((thrown: unknown) => {
        if (!isWordlessRefusal(thrown)) throw thrown;
      }),
    // Both vendor clients describe this body, and the server repeats the `operationId` in its answer.
    performOperation: async (callId, operationName, operationId, signal) =>
      request(
        `/voice/calls/${pathSegment(callId)}/${verbs[operationName]}-recording`,
        { operationId },
        signal,
      ),
    fetchCalls: async () => {
      if (callsAt === '/current-session') return fetchCallsOfSession();
      try {
        return await read(callsAt);
      } catch (thrown) {
        if (AgentDesktopError.from(thrown).code !== 'wrong-address') throw thrown;
        const answer = await fetchCallsOfSession().catch((second: unknown) => {
          // Neither is there: then the address is wrong, and not the server of another kind.
          throw AgentDesktopError.from(second).code === 'wrong-address' ? thrown : second;
        });
        callsAt = '/current-session';
        return answer;
      }
    },
  };
}

/** Whether the server has let this agent in, as far as a 403 without a word leaves that open. */
type Admission =
  /** `since` the first refusal, by `performance.now()`; undefined before it. */
  { readonly is: 'awaited'; readonly since: number | undefined } | { readonly is: 'granted' };

/**
 * What a refusal means. Once it was said that nobody is signed in, the host may sign in again, and
 * then a new session is being made: so the patience begins anew.
 */
function afterRefusal(
  before: Admission,
  now: number,
): readonly [Admission, 'no session yet' | 'nobody is signed in'] {
  const since = before.is === 'granted' ? -Infinity : (before.since ?? now);
  return now - since > sessionPatience
    ? [{ is: 'awaited', since: undefined }, 'nobody is signed in']
    : [{ is: 'awaited', since }, 'no session yet'];
}

/** The vendor's simulator refuses so, for want of a session or of a sign-in. */
function isWordlessRefusal(thrown: unknown): boolean {
  const { code, httpStatus, statusCode } = AgentDesktopError.from(thrown);
  return code === 'not-signed-in' && httpStatus === 403 && statusCode === undefined;
}

const verbs: Readonly<Record<RecordingOperationName, string>> = {
  StartCallRecording: 'start',
  PauseCallRecording: 'pause',
  ResumeCallRecording: 'resume',
  StopCallRecording: 'stop',
};

/** @see "Workspace API": the `status` of every answer */
const successes: ReadonlySet<number | undefined> = new Set([0, 1, 2]);

const codeOfStatus: Readonly<Record<number, RequestErrorCode>> = {
  400: 'invalid-request',
  401: 'not-signed-in',
  403: 'no-permission',
  404: 'call-not-found',
  409: 'not-allowed-now',
};

/** The codes are not documented, beyond that 500 may say "Resource not found." and 401 be a status. */
function codeOf({ httpStatus, statusCode, statusMessage = '' }: ReadAnswer): RequestErrorCode {
  if (httpStatus === 403 && /csrf/i.test(statusMessage)) return 'csrf-refused';
  // The vendor's simulator refuses who has no session with 403 and no word; a missing permission is
  // for the API to say, and it has a `status` for it.
  if (httpStatus === 403 && statusCode === undefined) return 'not-signed-in';
  if (/not found|not exist/i.test(statusMessage)) return 'call-not-found';
  return (
    codeOfStatus[statusCode ?? httpStatus] ??
    codeOfStatus[httpStatus] ??
    (statusCode !== undefined || httpStatus >= 500 ? 'server-error' : 'unexpected-response')
  );
}
