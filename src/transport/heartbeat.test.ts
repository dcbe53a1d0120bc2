import { CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHeartbeat } from './heartbeat.ts';

const hold = 2_000; // ms
const grace = 1_000; // ms
const handshake = { channel: '/meta/handshake' };
const connect = { channel: '/meta/connect' };

beforeAll(() => {
  adapt();
});
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/**
 * Starts a heartbeat for a client that never receives an answer, and counts how often it has
 * reported that.
 */
function start(): {
  readonly heartbeat: ReturnType<typeof createHeartbeat>;
  readonly overdue: () => number;
} {
  const onOverdue = vi.fn();
  const heartbeat = createHeartbeat(new CometD(), { hold, grace }, onOverdue);
  return { heartbeat, overdue: () => onOverdue.mock.calls.length };
}

describe('a heartbeat', () => {
  it('reports that the answer to a connect is overdue after hold and grace, and then again after each grace', () => {
    const { heartbeat, overdue } = start();
    heartbeat.outgoing?.(connect);
    vi.advanceTimersByTime(hold + grace - 1);
    expect(overdue()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(overdue()).toBe(1);
    vi.advanceTimersByTime(3 * grace);
    expect(overdue()).toBe(4);
  });

  it('reports that the answer to a handshake is overdue', () => {
    const { heartbeat, overdue } = start();
    heartbeat.outgoing?.(handshake);
    vi.advanceTimersByTime(60_000);
    expect(overdue()).toBeGreaterThan(0);
  });

  // The link gave up a client during its handshake. The connection of the handshake broke, and the
  // library sent another handshake before it was disconnected. That started the heartbeat again,
  // and once a second it closed the connection that had been opened in the meantime.
  it.each([handshake, connect])(
    'that was stopped reports nothing any more, whatever the library still sends: $channel',
    (message) => {
      const { heartbeat, overdue } = start();
      heartbeat.outgoing?.(handshake);
      heartbeat.stop();
      heartbeat.outgoing?.(message);
      vi.advanceTimersByTime(60_000);
      expect(overdue()).toBe(0);
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});
