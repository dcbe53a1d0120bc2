import { expect, it } from 'vitest';
import { startingCalls } from '../testing/simulatedCalls.ts';
import { createFaults } from './faults.ts';
import { startLife } from './life.ts';
import { seededRandom } from './schedule.ts';
import { createSwitchboard, type Switchboard } from './switchboard.ts';

/** Plays this many steps of the lively server without waiting for any of them. */
function live(
  seed: number,
  steps: number,
): { heard: unknown[]; timeline: Switchboard['timeline'] } {
  const heard: unknown[] = [];
  const waiting: (() => void)[] = [];
  const random = seededRandom(seed);
  const schedule = {
    later: (_: number, action: () => void) => void waiting.push(action),
    wait: () => Promise.resolve(),
    close: () => {},
  };
  const switchboard = createSwitchboard({}, createFaults(random), schedule, (_, { data }) => {
    heard.push([data.notificationType, data.call.id, data.call.state, data.call.recordingState]);
  });
  startLife(switchboard, 'agent', { every: 1000, random }, schedule);
  for (let step = 0; step < steps; step += 1) waiting.shift()?.();
  return { heard, timeline: switchboard.timeline };
}

it('does everything that can happen to a call', () => {
  const heard = live(1, 400).heard.map(String);
  for (const word of ['Ringing', 'Held', 'Released', 'Completed', 'Recording', 'Paused']) {
    expect(heard.some((event) => event.includes(word))).toBe(true);
  }
});

it('does nothing to the calls of the start', () => {
  const { timeline } = live(1, 400);
  for (const { id } of startingCalls()) expect(timeline[id]).toHaveLength(1);
});

it('does the same things with the same seed, and other things with another seed', () => {
  expect(live(7, 100).heard).toEqual(live(7, 100).heard);
  expect(live(7, 100).heard).not.toEqual(live(8, 100).heard);
});
