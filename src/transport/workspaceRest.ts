import type { CallId } from '../model/call.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { parseWorkspaceAnswer } from '../protocol/workspaceV3.ts';
import { requestError, type RequestErrorCode } from '../model/requestError.ts';
import { signedOutStatuses, type ReadAnswer } from './answerError.ts';
import { createRequester, pathSegment, type RequesterOptions } from './requester.ts';

export interface WorkspaceRest {
  /**
   * Asks who is signed in. The answer also brings the CSRF token. Some servers create the session
   * only after CometD has connected, and until then refuse this request with a 403 that has no
   * status in its body. A server where nobody is signed in refuses it in the same way. At first the
   * two cannot be distinguished, so such a refusal resolves to `undefined`. It throws after ten
   * seconds of refusals, or when there was a session before.
   */
  readonly fetchMe: () => Promise<unknown>;
  /**
   * Sends the same request before CometD connects. A 403 without a status in its body does not throw:
   * if nobody is signed in, the server refuses CometD as well.
   */
  readonly admit: () => Promise<unknown>;
  /** @param operationId identifies the request in the answer, and in later messages about it */
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    operationId: string,
    signal?: AbortSignal,
  ) => Promise<unknown>;
  /** Reads all calls. Where the server has no list of calls, it reads those of the current session. */
  readonly fetchCalls: () => Promise<unknown>;
}

/** How long the server may take to create a session, in ms. A later refusal means: not signed in. */
const sessionTimeout = 10_000;

/** @see "Workspace API": VoiceApi, the four recording operations, Get all calls; SessionApi */
export function createWorkspaceRest(options: RequesterOptions): WorkspaceRest {
  const request = createRequester(options, {
    path: '/workspace/v3',
    mePath: '/current-session',
    callsPath: '/voice/calls',
    // A gateway that refuses the request before the API sees it answers in plain text or HTML.
    statusOf: (content, text) =>
      parseWorkspaceAnswer(content) ?? {
        statusMessage: /csrf|not found|not exist/i.exec(text)?.[0],
      },
    // 0 means done, 1 accepted, 2 done in part. For an operation each of them means accepted, and
    // only the call confirms it.
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

  /** Resolves to `undefined` while a refusal may mean that the session does not exist yet. */
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
      happened: 'The workspace has no session yet, so the server refused to read the calls.',
      toDo: 'Wait until the CometD client has connected.',
    });
  };

  return {
    fetchMe: readSession,
    admit: () =>
      read('/current-session').catch((thrown: unknown) => {
        if (!isWordlessRefusal(thrown)) throw thrown;
      }),
    // Both clients of the vendor send this body, and the server repeats the `operationId` in its
    // answer.
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
          // The server has neither path, so the address is wrong.
          throw AgentDesktopError.from(second).code === 'wrong-address' ? thrown : second;
        });
        callsAt = '/current-session';
        return answer;
      }
    },
  };
}

/** Whether the server has accepted this agent, as far as a 403 without a status leaves that open. */
type Admission =
  /** `since` is the time of the first refusal, by `performance.now()`. Undefined before it. */
  { readonly is: 'awaited'; readonly since: number | undefined } | { readonly is: 'granted' };

/**
 * Decides what a refusal means. After it has meant that nobody is signed in, the host may sign in
 * again. The server then creates a new session, so the waiting time starts again.
 */
function afterRefusal(
  before: Admission,
  now: number,
): readonly [Admission, 'no session yet' | 'nobody is signed in'] {
  const since = before.is === 'granted' ? -Infinity : (before.since ?? now);
  return now - since > sessionTimeout
    ? [{ is: 'awaited', since: undefined }, 'nobody is signed in']
    : [{ is: 'awaited', since }, 'no session yet'];
}

/** The vendor's simulator refuses like this when there is no session, or when nobody is signed in. */
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
  ...signedOutStatuses,
  403: 'no-permission',
  404: 'call-not-found',
  409: 'not-allowed-now',
};

/**
 * The codes are not documented. It is only known that 500 may come with "Resource not found.", and
 * that 401 may be a status.
 */
function codeOf({ httpStatus, statusCode, statusMessage = '' }: ReadAnswer): RequestErrorCode {
  if (httpStatus === 403 && /csrf/i.test(statusMessage)) return 'csrf-refused';
  // Without a session the vendor's simulator answers 403 with no status in the body. A missing
  // permission is reported by the API, which always writes a `status`.
  if (httpStatus === 403 && statusCode === undefined) return 'not-signed-in';
  if (/not found|not exist/i.test(statusMessage)) return 'call-not-found';
  return (
    codeOfStatus[statusCode ?? httpStatus] ??
    codeOfStatus[httpStatus] ??
    (statusCode !== undefined || httpStatus >= 500 ? 'server-error' : 'unexpected-response')
  );
}
