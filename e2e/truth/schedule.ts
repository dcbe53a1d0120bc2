import type { ControlCommand } from '../../src/mock-server/control.ts';
import { seededRandom } from '../../src/mock-server/schedule.ts';
import { simulatedCallId } from '../../src/testing/simulatedCalls.ts';
import type { NetworkFault } from './networkProxy.ts';

/** One thing that happens, `at` ms after the page came live. */
export type Step = { readonly at: number } & (
  | {
      readonly do: 'press';
      readonly callId: string;
      /** Which of the buttons there are then: a share of their number, 0 to 1. */
      readonly choice: number;
      readonly isDouble: boolean;
      /** In which tab. `both`: the same button of both, at once. */
      readonly tab: 0 | 1 | 'both';
      /** So many ms later somebody else does what was pressed. Nobody does when undefined. */
      readonly rivalAfter: number | undefined;
      /** What goes wrong with this press, told to the mock right before it. */
      readonly but: readonly ControlCommand[];
    }
  | { readonly do: 'mock'; readonly command: ControlCommand }
  | { readonly do: 'cable'; readonly fault: NetworkFault }
  /** Somebody sets the client's clock, so that it is this far from the true time. */
  | { readonly do: 'setClock'; readonly ms: number }
);

/** Everything that a seed decides. The same seed always makes the same schedule. */
export interface Schedule {
  readonly seed: number;
  /** Ms from accepting an operation to its happening. */
  readonly eventDelay: number;
  /** Whether events carry the server's clock, as newer servers' do. */
  readonly serverTimestamps: boolean;
  readonly ack: boolean;
  /** How long the server remembers a silent client, in ms. */
  readonly maxInterval: number;
  readonly csrf: boolean;
  /** `basic`: the header goes with every request. `cookie`: only asking for headers signs in. */
  readonly signIn: 'basic' | 'cookie';
  /** Every call that there ever is, known to the page from the start. */
  readonly callIds: readonly string[];
  /** The calls that have `sharedUuid` for their `callUuid`: none, or several. */
  readonly legs: readonly string[];
  /** How many tabs of one browser show the page. */
  readonly tabs: 1 | 2;
  /** Whether the nodes of the server stamp their events by clocks that differ. */
  readonly clocks: 'one' | 'several';
  /** Whether fields are missing in some messages and answers. */
  readonly words: 'full' | 'bare';
  /** Whether somebody else does at last what the agent had asked long before, in vain. */
  readonly coda: 'none' | 'late-change';
  /** In order of time. */
  readonly steps: readonly Step[];
  /** When the faults end, in ms. */
  readonly calmAt: number;
}

/** The calls that are there at the start; see `startingCalls`. */
const startingIds = [1, 2, 3, 4].map(simulatedCallId);
/** This one rings, and may go on as the other. */
const ringingId = simulatedCallId(51);
const transferredId = simulatedCallId(52);
const calmAt = 9_000;

/** The `callUuid` of all legs. One widget is given this, and no other id. */
export const sharedUuid = 'SHARED00000000000000000000000001';

/** What each widget of the page was given for its call, in their order. */
export function widgetIds({ callIds, legs }: Pick<Schedule, 'callIds' | 'legs'>): string[] {
  return [...callIds, callIds[0] ?? '', ...(legs.length > 0 ? [sharedUuid] : [])];
}

type MissingField = Extract<ControlCommand, { verb: 'bareEvent' }>['fields'][number];

/**
 * What a server leaves out at once. It is never all three: a call of which nothing at all is said
 * has no recording, as far as anybody can know.
 */
const missingFields: readonly [readonly MissingField[], ...(readonly MissingField[])[]] = [
  ['recordingState'],
  ['recordingState'],
  ['recordingState', 'userData'],
  ['recordingState', 'userData'],
  ['recordingState', 'capabilities'],
  ['capabilities'],
  ['capabilities', 'userData'],
  ['userData'],
];

