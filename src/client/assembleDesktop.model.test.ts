import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallRecording } from '../model/callRecording.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import {
  recordingOperationNames,
  recordingOperations,
  type RecordingOperationName,
} from '../model/recording.ts';
import type { RecordingEvent } from '../model/recordingEvent.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { lateConfirmationSpan } from '../store/callEntry.ts';
import { createFakeTabs } from '../doubles/fakeTabs.ts';
import {
  accepted,
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeRequest,
  type FakeWire,
} from '../doubles/fakeWire.ts';
import { beAnotherPage, openDesktop } from '../doubles/openDesktop.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import { createSharedLink } from '../transport/sharedLink.ts';
import type { AgentDesktop } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';
import { watchRecordingEvents } from '../watchers/watchRecordingEvents.ts';

// These tests run random sequences of events of a desktop: presses, events in any order, reads that
// are answered late or never, a link that is lost and comes back, messages and answers without some
// fields, nodes of the server whose clocks differ, a client's clock that somebody sets, and calls
// that share an id. After each step the promises of the library are checked. At the end the network
// works again, and the state that is shown must be the state at the server.

const confirmationTimeout = 10_000;
const callIds = ['a', 'b'] as const;
type CallName = (typeof callIds)[number];
/** The `callUuid` of both calls. */
const sharedUuid = 'u';
type GivenId = CallName | typeof sharedUuid;
/** The fields that a server leaves out of a call. */
type Missing = readonly ('recordingState' | 'capabilities' | 'userData')[];
type ServerState = 'Recording' | 'Paused' | 'Stopped';

const next: Readonly<Record<RecordingOperationName, ServerState>> = {
  StartCallRecording: 'Recording',
  PauseCallRecording: 'Paused',
  ResumeCallRecording: 'Recording',
  StopCallRecording: 'Stopped',
};

/** The state at the server, and everything that it has sent about each call. */
interface Model {
  readonly truth: Map<CallName, ServerState>;
  readonly said: Map<CallName, string[]>;
  /** The events that the server has sent and that have not arrived yet. */
  readonly inFlight: ServerEvent[];
  delivered: ServerEvent[];
  /** The newest state of each call that was ever shown, as the number of changes until then. */
  readonly shown: Map<CallName, number>;
  isLinkUp: boolean;
  /** The time of the server, in epoch ms. */
  clock: number;
  happened: number;
  presses: number;
  /** How far the clock of the node that stamps the next events is from the others'. In ms. */
  nodeClock: number;
  /** The fields that the server leaves out at present. */
  missing: Missing;
  /** The operations that the server refused, by their `requestId`. */
  readonly refused: Set<number>;
  /** The call that the shared id stands for on the screen. */
  shownByUuid: string | undefined;
}

interface ServerEvent {
  readonly id: CallName;
  readonly state: ServerState;
  readonly call: WireCall;
  readonly serverTime: number;
}

interface Real {
  readonly desktop: AgentDesktop;
  readonly fake: FakeWire;
  /**
   * The requests in flight, each with the state at the server when it was asked. (A server may look
   * later, and may handle two reads in any order. The tests of the reconciler check that.)
   */
  readonly open: Map<FakeRequest, unknown>;
  /** The `requestId` of each operation that was sent. */
  readonly requestIds: Map<FakeRequest, number>;
  /** The recording events so far, each with its time on the steady clock. */
  readonly events: (RecordingEvent & { readonly at: number })[];
}

type Step = fc.AsyncCommand<Model, Real>;

const recordingOf = (desktop: AgentDesktop, id: GivenId): CallRecording =>
  desktop.call(id).getState().recording;

function describeCall(model: Model, id: CallName): WireCall {
  const recordingState = model.truth.get(id) ?? 'Stopped';
  const userData = { happened: model.happened };
  const call = wireCall(
    { id, recordingState, userData, seconds: model.clock / 1_000 },
    { callUuid: sharedUuid },
  );
  const state = model.missing.includes('recordingState') ? 'Unknown' : recordingState;
  const capabilities = model.missing.includes('capabilities') ? [] : call.capabilities;
  model.said.get(id)?.push(JSON.stringify([state, allowedIn(capabilities)]));
  // The cast hides that fields may be missing, because the parser has to notice that.
  return Object.fromEntries(
    Object.entries(call).filter(([name]) => !model.missing.some((field) => field === name)),
  ) as unknown as WireCall;
}

