import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallRecording } from '../model/callRecording.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import { recordingOperationNames, type RecordingOperationName } from '../model/recording.ts';
import {
  accepted,
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeRequest,
  type FakeWire,
} from '../testing/fakeWire.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import type { AgentDesktop } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';

// Random lives of a desktop: presses, events in any order, reads answered late or never, a link
// that comes and goes. After each step the promises are checked; at the end the network heals, and
// what is shown must be what the server holds.

const confirmationTimeout = 10_000;
const callIds = ['a', 'b'] as const;
type CallName = (typeof callIds)[number];
type ServerState = 'Recording' | 'Paused' | 'Stopped';

const next: Readonly<Record<RecordingOperationName, ServerState>> = {
  StartCallRecording: 'Recording',
  PauseCallRecording: 'Paused',
  ResumeCallRecording: 'Recording',
  StopCallRecording: 'Stopped',
};

/** The truth: what the server holds, and all it ever said of each call. */
interface Model {
  readonly truth: Map<CallName, ServerState>;
  readonly said: Map<CallName, string[]>;
  /** Events that were made and have not been delivered. */
  readonly underWay: { readonly call: WireCall; readonly serverTime: number }[];
  delivered: { readonly call: WireCall; readonly serverTime: number }[];
  /** The newest that was ever shown of each call, as the count of what had happened by then. */
  readonly shown: Map<CallName, number>;
  isLinkUp: boolean;
  /** Epoch ms by the server. */
  clock: number;
  happened: number;
  presses: number;
}

interface Real {
  readonly desktop: AgentDesktop;
  readonly fake: FakeWire;
  /**
   * Requests under way, each with what the server held when it was asked. (A server may look later,
   * and at two reads in any order: the tests of the reconciler have that.)
   */
  readonly open: Map<FakeRequest, unknown>;
}

type Step = fc.AsyncCommand<Model, Real>;

const recordingOf = (desktop: AgentDesktop, id: CallName): CallRecording =>
  desktop.call(id).getState().recording;

function describeCall(model: Model, id: CallName): WireCall {
  const recordingState = model.truth.get(id) ?? 'Stopped';
  const userData = { happened: model.happened };
  const call = wireCall({ id, recordingState, userData, seconds: model.clock / 1_000 });
  model.said.get(id)?.push(JSON.stringify([recordingState, allowedIn(call)]));
  return call;
}

function allowedIn(call: WireCall): readonly string[] {
  return recordingOperationNames.filter((name) => call.capabilities.includes(name));
}

/** Something happened at the server; the event is on its way. */
function happen(model: Model, id: CallName, state: ServerState): void {
  // Further apart than two nodes' counting of seconds, so that the duration tells them apart.
  model.clock += 3_000;
  model.happened += 1;
  model.truth.set(id, state);
  model.underWay.push({ call: describeCall(model, id), serverTime: model.clock });
}

