import { expect, it } from 'vitest';
import { startingCalls } from '../testing/simulatedCalls.ts';
import { createFaults } from './faults.ts';
import { startActivity } from './activity.ts';
import { seededRandom } from './schedule.ts';
import { createSwitchboard, type Switchboard } from './switchboard.ts';

/** Runs this many steps of the busy server without waiting for any of them. */
function run(
  seed: number,
  steps: number,
): { delivered: unknown[]; timeline: Switchboard['timeline'] } {
  const delivered: unknown[] = [];
  const waiting: (() => void)[] = [];
  const random = seededRandom(seed);
  const schedule = {
    later: (_: number, action: () => void) => void waiting.push(action),
    wait: () => Promise.resolve(),
    close: () => {},
  };
  const switchboard = createSwitchboard({}, createFaults(random), schedule, (_, { data }) => {
    delivered.push([
      data.notificationType,
      data.call.id,
      data.call.state,
      data.call.recordingState,
    ]);
  });
  startActivity(switchboard, 'agent', { every: 1000, random }, schedule);
  for (let step = 0; step < steps; step += 1) waiting.shift()?.();
  return { delivered, timeline: switchboard.timeline };
}

it('makes every kind of change to a call', () => {
  const delivered = run(1, 400).delivered.map(String);
  for (const word of ['Ringing', 'Held', 'Released', 'Completed', 'Recording', 'Paused']) {
    expect(delivered.some((event) => event.includes(word))).toBe(true);
  }
});

it('does not change the calls that exist at the start', () => {
  const { timeline } = run(1, 400);
  for (const { id } of startingCalls()) expect(timeline[id]).toHaveLength(1);
});

it('repeats the same changes with the same seed, and makes other changes with another seed', () => {
  expect(run(7, 100).delivered).toEqual(run(7, 100).delivered);
  expect(run(7, 100).delivered).not.toEqual(run(8, 100).delivered);
});
