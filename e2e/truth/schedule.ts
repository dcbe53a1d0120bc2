import type { ControlCommand } from '../../src/mock-server/control.ts';
import { seededRandom } from '../../src/mock-server/schedule.ts';
import { simulatedCallId } from '../../src/testing/simulatedCalls.ts';
import type { NetworkFault } from './networkProxy.ts';

/** One thing that happens. `at` is the time in ms after the page became live. */
export type Step = { readonly at: number } & (
  | {
      readonly do: 'press';
      readonly callId: string;
      /** Which of the buttons that are shown then is pressed: a share of their number, 0 to 1. */
      readonly choice: number;
      readonly isDouble: boolean;
      /**
       * The tab in which it is pressed. `both`: the same button is pressed in both tabs at once.
       */
      readonly tab: 0 | 1 | 'both';
      /** After this many ms somebody else does the same change. With undefined nobody does. */
      readonly rivalAfter: number | undefined;
      /** The faults that are set at the mock right before this press. */
      readonly faults: readonly ControlCommand[];
    }
  | { readonly do: 'mock'; readonly command: ControlCommand }
  | { readonly do: 'network'; readonly fault: NetworkFault }
  /** Somebody sets the clock of the client, so that it differs from the true time by this much. */
  | { readonly do: 'setClock'; readonly ms: number }
);

/** Everything that is derived from a seed. The same seed always gives the same schedule. */
export interface Schedule {
  readonly seed: number;
  /** The time from accepting an operation to doing it, in ms. */
  readonly eventDelay: number;
  /** Whether events carry the time of the server, as those of newer servers do. */
  readonly serverTimestamps: boolean;
  readonly ack: boolean;
  /** How long the server keeps a client that sends nothing, in ms. */
  readonly maxInterval: number;
  readonly csrf: boolean;
  /**
   * `basic`: every request carries the header. `cookie`: the page signs in when it is asked for
   * headers, and the cookie does the rest.
   */
  readonly signIn: 'basic' | 'cookie';
  /** All calls of the run. The page has a widget for each of them from the start. */
  readonly callIds: readonly string[];
  /** The calls whose `callUuid` is `sharedUuid`: none, or several. */
  readonly legs: readonly string[];
  /** How many tabs of one browser show the page. */
  readonly tabs: 1 | 2;
  /** Whether the nodes of the server stamp their events with clocks that differ. */
  readonly clocks: 'one' | 'several';
  /** Whether fields are missing in some messages and answers. */
  readonly fields: 'all' | 'some missing';
  /**
   * Whether, at the end, somebody else makes a change that the agent has requested long before
   * without success.
   */
  readonly ending: 'none' | 'late-change';
  /** Sorted by time. */
  readonly steps: readonly Step[];
  /** When the faults end, in ms. */
  readonly calmAt: number;
}

/** The calls that are there at the start; see `startingCalls`. */
const startingIds = [1, 2, 3, 4].map(simulatedCallId);
/** This call rings during the run, and may continue under the id below. */
const ringingId = simulatedCallId(51);
const transferredId = simulatedCallId(52);
const calmAt = 9_000;

/** The `callUuid` of all legs. One widget gets this id and no other. */
export const sharedUuid = 'SHARED00000000000000000000000001';

/** The id that each widget of the page was given, in their order. */
export function widgetIds({ callIds, legs }: Pick<Schedule, 'callIds' | 'legs'>): string[] {
  return [...callIds, callIds[0] ?? '', ...(legs.length > 0 ? [sharedUuid] : [])];
}

type MissingField = Extract<ControlCommand, { verb: 'bareEvent' }>['fields'][number];

/**
 * The combinations of fields that a server leaves out together. It never leaves out all three,
 * because a call without any of them counts as not recorded.
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

/**
 * Every tenth seed has a quiet schedule. Its few faults concern single events, and nothing else makes
 * the page read the calls again. In the other schedules such a read puts right what a defect in the
 * order of events, or in noticing a poll that was sent twice, has spoilt.
 */
export function makeSchedule(seed: number): Schedule {
  return seed % 10 === 7 ? makeQuietSchedule(seed) : makeBusySchedule(seed);
}

