import type { Candidate } from './candidates.tsx';
import { rest } from './measure.ts';
import { callIdOf, message } from './wire.ts';

/**
 * The counter that `run.ts` installs in the place of React's developer tools before React loads.
 */
declare global {
  var benchCommits: number | undefined;
}

/** Returns the commits that each of these causes, with `mounted` widgets on the page. */
export async function commits(
  candidate: Candidate,
  mounted: number,
): Promise<Readonly<Record<string, number>>> {
  const causedBy = async (act: () => void): Promise<number> => {
    await rest();
    const before = globalThis.benchCommits ?? Number.NaN;
    act();
    for (let turn = 0; turn < 5; turn += 1) await rest();
    return (globalThis.benchCommits ?? Number.NaN) - before;
  };
  candidate.show(mounted);
  await rest();
  const counts = {
    'the state changes': await causedBy(candidate.event(0, 'Paused')),
    'the same is said again': await causedBy(candidate.event(0, 'Paused')),
    'only userData differs': await causedBy(() => {
      candidate.say?.(message(callIdOf(0), 'Paused', { Topic: 'Another' }));
    }),
    'a call not shown changes': await causedBy(candidate.event(mounted, 'Paused')),
    'Stop is pressed, and accepted': await causedBy(() => {
      candidate.button(0).click();
    }),
    'Stop is confirmed': await causedBy(candidate.event(0, 'Stopped')),
    'five events of each call come in one task': await causedBy(() => {
      for (const state of ['Recording', 'Paused', 'Recording', 'Stopped', 'Recording'] as const)
        for (let index = 0; index < mounted; index += 1) candidate.event(index, state)();
    }),
  };
  candidate.show(0);
  return counts;
}
