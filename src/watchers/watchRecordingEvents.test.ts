import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordingEvent } from '../model/recordingEvent.ts';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import type { Simulation } from '../testing/simulation.ts';
import { lateConfirmationSpan } from '../store/callEntry.ts';
import { eventOf, wireCall } from '../doubles/fakeWire.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { watchRecordingEvents } from './watchRecordingEvents.ts';

const start = Date.UTC(2026, 10, 20, 9, 30);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Fixture {
  readonly desktop: AgentDesktop;
  readonly simulation: Simulation;
  readonly events: readonly RecordingEvent[];
  readonly stop: () => void;
}

async function openFixture(
  options: Parameters<typeof createSimulatedDesktop>[0] = {
    calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
  },
): Promise<Fixture> {
  const { desktop, simulation } = createSimulatedDesktop(options);
  const events: RecordingEvent[] = [];
  desktop.connect();
  const stop = watchRecordingEvents(desktop, (event) => events.push(event));
  await simulation.advance(0);
  return { desktop, simulation, events, stop };
}

const nothingElse = {
  requestId: undefined,
  cause: 'unknown',
  operationName: undefined,
  requestedAtClient: undefined,
  acceptedAtClient: undefined,
  latencyMs: undefined,
  errorCode: undefined,
};

describe('watchRecordingEvents', () => {
  it('reports nothing about the calls that are there at the beginning', async () => {
    const { events, simulation } = await openFixture();
    await simulation.advance(60_000);
    expect(events).toEqual([]);
  });

  it('reports an operation when it is requested and when it is confirmed', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.delayEvents(400);
    void desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(0);
    await simulation.advance(400);
    const asked = {
      callId: 'c1',
      requestId: 1,
      operationName: 'PauseCallRecording',
      origin: 'this-agent',
      cause: 'host',
    };
    expect(events).toEqual([
      {
        ...asked,
        sequence: 1,
        result: 'requested',
        from: 'Recording',
        to: 'Recording',
        atClient: start,
        requestedAtClient: start,
        acceptedAtClient: undefined,
        serverTime: undefined,
        saidBy: undefined,
        latencyMs: undefined,
        errorCode: undefined,
      },
      {
        ...asked,
        sequence: 2,
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

  it('reports a confirmation that came before the server’s answer when the answer has come', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.sendNextEventFirst();
    void desktop.performOperation('c1', 'PauseCallRecording');
    expect(events).toMatchObject([{ result: 'requested' }]);
    await simulation.advance(0);
    expect(events).toMatchObject([
      { result: 'requested' },
      { result: 'confirmed', acceptedAtClient: start, latencyMs: 0 },
    ]);
  });

  it('reports a press in the moment it is made, before its request is sent', async () => {
    // The record has to contain a press also when the page is closed while it is pending.
    const { desktop, simulation, events } = await openFixture();
    desktop.requestOperation('c1', 'PauseCallRecording', 'shortcut');
    expect(events).toMatchObject([{ sequence: 1, result: 'requested', cause: 'shortcut' }]);
    expect(simulation.requests).toEqual([]);
  });

  it('distinguishes what a rule requested from what somebody pressed', async () => {
    const { desktop, simulation, events } = await openFixture();
    const request = desktop.requestOperation('c1', 'PauseCallRecording', 'automatic');
    void desktop.sendOperation(request);
    await simulation.advance(0);
    void desktop.performOperation('c1', 'ResumeCallRecording');
    await simulation.advance(0);
    expect(events.map(({ origin, result, to }) => [origin, result, to])).toEqual([
      ['automatic', 'requested', 'Recording'],
      ['automatic', 'confirmed', 'Paused'],
      ['this-agent', 'requested', 'Paused'],
      ['this-agent', 'confirmed', 'Recording'],
    ]);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it('reports a change that nobody requested on this desktop', async () => {
    const { simulation, events } = await openFixture();
    simulation.supervisor('StopCallRecording', 'c1');
    await simulation.advance(0);
    expect(events).toEqual([
      {
        ...nothingElse,
        sequence: 1,
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

  it('reports the operation as superseded and the change, if someone else did something else', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.hold();
    void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    simulation.supervisor('StopCallRecording', 'c1');
    await simulation.advance(0);
    expect(events).toMatchObject([
      { result: 'requested' },
      { operationName: 'PauseCallRecording', origin: 'this-agent', result: 'superseded' },
      { operationName: undefined, origin: 'someone-else', result: 'changed', to: 'Stopped' },
    ]);
  });

  it('reports why an operation was refused', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.rejectNext(5);
    await desktop.performOperation('c1', 'StopCallRecording').catch(() => undefined);
    await simulation.advance(0);
    expect(events).toMatchObject([
      { result: 'requested' },
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

  it('reports an operation as unconfirmed and later as confirmed, and does not report the check between', async () => {
    const { desktop, simulation, events } = await openFixture({
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
      { result: 'requested' },
      { result: 'unconfirmed', latencyMs: 5_000, serverTime: undefined },
      { result: 'confirmed', latencyMs: 6_000, to: 'Paused' },
    ]);
  });

  it('reports the end of a call once, and the end of an operation that was pending', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.hold();
    void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    simulation.endCall('c1');
    await simulation.advance(120_000);
    expect(events).toMatchObject([
      { result: 'requested' },
      { operationName: 'PauseCallRecording', origin: 'this-agent', result: 'ended' },
      { operationName: undefined, origin: 'automatic', result: 'ended', from: 'Recording' },
    ]);
  });

  it('reports the server’s time only if the message of the change contained it', async () => {
    const { simulation, events } = await openFixture();
    simulation.say(eventOf(wireCall({ id: 'c1', recordingState: 'Paused' }), 1_445_000_000_000));
    simulation.say(eventOf(wireCall({ id: 'c1', recordingState: 'Recording' })));
    await simulation.advance(0);
    expect(events.map(({ to, serverTime }) => [to, serverTime])).toEqual([
      ['Paused', 1_445_000_000_000],
      ['Recording', undefined],
    ]);
  });

  it('marks a change that a read has shown, because the change happened earlier than it was read', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.loseNextEvent();
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(10_000);
    void desktop.refresh();
    await simulation.advance(0);
    expect(events).toMatchObject([
      { result: 'changed', saidBy: 'snapshot', atClient: start + 10_000, serverTime: undefined },
    ]);
  });

  it('reports about calls that begin later', async () => {
    const { simulation, events } = await openFixture({ calls: [] });
    const call = simulatedCall({ id: 'c2', recordingState: 'Recording' });
    simulation.happen({ type: 'begin', call });
    await simulation.advance(0);
    expect(events).toEqual([]);
    simulation.supervisor('PauseCallRecording', 'c2');
    await simulation.advance(0);
    expect(events).toMatchObject([{ callId: 'c2', result: 'changed', to: 'Paused' }]);
  });

  it('reports no personal data', async () => {
    const { desktop, simulation, events } = await openFixture({
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
    expect(events).toHaveLength(2);
    expect(JSON.stringify(events)).not.toMatch(/Ada|7183/);
  });

  it('reports nothing more once it was stopped', async () => {
    const { simulation, events, stop } = await openFixture();
    stop();
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(0);
    expect(events).toEqual([]);
  });

  it('stops no other subscriber when the listener throws, and reports the error to the host', async () => {
    const onDiagnostic = vi.fn();
    const { desktop, simulation, stop } = await openFixture({
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
      onDiagnostic,
    });
    stop();
    const cause = new Error('The host is not well.');
    watchRecordingEvents(desktop, () => {
      throw cause;
    });
    const heard: string[] = [];
    desktop.call('c1').subscribe(({ recording }) => heard.push(recording.state));
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(0);
    expect(heard).toEqual(['Paused']);
    expect(onDiagnostic).toHaveBeenCalledWith({
      code: 'host-callback-failed',
      callback: 'watchRecordingEvents',
      cause,
    });
  });
});

describe('the author of a change in the record', () => {
  // A compliance report said that the agent had paused. The server had refused that Pause, because a
  // supervisor had paused before.
  it('is not this agent if the server refused the operation', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.hold();
    void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    simulation.rejectNext(2);
    simulation.supervisor('PauseCallRecording', 'c1');
    simulation.release();
    await simulation.advance(5_000);
    expect(events).toMatchObject([
      { result: 'requested', requestId: 1 },
      { result: 'rejected', requestId: 1, errorCode: 'not-allowed-now' },
      { result: 'changed', origin: 'someone-else', cause: 'unknown', to: 'Paused' },
    ]);
    expect(desktop.call('c1').getState().recording.change?.by).toBe('someone-else');
  });

  // The request of a Pause was lost when the line broke. When the line was back, a supervisor's Pause
  // and Resume were reported together, and the record never told what had become of the request.
  it('is not known if the call changed again before the request was answered', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.hold();
    void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    simulation.supervisor('PauseCallRecording', 'c1');
    simulation.supervisor('ResumeCallRecording', 'c1');
    await simulation.advance(1_000);
    expect(events).toMatchObject([
      { result: 'requested', requestId: 1 },
      { result: 'changed', origin: 'someone-else', from: 'Recording', to: 'Paused' },
      { result: 'superseded', requestId: 1 },
      { result: 'changed', origin: 'someone-else', from: 'Paused', to: 'Recording' },
    ]);
  });

  it('is not known if the agent requested something else before the answer', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.hold();
    void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(1_000);
    void desktop.performOperation('c1', 'ResumeCallRecording').catch(() => undefined);
    expect(events).toMatchObject([
      { result: 'requested', requestId: 1 },
      { result: 'changed', origin: 'someone-else', to: 'Paused', saidBy: 'event' },
      { result: 'superseded', requestId: 1 },
      { result: 'requested', requestId: 2 },
    ]);
  });

  it('is not this agent if the change comes long after the Pause was given up', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.acceptAndDoNothing();
    void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    await simulation.advance(10_000);
    expect(events.at(-1)?.result).toBe('unconfirmed');
    await simulation.advance(lateConfirmationSpan + 1);
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(0);
    expect(events.at(-1)).toMatchObject({ result: 'changed', origin: 'someone-else' });
  });

  it('has the client’s dates, and a latency that does not change when somebody sets the clock', async () => {
    const { desktop, simulation, events } = await openFixture();
    simulation.delayEvents(400);
    void desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(0);
    vi.setSystemTime(start + 24 * 3_600_000);
    await simulation.advance(400);
    expect(events.at(-1)).toMatchObject({
      result: 'confirmed',
      latencyMs: 400,
      atClient: start + 24 * 3_600_000 + 400,
    });
  });

  // A host sent each event to its server in an async function. When the server failed, the page had an
  // unhandled rejection, and no diagnostic told the host why its log had gaps.
  it('reports the error of a listener whose promise rejects', async () => {
    const onDiagnostic = vi.fn();
    const { desktop, simulation, stop } = await openFixture({
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
      onDiagnostic,
    });
    stop();
    const cause = new Error('The log cannot be reached.');
    watchRecordingEvents(desktop, () => Promise.reject(cause));
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(0);
    expect(onDiagnostic).toHaveBeenCalledWith({
      code: 'host-callback-failed',
      callback: 'watchRecordingEvents',
      cause,
    });
  });
});
