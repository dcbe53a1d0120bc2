import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accepted,
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeWire,
} from '../doubles/fakeWire.ts';
import { openDesktop, type OpenDesktop, type OpenDesktopOptions } from '../doubles/openDesktop.ts';
import type { LinkListener } from '../transport/notificationLink.ts';
import { assembleDesktop } from './assembleDesktop.ts';
import { createAgentDesktop } from './createAgentDesktop.ts';
import type { InspectionEvent } from './inspection.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const recording = wireCall({ id: 'a' });
const paused = wireCall({ id: 'a', recordingState: 'Paused' });

/** A live desktop with one call that is recorded, and everything that it has reported since then. */
async function openInspected(
  options: OpenDesktopOptions = {},
): Promise<OpenDesktop & { readonly told: readonly InspectionEvent[] }> {
  const fake = createFakeWire();
  fake.answerBy(({ kind }) => (kind === 'operation' ? accepted : callsAnswer(recording)));
  const opened = await openDesktop(fake, options);
  fake.answerBy(undefined);
  const told: InspectionEvent[] = [];
  opened.desktop.inspect((event) => told.push(event));
  // A new listener first gets the present state.
  told.length = 0;
  return { ...opened, told };
}

const typesOf = (events: readonly InspectionEvent[]): readonly string[] =>
  events.map(({ type }) => type);

async function answerLastRead(fake: FakeWire, answer: unknown): Promise<void> {
  fake.reads().at(-1)?.answer(answer);
  await vi.advanceTimersByTimeAsync(0);
}

