import type { Arm } from './arms.tsx';
import { rest } from './measure.ts';
import { callIdOf, message } from './wire.ts';

/**
 * The counter that `run.ts` installs in the place of React's developer tools before React loads.
 */
declare global {
  var benchCommits: number | undefined;
}

/** Commits caused by each of these, with `mounted` widgets on the page. */
export async function commits(
  arm: Arm,
  mounted: number,
): Promise<Readonly<Record<string, number>>> {
  const causedBy = async (act: () => void): Promise<number> => {
    await rest();
    const before = globalThis.benchCommits ?? Number.NaN;
    act();
    for (let turn = 0; turn < 5; turn += 1) await rest();
    return (globalThis.benchCommits ?? Number.NaN) - before;
  };
  arm.show(mounted);
  await rest();
  const counts = {
    'the state changes': await causedBy(arm.event(0, 'Paused')),
    'the same is said again': await causedBy(arm.event(0, 'Paused')),
    'only userData differs': await causedBy(() => {
      arm.say?.(message(callIdOf(0), 'Paused', { Topic: 'Another' }));
    }),
    'a call not shown changes': await causedBy(arm.event(mounted, 'Paused')),
    'Stop is pressed, and accepted': await causedBy(() => {
      arm.button(0).click();
    }),
    'Stop is confirmed': await causedBy(arm.event(0, 'Stopped')),
  };
  arm.show(0);
  return counts;
}
