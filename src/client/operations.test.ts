import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import {
  accepted,
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
} from '../doubles/fakeWire.ts';
import { openDesktop, type OpenDesktop } from '../doubles/openDesktop.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import { assembleDesktop } from './assembleDesktop.ts';

const confirmationTimeout = 10_000;
const recording = wireCall({ id: 'a' }, { connId: 'conn', callUuid: 'uuid' });
const paused = wireCall({ id: 'a', recordingState: 'Paused' }, { connId: 'conn' });
const stopped = wireCall({ id: 'a', recordingState: 'Stopped' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A live desktop with one call that is being recorded; reads are answered with `server.call`. */
async function openFixture(
  server: { call: WireCall | undefined } = { call: recording },
  patience: number = confirmationTimeout,
): Promise<OpenDesktop> {
  const fake = createFakeWire();
  fake.answerBy(({ kind }) => {
    if (kind === 'operation') return undefined;
    if (kind === 'calls') return callsAnswer(...(server.call ? [server.call] : []));
    return server.call ? callAnswer(server.call) : new AgentDesktopError('call-not-found', 'Gone.');
  });
  return openDesktop(fake, { confirmationTimeout: patience });
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('a press', () => {
  it('is pending in the same tick, and sent once', async () => {
    const { now, press, fake } = await openFixture();
    press();
    expect(now()).toMatchObject({
      state: 'Recording',
      pending: { operationName: 'PauseCallRecording', from: 'Recording', progress: 'requested' },
    });
    expect(fake.posts()).toMatchObject([{ callId: 'a', operationName: 'PauseCallRecording' }]);
  });

  it('is accepted without anything being shown as done', async () => {
    const { now, press, lastPost } = await openFixture();
    const { ending } = press();
    lastPost().answer(accepted);
    await settle();
    expect(ending()).toBe('accepted');
    expect(now()).toMatchObject({ state: 'Recording', pending: { progress: 'accepted' } });
  });

  it('is refused while another one is pending, in the same tick already', async () => {
    const { press, fake } = await openFixture();
    press();
    const [same, other] = [press(), press('StopCallRecording')];
    await settle();
    expect([same.ending(), other.ending()]).toEqual(['operation-pending', 'operation-pending']);
    expect(fake.posts()).toHaveLength(1);
  });

  it('is refused when the server does not allow it or has never reported the call', async () => {
    const { desktop, fake } = await openFixture();
    for (const callId of ['a', 'nobody'])
      await expect(desktop.performOperation(callId, 'ResumeCallRecording')).rejects.toMatchObject({
        code: 'operation-not-allowed',
      });
    expect(fake.posts()).toHaveLength(0);
  });

  it.each(['conn', 'uuid'])(
    'by the alias %s is sent with the id the server knows',
    async (alias) => {
      const { desktop, now, fake } = await openFixture();
      void desktop.performOperation(alias, 'PauseCallRecording');
      expect(fake.posts()[0]?.callId).toBe('a');
      expect(now(alias).pending).toBe(now('a').pending);
      await expect(desktop.performOperation('a', 'StopCallRecording')).rejects.toMatchObject({
        code: 'operation-pending',
      });
    },
  );
});

describe('a press that was sent', () => {
  it('is confirmed by an event, before or after the answer', async () => {
    for (const order of ['event first', 'answer first']) {
      const { now, press, lastPost, fake } = await openFixture();
      const { ending } = press();
      if (order === 'answer first') lastPost().answer(accepted);
      fake.link.say(eventOf(paused));
      expect(now()).toMatchObject({ outcome: { ending: 'confirmed' }, pending: undefined });
      const confirmed = now();
      lastPost().answer(accepted);
      await settle();
      expect(ending()).toBe('accepted');
      expect(now()).toMatchObject({
        state: confirmed.state,
        change: confirmed.change,
        outcome: { ending: 'confirmed', progress: 'accepted' },
      });
    }
  });

  it('is confirmed by a read if no event comes, and then no more reads are made', async () => {
    const server = { call: recording };
    const { now, press, lastPost, fake } = await openFixture(server);
    press();
    lastPost().answer(accepted);
    server.call = paused;
    await vi.advanceTimersByTimeAsync(confirmationTimeout / 2);
    expect(now()).toMatchObject({
      outcome: { ending: 'confirmed' },
      change: { by: 'agent', saidBy: 'snapshot' },
    });
    const reads = fake.reads().length;
    await vi.advanceTimersByTimeAsync(2 * confirmationTimeout);
    expect(fake.reads()).toHaveLength(reads);
  });

  // A supervisor paused, and no message reported it. Every answer took a second.
  it('is not ended by the answer to a read that was asked before the press', async () => {
    const { desktop, fake, now, press, lastPost } = await openFixture();
    fake.answerBy(() => undefined);
    const early = desktop.refresh();
    const read = fake.reads().at(-1);
    press('StopCallRecording');
    lastPost().answer(accepted);
    read?.answer(callsAnswer(paused));
    await early;
    expect(now()).toMatchObject({
      state: 'Paused',
      pending: { operationName: 'StopCallRecording' },
      outcome: undefined,
    });
    fake.link.say(eventOf(stopped));
    expect(now()).toMatchObject({ state: 'Stopped', outcome: { ending: 'confirmed' } });
  });

  it('causes a few reads of the call at growing distances', async () => {
    const { press, lastPost, fake } = await openFixture();
    const before = fake.reads().length;
    const pressedAt = Date.now();
    press();
    lastPost().answer(accepted);
    await vi.advanceTimersByTimeAsync(confirmationTimeout * 2);
    const at = fake
      .reads()
      .slice(before)
      .map((read) => read.at - pressedAt);
    expect(at.length).toBeGreaterThanOrEqual(3);
    expect(at.length).toBeLessThanOrEqual(6);
    const gaps = at.map((time, index) => time - (at[index - 1] ?? 0));
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(300);
    // The last read is early enough for its answer to count, and late enough for a slow server.
    expect(at.at(-1)).toBeGreaterThanOrEqual(confirmationTimeout / 2);
    expect(at.at(-1)).toBeLessThan(confirmationTimeout);
  });

  // Regression: with a slow server the reads used all sockets of a browser, and the long-poll that
  // brings the events waited a second and more for one.
  it('causes no reads while the server is so slow that another read waits already', async () => {
    const { desktop, fake, press, now } = await openFixture();
    fake.answerBy(() => undefined);
    const slow = [desktop.refresh(), desktop.refresh(), desktop.refresh()];
    expect(fake.reads().filter(({ kind }) => kind === 'calls')).toHaveLength(2);
    press();
    const asked = fake.requests.length;
    await vi.advanceTimersByTimeAsync(0.4 * confirmationTimeout);
    expect(fake.requests.slice(asked)).toEqual([]);

    fake.answerBy(() => callsAnswer(paused));
    for (const { kind, answer } of fake.requests) if (kind === 'calls') answer(callsAnswer(paused));
    await Promise.all(slow);
    expect(now()).toMatchObject({ state: 'Paused', pending: undefined });
  });

  it('ends as not confirmed when the time is over, also if the server never answered', async () => {
    const { now, press, fake } = await openFixture();
    fake.answerBy(undefined);
    press();
    await vi.advanceTimersByTimeAsync(confirmationTimeout - 1);
    expect(now().pending).toBeDefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(now()).toMatchObject({
      state: 'Recording',
      pending: undefined,
      outcome: { ending: 'unconfirmed', operationName: 'PauseCallRecording' },
    });
  });

  it('is confirmed by a late event, and ends as rejected if a refusal comes after that', async () => {
    const server = { call: recording };
    const { now, press, lastPost, fake } = await openFixture(server);
    const { ending } = press();
    await vi.advanceTimersByTimeAsync(confirmationTimeout);
    server.call = paused;
    fake.link.say(eventOf(paused));
    expect(now()).toMatchObject({ state: 'Paused', outcome: { ending: 'confirmed' } });
    lastPost().fail('not-allowed-now');
    await settle();
    expect(ending()).toBe('not-allowed-now');
    expect(now()).toMatchObject({
      state: 'Paused',
      outcome: { ending: 'rejected' },
      change: { by: 'someone-else', cause: 'unknown' },
    });
  });

  it('does not change the next press when it is answered late', async () => {
    const { now, press, lastPost } = await openFixture();
    press();
    const first = lastPost();
    await vi.advanceTimersByTimeAsync(confirmationTimeout);
    press('StopCallRecording');
    const { pending } = now();
    first.answer(accepted);
    await settle();
    expect(now().pending).toBe(pending);
    expect(pending).toMatchObject({ operationName: 'StopCallRecording', progress: 'requested' });
  });

  it('is not sent any more when headers() or the host’s own code come after its time', async () => {
    // Regression: headers() took a minute, and a Pause was sent a minute after it was given up.
    const { desktop, fake, lastPost, press } = await openFixture();
    press();
    expect(lastPost().signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(confirmationTimeout);
    expect(lastPost().signal?.aborted).toBe(true);

    const held = desktop.requestOperation('a', 'StopCallRecording');
    await vi.advanceTimersByTimeAsync(confirmationTimeout);
    await expect(desktop.sendOperation(held)).rejects.toMatchObject({ code: 'aborted' });
    expect(fake.posts()).toHaveLength(1);
  });

  it('leaves one timer after it was confirmed, which does nothing', async () => {
    const { press, lastPost, fake } = await openFixture();
    const before = vi.getTimerCount();
    press();
    lastPost().answer(accepted);
    fake.link.say(eventOf(paused));
    await settle();
    const asked = fake.requests.length;
    expect(vi.getTimerCount()).toBeGreaterThan(before);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vi.getTimerCount()).toBe(before);
    expect(fake.requests).toHaveLength(asked);
  });

  it('stays pending if the host set an infinite time, and causes no reads', async () => {
    const { press, now, fake } = await openFixture({ call: recording }, Infinity);
    press();
    const asked = fake.requests.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(now().pending).toBeDefined();
    expect(fake.requests).toHaveLength(asked);
  });

  it.each([Number.NaN, 0])(
    'has the default time if the host set the invalid time of %s ms',
    async (patience) => {
      const { press, now, fake } = await openFixture({ call: recording }, patience);
      press();
      await settle();
      expect(fake.posts()).toHaveLength(1);
      expect(now().pending).toBeDefined();
    },
  );

  it('ends in time on a page that was blocked, although one of its reads came late', async () => {
    // Regression: the pauses between the reads were added up, and with them the delay of each.
    const { press, now, fake } = await openFixture();
    fake.answerBy(undefined);
    const clock = performance.now.bind(performance);
    let heldUp = 0;
    const heldUpClock = vi.spyOn(performance, 'now').mockImplementation(() => clock() + heldUp);
    press();
    const asked = fake.requests.length;
    heldUp = 0.3 * confirmationTimeout;
    await vi.advanceTimersToNextTimerAsync();
    expect(fake.requests).toHaveLength(asked + 1);
    await vi.advanceTimersByTimeAsync(0.65 * confirmationTimeout - 1);
    expect(now().pending).toBeDefined();
    // The reads that were due meanwhile are left out.
    expect(fake.requests).toHaveLength(asked + 2);
    await vi.advanceTimersByTimeAsync(1);
    heldUpClock.mockRestore();
    expect(now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
  });

  it('ends in time in a hidden tab, where a browser delays timers by a minute', async () => {
    const { press, now, fake } = await openFixture();
    fake.answerBy(undefined);
    press();
    const asked = fake.requests.length;
    // The browser has delayed the first timer by a minute.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    await vi.advanceTimersToNextTimerAsync();
    clock.mockRestore();
    expect(now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
    expect(fake.requests).toHaveLength(asked);
  });
});

describe('a press the server refuses', () => {
  const refusals: readonly [AgentDesktopErrorCode, 'reads first' | 'ends at once'][] = [
    ['no-permission', 'ends at once'],
    ['invalid-request', 'ends at once'],
    ['csrf-refused', 'ends at once'],
    ['not-signed-in', 'ends at once'],
    ['not-allowed-now', 'reads first'],
    ['call-not-found', 'reads first'],
    ['server-error', 'reads first'],
    ['network', 'reads first'],
    ['timeout', 'reads first'],
    ['unexpected-response', 'reads first'],
    ['aborted', 'reads first'],
  ];

  it.each(refusals)('with %s %s, and is rejected', async (code, reading) => {
    const { now, press, lastPost, fake } = await openFixture();
    const before = fake.reads().length;
    const { ending } = press();
    lastPost().fail(code);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ending()).toBe(code);
    expect(now()).toMatchObject({
      state: 'Recording',
      pending: undefined,
      // After a lost sign-in it is not known whether what is shown is still right.
      outcome: { ending: 'rejected', error: { code }, reread: code !== 'not-signed-in' },
    });
    const reads = fake.reads().length - before;
    expect(reads > 0).toBe(reading === 'reads first');
    // The request is not repeated.
    expect(fake.posts()).toHaveLength(1);
  });

  // While the call was read from a slow server, the widget said that the agent had made a supervisor's
  // pause.
  it('after somebody else did the same is not taken for the cause, also before anything is read', async () => {
    const { now, press, lastPost, fake } = await openFixture();
    const { ending } = press();
    fake.link.say(eventOf(paused));
    expect(now().change?.by).toBe('agent');
    fake.answerBy(undefined);
    lastPost().fail('not-allowed-now');
    await settle();
    expect(ending()).toBe('not-allowed-now');
    expect(now()).toMatchObject({
      state: 'Paused',
      change: { by: 'someone-else' },
      outcome: { ending: 'rejected' },
    });
  });

  it('ends as rejected when the time is over, although the reads after the refusal hang', async () => {
    // On a slow line the server refused a Start, and a supervisor started. The reads took too long,
    // the widget said "Not confirmed", and the late change was taken for the agent's.
    const { now, press, lastPost, fake } = await openFixture();
    fake.answerBy(undefined);
    press();
    lastPost().fail('not-allowed-now');
    await vi.advanceTimersByTimeAsync(confirmationTimeout - 1);
    expect(now().pending?.progress).toBe('refused');
    await vi.advanceTimersByTimeAsync(1);
    expect(now()).toMatchObject({
      pending: undefined,
      outcome: { ending: 'rejected', reread: false, error: { code: 'not-allowed-now' } },
    });
    fake.link.say(eventOf(paused));
    expect(now()).toMatchObject({ state: 'Paused', change: { by: 'someone-else' } });
  });

  it('has an outcome which says that the call could not be read afterwards', async () => {
    const { now, press, lastPost, fake } = await openFixture();
    fake.answerBy(({ kind }) =>
      kind === 'operation' ? undefined : new AgentDesktopError('network', 'Down.'),
    );
    press();
    lastPost().fail('network');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(now().outcome).toMatchObject({ ending: 'rejected', reread: false });
  });

  it('because the call is gone ends as `ended`', async () => {
    const server: { call: WireCall | undefined } = { call: recording };
    const { now, press, lastPost } = await openFixture(server);
    press();
    server.call = undefined;
    lastPost().fail('call-not-found');
    await settle();
    expect(now()).toMatchObject({ outcome: { ending: 'ended' }, ended: { state: 'Recording' } });
  });
});

describe('a press with an unknown outcome', () => {
  it('is confirmed when the first read says that it was done', async () => {
    const server = { call: recording };
    const { now, press, lastPost } = await openFixture(server);
    const { ending } = press();
    server.call = paused;
    lastPost().fail('timeout');
    await settle();
    expect(now().outcome?.ending).toBe('confirmed');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ending()).toBe('timeout');
    expect(now().outcome?.ending).toBe('confirmed');
  });

  it('is confirmed when only the second read shows the state, because the server is slow', async () => {
    const server = { call: recording };
    const { now, press, lastPost } = await openFixture(server);
    press();
    lastPost().fail('timeout');
    await settle();
    expect(now().pending).toBeDefined();
    server.call = paused;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(now().outcome?.ending).toBe('confirmed');
  });

  it('is superseded when the reads say something else', async () => {
    const server = { call: recording };
    const { now, press, lastPost } = await openFixture(server);
    press();
    server.call = stopped;
    lastPost().fail('server-error');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(now()).toMatchObject({ state: 'Stopped', outcome: { ending: 'superseded' } });
  });

  it('ends in time also when the reads hang', async () => {
    const { now, press, lastPost, fake } = await openFixture();
    fake.answerBy(undefined);
    press();
    lastPost().fail('timeout');
    await vi.advanceTimersByTimeAsync(confirmationTimeout);
    expect(now()).toMatchObject({ pending: undefined, outcome: { ending: 'unconfirmed' } });
  });
});

describe('an error message of the server', () => {
  const errorAbout = (callUri: string): object => ({
    data: { messageType: 'ErrorMessage', errorMessage: 'Not now', errorCode: 3, callUri },
  });

  it('fails the operation that is pending on its call, once the call is read', async () => {
    const { now, press, lastPost, fake, diagnostics } = await openFixture();
    press();
    lastPost().answer(accepted);
    await settle();
    fake.link.say(errorAbout('/api/v2/me/calls/a'));
    expect(now().pending).toBeDefined();
    await settle();
    expect(now().outcome).toMatchObject({
      ending: 'rejected',
      reread: true,
      error: { statusCode: 3 },
    });
    expect(diagnostics).toEqual([]);
  });

  it('fails the operation also if the call is in the state, which something else has then caused', async () => {
    const server = { call: recording };
    const { now, press, fake } = await openFixture(server);
    press();
    server.call = paused;
    fake.link.say(errorAbout('/api/v2/me/calls/a'));
    await settle();
    expect(now()).toMatchObject({
      state: 'Paused',
      outcome: { ending: 'rejected' },
      change: { by: 'someone-else' },
    });
  });

  it('fails the operation when the time is over, although the call cannot be read', async () => {
    const { now, press, lastPost, fake } = await openFixture();
    fake.answerBy(undefined);
    press();
    lastPost().answer(accepted);
    fake.link.say(errorAbout('/api/v2/me/calls/a'));
    await vi.advanceTimersByTimeAsync(confirmationTimeout);
    expect(now().outcome).toMatchObject({ ending: 'rejected', error: { statusCode: 3 } });
  });

  // The refused Pause was shown as confirmed, and the agent was named as the one who had paused, when a
  // supervisor paused the call while the read after the error message was slow.
  it.each(['before', 'after'] as const)(
    'lets nothing confirm the operation, also if the server accepts it %s that message',
    async (acceptance) => {
      const { now, press, lastPost, fake } = await openFixture();
      fake.answerBy(undefined);
      press();
      if (acceptance === 'before') lastPost().answer(accepted);
      await settle();
      fake.link.say(errorAbout('/api/v2/me/calls/a'));
      if (acceptance === 'after') lastPost().answer(accepted);
      // An accepted operation is marked as overdue after a second, and this one was refused.
      await vi.advanceTimersByTimeAsync(1_500);
      expect(now().pending).toMatchObject({ progress: 'refused' });
      fake.link.say(eventOf(paused));
      expect(now().change).toMatchObject({ to: 'Paused', by: 'someone-else', cause: 'unknown' });
      await vi.advanceTimersByTimeAsync(confirmationTimeout);
      expect(now().outcome).toMatchObject({ ending: 'rejected', error: { statusCode: 3 } });
    },
  );

  it('changes nothing for other calls and for a call without a pending operation', async () => {
    const { now, press, fake, diagnostics } = await openFixture();
    fake.link.say(errorAbout('/api/v2/me/calls/a'));
    press();
    fake.link.say(errorAbout('/api/v2/me/calls/b'));
    fake.link.say(errorAbout('/api/v2/me/devices/a'));
    await settle();
    expect(now().pending).toBeDefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(
      Array.from({ length: 3 }, () => 'server-error-message'),
    );
  });
});

describe('check again', () => {
  it('notes that it was asked when the server says the same', async () => {
    const { desktop, now, press, fake } = await openFixture();
    press();
    await vi.advanceTimersByTimeAsync(confirmationTimeout);
    const before = fake.reads().length;
    await desktop.checkAgain('conn');
    expect(fake.reads().slice(before)).toMatchObject([{ kind: 'call', callId: 'a' }]);
    expect(now().outcome).toMatchObject({ ending: 'unconfirmed', checkedAt: Date.now() });
  });

  it('confirms the operation when the call is in the state now', async () => {
    const server = { call: recording };
    const { desktop, now, press } = await openFixture(server);
    press();
    await vi.advanceTimersByTimeAsync(confirmationTimeout);
    server.call = paused;
    await desktop.checkAgain('a');
    expect(now().outcome?.ending).toBe('confirmed');
  });

  it('reads all calls where one call cannot be read by itself', async () => {
    const { desktop, fake } = await openFixture();
    fake.answerBy(({ kind }) =>
      kind === 'calls' ? callsAnswer(paused) : new AgentDesktopError('call-not-found', 'No.'),
    );
    await desktop.checkAgain('a');
    expect(desktop.call('a').getState().recording.state).toBe('Paused');
  });

  it('rejects with an error when the server cannot be read', async () => {
    const { desktop, fake } = await openFixture();
    fake.answerBy(() => new AgentDesktopError('network', 'Down.'));
    await expect(desktop.checkAgain('a')).rejects.toMatchObject({ code: 'network' });
  });
});

describe('a press that leads to less being recorded', () => {
  /** A Pause that the server accepted and that the call does not show. */
  async function openWithHangingPause(): Promise<
    OpenDesktop & { readonly first: () => string | undefined }
  > {
    const fixture = await openFixture();
    const { ending } = fixture.press();
    fixture.lastPost().answer(accepted);
    await settle();
    return { ...fixture, first: ending };
  }

  // A Pause hung, and the caller began to say a card number. Stop did not react for ten seconds.
  it('can overtake a hanging operation one second after that was accepted, and not before', async () => {
    const { now, press, fake } = await openWithHangingPause();
    await vi.advanceTimersByTimeAsync(900);
    const tooEarly = press('StopCallRecording');
    await settle();
    expect(tooEarly.ending()).toBe('operation-pending');
    await vi.advanceTimersByTimeAsync(100);
    expect(now().pending?.progress).toBe('overdue');
    press('StopCallRecording');
    expect(fake.posts().map(({ operationName }) => operationName)).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
    expect(now()).toMatchObject({
      pending: { operationName: 'StopCallRecording', overtakes: 'PauseCallRecording' },
      outcome: { operationName: 'PauseCallRecording', ending: 'superseded' },
    });
  });

  it('stays pending when the operation that it has overtaken takes place after all', async () => {
    const { now, press, fake } = await openWithHangingPause();
    await vi.advanceTimersByTimeAsync(1_000);
    press('StopCallRecording');
    fake.link.say(eventOf(paused));
    expect(now()).toMatchObject({
      state: 'Paused',
      pending: { operationName: 'StopCallRecording' },
      change: { by: 'someone-else' },
    });
    fake.link.say(eventOf(stopped));
    expect(now()).toMatchObject({
      state: 'Stopped',
      outcome: { operationName: 'StopCallRecording', ending: 'confirmed' },
    });
  });

  it('cannot overtake an operation whose request was not answered', async () => {
    const { now, press, fake } = await openFixture();
    press();
    await vi.advanceTimersByTimeAsync(5_000);
    const stop = press('StopCallRecording');
    await settle();
    expect(stop.ending()).toBe('operation-pending');
    expect(now().pending?.progress).toBe('requested');
    expect(fake.posts()).toHaveLength(1);
  });

  it('can overtake an operation whose request was given up a second ago', async () => {
    const server: { call: WireCall | undefined } = { call: recording };
    const { now, press, lastPost, fake } = await openFixture(server);
    press();
    // The reads that would tell what became of it are not answered.
    fake.answerBy(undefined);
    lastPost().fail('timeout');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(now().pending?.progress).toBe('overdue');
    press('StopCallRecording');
    expect(fake.posts()).toHaveLength(2);
  });

  it('has to lead to less being recorded, so a Pause cannot overtake a Stop', async () => {
    const { desktop, press, lastPost } = await openFixture();
    press('StopCallRecording');
    lastPost().answer(accepted);
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(desktop.performOperation('a', 'PauseCallRecording')).rejects.toMatchObject({
      code: 'operation-pending',
    });
  });
});

describe('a call that has several ids', () => {
  it('gets a press under its uuid while the uuid shows this call', async () => {
    const { desktop, fake } = await openFixture();
    const consult = wireCall({ id: 'b' }, { connId: 'other', callUuid: 'uuid' });
    desktop.call('uuid').subscribe(() => undefined);
    fake.link.say(eventOf(consult));
    void desktop.performOperation('uuid', 'PauseCallRecording').catch(() => undefined);
    fake.link.say(eventOf({ ...recording, state: 'Released', capabilities: [] }));
    void desktop.performOperation('uuid', 'PauseCallRecording').catch(() => undefined);
    expect(fake.posts().map(({ callId }) => callId)).toEqual(['a', 'b']);
  });

  it('is named in a request by the id that the server used last', async () => {
    const { desktop, fake } = await openFixture();
    fake.link.say(eventOf(wireCall({ id: 'uuid' }, { connId: 'conn', callUuid: 'uuid' })));
    void desktop.performOperation('a', 'PauseCallRecording').catch(() => undefined);
    expect(fake.posts()[0]?.callId).toBe('uuid');
    expect(desktop.callIds.getState()).toEqual(['a']);
  });
});

describe('an operation that the call does not show', () => {
  // A Pause hung for ten seconds, and the agent could not press Stop during that time.
  it('is overdue one second after its answer, and then Stop can be pressed', async () => {
    const { now, press, lastPost, fake } = await openFixture();
    press();
    lastPost().answer(accepted);
    await vi.advanceTimersByTimeAsync(999);
    expect(now().pending?.progress).toBe('accepted');
    await vi.advanceTimersByTimeAsync(1);
    expect(now().pending?.progress).toBe('overdue');
    press('StopCallRecording');
    expect(now()).toMatchObject({
      pending: { operationName: 'StopCallRecording', overtakes: 'PauseCallRecording' },
      outcome: { operationName: 'PauseCallRecording', ending: 'superseded' },
    });
    await settle();
    expect(fake.posts().map(({ operationName }) => operationName)).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
  });

  it('and that was refused is not confirmed by a read that shows the state', async () => {
    const server = { call: recording };
    const { desktop, now, press, lastPost } = await openFixture(server);
    press();
    const endings = new Set<string | undefined>();
    desktop.call('a').subscribe(({ recording: told }) => endings.add(told.outcome?.ending));
    server.call = paused;
    lastPost().fail('not-allowed-now');
    await settle();
    // It is not confirmed even for a moment, because a listener would announce that.
    expect([...endings]).toEqual([undefined, 'rejected']);
    expect(now()).toMatchObject({
      state: 'Paused',
      outcome: { ending: 'rejected' },
      change: { by: 'someone-else' },
    });
  });
});

describe('the request of an operation', () => {
  it('is sent once, however often a host’s mutation cache asks for it', async () => {
    const { desktop, fake } = await openFixture();
    const request = desktop.requestOperation('a', 'PauseCallRecording');
    expect(desktop.sendOperation(request)).toBe(desktop.sendOperation(request));
    expect(fake.posts()).toHaveLength(1);
  });

  it('contains the id that the server used last for the call', async () => {
    const { fake, press, lastPost } = await openFixture({
      call: wireCall({ id: 'a' }, { connId: 'a', callUuid: 'uuid' }),
    });
    fake.link.say(eventOf(wireCall({ id: 'uuid' }, { connId: 'a', callUuid: 'uuid' })));
    press();
    expect(lastPost().callId).toBe('uuid');
  });

  it('is not sent if the host’s veto gives a reason, which is the message of the error', async () => {
    const fake = createFakeWire();
    fake.answerBy(({ kind }) => (kind === 'calls' ? callsAnswer(recording) : undefined));
    const desktop = assembleDesktop(fake.wire, { onBeforeOperation: () => 'Not on this line.' });
    desktop.connect();
    await settle();
    fake.link.up();
    await settle();
    await expect(desktop.performOperation('a', 'PauseCallRecording')).rejects.toMatchObject({
      code: 'vetoed',
      message: expect.stringContaining('Not on this line.'),
    });
    expect(fake.posts()).toEqual([]);
  });

  it('is not sent if another one is pending or it is not allowed, and the error says which', async () => {
    const { desktop } = await openFixture();
    const why = async (operationName: 'PauseCallRecording' | 'ResumeCallRecording') =>
      desktop.performOperation('a', operationName).then(
        () => '',
        (error: unknown) => AgentDesktopError.from(error).message,
      );
    expect(await why('ResumeCallRecording')).toContain('not allowed now');
    void desktop.performOperation('a', 'PauseCallRecording');
    expect(await why('PauseCallRecording')).toContain('another is pending');
  });
});

describe('a call that the server has not reported', () => {
  it('can be read by the id that the host knows', async () => {
    const { desktop, fake } = await openFixture();
    await desktop.checkAgain('elsewhere');
    expect(fake.reads().at(-1)).toMatchObject({ kind: 'call', callId: 'elsewhere' });
  });
});

describe('the reads after a press', () => {
  it('do not begin at the press itself, although the clock goes on meanwhile', async () => {
    const { press, fake } = await openFixture();
    const before = fake.reads().length;
    let time = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 1));
    press();
    clock.mockRestore();
    expect(fake.reads()).toHaveLength(before);
  });

  it('are not doubled when a timer fires a little early by the clock', async () => {
    const { press, fake } = await openFixture();
    const now = performance.now.bind(performance);
    press();
    const before = fake.reads().length;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() - 1);
    await vi.advanceTimersByTimeAsync(0.1 * confirmationTimeout);
    clock.mockRestore();
    expect(fake.reads().length - before).toBe(1);
  });
});
