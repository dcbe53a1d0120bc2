import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordingOperationName } from '../model/recording.ts';
import { startBayeuxDouble } from './bayeuxDouble.ts';
import { callResource, type SimulatedCall, type WireCall } from '../testing/simulatedCalls.ts';
import {
  applyToSwitch,
  type SwitchAnswer,
  type SwitchCommand,
  type SwitchState,
  type WireNotification,
} from '../testing/simulatedSwitch.ts';

/** An operation that was POSTed. */
interface WorkspaceRequest {
  readonly callId: string;
  readonly operationName: RecordingOperationName;
  readonly operationId: unknown;
}

/** What happens to the next operation instead of the usual. */
type WorkspaceFault =
  | 'refuse' // in the answer
  | 'fail' // accepted, and an EventError tells later
  | 'lose-answer';

/**
 * With `as-the-simulator` there is no list of calls. The calls come with `/current-session`, which is
 * refused without a reason until a CometD session has existed for a moment.
 */
type WorkspaceManner = 'as-described' | 'as-the-simulator';

/**
 * A test server with the Workspace API v3: real HTTP and real Bayeux around a simulated switch.
 */
export interface WorkspaceDouble {
  readonly url: string;
  readonly requests: readonly WorkspaceRequest[];
  readonly calls: () => readonly SimulatedCall[];
  readonly clientCount: () => number;
  /** Makes a change at the switch, and sends the messages about it. */
  readonly happen: (command: SwitchCommand) => SwitchAnswer;
  /** Sends any message on the voice channel. */
  readonly say: (data: object) => void;
  readonly spoilNextOperation: (fault: WorkspaceFault) => void;
  readonly loseNextEvent: () => void;
  readonly setNotifications: (areUp: boolean) => void;
  /** Forgets every CometD session. */
  readonly expire: () => void;
  readonly setSignedIn: (isSignedIn: boolean) => void;
  /** From now on each list of calls says that it is incomplete. */
  readonly setAnswersPartly: (arePartly: boolean) => void;
  readonly close: () => Promise<void>;
}

/** The headers that the double accepts. */
export const workspaceHeaders = { Authorization: 'Bearer agent', 'x-api-key': 'key' } as const;

const channel = '/workspace/v3/voice';
const csrfToken = 'the-token';
/** The time between an answer and its effect, in ms. */
const eventDelay = 10;
/**
 * The time between a CometD session and the session of the workspace, in ms. In the simulator it is
 * 2 s.
 */
const sessionDelay = 300;

/**
 * Behaves as the Workspace API is described, and as the vendor's simulator does. Where neither says
 * anything, it does what is hardest for a client: POSTs need the CSRF token, also those of CometD.
 *
 * @see "Workspace API"; GenesysPureEngage/agent-api-simulator: voice.js, messaging.js, utils.js
 */
