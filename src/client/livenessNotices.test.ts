import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeWire, type FakeWire } from '../doubles/fakeWire.ts';
import type { ConnectionState } from '../model/connection.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import { createDesktopStore } from '../store/desktopStore.ts';
import { createLiveness, type Liveness } from './liveness.ts';
import { createNotices, type Notices, type ReadElsewhere } from './notices.ts';

// What liveness does with the notices of the other parts of a desktop. The test answers the reads.

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

interface Fixture {
  readonly liveness: Liveness;
  readonly link: FakeWire['link'];
  readonly notify: Notices['notify'];
  readonly status: () => ConnectionState;
  /** How many reads were asked. */
  readonly reads: () => number;
  /** Answers the last read. */
  readonly answer: (result: 'all' | 'some' | AgentDesktopErrorCode) => Promise<void>;
  readonly hearing: readonly string[];
  readonly onSignedOut: ReturnType<typeof vi.fn>;
}

const errorOf = (code: AgentDesktopErrorCode): AgentDesktopError =>
  new AgentDesktopError(code, 'Failed by the test.');

async function openFixture(): Promise<Fixture> {
  const { wire, link } = createFakeWire();
  const store = createDesktopStore(() => undefined);
  const { notify, receiveBy } = createNotices();
  const asked: ((result: 'all' | 'some' | AgentDesktopErrorCode) => void)[] = [];
  const hearing: string[] = [];
  const onSignedOut = vi.fn();
  const liveness = createLiveness({
    store,
    link: wire.link,
    reader: {
      readCalls: (_, onResult) =>
        new Promise((resolve, reject) => {
          asked.push((result) => {
            if (result !== 'all' && result !== 'some') {
              reject(errorOf(result));
              return;
            }
            onResult?.(result);
            resolve(result);
          });
        }),
      readCall: () => Promise.resolve(),
      isBusy: () => false,
      quietFor: () => 0,
      receiveReadMessage: () => undefined,
      stop: () => undefined,
    },
    inspector: { note: () => undefined },
    receiveNotices: receiveBy,
    onMessage: () => undefined,
    onHearing: (change) => hearing.push(change),
    onOperation: () => undefined,
    onRead: () => undefined,
    onDiagnostic: () => undefined,
    onSignedOut,
  });
  liveness.start();
  link.up();
  const answer: Fixture['answer'] = async (result) => {
    asked.at(-1)?.(result);
    await vi.advanceTimersByTimeAsync(0);
  };
  await answer('all');
  return {
    liveness,
    link,
    notify,
    status: store.connection.getState,
    reads: () => asked.length,
    answer,
    hearing,
    onSignedOut,
  };
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** A read has failed, so the status is lost and the next read is planned in a second. */
async function openLost(): Promise<Fixture> {
  const fixture = await openFixture();
  void fixture.liveness.wake(true);
  fixture.link.up();
  await fixture.answer('server-error');
  expect(fixture.status()).toMatchObject({ phase: 'lost' });
  return fixture;
}

describe('the link', () => {
  it('is reported as open and as lost, so that a channel without messages can be noticed', async () => {
    const { link, hearing, liveness } = await openFixture();
    link.down('network');
    link.up();
    liveness.stop();
    expect(hearing).toEqual(['ends', 'begins', 'ends', 'begins', 'ends']);
  });

  it('that fails while the user is signed in does not ask the host for a sign-in', async () => {
    const { link, onSignedOut } = await openFixture();
    link.down('network');
    expect(onSignedOut).not.toHaveBeenCalled();
  });
});

describe('a read of another tab', () => {
  const begin = ({ notify }: Fixture, key = 'k'): void => notify({ type: 'read-elsewhere', key });
  const end = ({ notify }: Fixture, ending: ReadElsewhere, key = 'k'): void =>
    notify({ type: 'read-elsewhere-ended', key, ending });

  it('puts off the read that is planned here, and makes the status live', async () => {
    const fixture = await openLost();
    const before = fixture.reads();
    begin(fixture);
    await pass(9_000);
    expect(fixture.reads()).toBe(before);
    end(fixture, 'all');
    expect(fixture.status().phase).toBe('live');
    await pass(20_000);
    expect(fixture.reads()).toBe(before);
  });

  it('is followed by a read of this tab if the other tab never reports how it ended', async () => {
    const fixture = await openLost();
    const before = fixture.reads();
    begin(fixture);
    end(fixture, 'all', 'another read');
    expect(fixture.status().phase).toBe('lost');
    await pass(10_000);
    expect(fixture.reads()).toBe(before + 1);
  });

  it('with a call that cannot be read makes the status lost only if it was waited for', async () => {
    const live = await openFixture();
    begin(live);
    end(live, 'some');
    expect(live.status().phase).toBe('live');
    const lost = await openLost();
    begin(lost);
    end(lost, 'some');
    expect(lost.status()).toMatchObject({ phase: 'lost', reason: 'unexpected-response' });
  });

  it('that fails does not change a live status, and this tab reads the calls itself', async () => {
    const fixture = await openFixture();
    fixture.notify({ type: 'doubt' });
    begin(fixture);
    const before = fixture.reads();
    end(fixture, errorOf('server-error'));
    expect(fixture.status().phase).toBe('live');
    await pass(300);
    expect(fixture.reads()).toBe(before + 1);
  });

  it('that fails while the status is lost counts as a failure of this tab', async () => {
    const fixture = await openLost();
    begin(fixture);
    end(fixture, errorOf('server-busy'));
    expect(fixture.status()).toMatchObject({ phase: 'lost', reason: 'server-busy' });
    const before = fixture.reads();
    await pass(1_999);
    expect(fixture.reads()).toBe(before);
    await pass(1);
    expect(fixture.reads()).toBe(before + 1);
  });

  it('does not settle a doubt that arose after it was asked', async () => {
    const fixture = await openLost();
    begin(fixture);
    fixture.notify({ type: 'doubt' });
    const before = fixture.reads();
    end(fixture, 'all');
    await pass(300);
    expect(fixture.reads()).toBe(before + 1);
  });

  it.each([
    ['all calls puts off', 'all', 0],
    ['some of the calls does not put off', 'some', 1],
  ] as const)('that contains %s the routine read', async (_, ending, count) => {
    const fixture = await openFixture();
    const before = fixture.reads();
    await pass(50_000);
    begin(fixture);
    end(fixture, ending);
    await pass(10_000);
    expect(fixture.reads() - before).toBe(count);
  });
});
