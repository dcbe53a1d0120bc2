import { beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../model/call.ts';
import { documentSamples } from './fixtures/documentSamples.ts';
import { parseAnswer, parseCallsAnswer } from './parseAnswer.ts';
import { parseCall } from './parseCall.ts';
import { parseNotification } from './parseNotification.ts';
import { workspaceV3 } from './workspaceV3.ts';

/** These are 120,000 runs in all. `FUZZ_SEED` chooses other messages. A failure prints the message. */
const runs = { notifications: 50_000, snapshots: 30_000, answers: 20_000, workspace: 20_000 };
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

const events = Object.values(documentSamples).map((sample) => JSON.stringify(sample.event));
const calls = Object.values(documentSamples).map((sample) => sample.event.data.call);
const callTexts = calls.map((call) => JSON.stringify(call));
const read = calls.map((call) => JSON.stringify(parseCall(call)));

// These tests take seconds on a busy machine, so Vitest's own limit of 5 s would be too short.
describe('mutated messages and answers', { timeout: 60_000 }, () => {
  let prototypesBefore: string;
  beforeAll(() => {
    prototypesBefore = describePrototypes();
  });

  it(`no notification of ${runs.notifications} breaks anything`, () => {
    const random = seeded(seed);
    const outcomes = { call: 0, other: 0, refused: 0 };
    for (let run = 0; run < runs.notifications; run += 1) {
      const message = mutated(pick(events, random), random);
      guarded(run, message, () => {
        const parsed = parseNotification(message);
        if (!parsed.ok) expectQuiet(parsed.problem);
        else if (parsed.notification?.kind === 'call') {
          expectSound(parsed.notification.call);
        }
        if (!parsed.ok) outcomes.refused += 1;
        else outcomes[parsed.notification?.kind === 'call' ? 'call' : 'other'] += 1;
      });
    }
    expect(describePrototypes()).toBe(prototypesBefore);
    // The mutations must lead to every kind of result, and leave enough messages readable.
    expect(outcomes.call).toBeGreaterThan(runs.notifications / 4);
    expect(outcomes.refused).toBeGreaterThan(runs.notifications / 20);
    expect(outcomes.other).toBeGreaterThan(0);
  });

  it(`no snapshot of ${runs.snapshots} loses a call that was not mutated`, () => {
    const random = seeded(seed + 1);
    let unreadable = 0;
    for (let run = 0; run < runs.snapshots; run += 1) {
      const siblings = [below(calls.length, random), below(calls.length, random)];
      const list: unknown[] = siblings.map((sibling) => calls[sibling]);
      list.splice(below(3, random), 0, mutated(pick(callTexts, random), random));
      guarded(run, list, () => {
        const parsed = parseCallsAnswer({ statusCode: 0, calls: list });
        if (!parsed.ok) throw new Error(parsed.problem);
        const texts = new Set(parsed.calls.map((call) => JSON.stringify(call)));
        for (const sibling of siblings) {
          if (!texts.has(read[sibling] ?? '')) throw new Error('a call left alone was lost');
        }
        if (parsed.calls.length + parsed.problems.length !== list.length) {
          throw new Error('an unreadable call was not told');
        }
        parsed.problems.forEach(expectQuiet);
        if (parsed.isComplete !== (parsed.problems.length === 0)) {
          throw new Error('a list with an unreadable call was called complete');
        }
        parsed.calls.forEach(expectSound);
        unreadable += parsed.problems.length;
      });
    }
    expect(describePrototypes()).toBe(prototypesBefore);
    expect(unreadable).toBeGreaterThan(runs.snapshots / 20);
  });

  it(`no answer of ${runs.answers} breaks anything, and a mutated list never becomes an empty one`, () => {
    const random = seeded(seed + 2);
    let emptied = 0;
    for (let run = 0; run < runs.answers; run += 1) {
      const which = below(callTexts.length, random);
      const call = callTexts[which] ?? '';
      const body = mutated(
        run % 2 ? `{"statusCode":0,"calls":[${call},${call}]}` : `{"statusCode":0,"call":${call}}`,
        random,
      );
      guarded(run, body, () => {
        const said = parseCallsAnswer(body);
        parseAnswer(body);
        if (!said.ok) {
          expectQuiet(said.problem);
          return;
        }
        said.calls.forEach(expectSound);
        if (said.isComplete && !hasList(body)) throw new Error('one call was taken for all');
        if (said.calls.length + said.problems.length === 0) {
          // Only a list that exists and is empty may mean that there is no call.
          if (!isAnsweredWithNone(body)) throw new Error('a mutilated list was taken for no calls');
          emptied += 1;
        }
      });
    }
    expect(describePrototypes()).toBe(prototypesBefore);
    expect(emptied).toBeLessThan(runs.answers / 100);
  });

  it(`no message of ${runs.workspace} of the Workspace API breaks anything`, () => {
    const random = seeded(seed + 3);
    let [heardCalls, lists, emptied] = [0, 0, 0];
    for (let run = 0; run < runs.workspace; run += 1) {
      const message = mutated(
        `{"data":{"messageType":"CallStateChanged","call":${workspaceCall}}}`,
        random,
      );
      const answer = mutated(
        `{"status":{"code":0},"data":{"calls":[${workspaceCall},${workspaceCall}]}}`,
        random,
      );
      guarded(run, [message, answer], () => {
        const heard = workspaceV3.parseNotification(message);
        if (!heard.ok) expectQuiet(heard.problem);
        else if (heard.notification?.kind === 'call') {
          expectSound(heard.notification.call);
          heardCalls += 1;
        }
        const said = workspaceV3.parseCallsAnswer(answer);
        if (!said.ok) expectQuiet(said.problem);
        else {
          said.calls.forEach(expectSound);
          if (said.isComplete) lists += 1;
          if (said.isComplete && said.calls.length === 0) emptied += 1;
        }
      });
    }
    expect(describePrototypes()).toBe(prototypesBefore);
    expect(heardCalls).toBeGreaterThan(runs.workspace / 4);
    expect(lists).toBeGreaterThan(runs.workspace / 10);
    expect(emptied).toBeLessThan(runs.workspace / 100);
  });
});

const workspaceCall = JSON.stringify({
  id: '0071025829d5f0c1',
  connId: '0071025829d5f0c1',
  previousConnId: '0071025829d5f0c0',
  state: 'Established',
  recordingState: 'Recording',
  capabilities: ['release', 'pause-recording', 'stop-recording'],
  participants: [{ number: '15001', role: 'RoleOrigination' }],
  userData: [
    { key: 'Topic', type: 'str', value: 'Card payment' },
    { key: 'Address', type: 'kvlist', value: [{ key: 'City', type: 'str', value: 'London' }] },
  ],
});

const huge = 'personal'.repeat(10_000);
const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  '',
  'Recording',
  '..',
  '\uD800',
  '\u0000',
  '__proto__',
  huge,
  [],
  {},
  ['Recording'],
  { toString: 1, valueOf: null },
  { constructor: { prototype: { polluted: 1 } } },
  [[[[[[]]]]]],
  '<img src=x onerror=alert(1)>',
  '{"id":"c1"}',
  '9'.repeat(400),
  { length: 1e9 },
];

