import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordingEvent } from '../model/recordingEvent.ts';
import { createSimulatedDesktop, type Simulation } from '../testing/createSimulatedDesktop.ts';
import { eventOf, wireCall } from '../testing/fakeWire.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import type { AgentDesktop } from './agentDesktop.ts';
import { watchRecordingEvents } from './watchRecordingEvents.ts';

const start = Date.UTC(2026, 10, 20, 9, 30);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Desk {
  readonly desktop: AgentDesktop;
  readonly simulation: Simulation;
  readonly events: readonly RecordingEvent[];
  readonly stop: () => void;
}

async function openDesk(
  options: Parameters<typeof createSimulatedDesktop>[0] = {
    calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
  },
): Promise<Desk> {
  const { desktop, simulation } = createSimulatedDesktop(options);
  const events: RecordingEvent[] = [];
  desktop.connect();
  const stop = watchRecordingEvents(desktop, (event) => events.push(event));
  await simulation.advance(0);
  return { desktop, simulation, events, stop };
}

const nothingElse = {
  operationName: undefined,
  requestedAtClient: undefined,
  acceptedAtClient: undefined,
  latencyMs: undefined,
  errorCode: undefined,
};

describe('watchRecordingEvents', () => {
  it('says nothing of what it finds', async () => {
    const { events, simulation } = await openDesk();
    await simulation.advance(60_000);
    expect(events).toEqual([]);
  });

  it('tells of an operation when it was asked, taken and confirmed', async () => {
    const { desktop, simulation, events } = await openDesk();
    simulation.delayEvents(400);
    void desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(0);
    await simulation.advance(400);
    expect(events).toEqual([
      {
        callId: 'c1',
        operationName: 'PauseCallRecording',
        origin: 'this-agent',
        result: 'confirmed',
        from: 'Recording',
        to: 'Paused',
        atClient: start + 400,
        requestedAtClient: start,
        acceptedAtClient: start,
        serverTime: undefined,
        saidBy: 'event',
        latencyMs: 400,
        errorCode: undefined,
      },
    ]);
  });

  it('has no time of acceptance when the confirmation overtook it', async () => {
    const { desktop, simulation, events } = await openDesk();
    simulation.sendNextEventFirst();
    void desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(0);
    expect(events).toMatchObject([{ result: 'confirmed', acceptedAtClient: undefined }]);
  });

  it('tells what a rule asked from what somebody pressed', async () => {
    const { desktop, simulation, events } = await openDesk();
    const request = desktop.requestOperation('c1', 'PauseCallRecording', 'automatic');
    void desktop.sendOperation(request);
    await simulation.advance(0);
    void desktop.performOperation('c1', 'ResumeCallRecording');
    await simulation.advance(0);
    expect(events.map(({ origin, to }) => [origin, to])).toEqual([
      ['automatic', 'Paused'],
      ['this-agent', 'Recording'],
    ]);
  });

  it('tells what someone else did', async () => {
    const { simulation, events } = await openDesk();
    simulation.supervisor('StopCallRecording', 'c1');
    await simulation.advance(0);
    expect(events).toEqual([
      {
        ...nothingElse,
        callId: 'c1',
        origin: 'someone-else',
        result: 'changed',
        from: 'Recording',
        to: 'Stopped',
        atClient: start,
        serverTime: undefined,
        saidBy: 'event',
      },
    ]);
  });

  it('tells both, when someone else did something else than was asked', async () => {
    const { desktop, simulation, events } = await openDesk();
    simulation.hold();
    void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    simulation.supervisor('StopCallRecording', 'c1');
    await simulation.advance(0);
    expect(events).toMatchObject([
      { operationName: 'PauseCallRecording', origin: 'this-agent', result: 'superseded' },
      { operationName: undefined, origin: 'someone-else', result: 'changed', to: 'Stopped' },
    ]);
  });

  it('tells why an operation was refused', async () => {
    const { desktop, simulation, events } = await openDesk();
    simulation.rejectNext(5);
    await desktop.performOperation('c1', 'StopCallRecording').catch(() => undefined);
    await simulation.advance(0);
    expect(events).toMatchObject([
      {
        result: 'rejected',
        errorCode: 'no-permission',
        from: 'Recording',
        to: 'Recording',
        acceptedAtClient: undefined,
        saidBy: undefined,
      },
    ]);
  });

  it('tells that nobody knows, and what came of it after all; checking again is no news', async () => {
    const { desktop, simulation, events } = await openDesk({
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
      confirmationTimeout: 5_000,
    });
    simulation.acceptAndDoNothing();
    await desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(5_000);
    void desktop.checkAgain('c1');
    await simulation.advance(1_000);
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(0);
    expect(events).toMatchObject([
      { result: 'unconfirmed', latencyMs: 5_000, serverTime: undefined },
      { result: 'confirmed', latencyMs: 6_000, to: 'Paused' },
    ]);
  });

  it('tells that a call is over, once, and what became of an operation that waited', async () => {
    const { desktop, simulation, events } = await openDesk();
    simulation.hold();
    void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    simulation.endCall('c1');
    await simulation.advance(120_000);
    expect(events).toMatchObject([
      { operationName: 'PauseCallRecording', origin: 'this-agent', result: 'ended' },
      { operationName: undefined, origin: 'automatic', result: 'ended', from: 'Recording' },
    ]);
  });

  it('has the server time of the message that told it, and of no other', async () => {
    const { simulation, events } = await openDesk();
    simulation.say(eventOf(wireCall({ id: 'c1', recordingState: 'Paused' }), 1_445_000_000_000));
    simulation.say(eventOf(wireCall({ id: 'c1', recordingState: 'Recording' })));
    await simulation.advance(0);
    expect(events.map(({ to, serverTime }) => [to, serverTime])).toEqual([
      ['Paused', 1_445_000_000_000],
      ['Recording', undefined],
    ]);
  });

  it('says that a change was read and not heard, so that nobody takes the time for its own', async () => {
    const { desktop, simulation, events } = await openDesk();
    simulation.loseNextEvent();
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(10_000);
    void desktop.refresh();
    await simulation.advance(0);
    expect(events).toMatchObject([
      { result: 'changed', saidBy: 'snapshot', atClient: start + 10_000, serverTime: undefined },
    ]);
  });

  it('follows calls that come later', async () => {
    const { simulation, events } = await openDesk({ calls: [] });
    const call = simulatedCall({ id: 'c2', recordingState: 'Recording' });
    simulation.happen({ type: 'begin', call });
    await simulation.advance(0);
    expect(events).toEqual([]);
    simulation.supervisor('PauseCallRecording', 'c2');
    await simulation.advance(0);
    expect(events).toMatchObject([{ callId: 'c2', result: 'changed', to: 'Paused' }]);
  });

  it('carries no personal data', async () => {
    const { desktop, simulation, events } = await openDesk({
      calls: [
        simulatedCall({
          id: 'c1',
          recordingState: 'Recording',
          otherParty: '+442071838750',
          userData: { CustomerName: 'Ada' },
        }),
      ],
    });
    void desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(0);
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toMatch(/Ada|7183/);
  });

  it('is silent once it was stopped', async () => {
    const { simulation, events, stop } = await openDesk();
    stop();
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(0);
    expect(events).toEqual([]);
  });

  it('leaves the truth alone when the listener throws', async () => {
    const { desktop, simulation, stop } = await openDesk();
    stop();
    const later: (() => void)[] = [];
    const queued = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((callback) => {
      later.push(callback);
    });
    watchRecordingEvents(desktop, () => {
      throw new Error('The host is not well.');
    });
    const heard: string[] = [];
    desktop.call('c1').subscribe(({ recording }) => heard.push(recording.state));
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(0);
    expect(heard).toEqual(['Paused']);
    queued.mockRestore();
    // Where nobody catches it, so that the host's own reporting hears of it.
    expect(later).toHaveLength(1);
    expect(later[0]).toThrow('The host is not well.');
  });
});