export function makeSchedule(seed: number): Schedule {
  const random = seededRandom(seed * 7919);
  const pick = <T>(items: readonly [T, ...T[]]): T =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const between = (least: number, most: number): number =>
    Math.round(least + random() * (most - least));
  const chance = (share: number): boolean => random() < share;
  const steps: Step[] = [];

  const anyCall = (): string => pick([ringingId, ...startingIds]);
  const mock = (at: number, command: ControlCommand): void => {
    steps.push({ at, do: 'mock', command });
  };
  const proxy = (at: number, fault: NetworkFault): void => {
    steps.push({ at, do: 'cable', fault });
  };
  const press = (at: number, callId: string, ...but: readonly ControlCommand[]): void => {
    const isDouble = chance(0.2);
    const choice = random();
    steps.push({ at, do: 'press', callId, choice, isDouble, but, tab: 0, rivalAfter: undefined });
  };
  /** Whatever is possible of the four happens; the switch refuses the rest. */
  const someoneElse = (at: number, callId = anyCall()): void => {
    const verbs = ['supervisorPause', 'supervisorStart', 'supervisorResume', 'supervisorStop'];
    // Two that lead from any state to another.
    const [first, second] = pick([
      [verbs[0], verbs[1]],
      [verbs[3], verbs[1]],
      [verbs[2], verbs[0]],
    ]);
    for (const verb of [first, second]) {
      // The words of the list above.
      mock(at, { verb, callId } as ControlCommand);
      if (chance(0.5)) return;
    }
  };

  const ordinary = [
    (at: number) => press(at, anyCall()),
    (at: number) => press(at, anyCall()),
    (at: number) => press(at, anyCall()),
    (at: number) => someoneElse(at),
    (at: number) => someoneElse(at),
    (at: number) => mock(at, { verb: pick(['hold', 'retrieve'] as const), callId: anyCall() }),
    (at: number) => mock(at, { verb: 'attachData', callId: anyCall(), userData: { Note: 'x' } }),
    (at: number) => mock(at, { verb: 'deviceStop' }),
    (at: number) => mock(at, { verb: pick(['release', 'complete'] as const), callId: anyCall() }),
  ] as const;

  const unluckyPress = (at: number): void => {
    const callId = anyCall();
    const wrong: readonly [ControlCommand, ...ControlCommand[]] = [
      { verb: 'lost', callId },
      { verb: 'lost', callId },
      { verb: 'late', callId, ms: between(500, 5_000) },
      { verb: 'duplicate', callId },
      { verb: 'lostResponse', callId },
      { verb: 'responseWithoutEvent', callId },
      { verb: 'eventBeforeResponse', callId },
      { verb: 'rejectNext', callId, statusCode: pick([2, 4, 5, 6, 10]) },
      { verb: 'httpNext', callId, status: 500 },
      { verb: 'httpNext', callId, status: 503, body: 'empty' },
      { verb: 'httpNext', callId, status: 200, body: 'html' },
      { verb: 'slow', callId, ms: between(500, 4_000) },
    ];
    press(at, callId, pick(wrong), ...(chance(0.3) ? [pick(wrong)] : []));
  };

  /** Pauses a recording and stops it, and something is wrong with the event that says so. */
  const unluckyEvent = (at: number): void => {
    const callId = anyCall();
    const verbs = [
      'duplicate',
      'lost',
      'late',
      'stale',
      'stale',
      'reordered',
      'reordered',
    ] as const;
    const verb = pick(verbs);
    mock(at, { verb: 'supervisorStart', callId });
    mock(at + 10, { verb: 'supervisorResume', callId });
    if (verb === 'late') mock(at + 40, { verb, callId, ms: between(500, 3_000) });
    else mock(at + 40, { verb, callId });
    mock(at + 50, { verb: 'supervisorPause', callId });
    if (chance(0.7)) mock(at + between(150, 900), { verb: 'supervisorStop', callId });
  };

  const network = [
    (at: number) => proxy(at, { kind: 'cut' }),
    (at: number) => proxy(at, { kind: 'cut' }),
    (at: number) => proxy(at, { kind: 'refuse', ms: between(300, 3_000) }),
    (at: number) => proxy(at, { kind: 'die', ms: between(0, 3_000) }),
    (at: number) => proxy(at, { kind: 'die', ms: between(0, 3_000) }),
    (at: number) => proxy(at, { kind: 'clog', ms: between(1_000, 4_000) }),
    (at: number) => proxy(at, { kind: 'lag', latency: between(50, 200), ms: 3_000 }),
    (at: number) => mock(at, { verb: 'dropConnections' }),
    (at: number) => mock(at, { verb: 'restart', ms: between(200, 2_000) }),
    (at: number) => {
      const ms = between(200, 1_000);
      mock(at, { verb: 'restart', ms });
      // The server starts slowly: it accepts connections before it can answer requests.
      mock(at + ms + 50, { verb: 'stall', ms: between(500, 2_000) });
    },
    (at: number) => mock(at, { verb: 'expireSessions' }),
    (at: number) => mock(at, { verb: 'expireSessions' }),
    (at: number) => {
      mock(at, { verb: 'notificationsDown' });
      mock(at + between(500, 4_000), { verb: 'notificationsUp' });
    },
    (at: number) => mock(at, { verb: 'httpNext', status: pick([500, 503]), on: 'read', times: 3 }),
    (at: number) => mock(at, { verb: 'slow', ms: between(500, 2_000), on: 'read', times: 2 }),
  ] as const;

  /** An answer that was made before an event and comes after it. */
  const overtaken = (at: number): void => {
    proxy(at, { kind: 'lateAnswers', latency: between(700, 1_200), ms: 4_000 });
    proxy(at + 10, { kind: 'cut' });
    for (const callId of startingIds.filter(() => chance(0.7))) {
      for (const verb of ['supervisorPause', 'supervisorStart', 'supervisorStop'] as const) {
        mock(at + between(150, 1_600), { verb, callId });
      }
    }
  };

  for (let at = between(0, 300); at < calmAt - 600; at += between(150, 900)) {
    const dice = random();
    if (dice < 0.35) pick(ordinary)(at);
    else if (dice < 0.55) unluckyPress(at);
    else if (dice < 0.7) unluckyEvent(at);
    else if (dice < 0.77) overtaken(at);
    else {
      pick(network)(at);
      // Something happens at the same time, because that is easily missed.
      for (let change = 0; change < 3; change += 1)
        if (chance(0.7)) someoneElse(at + between(20, 2_500));
      if (chance(0.4)) press(at + between(20, 1_500), anyCall());
    }
  }

  // One call comes and goes, and may go on under another id.
  mock(between(200, 1_500), {
    verb: 'ring',
    callId: ringingId,
    recordedByRule: chance(0.5),
    isRecordable: chance(0.9),
  });
  mock(between(1_600, 2_500), { verb: 'answer', callId: ringingId });
  if (chance(0.3)) {
    mock(between(3_000, 8_000), {
      verb: 'transfer',
      callId: ringingId,
      newCallId: transferredId,
    });
  }

  const server = {
    eventDelay: pick([20, 150, 150, 400]),
    serverTimestamps: chance(0.7),
    ack: chance(0.6),
    maxInterval: pick([1_500, 4_000, 10_000]),
    csrf: chance(0.3),
    signIn: pick(['basic', 'cookie'] as const),
  } as const;

  // An event that is sent into a connection as it breaks. It is chosen last, so that the rest of a
  // seed's schedule stays as it was.
  if (chance(0.4)) {
    const at = between(2_000, calmAt - 500);
    proxy(at, { kind: 'cut' });
    someoneElse(at);
  }

  // New kinds of events are chosen last, so that an old seed keeps the rest of its schedule.
  const legs = chance(0.4) ? [startingIds[1] ?? '', ringingId, transferredId] : [];
  if (legs.length > 0) {
    // Each message about one of the calls may make a widget show the wrong one.
    for (let at = between(600, 1_500); at < calmAt; at += between(400, 1_500)) {
      mock(at, { verb: 'attachData', callId: pick([legs[0] ?? '', ringingId]), userData: {} });
    }
    const leaving = pick([legs[0], legs[0], ringingId, undefined]);
    if (leaving !== undefined) mock(between(3_500, 8_000), { verb: 'complete', callId: leaving });
  }

  const words = chance(0.4) ? 'bare' : 'full';
  for (let times = words === 'bare' ? 5 : 0; times > 0; times -= 1) {
    const at = between(500, calmAt - 1_500);
    const callId = anyCall();
    const fields = [...pick(missingFields)];
    if (chance(0.4)) mock(at, { verb: 'bareAnswer', callId, fields, times: pick([1, 1, 2, 4]) });
    // A change that is not named, or a word about something else that names no state.
    mock(at + 10, { verb: 'bareEvent', callId, fields, times: pick([1, 1, 2, 4]) });
    if (chance(0.5)) someoneElse(at + 20, callId);
    else mock(at + 20, { verb: 'attachData', callId, userData: { Note: 'bare' } });
  }

  const clocks = server.serverTimestamps && chance(0.5) ? 'several' : 'one';
  if (clocks === 'several') {
    const ms = pick([-1, 1]) * pick([2_000, 5_000, 60_000, 600_000, 3_600_000]);
    // One node of two, or from some moment on the whole server.
    mock(0, { verb: 'nodeClock', ms, times: 'always', chance: 0.5 });
    if (chance(0.5)) mock(between(2_000, 6_000), { verb: 'nodeClock', ms: -ms, times: 'always' });
  }

  if (chance(0.3)) {
    const far = pick([-1, 1]) * pick([4_000, 60_000, 3_600_000, 86_400_000]);
    steps.push({ at: between(500, 5_000), do: 'setClock', ms: far });
    if (chance(0.5)) steps.push({ at: between(5_000, 8_000), do: 'setClock', ms: 0 });
  }

  /** Somebody else does what the agent pressed, and the server refuses the agent. */
  const rival = (at: number): void => {
    const callId = pick(startingIds as [string, ...string[]]);
    const ms = between(200, 900);
    const refusal = { verb: 'rejectNext', callId, statusCode: pick([2, 3, 5, 10]) } as const;
    const but: ControlCommand[] = chance(0.7) ? [{ verb: 'slow', callId, ms }, refusal] : [refusal];
    const rivalAfter = between(20, 1_200);
    const choice = random();
    steps.push({ at, do: 'press', callId, choice, isDouble: false, but, tab: 0, rivalAfter });
  };
  if (chance(0.6)) for (let times = 0; times < 3; times += 1) rival(between(300, calmAt - 1_500));

  const tabs = chance(0.35) ? 2 : 1;
  for (let at = tabs === 1 ? calmAt : between(300, 900); at < calmAt; at += between(600, 2_500)) {
    const callId = pick(startingIds as [string, ...string[]]);
    const tab = pick<0 | 1 | 'both'>([0, 1, 1, 'both', 'both', 'both']);
    const isDouble = chance(0.1);
    const but = chance(0.3) ? [{ verb: 'slow', callId, ms: between(100, 1_000) } as const] : [];
    const choice = random();
    steps.push({ at, do: 'press', callId, choice, isDouble, but, tab, rivalAfter: undefined });
  }

  return {
    seed,
    ...server,
    callIds: [...startingIds, ringingId, transferredId],
    legs,
    tabs,
    clocks,
    words,
    coda: seed % 10 === 5 ? 'late-change' : 'none',
    steps: steps.filter(({ at }) => at < calmAt).sort((one, other) => one.at - other.at),
    calmAt,
  };
}
