import type { WallCall, WallSource } from '../model/wallSource.ts';

export interface WallDouble {
  readonly source: WallSource;
  /** Sends any message to every wall that has subscribed. */
  readonly say: (message: unknown) => void;
  /** How often a wall has subscribed, and how often it has ended that. */
  readonly subscribed: () => number;
  readonly ended: () => number;
}

/** A source that sends these calls when a wall subscribes, and after that the messages of the test. */
export function createWallDouble(
  calls: () => readonly WallCall[],
  silentAfter?: number,
): WallDouble {
  const listeners = new Set<(message: never) => void>();
  let subscribed = 0;
  let ended = 0;
  return {
    source: {
      ...(silentAfter !== undefined && { silentAfter }),
      subscribe: (listener) => {
        subscribed += 1;
        listeners.add(listener);
        listener({ type: 'snapshot', calls: calls() });
        return () => {
          ended += 1;
          listeners.delete(listener);
        };
      },
    },
    say: (message) => {
      // A message from a network can be anything, although the type of the listener says what it
      // should be.
      for (const listener of listeners) listener(message as never);
    },
    subscribed: () => subscribed,
    ended: () => ended,
  };
}

const names = ['Ada King', 'Grace Hopper', 'Alan Turing', 'Konrad Zuse', 'Edsger Dijkstra'];
const queues = ['Billing', 'Sales', 'Support', 'Cards'];
const states = ['Recording', 'Recording', 'Recording', 'Paused', 'Stopped', 'None'];

/** Returns this many calls, which are always the same. */
export function wallCalls(count: number): readonly WallCall[] {
  const chance = createChance();
  return Array.from({ length: count }, (_, index) => wallCall(index, chance));
}

/** The events of a busy wall. They are the same each time, because nothing in them is random. */
export function createWallStorm(
  count: number,
): () => { readonly type: 'call'; readonly call: WallCall } {
  const chance = createChance();
  return () => {
    const index = Math.floor(chance() * count);
    const call = wallCall(index, chance);
    return { type: 'call', call: { ...call, inStateFor: 0, beginning: 'seen' } };
  };
}

function wallCall(index: number, chance: () => number): WallCall {
  const recordingState = states[Math.floor(chance() * states.length)] ?? 'Recording';
  return {
    id: `agent-${index}/call`,
    agent: `${names[index % names.length]} ${Math.floor(index / names.length) + 1}`,
    label: `${queues[index % queues.length]}, +1 555 ${String(index).padStart(4, '0')}`,
    state: 'Established',
    recordingState,
    inStateFor: 60_000 + Math.floor(chance() * 240_000),
    beginning: chance() < 0.7 ? 'seen' : 'not-seen',
    ...(chance() < 0.04 && { notHeardFor: Math.floor(chance() * 60_000) }),
    ...(chance() < 0.04 && { doubt: 'capabilities' as const }),
  };
}

/**
 * Numbers from 0 to 1 that look random and are the same each time: PCG, with 32 bits.
 *
 * @see https://www.pcg-random.org
 */
function createChance(): () => number {
  let state = 20_261_127;
  return () => {
    state = (Math.imul(state, 747_796_405) + 2_891_336_453) >>> 0;
    const mixed = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277_803_737) >>> 0;
    return (((mixed >>> 22) ^ mixed) >>> 0) / 4_294_967_296;
  };
}
