import { flushSync } from 'react-dom';
import type { Arm } from './arms.tsx';

/** Milliseconds by arm, in the order they were taken: round 7 of one stands beside round 7 of the others. */
export type Samples = Record<string, number[]>;

/**
 * `arrives`: as it happens at an agent's desk. It comes after a rest, when code and data are no
 * longer at hand; React schedules the work as it likes; the clock stops when the DOM has changed.
 * `work`: one right after the other, inside `flushSync`. Nobody waits, everything is warm, and only
 * the work is left.
 */
export type How = 'arrives' | 'work';

/** Time until `act` has changed what is inside `root`. */
export async function untilChanged(root: Node, how: How, act: () => void): Promise<number> {
  if (how === 'work') {
    const from = performance.now();
    flushSync(act);
    return performance.now() - from;
  }
  return new Promise((resolve, reject) => {
    const observer = new MutationObserver(() => {
      const took = performance.now() - from;
      observer.disconnect();
      clearTimeout(deadline);
      resolve(took);
    });
    observer.observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    const deadline = setTimeout(() => {
      reject(new Error('Nothing changed on the page.'));
    }, 2_000);
    const from = performance.now();
    act();
  });
}

const longest = 12_000; // ms
const fewestRounds = 5;

/** Measures the arms in turn, round by round, each round beginning with another. */
export async function inTurn(
  arms: readonly Arm[],
  { rounds, how }: { readonly rounds: number; readonly how: How },
  measure: (arm: Arm, round: number) => Promise<number>,
): Promise<Samples> {
  const samples: Samples = Object.fromEntries(arms.map(({ name }) => [name, []]));
  // What the engine still compiles and learns is nobody's cost.
  const warmUp = Math.max(3, Math.ceil(rounds / 4));
  const from = performance.now();
  for (let round = -warmUp; round < rounds; round += 1) {
    // On a busy machine rather fewer rounds than a bench that nobody waits for.
    if (round > fewestRounds && performance.now() - from > longest) break;
    for (let turn = 0; turn < arms.length; turn += 1) {
      const arm = arms[(turn + round + warmUp) % arms.length];
      if (!arm) continue;
      const took = await measure(arm, round + warmUp);
      if (round >= 0) samples[arm.name]?.push(took);
      if (how === 'arrives') await rest();
      else await inARow();
    }
  }
  return samples;
}

/**
 * Lets everything run that was put off: effects, timers, a frame if one is due. Always as long: a
 * timer of 0 ms is sometimes held to 4 by the browser, and who comes after the longer pause pays.
 */
export function rest(milliseconds = 5): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Lets what was put off run, and no more: React puts off by a task at the most. */
async function inARow(): Promise<void> {
  for (let task = 0; task < 3; task += 1) await nextTask();
}

/** A task of its own, and no timer. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(0);
  });
}

/** Only with Chromium's `--js-flags=--expose-gc`: what was thrown away earlier is nobody's cost. */
export function collectGarbage(): void {
  (globalThis as { readonly gc?: () => void }).gc?.();
}
