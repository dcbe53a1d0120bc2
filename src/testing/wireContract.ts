import { assembleDesktop } from '../client/assembleDesktop.ts';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { isOver, type Call, type CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import { AgentDesktopError } from '../model/errors.ts';
import {
  allowedRecordingOperations,
  contradictoryOperations,
  recordingOperations,
  type RecordingOperationName,
} from '../model/recording.ts';
import type { Wire, WireRest } from '../transport/wire.ts';

/** An adapter with its server, and functions that make things happen at the server. */
export interface WireHarness {
  /** The adapter, newly made and not opened. */
  readonly wire: Wire;
  /** A call of this agent that is established and, at the start, being recorded. */
  readonly callId: CallId;
  /** `recordingState` of that call as the server has it, whatever anybody was told. */
  readonly recordingState: () => unknown;
  /** How many operations on that call have reached the server so far. */
  readonly operationCount: () => number;
  /** Somebody who is not this agent changes the recording. */
  readonly someoneElse: (operationName: RecordingOperationName) => unknown;
  /** The other side hangs up. */
  readonly endCall: () => unknown;
  /** The next operation is refused in the answer, and nothing happens. */
  readonly refuseNextOperation: () => unknown;
  /** The next operation is carried out, but the connection breaks before the answer. */
  readonly loseNextAnswer: () => unknown;
  /** The next notification is never sent, although the change that it tells of has happened. */
  readonly loseNextEvent: () => unknown;
  /** Notifications break, and cannot be had again before `reconnect`. REST stays up. */
  readonly disconnect: () => unknown;
  /** Notifications can be had again. */
  readonly reconnect: () => unknown;
  /** From now on the server refuses this agent as somebody it does not know. */
  readonly signOut: () => unknown;
  /** The server ends. The link is closed by then. */
  readonly close: () => unknown;
  /** How long each step may take, in ms. @defaultValue 15000 */
  readonly patience?: number | undefined;
}

/** One promise of the contract, as a case for a test runner. */
export interface WireCase {
  /** What the adapter promises. */
  readonly name: string;
  /** Resolves when the promise was kept; otherwise throws an error that says what was not. */
  readonly run: () => Promise<void>;
}

/**
 * What every adapter has to do, as test cases for any test runner. Each case makes its own harness,
 * needs the real clock, and cleans up.
 *
 * @example <caption>Vitest, Jest, or node:test</caption>
 * describe('my wire', () => {
 *   for (const { name, run } of wireContract(createHarness)) it(name, run);
 * });
 */
export function wireContract(
  createHarness: () => WireHarness | Promise<WireHarness>,
): readonly WireCase[] {
  return Object.entries(promises).map(([name, keep]) => ({
    name,
    run: async () => {
      const harness = await createHarness();
      const { callId, patience = 15_000 } = harness;
      const { rest, link, protocol } = harness.wire;
      const wire = { rest: bounded(rest, patience), link, protocol };
      try {
        await keep({ harness, wire, callId, patience });
      } finally {
        link.close();
        await harness.close();
      }
    },
  }));
}

interface Trial {
  readonly harness: WireHarness;
  readonly wire: Wire;
  readonly callId: CallId;
  readonly patience: number;
}

const promises: Readonly<Record<string, (trial: Trial) => Promise<void>>> = {
  'reads all calls, with the names of the model': async ({ wire, callId }) => {
    const { calls, isComplete } = read(wire, await wire.rest.fetchCalls());
    check(isComplete, 'the list of all calls is complete');
    checkRecorded(calls, callId);
  },

  'reads one call': async ({ wire, callId }) => {
    checkRecorded(read(wire, await wire.rest.fetchCall(callId)).calls, callId);
  },

  'knows no call that the server does not know': async ({ wire }) => {
    const unknown = 'no-such-call';
    const answer = await wire.rest.fetchCall(unknown).then(
      (content) => read(wire, content),
      (error: unknown) => ({ code: errorOf(error).code }),
    );
    if ('code' in answer) {
      const codes = ['call-not-found', 'invalid-request', 'unexpected-response'];
      check(codes.includes(answer.code), `${answer.code} makes the client read all calls`);
    } else {
      check(answer.isComplete, 'an answer without the call is the list of all');
      check(!answer.calls.some(({ id }) => id === unknown), 'nobody has such a call');
    }
  },

  'receives changes by somebody else after it was opened': async (trial) => {
    const { callId } = trial;
    const reports = await listen(trial);
    await trial.harness.someoneElse('PauseCallRecording');
    await until(trial, () => reports.last(callId)?.recordingState === 'Paused', 'Paused is heard');
    checkSound(reports.last(callId));
  },

  'does each operation once, and receives the change that confirms it': async (trial) => {
    const { wire, callId } = trial;
    const reports = await listen(trial);
    for (const operationName of [
      'PauseCallRecording',
      'ResumeCallRecording',
      'StopCallRecording',
      'StartCallRecording',
    ] as const) {
      const before = trial.harness.operationCount();
      await wire.rest.performOperation(callId, operationName);
      const { confirmedBy } = recordingOperations[operationName];
      await until(
        trial,
        () => reports.last(callId)?.recordingState === confirmedBy,
        `${operationName} is confirmed by ${confirmedBy}`,
      );
      checkSound(reports.last(callId));
      checkEqual(trial.harness.operationCount() - before, 1, `requests for one ${operationName}`);
    }
  },

  'rejects an operation that the server refuses': async (trial) => {
    await trial.harness.refuseNextOperation();
    const error = await refusalOf(trial);
    check(!error.isOutcomeUnknown, `${error.code} leaves no doubt that nothing happened`);
    check(error.code !== 'not-signed-in', 'a refused operation is no refused agent');
    checkEqual(await trial.harness.recordingState(), 'Recording', 'the recording after a refusal');
  },

  'reports an unknown outcome, and never sends an operation twice': async (trial) => {
    const before = trial.harness.operationCount();
    await trial.harness.loseNextAnswer();
    const error = await refusalOf(trial);
    check(error.isOutcomeUnknown, `${error.code} says that the outcome is unknown`);
    // A second request would come after a moment, not in the same one.
    await pause(300);
    checkEqual(trial.harness.operationCount() - before, 1, 'requests for one press');
  },

  'sends nothing for an id that would change the path of a URL': async (trial) => {
    const { wire, callId } = trial;
    const before = trial.harness.operationCount();
    for (const id of ['', '.', '..', `../${callId}`, `x/../${callId}`, `${callId}?`, '\uD800']) {
      const attempt = wire.rest.performOperation(id, 'PauseCallRecording');
      errorOf(await attempt.then(() => `${JSON.stringify(id)} was accepted.`, asIs));
    }
    await pause(100);
    checkEqual(trial.harness.operationCount(), before, 'operations on a call that was not named');
  },

  'reports that a call is over': async (trial) => {
    const { wire, callId } = trial;
    const reports = await listen(trial);
    await trial.harness.endCall();
    const isHeard = (): boolean => {
      const call = reports.last(callId);
      return call !== undefined && isOver(call);
    };
    await until(
      trial,
      async () => {
        if (isHeard()) return true;
        const { calls, isComplete } = read(wire, await wire.rest.fetchCalls());
        return isComplete && calls.every((call) => call.id !== callId || isOver(call));
      },
      'the call is over, or gone',
    );
  },

  'reports that notifications are down, and connects again by itself': async (trial) => {
    const { wire, callId } = trial;
    const reports = await listen(trial);
    await trial.harness.disconnect();
    await until(trial, () => reports.downs.length > 0, 'onDown is called');
    for (const error of reports.downs) errorOf(error);
    await trial.harness.someoneElse('PauseCallRecording');
    const opens = reports.opens();
    await trial.harness.reconnect();
    wire.link.reopen();
    await until(trial, () => reports.opens() > opens, 'onOpen is called again');
    const { calls } = read(wire, await wire.rest.fetchCalls());
    checkEqual(find(calls, callId).recordingState, 'Paused', 'what was missed is read');
    await trial.harness.someoneElse('ResumeCallRecording');
    await until(
      trial,
      () => reports.last(callId)?.recordingState === 'Recording',
      'Recording is heard',
    );
  },

  'delivers nothing after it was closed, and can be opened again': async (trial) => {
    const { wire, callId } = trial;
    const closed = await listen(trial);
    wire.link.close();
    await trial.harness.someoneElse('PauseCallRecording');
    await pause(300);
    checkEqual(closed.last(callId), undefined, 'what is heard after close');
    const reports = await listen(trial);
    await trial.harness.someoneElse('ResumeCallRecording');
    await until(
      trial,
      () => reports.last(callId)?.recordingState === 'Recording',
      'Recording is heard',
    );
    checkEqual(closed.last(callId), undefined, 'what the first listener hears');
  },

  'reports that the agent is signed out': async ({ wire, harness }) => {
    await harness.signOut();
    const error = errorOf(await wire.rest.fetchCalls().then(() => 'It was answered.', asIs));
    checkEqual(error.code, 'not-signed-in', 'the code of a read that is refused');
  },

  'ignores messages that it cannot read': async ({ wire: { protocol } }) => {
    for (const [what, value] of Object.entries(unreadable)) {
      const parsed = protocol.parseNotification(value);
      const said = parsed.ok ? parsed.notification : undefined;
      check(said?.kind !== 'call', `a message that is ${what} is no call`);
      const answer = protocol.parseCallsAnswer(value);
      check(!answer.ok || !answer.isComplete, `an answer that is ${what} does not end every call`);
    }
  },

  'shows a press as pending, and then as confirmed': async (trial) => {
    await withDesktop(trial, async (desktop, recording) => {
      const accepted = desktop.performOperation(trial.callId, 'PauseCallRecording');
      checkEqual(recording().pending?.operationName, 'PauseCallRecording', 'what is pending');
      checkEqual(recording().state, 'Recording', 'what is shown meanwhile');
      await accepted;
      await until(
        trial,
        () => recording().outcome?.ending === 'confirmed',
        'the pause is confirmed',
      );
      checkEqual(recording().change?.by, 'agent', 'who paused');
    });
  },

  'finds a change by reading when no message has reported it': async (trial) => {
    await withDesktop(trial, async (desktop, recording) => {
      await trial.harness.loseNextEvent();
      await desktop.performOperation(trial.callId, 'PauseCallRecording');
      await until(
        trial,
        () => recording().outcome?.ending === 'confirmed',
        'the pause is confirmed',
      );
      checkEqual(recording().change?.saidBy, 'snapshot', 'what said that it is paused');
    });
  },

  'shows a refusal together with the state that is still true': async (trial) => {
    await withDesktop(trial, async (desktop, recording) => {
      await trial.harness.refuseNextOperation();
      await desktop.performOperation(trial.callId, 'PauseCallRecording').catch(errorOf);
      await until(trial, () => recording().outcome?.ending === 'rejected', 'the pause is rejected');
      checkEqual(recording().state, 'Recording', 'what is shown');
    });
  },

  'marks a state that may be out of date, and shows the current one later': async (trial) => {
    await withDesktop(trial, async (desktop, recording) => {
      await trial.harness.disconnect();
      await until(trial, () => desktop.connection.getState().phase !== 'live', 'the link is lost');
      await trial.harness.someoneElse('PauseCallRecording');
      await trial.harness.reconnect();
      await until(
        trial,
        () => desktop.connection.getState().phase === 'live' && recording().state === 'Paused',
        'live, and paused',
      );
    });
  },
};

/** What the link of a trial has reported. */
interface LinkReports {
  readonly opens: () => number;
  readonly downs: readonly unknown[];
  /** The last state of a call that was reported. */
  readonly last: (callId: CallId) => Call | undefined;
}

/** Opens the link, and waits until it reports that it is open. */
async function listen(trial: Trial): Promise<LinkReports> {
  const { link, protocol } = trial.wire;
  const heard = new Map<CallId, Call>();
  const downs: unknown[] = [];
  const problems: string[] = [];
  let opens = 0;
  link.open({
    onOpen: () => {
      opens += 1;
    },
    onDown: (error) => {
      downs.push(error);
    },
    onMessage: (message) => {
      const parsed = protocol.parseNotification(message);
      if (!parsed.ok) problems.push(parsed.problem);
      else if (parsed.notification?.kind === 'call')
        heard.set(parsed.notification.call.id, parsed.notification.call);
    },
  });
  await until(trial, () => opens > 0, 'onOpen is called');
  return {
    opens: () => opens,
    downs,
    last: (callId) => {
      // It is reported here, because a link may catch what its listener throws.
      checkEqual(problems.join(), '', "what was wrong with the server's own messages");
      return heard.get(callId);
    },
  };
}

async function withDesktop(
  trial: Trial,
  act: (desktop: AgentDesktop, recording: () => CallRecording) => Promise<void>,
): Promise<void> {
  const { wire, callId, patience } = trial;
  const desktop = assembleDesktop(wire, { confirmationTimeout: patience / 2 });
  const disconnect = desktop.connect();
  const recording = (): CallRecording => desktop.call(callId).getState().recording;
  try {
    await until(trial, () => desktop.connection.getState().phase === 'live', 'the desktop is live');
    checkEqual(recording().state, 'Recording', 'what is shown at first');
    await act(desktop, recording);
  } finally {
    disconnect();
    // Closing waits for the end of the task.
    await until(
      trial,
      () => desktop.connection.getState().phase === 'closed',
      'the desktop is closed',
    );
  }
}

function read(
  { protocol }: Wire,
  answer: unknown,
): { readonly calls: readonly Call[]; readonly isComplete: boolean } {
  const parsed = protocol.parseCallsAnswer(answer);
  if (!parsed.ok) throw new Error(`The answer to a read was refused: ${parsed.problem}.`);
  checkEqual(parsed.problems.join(), '', 'what was wrong with the calls');
  return parsed;
}

function find(calls: readonly Call[], callId: CallId): Call {
  const call = calls.find(({ id }) => id === callId);
  if (!call) throw new Error(`The answer has no call ${callId}.`);
  return call;
}

function checkRecorded(calls: readonly Call[], callId: CallId): void {
  const call = find(calls, callId);
  checkEqual(call.recordingState, 'Recording', 'recordingState');
  checkEqual(call.state, 'Established', 'state');
  checkSound(call);
}

/** The capabilities have to be operations of the model, and have to fit the state. */
function checkSound(call: Call | undefined): void {
  if (!call) throw new Error('There is no call.');
  const allowed = allowedRecordingOperations(call.capabilities);
  check(allowed.length > 0, `the capabilities allow something (${call.capabilities.join()})`);
  const odd = contradictoryOperations(call.recordingState, allowed);
  checkEqual(odd.join(), '', `what makes no sense while ${call.recordingState}`);
}

async function refusalOf({ wire, callId }: Trial): Promise<AgentDesktopError> {
  return errorOf(
    await wire.rest
      .performOperation(callId, 'PauseCallRecording')
      .then(() => 'The operation was accepted.', asIs),
  );
}

function errorOf(thrown: unknown): AgentDesktopError {
  if (thrown instanceof AgentDesktopError) return thrown;
  throw new Error(`Expected an AgentDesktopError, and got: ${String(thrown)}`);
}

const asIs = (thrown: unknown): unknown => thrown;

function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`Not so: ${what}.`);
}