function makeQuietSchedule(seed: number): Schedule {
  const random = seededRandom(seed * 7919);
  const between = (least: number, most: number): number =>
    Math.round(least + random() * (most - least));
  const steps: Step[] = [];
  const mock = (at: number, command: ControlCommand): void => {
    steps.push({ at, do: 'mock', command });
  };
  const [first = '', second = '', third = '', fourth = ''] = startingIds;

  // The message about a pause comes after the message about the Resume that followed it.
  for (const callId of [first, third, fourth]) {
    const at = between(500, 4_000);
    mock(at, { verb: 'supervisorStart', callId });
    mock(at + 10, { verb: 'supervisorResume', callId });
    mock(at + 300, { verb: 'reordered', callId });
    mock(at + 340, { verb: 'supervisorPause', callId });
    mock(at + between(600, 1_500), { verb: 'supervisorResume', callId });
  }

  // A message goes into a connection that breaks. Chromium may send the poll again without a failure.
  const at = between(6_300, 7_500);
  steps.push({ at, do: 'network', fault: { kind: 'holdBack', ms: 1_000 } });
  mock(at + 40, { verb: 'supervisorStart', callId: second });
  steps.push({ at: at + 200, do: 'network', fault: { kind: 'cut' } });

  return {
    seed,
    eventDelay: 150,
    serverTimestamps: true,
    ack: false,
    maxInterval: 10_000,
    csrf: false,
    signIn: 'basic',
    callIds: [...startingIds, ringingId, transferredId],
    legs: [],
    tabs: 1,
    clocks: 'one',
    fields: 'all',
    ending: 'none',
    steps: steps.sort((one, other) => one.at - other.at),
    calmAt,
  };
}

