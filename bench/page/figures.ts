import { documentSamples } from '../../src/protocol/fixtures/documentSamples.ts';
import { parseNotification } from '../../src/protocol/parseNotification.ts';
import type { Arm } from './arms.tsx';
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

/** The time to mount widgets, with their effects. */
export async function mount(arms: readonly Arm[], count: number, rounds: number): Promise<Samples> {
  return inTurn(arms, { rounds, how: 'arrives' }, async (arm) => {
    if (count > 100) collectGarbage();
    const from = performance.now();
    arm.show(count);
    // Work that was put off to the end of the task is included.
    await (arm.ready?.() ?? Promise.resolve());
    const took = performance.now() - from;
    await rest();
    arm.show(0);
    return took;
  });
}

/** A message of somebody else's change arrives; one of the mounted widgets is concerned. */
export async function event(
  arms: readonly Arm[],
  mountedBy: (arm: Arm) => number,
  rounds: number,
  how: How,
): Promise<Samples> {
  // The first, the last, and some in between, because React goes through the list in order.
  const concernedBy = (arm: Arm): readonly number[] => {
    const mounted = mountedBy(arm);
    return [...new Set([0, mounted >> 1, mounted - 1])];
  };
  for (const arm of arms) {
    arm.show(mountedBy(arm));
    await arm.ready?.();
    for (const index of concernedBy(arm)) arm.event(index, 'Recording')();
  }
  await rest();
  collectGarbage();
  const samples = await inTurn(arms, { rounds, how }, (arm, round) => {
    const concerned = concernedBy(arm);
    const index = concerned[round % concerned.length] ?? 0;
    const state: State = Math.floor(round / concerned.length) % 2 === 0 ? 'Paused' : 'Recording';
    return untilChanged(arm.changing?.(index) ?? arm.root, how, arm.event(index, state));
  });
  for (const arm of arms) arm.show(0);
  return samples;
}

/** Stop is pressed; until "Stopping…" stands there. */
export async function press(arms: readonly Arm[], rounds: number, how: How): Promise<Samples> {
  for (const arm of arms) {
    arm.show(1);
    await arm.ready?.();
  }
  await rest(50);
  const samples = await inTurn(arms, { rounds, how }, async (arm) => {
    const button = arm.button(0);
    const took = await untilChanged(arm.changing?.(0) ?? arm.root, how, () => {
      button.click();
    });
    const isPending = arm.isPending?.() ?? arm.root.textContent.includes('Stopping…');
    if (!isPending) throw new Error(`${arm.name} ignored a press`);
    const settle = (): Promise<void> =>
      how === 'work' ? nextTask() : rest(arm.ready ? 50 : undefined);
    await settle();
    for (const state of ['Stopped', 'Recording'] as const) {
      arm.event(0, state)();
      await settle();
    }
    return took;
  });
  for (const arm of arms) arm.show(0);
  return samples;
}

export interface Burst {
  /** From the first event to the last change. In ms. */
  readonly took: number;
  /** Tasks of more than 50 ms, and how long they were together. In ms. */
  readonly longTasks: number;
  readonly longest: number;
  /** Frames of a 60 Hz screen that went by without being drawn. */
  readonly droppedFrames: number;
}

/** Many events: all in one task (one long-poll answer holds them), or one in a task each. */
export async function burst(
  arm: Arm,
  { events, mounted, inOneTask }: { events: number; mounted: number; inOneTask: boolean },
): Promise<Burst> {
  arm.show(mounted);
  for (let index = 0; index < mounted; index += 1) arm.event(index, 'Recording')();
  await rest();
  // Each widget is told Paused, Recording, Paused… in turn.
  const arrive = Array.from({ length: events }, (_, at) =>
    arm.event(at % mounted, Math.floor(at / mounted) % 2 === 0 ? 'Paused' : 'Recording'),
  );
  collectGarbage();
  // What it took to prepare this is none of it.
  await rest(200);
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const frames = watchFrames();
  let lastChange = 0;
  const mutations = new MutationObserver(() => {
    lastChange = performance.now();
  });
  mutations.observe(arm.root, { subtree: true, childList: true, characterData: true });
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
  arm.show(0);
  return {
    took: lastChange - from,
    longTasks: longTasks.length,
    longest: Math.max(0, ...longTasks),
    droppedFrames,
  };
}

/** Microseconds per message, beside what reading the same text as JSON takes. */
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
