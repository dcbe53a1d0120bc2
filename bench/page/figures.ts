import { documentSamples } from '../../src/protocol/fixtures/documentSamples.ts';
import { parseNotification } from '../../src/protocol/parseNotification.ts';
import type { BenchAction } from '../actions.ts';
import type { Candidate } from './candidates.tsx';
import {
  collectGarbage,
  inTurn,
  nextTask,
  rest,
  untilChanged,
  type How,
  type Samples,
} from './measure.ts';
import type { State } from './wire.ts';

/** Measures the time to mount widgets, with their effects. */
export async function mount(
  candidates: readonly Candidate[],
  count: number,
  rounds: number,
): Promise<Samples> {
  return inTurn(candidates, { rounds, how: 'arrives' }, async (candidate) => {
    if (count > 100) collectGarbage();
    const from = performance.now();
    candidate.show(count);
    // The work that was put off to the end of the task is included.
    await (candidate.ready?.() ?? Promise.resolve());
    const took = performance.now() - from;
    await rest();
    candidate.show(0);
    return took;
  });
}

/** Measures a message about somebody else's change, which concerns one of the mounted widgets. */
export async function event(
  candidates: readonly Candidate[],
  mountedBy: (candidate: Candidate) => number,
  rounds: number,
  how: How,
): Promise<Samples> {
  // The first widget, the last one, and some in between, because React goes through the list in
  // order.
  const concernedBy = (candidate: Candidate): readonly number[] => {
    const mounted = mountedBy(candidate);
    return [...new Set([0, mounted >> 1, mounted - 1])];
  };
  for (const candidate of candidates) {
    candidate.show(mountedBy(candidate));
    await candidate.ready?.();
    for (const index of concernedBy(candidate)) candidate.event(index, 'Recording')();
  }
  await rest();
  collectGarbage();
  const samples = await inTurn(candidates, { rounds, how }, (candidate, round) => {
    const concerned = concernedBy(candidate);
    const index = concerned[round % concerned.length] ?? 0;
    const state: State = Math.floor(round / concerned.length) % 2 === 0 ? 'Paused' : 'Recording';
    return untilChanged(
      candidate.changing?.(index) ?? candidate.root,
      how,
      candidate.event(index, state),
    );
  });
  for (const candidate of candidates) candidate.show(0);
  return samples;
}

/** Measures the time from a press on Stop until the widget shows "Stopping…". */
export async function press(
  candidates: readonly Candidate[],
  rounds: number,
  how: How,
): Promise<Samples> {
  for (const candidate of candidates) {
    candidate.show(1);
    await candidate.ready?.();
  }
  await rest(50);
  const samples = await inTurn(candidates, { rounds, how }, async (candidate) => {
    const button = candidate.button(0);
    const took = await untilChanged(candidate.changing?.(0) ?? candidate.root, how, () => {
      button.click();
    });
    const isPending = candidate.isPending?.() ?? candidate.root.textContent.includes('Stopping…');
    if (!isPending) throw new Error(`${candidate.name} ignored a press`);
    const settle = (): Promise<void> =>
      how === 'work' ? nextTask() : rest(candidate.ready ? 50 : undefined);
    await settle();
    for (const state of ['Stopped', 'Recording'] as const) {
      candidate.event(0, state)();
      await settle();
    }
    return took;
  });
  for (const candidate of candidates) candidate.show(0);
  return samples;
}

export interface Burst {
  /** From the first event to the last change. In ms. */
  readonly took: number;
  /** How long the tasks of more than 50 ms took together, in ms. */
  readonly longTasks: number;
  readonly longest: number;
  /** How many frames of a 60 Hz screen passed without being drawn. */
  readonly droppedFrames: number;
}

/**
 * Measures many events: all of them in one task, as the answer to one long-poll, or each in a task
 * of its own.
 */