describe('an inspector of a desktop', () => {
  it('gets at once the state of the link, and how long an operation may stay pending', async () => {
    const { wire, link } = createFakeWire();
    const desktop = assembleDesktop(wire, { confirmationTimeout: 4_000 });
    const told: InspectionEvent[] = [];
    desktop.inspect((event) => told.push(event));
    expect(told).toEqual([{ type: 'confirmation-timeout', milliseconds: 4_000 }]);

    desktop.connect();
    await vi.advanceTimersByTimeAsync(0);
    link.up();
    const later: InspectionEvent[] = [];
    desktop.inspect((event) => later.push(event));
    expect(later).toEqual([
      { type: 'confirmation-timeout', milliseconds: 4_000 },
      { type: 'link', phase: 'open' },
    ]);
  });

  it('gets each message in its order, with the known state before and after it', async () => {
    const { fake, told } = await openInspected();
    fake.link.say(eventOf(paused));
    expect(told).toEqual([
      expect.objectContaining({
        type: 'message',
        callId: 'a',
        notificationType: 'CallRecordingStateChange',
        judged: { age: 'uncertain' },
        before: expect.objectContaining({ state: 'Recording' }) as unknown,
        after: expect.objectContaining({ state: 'Paused', doubt: 'contradicted-read' }) as unknown,
      }),
    ]);
  });

  it('gets the reason why a message was held back', async () => {
    const { fake, told } = await openInspected();
    fake.link.say(eventOf(paused, 2_000));
    fake.link.say(eventOf(recording, 1_000));
    const [stale, message] = told.slice(-2);
    expect(stale).toMatchObject({ type: 'diagnostic', diagnostic: { code: 'stale-message' } });
    expect(message).toMatchObject({
      judged: { age: 'older', by: 'serverTime' },
      after: { state: 'Paused', doubt: 'older-message' },
    });
  });

  it('gets messages that are not about a call', async () => {
    const { fake, told } = await openInspected();
    fake.link.say({ data: { messageType: 'ErrorMessage', errorCode: 3, call: { id: 'a' } } });
    fake.link.say({ data: { messageType: 'DeviceStateChangeMessage' } });
    fake.link.say('no object');
    expect(told.filter(({ type }) => type === 'other-message')).toEqual([
      { type: 'other-message', is: 'error', callId: 'a' },
      { type: 'other-message', is: 'about-something-else' },
      { type: 'other-message', is: 'unreadable' },
    ]);
  });

  it('gets the request and the answer of a read, with only those calls that it has changed', async () => {
    const { desktop, fake, told } = await openInspected();
    void desktop.refresh();
    await answerLastRead(fake, callsAnswer(recording, wireCall({ id: 'b' })));
    expect(typesOf(told)).toEqual(['read-asked', 'call-read', 'read-answered']);
    const [asked, read, answered] = told;
    expect(asked).toMatchObject({ reads: 'all-calls', by: 'this-tab' });
    expect(read).toMatchObject({ callId: 'b', judged: 'newer', answer: 'contains-it' });
    expect(answered).toMatchObject({ result: 'all' });
    const places = told.map((event) => 'order' in event && event.order);
    expect(new Set(places).size).toBe(1);
  });

  it('gets that an answer was overtaken by a message, and that a call is over because a list lacks it', async () => {
    const { desktop, fake, told } = await openInspected();
    void desktop.refresh();
    fake.link.say(eventOf(paused));
    await answerLastRead(fake, callsAnswer(recording));
    expect(told.find(({ type }) => type === 'call-read')).toMatchObject({
      judged: 'overtaken-by-message',
      before: { state: 'Paused' },
      after: { state: 'Paused', doubt: 'contradicted-read' },
    });

    await desktopReads(desktop, fake, callsAnswer());
    expect(told.findLast(({ type }) => type === 'call-read')).toMatchObject({
      answer: 'lacks-it',
      before: { ended: undefined },
      after: { ended: { state: 'Paused' } },
    });
    // Every later answer lacks a call that is over, so this is not reported again.
    const before = told.length;
    await desktopReads(desktop, fake, callsAnswer());
    expect(typesOf(told.slice(before))).toEqual(['read-asked', 'read-answered']);
  });

  it('gets that an answer was overtaken by a message that says the same', async () => {
    const { desktop, fake, told } = await openInspected();
    void desktop.refresh();
    fake.link.say(eventOf(recording));
    await answerLastRead(fake, callsAnswer(recording));
    const read = told.find((event) => event.type === 'call-read');
    expect(read).toMatchObject({ callId: 'a', judged: 'overtaken-by-message' });
    expect(read?.after).toBe(read?.before);
  });

  it('gets nothing of a call that an answer leaves as it is, although a later read was answered before', async () => {
    const { desktop, fake, told } = await openInspected();
    await desktopReads(desktop, fake, callsAnswer(recording, wireCall({ id: 'b' })));
    const before = told.length;
    void desktop.refresh();
    const all = fake.reads().at(-1);
    desktop.checkAgain('b').catch(() => undefined);
    await answerLastRead(fake, callAnswer(wireCall({ id: 'b', recordingState: 'Paused' })));
    all?.answer(callsAnswer(recording, wireCall({ id: 'b', recordingState: 'Paused' })));
    await vi.advanceTimersByTimeAsync(0);
    const reads = told.slice(before).flatMap((event) => (event.type === 'call-read' ? event : []));
    expect(reads.map(({ callId, judged }) => [callId, judged])).toEqual([
      ['b', 'newer'],
      ['b', 'overtaken-by-read'],
    ]);
  });

  it('gets that a read of one call failed, and that an answer could not be parsed', async () => {
    const { desktop, fake, told } = await openInspected();
    desktop.checkAgain('a').catch(() => undefined);
    fake.reads().at(-1)?.fail('timeout');
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toMatchObject([
      { type: 'read-asked', reads: 'one-call' },
      { type: 'read-failed', error: { code: 'timeout' } },
      { type: 'diagnostic', diagnostic: { code: 'read-failed' } },
    ]);

    void desktop.refresh();
    await answerLastRead(fake, 'no answer');
    expect(told.findLast(({ type }) => type === 'read-answered')).toMatchObject({
      result: 'nothing',
    });
  });

  it('gets each change of the link', async () => {
    const { fake, told } = await openInspected();
    fake.link.down('network');
    expect(told.filter(({ type }) => type === 'link')).toEqual([{ type: 'link', phase: 'down' }]);
  });

  it('gets the role of this tab among the tabs that share the link', async () => {
    const fake = createFakeWire();
    let listener: LinkListener | undefined;
    const link = {
      ...fake.wire.link,
      open: (given: LinkListener) => {
        listener = given;
      },
    };
    const desktop = assembleDesktop({ ...fake.wire, link });
    const told: InspectionEvent[] = [];
    desktop.inspect((event) => told.push(event));
    desktop.connect();
    await vi.advanceTimersByTimeAsync(0);
    listener?.onTabPart?.({ name: 'joining' });
    expect(told.at(-1)).toEqual({ type: 'tab', part: { name: 'joining' } });
  });

  // Mistakes in the set-up are found by code outside of the desktop.
  it('gets the diagnostics of the set-up and of the headers', async () => {
    vi.stubGlobal('location', new URL('http://desk.example/'));
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 401 })));
    const codes: string[] = [];
    const desktop = createAgentDesktop({
      headers: () => {
        throw new Error('No token.');
      },
    });
    desktop.inspect((event) => {
      if (event.type === 'diagnostic') codes.push(event.diagnostic.code);
    });
    const disconnect = desktop.connect();
    await vi.advanceTimersByTimeAsync(10);
    disconnect();
    expect(codes).toContain('host-callback-failed');

    const without = createAgentDesktop();
    without.inspect((event) => {
      if (event.type === 'diagnostic') codes.push(event.diagnostic.code);
    });
    const stop = without.connect();
    await vi.advanceTimersByTimeAsync(3_000);
    stop();
    expect(codes).toContain('no-headers');
  });

  it('gets nothing more after it has ended', async () => {
    const { desktop, fake } = await openInspected();
    const listener = vi.fn();
    const stops = [desktop.inspect(listener), desktop.inspect(listener)] as const;
    listener.mockClear();
    fake.link.say(eventOf(paused));
    expect(listener).toHaveBeenCalledTimes(2);
    stops[0]();
    fake.link.say(eventOf(paused));
    expect(listener).toHaveBeenCalledTimes(3);
    stops[1]();
    fake.link.say(eventOf(paused));
    expect(listener).toHaveBeenCalledTimes(3);
  });

  it('disturbs nothing when it throws, and the error is reported to the host', async () => {
    const { desktop, fake, told, now, diagnostics } = await openInspected();
    desktop.inspect(() => {
      throw new Error('A mistake of a developer.');
    });
    const before = diagnostics.length;
    fake.link.say(eventOf(paused));
    expect(now().state).toBe('Paused');
    expect(diagnostics.slice(before)).toMatchObject([
      { code: 'host-callback-failed', callback: 'inspect' },
    ]);
    expect(typesOf(told)).toEqual(['message']);
  });
});

async function desktopReads(
  desktop: OpenDesktop['desktop'],
  fake: FakeWire,
  answer: unknown,
): Promise<void> {
  void desktop.refresh();
  await answerLastRead(fake, answer);
}