function allowedIn(capabilities: readonly string[]): readonly string[] {
  return recordingOperationNames.filter((name) => capabilities.includes(name));
}

/** Changes a call at the server, and sends the event about it. */
function changeCall(model: Model, id: CallName, state: ServerState): void {
  // Two changes are further apart than the tolerance for durations, so durations tell their order.
  model.clock += 3_000;
  model.happened += 1;
  model.truth.set(id, state);
  const serverTime = model.clock + model.nodeClock;
  model.inFlight.push({ id, state, call: describeCall(model, id), serverTime });
}

class Press implements Step {
  readonly id: GivenId;
  readonly operationName: RecordingOperationName;
  constructor(id: GivenId, operationName: RecordingOperationName) {
    this.id = id;
    this.operationName = operationName;
  }
  check = (): boolean => true;
  run = (model: Model, real: Real): Promise<void> =>
    press(model, real, this.id, this.operationName);
  toString = (): string => `press ${this.operationName} on ${this.id}`;
}

async function press(
  model: Model,
  { desktop, fake, requestIds }: Real,
  id: GivenId,
  operationName: RecordingOperationName,
): Promise<void> {
  const before = recordingOf(desktop, id);
  // Some operations may overtake an overdue one. `operations.test.ts` tests what happens then.
  const { mayOvertake } = recordingOperations[operationName];
  const overdue = before.pending?.progress === 'overdue' ? before.pending.operationName : undefined;
  if (overdue && mayOvertake.includes(overdue)) return;
  const posts = fake.posts().length;
  const isTakeable = !before.pending && before.allowed.includes(operationName);
  let code: AgentDesktopErrorCode | undefined;
  desktop.performOperation(id, operationName).catch((error: unknown) => {
    ({ code } = AgentDesktopError.from(error));
  });
  // Each accepted press sends one POST in the same tick, and a refused one sends none.
  expect(fake.posts().length - posts).toBe(isTakeable ? 1 : 0);
  if (isTakeable) {
    model.presses += 1;
    // The request is about the call that is on the screen.
    const post = fake.posts().at(-1);
    expect(post).toMatchObject({ callId: before.callId, operationName });
    const after = recordingOf(desktop, id);
    if (post && after.pending) requestIds.set(post, after.pending.requestId);
    expect(after.pending?.operationName).toBe(operationName);
    expect(after.state).toBe(before.state);
    return;
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(code).toBe(before.pending ? 'operation-pending' : 'operation-not-allowed');
}

class ThirdParty implements Step {
  readonly id: CallName;
  readonly state: ServerState;
  constructor(id: CallName, state: ServerState) {
    this.id = id;
    this.state = state;
  }
  check = (model: Readonly<Model>): boolean => model.truth.get(this.id) !== this.state;
  run(model: Model): Promise<void> {
    changeCall(model, this.id, this.state);
    return Promise.resolve();
  }
  toString = (): string => `${this.id} becomes ${this.state}`;
}

/** One of the events in flight arrives, not always the oldest. It may arrive twice, or be lost. */
class Deliver implements Step {
  readonly which: number;
  readonly fate: 'once' | 'twice' | 'stale' | 'lost';
  constructor(which: number, fate: 'once' | 'twice' | 'stale' | 'lost') {
    this.which = which;
    this.fate = fate;
  }
  check = (model: Readonly<Model>): boolean =>
    (this.fate === 'stale' ? model.delivered : model.inFlight).length > 0;
  async run(model: Model, real: Real): Promise<void> {
    const from = this.fate === 'stale' ? model.delivered : model.inFlight;
    const index = this.which % from.length;
    const event = from[index];
    if (!event) return;
    if (this.fate !== 'stale') model.inFlight.splice(index, 1);
    if (this.fate === 'lost') return;
    await deliver(model, real, event);
    if (this.fate === 'twice') await deliver(model, real, event);
  }
  toString = (): string => `event ${this.which} ${this.fate}`;
}

async function deliver(model: Model, { desktop, fake }: Real, event: ServerEvent): Promise<void> {
  if (!model.isLinkUp) return;
  const isNews = !model.delivered.includes(event);
  if (isNews) model.delivered.push(event);
  const before = recordingOf(desktop, event.id);
  fake.link.say(eventOf(event.call, event.serverTime));
  await vi.advanceTimersByTimeAsync(0);
  const after = recordingOf(desktop, event.id);
  // A description without a state must not end an operation.
  const isNamed = event.call.recordingState !== undefined;
  if (!isNamed) expect(after.pending?.requestId).toBe(before.pending?.requestId);
  // Whatever the clock of its node says, the newest event is applied or raises a doubt.
  const isLast = Number(event.call.userData?.['happened']) === model.happened;
  if (isNamed && isLast && isNews && after.isKnown && after.state !== event.state)
    expect(after.doubt).toBeDefined();
}

/** The newest event arrives at once. */
async function deliverLast(model: Model, real: Real): Promise<void> {
  const event = model.inFlight.pop();
  if (event) await deliver(model, real, event);
}

/**
 * Combines what rarely happens together by chance: an operation, and a change by somebody else.
 *
 * - `refused`: somebody makes the same change, and the server refuses the agent.
 * - `refused late`: the same, but the refusal comes before the event of the change.
 * - `given up`: the operation is given up, and much later somebody makes the same change.
 * - `no state`: a message without a state comes while the operation is pending.
 * - `clocks`: somebody else makes two changes, and the node that stamps the first is an hour ahead.
 */
class Rival implements Step {
  readonly id: CallName;
  readonly how: 'refused' | 'refused late' | 'given up' | 'no state' | 'clocks';
  readonly which: number;
  constructor(id: CallName, how: Rival['how'], which: number) {
    this.id = id;
    this.how = how;
    this.which = which;
  }
  check = (model: Readonly<Model>): boolean => model.isLinkUp;
  async run(model: Model, real: Real): Promise<void> {
    const { id, how } = this;
    const { allowed, pending } = recordingOf(real.desktop, id);
    const operationName = allowed[this.which % Math.max(1, allowed.length)];
    if (how === 'clocks') {
      for (const ahead of [3_600_000, 0]) {
        model.nodeClock = ahead;
        changeCall(model, id, model.truth.get(id) === 'Paused' ? 'Recording' : 'Paused');
        await deliverLast(model, real);
      }
      return;
    }
    if (!operationName || pending) return;
    await press(model, real, id, operationName);
    const request = real.fake.posts().at(-1);
    if (!request) return;
    const refuse = async (): Promise<void> => {
      real.open.delete(request);
      model.refused.add(real.requestIds.get(request) ?? 0);
      request.fail('not-allowed-now');
      await vi.advanceTimersByTimeAsync(0);
    };
    const change = async (): Promise<void> => {
      changeCall(model, id, next[operationName]);
      await deliverLast(model, real);
    };
    switch (how) {
      case 'refused':
        await change();
        await refuse();
        return;
      case 'refused late':
        await refuse();
        await change();
        return;
      case 'given up':
        await vi.advanceTimersByTimeAsync(confirmationTimeout + lateConfirmationSpan + 1_000);
        model.clock += confirmationTimeout + lateConfirmationSpan + 1_000;
        await change();
        return;
      case 'no state': {
        const { missing } = model;
        model.missing = ['recordingState', 'capabilities'];
        changeCall(model, id, model.truth.get(id) ?? 'Stopped');
        await deliverLast(model, real);
        model.missing = missing;
        return;
      }
      default:
        how satisfies never;
    }
  }
  toString = (): string => `${this.id} and somebody else: ${this.how}`;
}

/**
 * One of the requests in flight is done, is refused, is done while its answer is lost, or fails.
 */
class Answer implements Step {
  readonly which: number;
  readonly how: 'well' | 'refused' | 'not now' | 'answer lost' | 'failed' | 'nothing happens';
  constructor(which: number, how: Answer['how']) {
    this.which = which;
    this.how = how;
  }
  check = (): boolean => true;
  async run(model: Model, { open, requestIds }: Real): Promise<void> {
    const [request, heldWhenAsked] = [...open][this.which % Math.max(1, open.size)] ?? [];
    if (!request) return;
    open.delete(request);
    const operationName = recordingOperationNames.find((name) => name === request.operationName);
    const id = callIds.find((name) => name === request.callId);
    if (!operationName || !id) {
      if (this.how === 'failed' || this.how === 'answer lost') request.fail('network');
      else request.answer(heldWhenAsked);
    } else if (this.how === 'refused') {
      model.refused.add(requestIds.get(request) ?? 0);
      request.fail('no-permission');
    } else if (this.how === 'not now') {
      model.refused.add(requestIds.get(request) ?? 0);
      request.fail('not-allowed-now');
    } else if (this.how === 'failed') request.fail('network');
    else {
      if (this.how !== 'nothing happens') changeCall(model, id, next[operationName]);
      if (this.how === 'answer lost') request.fail('timeout');
      else request.answer(accepted);
    }
    await vi.advanceTimersByTimeAsync(0);
  }
  toString = (): string => `request ${this.which} answered ${this.how}`;
}

function readOf(model: Model, request: FakeRequest): unknown {
  const id = callIds.find((name) => name === request.callId);
  return request.kind === 'call' && id
    ? callAnswer(describeCall(model, id))
    : callsAnswer(...callIds.map((name) => describeCall(model, name)));
}

class Link implements Step {
  readonly isUp: boolean;
  constructor(isUp: boolean) {
    this.isUp = isUp;
  }
  check = (model: Readonly<Model>): boolean => model.isLinkUp !== this.isUp;
  async run(model: Model, { fake }: Real): Promise<void> {
    model.isLinkUp = this.isUp;
    // The events in flight are lost with the old connection.
    if (!this.isUp) model.inFlight.length = 0;
    if (this.isUp) fake.link.up();
    else fake.link.down('network');
    await vi.advanceTimersByTimeAsync(0);
  }
  toString = (): string => (this.isUp ? 'link up' : 'link down');
}

class Pass implements Step {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = (): boolean => true;
  async run(model: Model): Promise<void> {
    model.clock += this.ms;
    await vi.advanceTimersByTimeAsync(this.ms);
  }
  toString = (): string => `${this.ms} ms pass`;
}

/** The next events are stamped by a node whose clock differs. */
class NodeClock implements Step {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = (): boolean => true;
  run(model: Model): Promise<void> {
    model.nodeClock = this.ms;
    return Promise.resolve();
  }
  toString = (): string => `a node that is ${this.ms} ms ahead`;
}

/** Somebody sets the client's clock. */
class ClientClock implements Step {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = (): boolean => true;
  run(): Promise<void> {
    vi.setSystemTime(Date.now() + this.ms);
    return Promise.resolve();
  }
  toString = (): string => `the client's clock set by ${this.ms} ms`;
}

/** From now on the server leaves out these fields. */
class LeaveOut implements Step {
  readonly missing: Missing;
  constructor(missing: Missing) {
    this.missing = missing;
  }
  check = (): boolean => true;
  run(model: Model): Promise<void> {
    model.missing = this.missing;
    return Promise.resolve();
  }
  toString = (): string => `without ${this.missing.join(', ') || 'nothing'}`;
}

class Refresh implements Step {
  check = (): boolean => true;
  run(_: Model, { desktop }: Real): Promise<void> {
    void desktop.refresh();
    return Promise.resolve();
  }
  toString = (): string => 'refresh';
}

/** Runs a step, and then checks what must be true at any time. */
function withChecks(step: Step): Step {
  return {
    check: step.check,
    toString: () => String(step),
    run: async (model, real) => {
      await step.run(model, real);
      checkPromises(model, real);
    },
  };
}

function checkPromises(model: Model, { desktop, fake, events }: Real): void {
  expect(fake.posts()).toHaveLength(model.presses);
  // A shared id shows the same call as long as that call goes on, and no call of this test ends.
  const shownByUuid = recordingOf(desktop, sharedUuid).callId;
  expect(shownByUuid).toBe(model.shownByUuid ?? shownByUuid);
  model.shownByUuid = shownByUuid;
  checkAuthors(model, events);
  for (const id of callIds) {
    const { isKnown, state, allowed, pending } = recordingOf(desktop, id);
    if (!isKnown) continue;
    // The shown state never becomes older, whatever arrives late.
    const before = model.shown.get(id) ?? 0;
    const shown = Number(desktop.call(id).getState().call?.userData['happened'] ?? before);
    expect(shown).toBeGreaterThanOrEqual(before);
    model.shown.set(id, shown);
    // The state and the operations that are shown were said by the server in one message.
    expect(model.said.get(id)).toContain(JSON.stringify([state, allowed]));
    const pendingFor = pending ? steadyNow() - pending.requestedAt : 0;
    expect(pendingFor).toBeLessThan(confirmationTimeout);
    const { change } = recordingOf(desktop, id);
    expect(model.refused).not.toContain(change?.by === 'agent' ? change.requestId : undefined);
  }
}

/** No change may be attributed to an operation that was refused, or given up long before. */
function checkAuthors({ refused }: Model, events: Real['events']): void {
  const confirmed = events.filter(({ result }) => result === 'confirmed');
  for (const { requestId, at } of confirmed) {
    expect(refused).not.toContain(requestId);
    const givenUp = events.find(
      (each) => each.requestId === requestId && each.result === 'unconfirmed',
    );
    if (givenUp) expect(at - givenUp.at).toBeLessThanOrEqual(lateConfirmationSpan);
  }
}

const anyCall = fc.constantFrom(...callIds);
const anyState = fc.constantFrom<ServerState>('Recording', 'Paused', 'Stopped');
const anyIndex = fc.nat(7);
const missingFields: readonly Missing[] = [
  [],
  [],
  ['recordingState'],
  ['recordingState', 'userData'],
  ['recordingState', 'capabilities'],
  ['userData'],
];

const steps: fc.Arbitrary<Step>[] = [
  fc
    .tuple(
      fc.constantFrom<GivenId>(...callIds, sharedUuid),
      fc.constantFrom(...recordingOperationNames),
    )
    .map(([id, name]) => new Press(id, name)),
  fc.tuple(anyCall, anyState).map(([id, state]) => new ThirdParty(id, state)),
  fc
    .tuple(anyIndex, fc.constantFrom('once', 'once', 'twice', 'stale', 'lost'))
    .map(([which, fate]) => new Deliver(which, fate)),
  fc
    .tuple(
      anyIndex,
      fc.constantFrom(
        'well',
        'well',
        'refused',
        'not now',
        'answer lost',
        'failed',
        'nothing happens',
      ),
    )
    .map(([which, how]) => new Answer(which, how)),
  fc.boolean().map((isUp) => new Link(isUp)),
  fc.constantFrom(50, 700, 2_500, 11_000, 31_000).map((ms) => new Pass(ms)),
  fc.constantFrom(0, -3_600_000, -5_000, 2_000, 60_000, 3_600_000).map((ms) => new NodeClock(ms)),
  fc.constantFrom(-86_400_000, -3_600_000, 4_000, 3_600_000).map((ms) => new ClientClock(ms)),
  fc
    .tuple(
      anyCall,
      fc.constantFrom<Rival['how']>('refused', 'refused late', 'given up', 'no state', 'clocks'),
      anyIndex,
    )
    .map(([id, how, which]) => new Rival(id, how, which)),
  fc.constantFrom(...missingFields).map((missing) => new LeaveOut(missing)),
  fc.constant(new Refresh()),
];

beforeEach(() => {
  vi.useFakeTimers();
  // Without the desktop's random delays, the seed alone is enough to repeat a failure.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function begin(): Promise<{ model: Model; real: Real; end: () => Promise<void> }> {
  vi.clearAllTimers(); // of a run that failed
  const fake = createFakeWire();
  const open = new Map<FakeRequest, unknown>();
  const desktop = assembleDesktop(fake.wire, { confirmationTimeout });
  const disconnect = desktop.connect();
  const events: Real['events'] = [];
  const unwatch = watchRecordingEvents(desktop, (event) => {
    events.push({ ...event, at: steadyNow() });
  });
  const model: Model = {
    truth: new Map([
      ['a', 'Recording'],
      ['b', 'Stopped'],
    ]),
    said: new Map([
      ['a', []],
      ['b', []],
    ]),
    inFlight: [],
    delivered: [],
    shown: new Map(),
    happened: 0,
    isLinkUp: true,
    clock: 1_000_000,
    presses: 0,
    nodeClock: 0,
    missing: [],
    refused: new Set(),
    shownByUuid: undefined,
  };
  fake.answerBy((request) => readOf(model, request));
  await vi.advanceTimersByTimeAsync(0);
  fake.link.up();
  await vi.advanceTimersByTimeAsync(0);
  fake.answerBy((request) => {
    open.set(request, readOf(model, request));
    return undefined;
  });
  return {
    model,
    real: { desktop, fake, open, requestIds: new Map(), events },
    end: async () => {
      unwatch();
      disconnect();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

/** Ends all faults: from now on every request is answered with the state at the server. */
async function endFaults(model: Model, { fake, open }: Real): Promise<void> {
  model.missing = [];
  fake.answerBy((request) => (request.kind === 'operation' ? accepted : readOf(model, request)));
  for (const request of open.keys())
    if (request.kind === 'operation') request.fail('network');
    else request.answer(readOf(model, request));
  open.clear();
  model.isLinkUp = true;
  fake.link.up();
  // To the desktop a clock that was set forward looks like sleep. After that the link has to prove
  // that it is open.
  await vi.advanceTimersByTimeAsync(2_000);
  fake.link.heard();
  await vi.advanceTimersByTimeAsync(confirmationTimeout + 10_000);
}

const runs = { numRuns: 200, verbose: 1 } as const;

describe('a desktop, whatever happens', () => {
  it(
    'keeps its promises after every step, and shows the state at the server once the network works',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.commands(
            steps.map((step) => step.map(withChecks)),
            { maxCommands: 60 },
          ),
          async (commands) => {
            const { model, real, end } = await begin();
            await fc.asyncModelRun(() => ({ model, real }), commands);
            await endFaults(model, real);
            checkPromises(model, real);
            expect(real.desktop.connection.getState().phase).toBe('live');
            for (const id of callIds) {
              const { state, pending, doubt } = recordingOf(real.desktop, id);
              expect([id, state]).toEqual([id, model.truth.get(id)]);
              expect([pending, doubt]).toEqual([undefined, undefined]);
            }
            await end();
            expect(vi.getTimerCount()).toBe(0);
          },
        ),
        runs,
      );
    },
  );

  it(
    'ends each pending operation in time, also when nothing is answered',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.commands(
            steps.map((step) => step.map(withChecks)),
            { maxCommands: 40 },
          ),
          async (commands) => {
            const { model, real, end } = await begin();
            await fc.asyncModelRun(() => ({ model, real }), commands);
            await vi.advanceTimersByTimeAsync(confirmationTimeout);
            for (const id of callIds) expect(recordingOf(real.desktop, id).pending).toBeUndefined();
            await end();
          },
        ),
        runs,
      );
    },
  );

  it(
    'ends in the same state with and without duplicates and reads in between',
    { timeout: 60_000 },
    async () => {
      // No operation is asked for here, so the result is the last state that the server has sent.
      const events = fc.array(fc.tuple(anyCall, anyState, fc.boolean(), fc.boolean()), {
        maxLength: 40,
      });
      await fc.assert(
        fc.asyncProperty(events, async (happenings) => {
          const ends: unknown[] = [];
          for (const isDisturbed of [false, true]) {
            const { model, real, end } = await begin();
            real.fake.answerBy((request) => readOf(model, request));
            for (const [id, state, isTwice, isRead] of happenings) {
              changeCall(model, id, state);
              const event = model.inFlight.pop();
              if (!event) continue;
              if (isDisturbed && isRead) await real.desktop.refresh();
              real.fake.link.say(eventOf(event.call, event.serverTime));
              if (isDisturbed && isTwice) real.fake.link.say(eventOf(event.call, event.serverTime));
              if (isDisturbed && isRead) await real.desktop.checkAgain(id);
            }
            ends.push(
              callIds.map((id) => {
                const { state, allowed, pending, outcome, ended } = recordingOf(real.desktop, id);
                return { state, allowed, pending, outcome, ended };
              }),
            );
            await end();
          }
          expect(ends[1]).toEqual(ends[0]);
        }),
        runs,
      );
    },
  );
});