/**
 * Makes one to four mutations at random places of the value. Sometimes it returns JSON text,
 * complete or cut off.
 */
function mutated(source: string, random: Random): unknown {
  const root: unknown = JSON.parse(source);
  for (let left = 1 + below(4, random); left > 0; left -= 1) mutateSomewhere(root, random);
  const form = random();
  if (form > 0.2) return root;
  const json = JSON.stringify(root);
  if (form > 0.1) return json;
  const at = below(json.length, random);
  return form > 0.05 ? json.slice(0, at) : `${json.slice(0, at)}\u0007${json.slice(at + 2)}`;
}

function mutateSomewhere(root: unknown, random: Random): void {
  let parent: unknown = root;
  for (;;) {
    if (typeof parent !== 'object' || parent === null) return;
    const keys = Object.keys(parent);
    const key = keys[below(keys.length, random)] ?? 'added';
    const value: unknown = Reflect.get(parent, key);
    const goDeeper = typeof value === 'object' && value !== null && random() < 0.75;
    if (goDeeper) {
      parent = value;
      continue;
    }
    mutate(parent, key, value, random);
    return;
  }
}

function mutate(parent: object, key: string, value: unknown, random: Random): void {
  const define = (name: string, to: unknown): void => {
    // The key is defined as JSON.parse does it. An assignment to `__proto__` would set the prototype.
    Object.defineProperty(parent, name, {
      value: to,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  };
  switch (below(7, random)) {
    case 0:
      Reflect.deleteProperty(parent, key);
      break;
    case 1:
      define(key, structuredClone(pick(oddValues, random)));
      break;
    case 2:
      define(`${key}2`, value);
      if (Array.isArray(parent)) parent.push(value, value);
      break;
    case 3:
      define(key, random() < 0.5 ? { [key]: value } : [value, value]);
      break;
    case 4:
      define('__proto__', { polluted: 1, id: 'evil', call: { id: 'evil' }, state: 'Released' });
      break;
    case 5:
      define('constructor', { prototype: { polluted: 1 } });
      break;
    case 6:
      define(key, huge);
      break;
  }
}

/** Checks everything that the other layers rely on in a call that the parser has accepted. */
function expectSound(call: Call): void {
  encodeURIComponent(call.id);
  const sound =
    /^.{1,1024}$/su.test(call.id) &&
    !/^\.\.?$/.test(call.id) &&
    typeof call.state === 'string' &&
    ['Recording', 'Paused', 'Stopped', 'None', 'Unknown'].includes(call.recordingState) &&
    (call.unknownRecordingState === undefined) === (call.recordingState !== 'Unknown') &&
    (call.unknownRecordingState ?? '').length <= 40 &&
    new Set(call.capabilities).size === call.capabilities.length &&
    call.capabilities.every((name) => typeof name === 'string') &&
    call.participants.every((party) => typeof party.formattedPhoneNumber === 'string') &&
    (call.duration === undefined || (call.duration >= 0 && Number.isFinite(call.duration))) &&
    Object.getPrototypeOf(call) === Object.prototype &&
    Object.getPrototypeOf(call.userData) === Object.prototype &&
    !Object.values(call).includes(undefined);
  if (!sound) throw new Error('an unsound call was let in');
}

function hasList(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'calls' in body && Array.isArray(body.calls);
}

function isAnsweredWithNone(body: unknown): boolean {
  const holds =
    typeof body === 'object' && body !== null && 'calls' in body && 'statusCode' in body;
  return holds && body.statusCode === 0 && Array.isArray(body.calls) && body.calls.length === 0;
}

function expectQuiet(problem: string): void {
  const isQuiet = /^(message|calls?|answer|statusCode)\S*: expected [ \w,]+$/.test(problem);
  if (!isQuiet) throw new Error('a problem quotes the message');
}

function guarded(run: number, message: unknown, check: () => void): void {
  try {
    check();
  } catch (cause) {
    const shown = JSON.stringify(message).slice(0, 3000);
    throw new Error(`seed ${seed}, run ${run}: ${shown}`, { cause });
  }
}

function describePrototypes(): string {
  return [Object.prototype, Array.prototype, String.prototype, Function.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join('|');
}

type Random = () => number;

/** The generator mulberry32. It gives the same numbers for the same seed on every machine. */
function seeded(from: number): Random {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[below(items.length, random)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