function checkEqual(actual: unknown, expected: unknown, what: string): void {
  check(actual === expected, `${what}: expected ${String(expected)}, and got ${String(actual)}`);
}

async function until(
  { patience }: Trial,
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${patience} ms in vain: ${what}.`);
    await pause(10);
  }
}

/** A request that is never answered must not hang the test. */
function bounded(rest: WireRest, patience: number): WireRest {
  const soon = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    Promise.race([
      answer,
      pause(patience).then(() => {
        throw new Error(`Waited ${patience} ms in vain: an answer.`);
      }),
    ]);
  return {
    performOperation: async (...asked) => soon(rest.performOperation(...asked)),
    fetchCalls: async () => soon(rest.fetchCalls()),
    fetchCall: async (callId) => soon(rest.fetchCall(callId)),
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Values that no server sends on purpose, but that a proxy or another program may send. */
const unreadable: Readonly<Record<string, unknown>> = {
  undefined,
  null: null,
  'a number': Number.NaN,
  'an empty text': '',
  'half a text': '{"data":{"call":',
  'a page': '<html><body>Sign in</body></html>',
  'a list': [],
  'an object with nothing in it': {},
  'an envelope with nothing in it': { channel: '/v2/me/calls', data: null },
  'a success with nothing in it': { statusCode: 0, status: { code: 0 }, data: {} },
  'a success whose calls are no list': {
    statusCode: 0,
    calls: { length: 0 },
    status: { code: 0 },
    data: { calls: { length: 0 } },
  },
  'a success with a call that has no id': {
    statusCode: 0,
    calls: [{ state: 'Established' }],
    status: { code: 0 },
    data: { calls: [{ state: 'Established' }], call: { state: 'Established' } },
  },
  'a call whose id is a path': {
    data: { messageType: 'CallStateChanged', call: { id: '..', state: 'Established' } },
  },
  'a failure with an empty list': {
    statusCode: 4,
    calls: [],
    status: { code: 500 },
    data: { calls: [] },
  },
};