/** Two tabs of one browser, on a server that performs what it accepts. */
interface Tabs {
  readonly desktops: readonly [AgentDesktop, AgentDesktop];
  readonly posts: () => readonly FakeRequest[];
  readonly end: () => Promise<void>;
}

interface Timing {
  /** The time from a press in one tab to the press in the other, in ms. */
  readonly gap: number;
  /** The time from the request to the answer, and to the event, in ms. */
  readonly answer: number;
  readonly event: number;
  /** How long a message from one tab to another takes, in ms. */
  readonly latency: number;
}

async function openTabs({ answer, event, latency }: Timing): Promise<Tabs> {
  vi.clearAllTimers(); // of a run that failed
  const browser = createFakeTabs(latency);
  vi.stubGlobal('navigator', { locks: browser.locks });
  vi.stubGlobal('BroadcastChannel', browser.BroadcastChannel);
  let truth: ServerState = 'Recording';
  const fakes = [createFakeWire(), createFakeWire()] as const;
  const held = (): WireCall => wireCall({ id: 'a', recordingState: truth });
  const disconnects: (() => void)[] = [];
  const open = async (fake: FakeWire): Promise<AgentDesktop> => {
    // Each tab is a separate page.
    beAnotherPage();
    const link = createSharedLink({
      link: fake.wire.link,
      identify: () => Promise.resolve('agent'),
      heartbeat: { hold: 30_000, grace: 10_000 },
    });
    fake.answerBy(({ kind, operationName, answer: answerWith, fail }) => {
      if (kind !== 'operation') return callsAnswer(held());
      const name = recordingOperationNames.find((each) => each === operationName);
      const isPossible = name !== undefined && held().capabilities.includes(name);
      setTimeout(() => {
        if (isPossible) answerWith(accepted);
        else fail('not-allowed-now');
      }, answer);
      setTimeout(() => {
        if (!isPossible) return;
        truth = next[name];
        // Only the tab with the connection gets it.
        for (const each of fakes) each.link.say(eventOf(held()));
      }, event);
      return undefined;
    });
    const wire = { ...fake.wire, link };
    const opened = await openDesktop(fake, { wire, untilOpen: 100, confirmationTimeout });
    disconnects.push(opened.disconnect);
    return opened.desktop;
  };
  const desktops = [await open(fakes[0]), await open(fakes[1])] as const;
  return {
    desktops,
    posts: () => fakes.flatMap((fake) => fake.posts()),
    end: async () => {
      for (const disconnect of disconnects) disconnect();
      await vi.advanceTimersByTimeAsync(1_000);
    },
  };
}