function makeBusySchedule(seed: number): Schedule {
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
    steps.push({ at, do: 'network', fault });
  };
  const press = (at: number, callId: string, ...faults: readonly ControlCommand[]): void => {
    const isDouble = chance(0.2);
    const choice = random();
    steps.push({
      at,
      do: 'press',
      callId,
      choice,
      isDouble,
      faults,
      tab: 0,
      rivalAfter: undefined,
    });
  };
  /**
   * Makes the changes that are possible in the state of the call. The switch refuses the others.
   */
  const changeByOthers = (at: number, callId = anyCall()): void => {
    const verbs = ['supervisorPause', 'supervisorStart', 'supervisorResume', 'supervisorStop'];
    // In each state one of these two changes the recording.
    const [first, second] = pick([
      [verbs[0], verbs[1]],
      [verbs[3], verbs[1]],
      [verbs[2], verbs[0]],
    ]);
    for (const verb of [first, second]) {
      // The cast is right, because the verbs come from the list above.
      mock(at, { verb, callId } as ControlCommand);
      if (chance(0.5)) return;
    }
  };

  const ordinary = [
    (at: number) => press(at, anyCall()),
    (at: number) => press(at, anyCall()),
    (at: number) => press(at, anyCall()),
    (at: number) => changeByOthers(at),
    (at: number) => changeByOthers(at),
    (at: number) => mock(at, { verb: pick(['hold', 'retrieve'] as const), callId: anyCall() }),
    (at: number) => mock(at, { verb: 'attachData', callId: anyCall(), userData: { Note: 'x' } }),
    (at: number) => mock(at, { verb: 'deviceStop' }),
    (at: number) => mock(at, { verb: pick(['release', 'complete'] as const), callId: anyCall() }),
  ] as const;

  const pressWithFault = (at: number): void => {
    const callId = anyCall();
    const possible: readonly [ControlCommand, ...ControlCommand[]] = [
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
    press(at, callId, pick(possible), ...(chance(0.3) ? [pick(possible)] : []));
  };

  /** Pauses a recording and stops it, with a fault in the event that reports it. */
  const changeWithFaultyEvent = (at: number): void => {
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
    (at: number) => proxy(at, { kind: 'goSilent', ms: between(0, 3_000) }),
    (at: number) => proxy(at, { kind: 'goSilent', ms: between(0, 3_000) }),
    (at: number) => proxy(at, { kind: 'holdBack', ms: between(1_000, 4_000) }),
    (at: number) => proxy(at, { kind: 'delay', latency: between(50, 200), ms: 3_000 }),
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

  /** The answer to a read that is older than an event, but arrives after it. */
  const lateAnswer = (at: number): void => {
    proxy(at, { kind: 'lateAnswers', latency: between(700, 1_200), ms: 4_000 });
    proxy(at + 10, { kind: 'cut' });
    for (const callId of startingIds.filter(() => chance(0.7))) {
      for (const verb of ['supervisorPause', 'supervisorStart', 'supervisorStop'] as const) {
        mock(at + between(150, 1_600), { verb, callId });
      }
    }
  };

  for (let at = between(0, 300); at < calmAt - 600; at += between(150, 900)) {
    const choice = random();
    if (choice < 0.35) pick(ordinary)(at);
    else if (choice < 0.55) pressWithFault(at);
    else if (choice < 0.7) changeWithFaultyEvent(at);
    else if (choice < 0.77) lateAnswer(at);
    else {
      pick(network)(at);
      // A change during a fault is easily missed, so there are some more changes.
      for (let change = 0; change < 3; change += 1)
        if (chance(0.7)) changeByOthers(at + between(20, 2_500));
      if (chance(0.4)) press(at + between(20, 1_500), anyCall());
    }
  }

  // One call begins and ends during the run, and may continue under another id.
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

  // An event is sent into a connection while it breaks. This is chosen last, so that the rest of
  // the schedule of an old seed does not change.
  if (chance(0.4)) {
    const at = between(2_000, calmAt - 500);
    proxy(at, { kind: 'cut' });
    changeByOthers(at);
  }

  // New kinds of events are chosen last, so that the rest of the schedule of an old seed does not
  // change.
  const legs = chance(0.4) ? [startingIds[1] ?? '', ringingId, transferredId] : [];
  if (legs.length > 0) {
    // Each message about one of the calls could make a widget show the wrong one.
    for (let at = between(600, 1_500); at < calmAt; at += between(400, 1_500)) {
      mock(at, { verb: 'attachData', callId: pick([legs[0] ?? '', ringingId]), userData: {} });
    }
    const leaving = pick([legs[0], legs[0], ringingId, undefined]);
    if (leaving !== undefined) mock(between(3_500, 8_000), { verb: 'complete', callId: leaving });
  }

  const presentFields = chance(0.4) ? 'some missing' : 'all';
  for (let times = presentFields === 'some missing' ? 5 : 0; times > 0; times -= 1) {
    const at = between(500, calmAt - 1_500);
    const callId = anyCall();
    const fields = [...pick(missingFields)];
    if (chance(0.4)) mock(at, { verb: 'bareAnswer', callId, fields, times: pick([1, 1, 2, 4]) });
    // A message about a change that does not name the new state, or a message about something else
    // that names no state.
    mock(at + 10, { verb: 'bareEvent', callId, fields, times: pick([1, 1, 2, 4]) });
    if (chance(0.5)) changeByOthers(at + 20, callId);
    else mock(at + 20, { verb: 'attachData', callId, userData: { Note: 'bare' } });
  }

  const clocks = server.serverTimestamps && chance(0.5) ? 'several' : 'one';
  if (clocks === 'several') {
    const ms = pick([-1, 1]) * pick([2_000, 5_000, 60_000, 600_000, 3_600_000]);
    // Either one of two nodes has a wrong clock, or, from some moment on, the whole server.
    mock(0, { verb: 'nodeClock', ms, times: 'always', chance: 0.5 });
    if (chance(0.5)) mock(between(2_000, 6_000), { verb: 'nodeClock', ms: -ms, times: 'always' });
  }

  if (chance(0.3)) {
    const far = pick([-1, 1]) * pick([4_000, 60_000, 3_600_000, 86_400_000]);
    steps.push({ at: between(500, 5_000), do: 'setClock', ms: far });
    if (chance(0.5)) steps.push({ at: between(5_000, 8_000), do: 'setClock', ms: 0 });
  }

  /**
   * Somebody else makes the change that the agent has pressed, and the server refuses the agent's
   * operation.
   */
  const pressWithRival = (at: number): void => {
    const callId = pick(startingIds as [string, ...string[]]);
    const ms = between(200, 900);
    const refusal = { verb: 'rejectNext', callId, statusCode: pick([2, 3, 5, 10]) } as const;
    const faults: ControlCommand[] = chance(0.7)
      ? [{ verb: 'slow', callId, ms }, refusal]
      : [refusal];
    const rivalAfter = between(20, 1_200);
    const choice = random();
    steps.push({ at, do: 'press', callId, choice, isDouble: false, faults, tab: 0, rivalAfter });
  };
  if (chance(0.6))
    for (let times = 0; times < 3; times += 1) pressWithRival(between(300, calmAt - 1_500));

  const tabs = chance(0.35) ? 2 : 1;
  for (let at = tabs === 1 ? calmAt : between(300, 900); at < calmAt; at += between(600, 2_500)) {
    const callId = pick(startingIds as [string, ...string[]]);
    const tab = pick<0 | 1 | 'both'>([0, 1, 1, 'both', 'both', 'both']);
    const isDouble = chance(0.1);
    const faults = chance(0.3) ? [{ verb: 'slow', callId, ms: between(100, 1_000) } as const] : [];
    const choice = random();
    steps.push({ at, do: 'press', callId, choice, isDouble, faults, tab, rivalAfter: undefined });
  }

  return {
    seed,
    ...server,
    callIds: [...startingIds, ringingId, transferredId],
    legs,
    tabs,
    clocks,
    fields: presentFields,
    ending: seed % 10 === 5 ? 'late-change' : 'none',
    steps: steps.filter(({ at }) => at < calmAt).sort((one, other) => one.at - other.at),
    calmAt,
  };
}