class Press implements Step {
  readonly id: CallName;
  readonly operationName: RecordingOperationName;
  constructor(id: CallName, operationName: RecordingOperationName) {
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
  { desktop, fake }: Real,
  id: CallName,
  operationName: RecordingOperationName,
): Promise<void> {
  const before = recordingOf(desktop, id);
  const posts = fake.posts().length;
  const isTakeable = !before.pending && before.allowed.includes(operationName);
  let code: AgentDesktopErrorCode | undefined;
  desktop.performOperation(id, operationName).catch((error: unknown) => {
    ({ code } = AgentDesktopError.from(error));
  });
  // One POST per accepted press, none per refused one; in the same tick.
  expect(fake.posts().length - posts).toBe(isTakeable ? 1 : 0);
  if (isTakeable) {
    model.presses += 1;
    expect(fake.posts().at(-1)).toMatchObject({
      callId: id,
      operationName,
    });
    const after = recordingOf(desktop, id);
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
    happen(model, this.id, this.state);
    return Promise.resolve();
  }
  toString = (): string => `${this.id} becomes ${this.state}`;
}

/** One of the events under way arrives, not always the oldest; or arrives again; or never. */
class Deliver implements Step {
  readonly which: number;
  readonly fate: 'once' | 'twice' | 'stale' | 'lost';
  constructor(which: number, fate: 'once' | 'twice' | 'stale' | 'lost') {
    this.which = which;
    this.fate = fate;
  }
  check = (model: Readonly<Model>): boolean =>
    (this.fate === 'stale' ? model.delivered : model.underWay).length > 0;
  async run(model: Model, { fake }: Real): Promise<void> {
    const from = this.fate === 'stale' ? model.delivered : model.underWay;
    const index = this.which % from.length;
    const event = from[index];
    if (!event) return;
    if (this.fate !== 'stale') model.underWay.splice(index, 1);
    if (this.fate === 'lost' || !model.isLinkUp) return;
    model.delivered.push(event);
    fake.link.say(eventOf(event.call, event.serverTime));
    if (this.fate === 'twice') fake.link.say(eventOf(event.call, event.serverTime));
    await vi.advanceTimersByTimeAsync(0);
  }
  toString = (): string => `event ${this.which} ${this.fate}`;
}

/** One of the requests under way is answered: done, refused, done with a lost answer, failed. */
class Answer implements Step {
  readonly which: number;
  readonly how: 'well' | 'refused' | 'answer lost' | 'failed' | 'nothing happens';
  constructor(which: number, how: Answer['how']) {
    this.which = which;
    this.how = how;
  }
  check = (): boolean => true;
  async run(model: Model, { open }: Real): Promise<void> {
    const [request, heldWhenAsked] = [...open][this.which % Math.max(1, open.size)] ?? [];
    if (!request) return;
    open.delete(request);
    const operationName = recordingOperationNames.find((name) => name === request.operationName);
    const id = callIds.find((name) => name === request.callId);
    if (!operationName || !id) {
      if (this.how === 'failed' || this.how === 'answer lost') request.fail('network');
      else request.answer(heldWhenAsked);
    } else if (this.how === 'refused') request.fail('not-allowed-now');
    else if (this.how === 'failed') request.fail('network');
    else {
      if (this.how !== 'nothing happens') happen(model, id, next[operationName]);
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
    // Whatever was under way on the old connection is lost with it.
    if (!this.isUp) model.underWay.length = 0;
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

class Refresh implements Step {
  check = (): boolean => true;
  run(_: Model, { desktop }: Real): Promise<void> {
    void desktop.refresh();
    return Promise.resolve();
  }
  toString = (): string => 'refresh';
}

/** Runs a step, and checks what must hold after any of them. */
function promised(step: Step): Step {
  return {
    check: step.check,
    toString: () => String(step),
    run: async (model, real) => {
      await step.run(model, real);
      checkPromises(model, real);
    },
  };
}

function checkPromises(model: Model, { desktop, fake }: Real): void {
  expect(fake.posts()).toHaveLength(model.presses);
  for (const id of callIds) {
    const { isKnown, state, allowed, pending } = recordingOf(desktop, id);
    if (!isKnown) continue;
    // Whatever comes late, what is shown never goes back in time.
    const shown = Number(desktop.call(id).getState().call?.userData['happened']);
    expect(shown).toBeGreaterThanOrEqual(model.shown.get(id) ?? 0);
    model.shown.set(id, shown);
    // What is shown, state and buttons together, was said by the server in one breath.
    expect(model.said.get(id)).toContain(JSON.stringify([state, allowed]));
    const pendingFor = pending ? Date.now() - pending.requestedAt : 0;
    expect(pendingFor).toBeLessThan(confirmationTimeout);
  }
}

const anyCall = fc.constantFrom(...callIds);
const anyState = fc.constantFrom<ServerState>('Recording', 'Paused', 'Stopped');
const anyIndex = fc.nat(7);

const steps: fc.Arbitrary<Step>[] = [
  fc
    .tuple(anyCall, fc.constantFrom(...recordingOperationNames))
    .map(([id, name]) => new Press(id, name)),
  fc.tuple(anyCall, anyState).map(([id, state]) => new ThirdParty(id, state)),
  fc
    .tuple(anyIndex, fc.constantFrom('once', 'once', 'twice', 'stale', 'lost'))
    .map(([which, fate]) => new Deliver(which, fate)),
  fc
    .tuple(
      anyIndex,
      fc.constantFrom('well', 'well', 'refused', 'answer lost', 'failed', 'nothing happens'),
    )
    .map(([which, how]) => new Answer(which, how)),
  fc.boolean().map((isUp) => new Link(isUp)),
  fc.constantFrom(50, 700, 2_500, 11_000).map((ms) => new Pass(ms)),
  fc.constant(new Refresh()),
];

beforeEach(() => {
  vi.useFakeTimers();
  // The desktop's jitter: a failure shall be found again by its seed alone.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function begin(): Promise<{ model: Model; real: Real; end: () => Promise<void> }> {
  vi.clearAllTimers(); // of a run that failed
  const fake = createFakeWire();
  const open = new Map<FakeRequest, unknown>();
  const desktop = assembleDesktop(fake.wire, { confirmationTimeout });
  const disconnect = desktop.connect();
  const model: Model = {
    truth: new Map([
      ['a', 'Recording'],
      ['b', 'Stopped'],
    ]),
    said: new Map([
      ['a', []],
      ['b', []],
    ]),
    underWay: [],
    delivered: [],
    shown: new Map(),
    happened: 0,
    isLinkUp: true,
    clock: 1_000_000,
    presses: 0,
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
    real: { desktop, fake, open },
    end: async () => {
      disconnect();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

/** The network heals: everything is answered with the truth, nothing more gets lost. */
async function heal(model: Model, { fake, open }: Real): Promise<void> {
  fake.answerBy((request) => (request.kind === 'operation' ? accepted : readOf(model, request)));
  for (const request of open.keys())
    if (request.kind === 'operation') request.fail('network');
    else request.answer(readOf(model, request));
  open.clear();
  model.isLinkUp = true;
  fake.link.up();
  await vi.advanceTimersByTimeAsync(confirmationTimeout + 10_000);
}

const runs = { numRuns: 200, verbose: 1 } as const;

describe('whatever happens', () => {
  it(
    'the promises hold after every step, and healed it shows the truth',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.commands(
            steps.map((step) => step.map(promised)),
            { maxCommands: 60 },
          ),
          async (commands) => {
            const { model, real, end } = await begin();
            await fc.asyncModelRun(() => ({ model, real }), commands);
            await heal(model, real);
            checkPromises(model, real);
            expect(real.desktop.connection.getState().phase).toBe('live');
            for (const id of callIds) {
              const { state, pending } = recordingOf(real.desktop, id);
              expect([id, state, pending]).toEqual([id, model.truth.get(id), undefined]);
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
    'no pending outlives its time, whether anybody answers or not',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.commands(
            steps.map((step) => step.map(promised)),
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
    'duplicates and reads at any point change nothing of the end',
    { timeout: 60_000 },
    async () => {
      // Only what the server says of its own accord; then the end is what it said last.
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
              happen(model, id, state);
              const event = model.underWay.pop();
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