describe('two tabs of one browser', () => {
  const timings = fc.record({
    gap: fc.nat(60),
    answer: fc.nat(1_500),
    event: fc.nat(1_500),
    latency: fc.integer({ min: 1, max: 40 }),
  });
  const pressed = fc.constantFrom('PauseCallRecording', 'StopCallRecording');

  it('that are pressed at once send one operation', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(timings, pressed, fc.boolean(), async (timing, operationName, isSwapped) => {
        const { desktops, posts, end } = await openTabs(timing);
        const [one, other] = isSwapped ? desktops.toReversed() : desktops;
        const credited: RecordingEvent[] = [];
        for (const desktop of desktops)
          watchRecordingEvents(desktop, (event) => {
            if (event.result === 'confirmed' && event.cause === 'host') credited.push(event);
          });
        one?.performOperation('a', operationName).catch(() => undefined);
        await vi.advanceTimersByTimeAsync(timing.gap);
        other?.performOperation('a', operationName).catch(() => undefined);
        await vi.advanceTimersByTimeAsync(confirmationTimeout);
        expect(posts()).toHaveLength(1);
        // An operation that was never sent has changed nothing.
        expect(credited.length).toBeLessThanOrEqual(1);
        for (const desktop of desktops)
          expect(recordingOf(desktop, 'a')).toMatchObject({
            state: next[operationName],
            pending: undefined,
          });
        await end();
      }),
      runs,
    );
  });

  it('show each other what is pending within 100 ms', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(timings, pressed, fc.boolean(), async (timing, operationName, isSwapped) => {
        const { desktops, end } = await openTabs({ ...timing, answer: 200, event: 300 });
        const [one, other] = isSwapped ? desktops.toReversed() : desktops;
        one?.performOperation('a', operationName).catch(() => undefined);
        await vi.advanceTimersByTimeAsync(100);
        expect(other && recordingOf(other, 'a')).toMatchObject({
          state: 'Recording',
          pending: { operationName, cause: 'other-tab' },
        });
        await end();
      }),
      runs,
    );
  });
});