export async function startWorkspaceDouble(
  calls: readonly SimulatedCall[],
  manner: WorkspaceManner = 'as-described',
): Promise<WorkspaceDouble> {
  const requests: WorkspaceRequest[] = [];
  const faults: WorkspaceFault[] = [];
  let atSwitch: SwitchState = { phoneNumber: '15000', calls };
  let eventsToLose = 0;
  let areNotificationsUp = true;
  // The simulator asks for no CSRF token.
  const needsToken = manner === 'as-described';
  let isSignedIn = true;
  let hasSession = false;
  let readStatus = 0;

  const tell = ({ data }: WireNotification): void => {
    if (eventsToLose > 0) {
      eventsToLose -= 1;
      return;
    }
    const { notificationType } = data;
    bayeux.publish(channel, {
      messageType: 'CallStateChanged',
      notificationType: notificationType === 'StatusChange' ? 'StateChange' : notificationType,
      call: workspaceCall(data.call),
    });
  };

  const happen = (command: SwitchCommand): SwitchAnswer => {
    const { state, answer, notifications } = applyToSwitch(atSwitch, command);
    atSwitch = state;
    notifications.forEach(tell);
    return answer;
  };

  const operate = (response: ServerResponse, request: WorkspaceRequest): void => {
    requests.push(request);
    const { callId, operationName, operationId } = request;
    const fault = faults.shift();
    if (fault === 'refuse') {
      send(response, 403, { status: { code: 403, message: 'Insufficient privileges.' } });
      return;
    }
    const command = { type: 'operation', callId, operationName } as const;
    const { answer } = applyToSwitch(atSwitch, command);
    if (answer.statusCode === 6) {
      send(response, 500, { status: { code: 500, message: 'Resource not found.' } });
      return;
    }
    setTimeout(() => {
      if (fault !== 'fail' && answer.statusCode === 0) happen(command);
      else {
        bayeux.publish(channel, {
          messageType: 'EventError',
          error: { errorCode: 59, errorMessage: 'DN is not configured for recording' },
          operationId,
        });
      }
    }, eventDelay);
    if (fault === 'lose-answer') response.destroy();
    else send(response, 200, { status: { code: 1 }, operationId });
  };

  const saidCalls = (): readonly object[] =>
    atSwitch.calls.map((call) => workspaceCall(callResource(call, atSwitch.phoneNumber)));

  const answer = (request: IncomingMessage, response: ServerResponse, body: string): boolean => {
    const { method, url = '', headers } = request;
    const isKnown = isSignedIn && headers.authorization === workspaceHeaders.Authorization;
    const isBayeux = url.startsWith('/workspace/v3/notifications');
    if (!isKnown) response.writeHead(403).end();
    else if (needsToken && method === 'POST' && headers['x-csrf-token'] !== csrfToken)
      response.writeHead(403).end('Missing or invalid Csrf token');
    else if (isBayeux && areNotificationsUp) {
      setTimeout(() => {
        hasSession ||= bayeux.clientCount() > 0;
      }, sessionDelay);
      return false;
    } else if (isBayeux) response.writeHead(503).end();
    else if (method === 'GET' && url === '/workspace/v3/current-session') {
      const user = { dbid: 1, employeeId: 'agent', userName: 'agent' };
      const activeSession = { dn: {}, media: { channels: [] }, calls: saidCalls() };
      if (manner === 'as-described') send(response, 200, { status: { code: 0 }, data: { user } });
      else if (!hasSession) response.writeHead(403).end();
      else
        send(response, 200, {
          status: { code: readStatus },
          data: { user: { ...user, activeSession } },
        });
    } else if (manner === 'as-the-simulator' && method === 'GET') {
      response
        .writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(`<!DOCTYPE html><html><body><pre>Cannot GET ${url}</pre></body></html>`);
    } else if (method === 'GET' && url === '/workspace/v3/voice/calls') {
      send(response, 200, { status: { code: readStatus }, data: { calls: saidCalls() } });
    } else {
      const [, id = '', verb = ''] =
        /^\/workspace\/v3\/voice\/calls\/([^/?#]+)\/(\w+)-recording$/.exec(url) ?? [];
      const operationName = operationNames.get(verb);
      // A client of ours always sends an object. With anything else the test fails.
      const { operationId } = JSON.parse(body || '{}') as { readonly operationId?: unknown };
      if (method === 'POST' && operationName)
        operate(response, { callId: decodeURIComponent(id), operationName, operationId });
      else send(response, 404, { status: { code: 404, message: 'Nothing here.' } });
    }
    return true;
  };

  const bayeux = await startBayeuxDouble({ answer });
  return {
    url: bayeux.url,
    requests,
    calls: () => atSwitch.calls,
    clientCount: bayeux.clientCount,
    happen,
    say: (data) => {
      bayeux.publish(channel, data);
    },
    spoilNextOperation: (fault) => {
      faults.push(fault);
    },
    loseNextEvent: () => {
      eventsToLose += 1;
    },
    setNotifications: (areUp) => {
      areNotificationsUp = areUp;
      if (!areUp) bayeux.expire();
    },
    expire: bayeux.expire,
    setAnswersPartly: (arePartly) => {
      readStatus = arePartly ? 2 : 0;
    },
    setSignedIn: (now) => {
      isSignedIn = now;
      hasSession &&= now;
    },
    close: bayeux.close,
  };
}

const operationNames: ReadonlyMap<string, RecordingOperationName> = new Map([
  ['start', 'StartCallRecording'],
  ['pause', 'PauseCallRecording'],
  ['resume', 'ResumeCallRecording'],
  ['stop', 'StopCallRecording'],
]);

function send(response: ServerResponse, httpStatus: number, body: object): void {
  response
    .writeHead(httpStatus, {
      'Content-Type': 'application/json',
      'X-CSRF-HEADER': 'X-CSRF-TOKEN',
      'X-CSRF-TOKEN': csrfToken,
    })
    .end(JSON.stringify(body));
}

/** The call as the Workspace API spells it. */
export function workspaceCall(call: WireCall): object {
  const { id, state, callUuid, callType, dnis, ani, recordingState, parentCallUri } = call;
  return {
    id,
    connId: id,
    callUuid,
    phoneNumber: '15000',
    state,
    callType,
    dnis,
    ...(ani !== undefined && { ani }),
    ...(recordingState !== undefined && { recordingState }),
    ...(parentCallUri !== undefined && { parentConnId: parentCallUri.split('/').at(-1) }),
    capabilities: call.capabilities.map(kebab),
    participants: call.participants.map(({ phoneNumber }) => ({
      number: phoneNumber,
      role: 'RoleOrigination',
    })),
    userData: Object.entries(call.userData).map(([key, value]) => ({ key, type: 'str', value })),
    extensions: [],
    // The duration does not change, as in the vendor's simulator.
    duration: 0,
  };
}

/** `PauseCallRecording` → `pause-recording`, `SendDtmf` → `send-dtmf`. */
function kebab(capability: string): string {
  const words = capability.replace('CallRecording', 'Recording').match(/[A-Z][a-z]*/g) ?? [];
  return words.join('-').toLowerCase();
}
