import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallRecording } from '../model/callRecording.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
import {
  createSimulatedDesktop,
  type SimulatedDesktop,
  type SimulatedDesktopOptions,
} from './createSimulatedDesktop.ts';
import { simulatedCallId } from './simulatedCalls.ts';

const callId = simulatedCallId(1);
const open: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const close of open.splice(0)) close();
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
});

async function connected(
  options: SimulatedDesktopOptions = {},
): Promise<SimulatedDesktop & { recording: () => CallRecording; phase: () => string }> {
  const simulated = createSimulatedDesktop(options);
  const { desktop, simulation } = simulated;
  open.push(desktop.connect());
  await simulation.advance(0);
  return {
    ...simulated,
    recording: () => desktop.call(callId).getState().recording,
    phase: () => desktop.connection.getState().phase,
  };
}

describe('a simulated desktop', () => {
  it('starts with one call of each kind', async () => {
    const { desktop, phase } = await connected();
    expect(phase()).toBe('live');
    const states = desktop.callIds
      .getState()
      .map((id) => desktop.call(id).getState().recording.state);
    expect(states).toEqual(['Recording', 'None', 'Paused', 'Stopped']);
  });

  it('accepts an operation first and confirms it later', async () => {
    const { desktop, simulation, recording } = await connected();
    await desktop.performOperation(callId, 'PauseCallRecording');
    expect(recording()).toMatchObject({ state: 'Recording', pending: { progress: 'accepted' } });
    await simulation.advance(0);
    expect(recording()).toMatchObject({ state: 'Paused', outcome: { ending: 'confirmed' } });
    expect(simulation.requests).toEqual([{ callId, operationName: 'PauseCallRecording' }]);
  });

  it('rejects an operation with the codes of the server', async () => {
    const { desktop, simulation, recording } = await connected();
    simulation.rejectNext(5);
    await expect(desktop.performOperation(callId, 'PauseCallRecording')).rejects.toMatchObject({
      code: 'no-permission',
    });
    await simulation.advance(0);
    expect(recording()).toMatchObject({ state: 'Recording', outcome: { ending: 'rejected' } });
    expect(simulation.calls()[0]?.recordingState).toBe('Recording');
  });

  it('is confirmed by a read when the event is lost', async () => {
    const { desktop, simulation, recording } = await connected();
    simulation.loseNextEvent();
    await desktop.performOperation(callId, 'PauseCallRecording');
    await simulation.advance(499);
    expect(recording().state).toBe('Recording');
    await simulation.advance(1);
    expect(recording()).toMatchObject({
      state: 'Paused',
      outcome: { ending: 'confirmed' },
      change: { saidBy: 'snapshot' },
    });
  });

  it('delays events, although the server has the new state already', async () => {
    const { desktop, simulation, recording } = await connected();
    simulation.delayEvents(300);
    await desktop.performOperation(callId, 'StopCallRecording');
    await simulation.advance(299);
    expect(recording().state).toBe('Recording');
    expect(simulation.calls()[0]?.recordingState).toBe('Stopped');
    await simulation.advance(1);
    expect(recording().state).toBe('Stopped');
  });

  it('accepts an operation and does nothing until the time is over', async () => {
    const { desktop, simulation, recording } = await connected({ confirmationTimeout: 4_000 });
    simulation.acceptAndDoNothing();
    await desktop.performOperation(callId, 'PauseCallRecording');
    await simulation.advance(4_000);
    expect(recording()).toMatchObject({ state: 'Recording', outcome: { ending: 'unconfirmed' } });
  });

  it('loses the answer to an operation that was done', async () => {
    const { desktop, simulation, recording } = await connected();
    simulation.loseNextAnswer();
    const asked = desktop.performOperation(callId, 'PauseCallRecording');
    const [error] = await Promise.all([asked.catch(codeOf), simulation.advance(1_000)]);
    expect(error).toBe('network');
    expect(recording()).toMatchObject({ state: 'Paused', outcome: { ending: 'confirmed' } });
  });

  it('sends the event before the answer', async () => {
    const { desktop, simulation, recording } = await connected();
    simulation.sendNextEventFirst();
    await desktop.performOperation(callId, 'PauseCallRecording');
    expect(recording()).toMatchObject({ state: 'Paused', pending: undefined });
  });

  it('holds back every answer until it is released', async () => {
    const { desktop, simulation, recording } = await connected();
    simulation.hold();
    const asked = desktop.performOperation(callId, 'PauseCallRecording');
    await simulation.advance(5_000);
    expect(recording()).toMatchObject({ state: 'Recording', pending: { progress: 'requested' } });
    expect(simulation.calls()[0]?.recordingState).toBe('Recording');
    simulation.release();
    await asked;
    await simulation.advance(0);
    expect(recording().state).toBe('Paused');
  });

  it('makes changes by somebody else, and reports when one is not possible', async () => {
    const { simulation, recording } = await connected();
    simulation.supervisor('StopCallRecording', callId);
    expect(recording()).toMatchObject({ state: 'Stopped', change: { by: 'someone-else' } });
    expect(() => {
      simulation.supervisor('StopCallRecording', callId);
    }).toThrow(/Nothing happened at the simulated switch/);
  });

  it('ends a call', async () => {
    const { simulation, recording } = await connected();
    simulation.endCall(callId);
    expect(recording()).toMatchObject({ ended: { state: 'Recording' }, allowed: [] });
  });

  it('passes any message to the real parsers', async () => {
    const onDiagnostic = vi.fn<OnDiagnostic>();
    const { simulation, recording } = await connected({ onDiagnostic });
    simulation.say({ data: { call: { id: 7 } } });
    expect(onDiagnostic).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'unreadable-input' }),
    );
    expect(recording().state).toBe('Recording');
  });

  it('gets no events while it is disconnected, and reads the calls afterwards', async () => {
    const { simulation, recording, phase } = await connected();
    simulation.disconnect();
    simulation.supervisor('PauseCallRecording', callId);
    await simulation.advance(3_000);
    expect(phase()).toBe('lost');
    expect(recording().state).toBe('Recording');
    simulation.reconnect();
    await simulation.advance(0);
    expect(phase()).toBe('live');
    expect(recording().state).toBe('Paused');
  });

  it('can lose the notifications only, so that operations still work', async () => {
    const { desktop, simulation, recording, phase } = await connected();
    simulation.disconnect('notifications');
    await simulation.advance(0);
    expect(phase()).toBe('lost');
    await desktop.performOperation(callId, 'PauseCallRecording');
    await simulation.advance(500);
    expect(recording()).toMatchObject({ state: 'Paused', outcome: { ending: 'confirmed' } });
  });

  it('signs the agent out and in again', async () => {
    const onSignedOut = vi.fn<() => void>();
    const { desktop, simulation, phase } = await connected({ onSignedOut });
    simulation.signOut();
    await simulation.advance(0);
    expect(phase()).toBe('signed-out');
    expect(onSignedOut).toHaveBeenCalledOnce();
    simulation.signIn();
    await simulation.advance(0);
    expect(phase()).toBe('signed-out');
    await desktop.refresh();
    await simulation.advance(0);
    expect(phase()).toBe('live');
  });

  it('refuses to advance a clock that is not faked', async () => {
    const { simulation } = createSimulatedDesktop();
    vi.useRealTimers();
    await expect(simulation.advance(1)).rejects.toThrow(/vi.useFakeTimers/);
    vi.useFakeTimers();
  });
});

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof AgentDesktopError ? thrown.code : undefined;
}

// With Jest's `doNotFake: ['performance']`, or with the defaults of an older Vitest, the ten
// seconds passed and the operation stayed pending for ever.
it.each([
  ['performance', ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date']],
  ['Date', ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance']],
] as const)('says that %s is not faked where the timers are', async (name, toFake) => {
  const { simulation } = await connected();
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: [...toFake] });
  await expect(simulation.advance(10_000)).rejects.toThrow(`and ${name} is not`);
});
