import { flushSync } from 'react-dom';
import type { Candidate } from './candidates.tsx';

/**
 * Milliseconds by candidate, in the order of the rounds, so that the same rounds can be compared.
 */
export type Samples = Record<string, number[]>;

/**
 * - `arrives`: the event arrives as at an agent's desktop. It comes after a pause, when code and
 *   data are no longer in the caches. React schedules the work, and the clock stops when the DOM
 *   has changed.
 * - `work`: one event comes right after the other, inside `flushSync`, so that only the work is
 *   measured.
 */
export type How = 'arrives' | 'work';

/** Measures the time until `act` has changed what is inside `root`. */
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

/** Measures the candidates in turn, round by round. Each round begins with another one. */
export async function inTurn(
  candidates: readonly Candidate[],
  { rounds, how }: { readonly rounds: number; readonly how: How },
  measure: (candidate: Candidate, round: number) => Promise<number>,
): Promise<Samples> {
  const samples: Samples = Object.fromEntries(candidates.map(({ name }) => [name, []]));
  // The first rounds are not counted, because the engine still compiles the code.
  const warmUp = Math.max(3, Math.ceil(rounds / 4));
  const from = performance.now();
  for (let round = -warmUp; round < rounds; round += 1) {
    // On a busy machine there are fewer rounds, so that the bench ends in a reasonable time.
    if (round > fewestRounds && performance.now() - from > longest) break;
    for (let turn = 0; turn < candidates.length; turn += 1) {
      const candidate = candidates[(turn + round + warmUp) % candidates.length];
      if (!candidate) continue;
      const took = await measure(candidate, round + warmUp);
      if (round >= 0) samples[candidate.name]?.push(took);
      if (how === 'arrives') await rest();
      else await inARow();
    }
  }
  return samples;
}

/**
 * Lets everything run that was put off: effects, timers, a frame if one is due. The pause has
 * always the same length. A timer of 0 ms sometimes takes 4 ms, and the candidate after a longer
 * pause would be slower.
 */
export function rest(milliseconds = 5): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Lets only the work run that React has put off, which is at most one task. */
async function inARow(): Promise<void> {
  for (let task = 0; task < 3; task += 1) await nextTask();
}

/** Waits for a task of its own, without a timer. */
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

/** Collects garbage, so that earlier garbage costs no candidate. Needs `--js-flags=--expose-gc`. */
export function collectGarbage(): void {
  (globalThis as { readonly gc?: () => void }).gc?.();
}