export async function burst(
  candidate: Candidate,
  { events, mounted, inOneTask }: { events: number; mounted: number; inOneTask: boolean },
): Promise<Burst> {
  candidate.show(mounted);
  for (let index = 0; index < mounted; index += 1) candidate.event(index, 'Recording')();
  await rest();
  // Each widget gets Paused, Recording, Paused… in turn.
  const arrive = Array.from({ length: events }, (_, at) =>
    candidate.event(at % mounted, Math.floor(at / mounted) % 2 === 0 ? 'Paused' : 'Recording'),
  );
  collectGarbage();
  // The preparation must not be measured.
  await rest(200);
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const frames = watchFrames();
  let lastChange = 0;
  const mutations = new MutationObserver((changes) => {
    // The live regions speak later, on purpose, and the twin has none. A clock that ticks meanwhile
    // shows no event: it would add up to 300 ms, and more often to the candidate whose clocks began
    // at another moment.
    if (changes.every(({ target }) => isLiveRegion(target) || isInClock(target))) return;
    lastChange = performance.now();
  });
  mutations.observe(candidate.root, { subtree: true, childList: true, characterData: true });
  const from = performance.now();
  if (inOneTask) for (const each of arrive) each();
  else {
    for (const each of arrive) {
      each();
      await nextTask();
    }
  }
  await rest(300);
  mutations.disconnect();
  observer.disconnect();
  const droppedFrames = frames.stop();
  candidate.show(0);
  return {
    took: lastChange - from,
    longTasks: longTasks.length,
    longest: Math.max(0, ...longTasks),
    droppedFrames,
  };
}

/**
 * Prepares a candidate to do the same this many times, and this many times again, because a message
 * that comes twice would be an old one. The messages are made here, so that making them is not
 * measured.
 */
export function repeated(
  candidate: Candidate,
  action: BenchAction,
  times: number,
): () => Promise<void> {
  const twice = <Each>(create: () => readonly Each[]): Each[] =>
    Array.from({ length: 2 * times }, create).flat();
  const perform = async (acts: readonly (() => void)[]): Promise<void> => {
    for (const act of acts) {
      act();
      await nextTask();
    }
  };
  if (action !== 'mount') {
    candidate.show(1);
    candidate.event(0, 'Recording')();
  }
  switch (action) {
    case 'event': {
      const changes = twice(() => [candidate.event(0, 'Paused'), candidate.event(0, 'Recording')]);
      return () => perform(changes.splice(0, times));
    }
    case 'press and its events': {
      const acts = twice(() => [
        (): void => candidate.button(0).click(),
        candidate.event(0, 'Stopped'),
        candidate.event(0, 'Recording'),
      ]);
      return () => perform(acts.splice(0, 3 * times));
    }
    case 'mount': {
      const mounts = twice(() => [(): void => candidate.show(1), (): void => candidate.show(0)]);
      return () => perform(mounts.splice(0, 2 * times));
    }
    default:
      return action satisfies never;
  }
}

/**
 * Measures how long a message takes to be parsed, and how long the same text takes as JSON alone.
 * In µs.
 */
export function parse(rounds: number): { readonly parse: number[]; readonly json: number[] } {
  const texts = Object.values(documentSamples).map((sample) => JSON.stringify(sample.event));
  const messages = texts.map((text) => JSON.parse(text) as unknown);
  const repeats = 25;
  const timed = <Each>(items: readonly Each[], act: (each: Each) => unknown): number => {
    const from = performance.now();
    for (let repeat = 0; repeat < repeats; repeat += 1) for (const each of items) act(each);
    return ((performance.now() - from) * 1_000) / (repeats * items.length);
  };
  const result = { parse: [] as number[], json: [] as number[] };
  for (let round = -20; round < rounds; round += 1) {
    const parsed = timed(messages, parseNotification);
    const read = timed(texts, JSON.parse);
    if (round < 0) continue;
    result.parse.push(parsed);
    result.json.push(read);
  }
  return result;
}

function isLiveRegion(node: Node): boolean {
  return node instanceof Element && node.hasAttribute('aria-live');
}

function isInClock(node: Node): boolean {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest('[role=timer]') != null;
}

function watchFrames(): { readonly stop: () => number } {
  const frame = 1_000 / 60;
  let dropped = 0;
  let last = performance.now();
  let next = requestAnimationFrame(function onFrame(now) {
    dropped += Math.max(0, Math.round((now - last) / frame) - 1);
    last = now;
    next = requestAnimationFrame(onFrame);
  });
  return {
    stop: () => {
      cancelAnimationFrame(next);
      return dropped;
    },
  };
}
