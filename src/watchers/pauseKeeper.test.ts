import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import {
  createSimulatedDesktop,
  type SimulatedDesktop,
} from '../testing/createSimulatedDesktop.ts';
import {
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeRequest,
  type FakeWire,
} from '../doubles/fakeWire.ts';
import { openDesktop } from '../doubles/openDesktop.ts';
import { simulatedCall, type SimulatedCall } from '../testing/simulatedCalls.ts';
import { pauseKeeperOf, type PauseKeeper } from './pauseKeeper.ts';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const paused = simulatedCall({ id: 'c1', recordingState: 'Paused' });

const registryName = Symbol.for('tallylight.heldCalls.1');
const open: (() => void)[] = [];
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const close of open.splice(0)) close();
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  // Each test gets a page of its own.
  Reflect.deleteProperty(globalThis, registryName);
});

interface Keeping extends SimulatedDesktop {
  readonly keeper: PauseKeeper;
  /** Holds the call as a section does: it requests a Pause and registers the pause as its own. */
  readonly hold: (callId?: string) => ReturnType<PauseKeeper['hold']>;
  /** The operations that the server received, in order: "Pause", "Resume". */
  readonly asked: () => string[];
  readonly recordingNow: () => CallRecording;
  /** The server sends a message about the call, with this state or with none. */
  readonly say: (recordingState: string | undefined, capabilities: readonly string[]) => void;
}

async function keeping(...calls: readonly SimulatedCall[]): Promise<Keeping> {
  const simulated = createSimulatedDesktop({ calls });
  const { desktop, simulation } = simulated;
  open.push(desktop.connect());
  await simulation.advance(0);
  const keeper = pauseKeeperOf(desktop);
  return {
    ...simulated,
    keeper,
    hold: (callId = 'c1') =>
      keeper.hold(callId, (operationName) => perform(desktop, callId, operationName)),
    asked: () =>
      simulation.requests.map(({ operationName }) => operationName.replace('CallRecording', '')),
    recordingNow: () => desktop.call('c1').getState().recording,
    say: (recordingState, capabilities) => {
      simulation.say({
        data: {
          notificationType: 'StatusChange',
          messageType: 'CallStateChangeMessage',
          call: { id: 'c1', state: 'Established', recordingState, capabilities },
          metrics: { eventProcessing: { serverGenerationTimestamp: Date.now() } },
        },
        channel: '/v2/me/calls',
      });
    },
  };
}

function perform(
  desktop: AgentDesktop,
  callId: string,
  operationName: RecordingOperationName,
): void {
  desktop.performOperation(callId, operationName).catch(() => undefined);
  pauseKeeperOf(desktop).claim(callId);
}

describe('a call that is held', () => {
  it('is paused once, however many hold it', async () => {
    const { hold, asked, simulation, recordingNow } = await keeping(recording);
    hold();
    hold();
    hold(recording.connId);
    await simulation.advance(1_000);
    expect(asked()).toEqual(['Pause']);
    expect(recordingNow().state).toBe('Paused');
  });

  it('is not paused in the tick that it is held, so that StrictMode can let go of it first', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    hold()('take-back');
    expect(asked()).toEqual([]);
    await simulation.advance(1_000);
    expect(asked()).toEqual([]);
  });

  it('is not paused again when somebody resumes it', async () => {
    const { hold, asked, simulation } = await keeping(paused);
    hold();
    await simulation.advance(0);
    simulation.supervisor('ResumeCallRecording', 'c1');
    await simulation.advance(60_000);
    expect(asked()).toEqual([]);
  });

  it('is not asked again to pause when it was refused', async () => {
    const { hold, asked, simulation, recordingNow } = await keeping(recording);
    simulation.rejectNext(3);
    hold();
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause']);
    expect(recordingNow().state).toBe('Recording');
  });

  it.each([
    ['was not recorded before', simulatedCall({ id: 'c1' })],
    ['was stopped', simulatedCall({ id: 'c1', recordingState: 'Stopped' })],
  ])('is paused when a recording starts that %s', async (_, call) => {
    const { hold, asked, simulation } = await keeping(call);
    hold();
    await simulation.advance(0);
    expect(asked()).toEqual([]);
    simulation.supervisor('StartCallRecording', 'c1');
    await simulation.advance(1_000);
    expect(asked()).toEqual(['Pause']);
  });

  it('is paused when it was resumed, stopped and started again', async () => {
    const { hold, asked, simulation } = await keeping(paused);
    hold();
    await simulation.advance(0);
    for (const operation of ['StopCallRecording', 'StartCallRecording'] as const) {
      simulation.supervisor(operation, 'c1');
      await simulation.advance(1_000);
    }
    expect(asked()).toEqual(['Pause']);
  });

  it('waits until the operation that is pending has ended', async () => {
    const { hold, asked, simulation, desktop } = await keeping(paused);
    simulation.delayEvents(500);
    void desktop.performOperation('c1', 'ResumeCallRecording');
    await simulation.advance(0);
    hold();
    // The recording is paused while the Resume is not confirmed, and a recording that the agent
    // resumes is not paused again.
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Resume']);
  });

  it('waits for a Stop that is pending, and pauses nothing then', async () => {
    const { hold, asked, simulation, desktop } = await keeping(recording);
    simulation.delayEvents(500);
    void desktop.performOperation('c1', 'StopCallRecording');
    hold();
    await simulation.advance(5_000);
    expect(asked()).toEqual(['Stop']);
  });

  it('is paused as soon as the capabilities allow it', async () => {
    const { hold, asked, simulation, say } = await keeping(recording);
    say('Recording', ['StopCallRecording']);
    hold();
    await simulation.advance(10);
    expect(asked()).toEqual([]);
    say('Recording', ['PauseCallRecording', 'StopCallRecording']);
    await simulation.advance(10);
    expect(asked()).toEqual(['Pause']);
  });

  it('is not paused when the call is over', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    simulation.endCall('c1');
    await simulation.advance(0);
    hold();
    await simulation.advance(1_000);
    expect(asked()).toEqual([]);
  });
});

describe('whether a call is held', () => {
  it('is known under each of its ids, for as long as somebody holds it', async () => {
    const { keeper, hold, simulation } = await keeping(
      recording,
      simulatedCall({ id: 'c2', recordingState: 'Recording' }),
    );
    expect(keeper.isHeld('c1')).toBe(false);
    const [first, second] = [hold(), hold(recording.connId)];
    expect([keeper.isHeld('c1'), keeper.isHeld(recording.connId)]).toEqual([true, true]);
    expect(keeper.isHeld('c2')).toBe(false);
    first('take-back');
    expect(keeper.isHeld('c1')).toBe(true);
    second('take-back');
    expect(keeper.isHeld('c1')).toBe(false);
    await simulation.advance(1_000);
  });

  it('does not change when a holder lets go twice', async () => {
    const { keeper, hold, simulation, asked } = await keeping(recording);
    const letGo = hold();
    hold();
    await simulation.advance(1_000);
    letGo('take-back');
    letGo('take-back');
    expect(keeper.isHeld('c1')).toBe(true);
    await simulation.advance(1_000);
    expect(asked()).toEqual(['Pause']);
  });

  it('is asked of the one keeper of the desktop', async () => {
    const { desktop, keeper } = await keeping(recording);
    const other = await keeping(recording);
    expect(pauseKeeperOf(desktop)).toBe(keeper);
    expect(other.keeper).not.toBe(keeper);
  });
});

describe('a pause that was made here', () => {
  it('is taken back when the last holder lets go, once', async () => {
    const { hold, asked, simulation, recordingNow } = await keeping(recording);
    const [first, second] = [hold(), hold(recording.connId)];
    await simulation.advance(1_000);
    first('take-back');
    await simulation.advance(1_000);
    expect(asked()).toEqual(['Pause']);
    second('take-back');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
    expect(recordingNow().state).toBe('Recording');
  });

  it('is taken back with the function of the latest holder, because its part of the page is still mounted', async () => {
    const { keeper, hold, asked, simulation, desktop } = await keeping(recording);
    const first = hold();
    await simulation.advance(1_000);
    const names: string[] = [];
    const second = keeper.hold('c1', (operationName) => {
      names.push(operationName);
      perform(desktop, 'c1', operationName);
    });
    first('take-back');
    second('take-back');
    await simulation.advance(1_000);
    expect([names, asked()]).toEqual([['ResumeCallRecording'], ['Pause', 'Resume']]);
  });

  it('is not taken back again when the agent pauses after that', async () => {
    const { hold, asked, simulation, desktop } = await keeping(recording);
    const letGo = hold();
    await simulation.advance(1_000);
    letGo('take-back');
    await simulation.advance(1_000);
    await desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause', 'Resume', 'Pause']);
  });

  it('is taken back when it is confirmed only after everybody has let go', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    simulation.delayEvents(400);
    const letGo = hold();
    await simulation.advance(10);
    letGo('take-back');
    await simulation.advance(300);
    expect(asked()).toEqual(['Pause']);
    await simulation.advance(5_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
  });

  it('is taken back when it was unconfirmed and takes place late', async () => {
    const { hold, asked, simulation, recordingNow } = await keeping(recording);
    simulation.acceptAndDoNothing();
    const letGo = hold();
    await simulation.advance(12_000);
    expect(recordingNow().outcome?.ending).toBe('unconfirmed');
    letGo('take-back');
    await simulation.advance(1_000);
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(1_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
  });

  it('is taken back when its answer was lost', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    simulation.loseNextAnswer();
    const letGo = hold();
    await simulation.advance(5_000);
    letGo('take-back');
    await simulation.advance(5_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
  });

  it('is taken back only after its request was answered, because until then it may be somebody else’s', async () => {
    const { hold, asked, simulation, recordingNow } = await keeping(recording);
    simulation.hold();
    const letGo = hold();
    await simulation.advance(0);
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(0);
    expect(recordingNow()).toMatchObject({ state: 'Paused', outcome: { progress: 'requested' } });
    letGo('take-back');
    await simulation.advance(500);
    expect(asked()).toEqual(['Pause']);
    // The server refuses the request, because the recording was paused already when it came.
    simulation.release();
    await simulation.advance(60_000);
    expect(recordingNow().change?.by).toBe('someone-else');
    expect(asked()).toEqual(['Pause']);
  });

  it('waits for an operation of the agent’s that is pending', async () => {
    const { hold, asked, simulation, desktop } = await keeping(recording);
    const letGo = hold();
    await simulation.advance(1_000);
    simulation.delayEvents(300);
    void desktop.performOperation('c1', 'StopCallRecording');
    letGo('take-back');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause', 'Stop']);
  });

  it('is not taken back while Resume is not among the capabilities, and as soon as it is', async () => {
    const { hold, asked, simulation, say } = await keeping(recording);
    const letGo = hold();
    await simulation.advance(1_000);
    say('Paused', ['StopCallRecording']);
    await simulation.advance(0);
    letGo('take-back');
    await simulation.advance(10);
    expect(asked()).toEqual(['Pause']);
    say('Paused', ['ResumeCallRecording', 'StopCallRecording']);
    await simulation.advance(10);
    expect(asked()).toEqual(['Pause', 'Resume']);
  });

  it('is left as it is when the call has ended', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    const letGo = hold();
    await simulation.advance(1_000);
    simulation.endCall('c1');
    letGo('take-back');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause']);
  });

  it('stays when somebody holds the call again in the same tick', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    const letGo = hold();
    await simulation.advance(1_000);
    letGo('take-back');
    hold();
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause']);
  });
});

describe('a pause of somebody else’s', () => {
  it('is left as it is, whether it was made before or again meanwhile', async () => {
    const before = await keeping(paused);
    const letGo = before.hold();
    await before.simulation.advance(1_000);
    letGo('take-back');
    await before.simulation.advance(60_000);
    expect(before.asked()).toEqual([]);

    const again = await keeping(recording);
    const letGoAgain = again.hold();
    await again.simulation.advance(1_000);
    for (const operation of ['ResumeCallRecording', 'PauseCallRecording'] as const) {
      again.simulation.supervisor(operation, 'c1');
      await again.simulation.advance(1_000);
    }
    letGoAgain('take-back');
    await again.simulation.advance(60_000);
    expect(again.asked()).toEqual(['Pause']);
  });

  it('is left as it is when the agent pressed Pause and no holder requested it', async () => {
    const { hold, asked, simulation, desktop } = await keeping(recording);
    await desktop.performOperation('c1', 'PauseCallRecording');
    await simulation.advance(1_000);
    const letGo = hold();
    await simulation.advance(1_000);
    letGo('take-back');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause']);
  });

  it('is left as it is when the Pause of the holder was refused before', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    simulation.rejectNext(3);
    const letGo = hold();
    await simulation.advance(1_000);
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(1_000);
    letGo('take-back');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause']);
  });

  it('does not become ours by a claim while another operation is pending, or none', async () => {
    const { keeper, hold, asked, simulation, desktop } = await keeping(paused);
    keeper.claim('c1');
    const letGo = hold();
    simulation.delayEvents(300);
    void desktop.performOperation('c1', 'ResumeCallRecording');
    keeper.claim('c1');
    await simulation.advance(1_000);
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(1_000);
    letGo('take-back');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Resume']);
  });
});

describe('while notifications are down', () => {
  it('reads before it resumes, and leaves what somebody else did meanwhile', async () => {
    for (const undo of ['StopCallRecording', undefined] as const) {
      const { hold, asked, simulation } = await keeping(recording);
      const letGo = hold();
      await simulation.advance(1_000);
      simulation.disconnect('notifications');
      if (undo) simulation.supervisor(undo, 'c1');
      letGo('take-back');
      await simulation.advance(5_000);
      expect(asked()).toEqual(undo ? ['Pause'] : ['Pause', 'Resume']);
    }
  });

  it('waits while nothing can be read, asks once when it can, and reads once at a time', async () => {
    const { hold, asked, simulation, desktop } = await keeping(recording);
    const reads = vi.spyOn(desktop, 'checkAgain');
    const letGo = hold();
    await simulation.advance(1_000);
    simulation.disconnect();
    simulation.hold();
    letGo('take-back');
    await simulation.advance(100);
    expect(reads).toHaveBeenCalledOnce();
    simulation.supervisor('ResumeCallRecording', 'c1');
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(100);
    expect(reads).toHaveBeenCalledOnce();
    simulation.release();
    await simulation.advance(5_000);
    expect(asked()).toEqual(['Pause']);
    simulation.reconnect();
    await simulation.advance(30_000);
    expect(asked().length).toBeLessThanOrEqual(2);
  });

  it('resumes nothing when somebody holds the call again before it was read', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    const letGo = hold();
    await simulation.advance(1_000);
    simulation.disconnect('notifications');
    simulation.hold();
    letGo('take-back');
    await simulation.advance(10);
    const second = hold();
    simulation.release();
    await simulation.advance(5_000);
    expect(asked()).toEqual(['Pause']);
    second('take-back');
    await simulation.advance(5_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
  });
});

describe('a holder that crashes', () => {
  it('leaves the call paused, until a new holder has come and let go', async () => {
    const { hold, asked, simulation, keeper } = await keeping(recording);
    const crash = hold();
    await simulation.advance(1_000);
    crash('leave-paused');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause']);
    expect(keeper.isHeld('c1')).toBe(false);
    const letGo = hold();
    await simulation.advance(1_000);
    letGo('take-back');
    await simulation.advance(1_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
  });

  it('leaves it paused when another holder, which was there before, lets go after that', async () => {
    const { hold, asked, simulation } = await keeping(recording);
    const [crash, letGo] = [hold(), hold()];
    await simulation.advance(1_000);
    crash('leave-paused');
    letGo('take-back');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause']);
  });

  it('leaves it paused also when the pause was not confirmed yet', async () => {
    const { hold, asked, simulation, recordingNow } = await keeping(recording);
    simulation.delayEvents(400);
    const crash = hold();
    await simulation.advance(10);
    crash('leave-paused');
    await simulation.advance(60_000);
    expect(asked()).toEqual(['Pause']);
    expect(recordingNow().state).toBe('Paused');
  });
});

describe('two desktops on one page', () => {
  /** The payment widget of one team and the desktop of another team, on one page and one switch. */
  async function two(): Promise<{ payment: Keeping; other: Keeping; bothPaused: () => void }> {
    const [payment, other] = [await keeping(recording), await keeping(recording)];
    const bothPaused = (): void => {
      other.simulation.supervisor('PauseCallRecording', 'c1');
    };
    return { payment, other, bothPaused };
  }

  it('know of each other’s holders', async () => {
    const { payment, other } = await two();
    const letGo = payment.hold(recording.connId);
    expect([other.keeper.isHeld('c1'), other.keeper.isHeld(recording.connId)]).toEqual([
      true,
      true,
    ]);
    expect(other.keeper.isHeld('c2')).toBe(false);
    letGo('take-back');
    expect(other.keeper.isHeld('c1')).toBe(false);
  });

  it('do not resume while the other holds, and do when it has let go', async () => {
    const { payment, other, bothPaused } = await two();
    const letGo = payment.hold();
    await payment.simulation.advance(1_000);
    bothPaused();
    const otherLetsGo = other.hold();
    await other.simulation.advance(1_000);
    letGo('take-back');
    await payment.simulation.advance(60_000);
    expect(payment.asked()).toEqual(['Pause']);
    otherLetsGo('take-back');
    await payment.simulation.advance(1_000);
    expect(payment.asked()).toEqual(['Pause', 'Resume']);
    expect(other.asked()).toEqual([]);
  });

  it('no longer know of a desktop that keeps nothing', async () => {
    const { payment } = await two();
    const letGo = payment.hold();
    await payment.simulation.advance(1_000);
    expect(registry().size).toBe(1);
    letGo('take-back');
    await payment.simulation.advance(1_000);
    expect(registry().size).toBe(0);
  });
});

describe('other copies of the library on the page', () => {
  it('are asked whether they hold the call, and are called when it is released', async () => {
    const { keeper, hold, simulation } = await keeping(recording);
    const onReleased = vi.fn();
    Reflect.set(
      globalThis,
      registryName,
      new Set([{ holds: (id: string) => id === 'c1', onReleased }]),
    );
    expect([keeper.isHeld('c1'), keeper.isHeld(recording.connId), keeper.isHeld('c2')]).toEqual([
      true,
      true,
      false,
    ]);
    hold()('take-back');
    await simulation.advance(0);
    expect(onReleased).toHaveBeenCalledOnce();
  });

  it('are ignored when they fail, or when they are not copies of the library', async () => {
    const { keeper, hold, simulation, asked } = await keeping(recording);
    const fail = (): never => {
      throw new Error('broken');
    };
    const onReleased = vi.fn();
    const entries = [
      'text',
      null,
      {},
      { holds: () => true },
      { onReleased },
      { holds: 1, onReleased },
      { holds: () => true, onReleased: 1 },
      { holds: fail, onReleased: fail },
      { holds: () => 'yes', onReleased },
    ];
    Reflect.set(globalThis, registryName, new Set<unknown>(entries));
    expect(keeper.isHeld('c1')).toBe(false);
    const letGo = hold();
    await simulation.advance(1_000);
    letGo('take-back');
    await simulation.advance(1_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
    expect(onReleased).toHaveBeenCalledOnce();
  });

  it('are not looked for when something else is stored under the name', async () => {
    Reflect.set(globalThis, registryName, 'taken');
    const { keeper, hold, simulation, asked } = await keeping(recording);
    const letGo = hold();
    await simulation.advance(1_000);
    expect(keeper.isHeld('c1')).toBe(true);
    letGo('take-back');
    await simulation.advance(1_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
    expect(Reflect.get(globalThis, registryName)).toBe('taken');
  });
});

describe('a keeper that has nothing to do', () => {
  it('lets go of the call, so that no other desktop of the page waits for it', async () => {
    // One pause is somebody else's. The other is ours, on a call that has ended.
    const theirs = await keeping(paused);
    const letGo = theirs.hold();
    await theirs.simulation.advance(1_000);
    letGo('take-back');
    await theirs.simulation.advance(0);
    expect(registry().size).toBe(0);

    const ended = await keeping(recording);
    const letGoOfEnded = ended.hold();
    await ended.simulation.advance(1_000);
    ended.simulation.endCall('c1');
    await ended.simulation.advance(0);
    letGoOfEnded('take-back');
    await ended.simulation.advance(0);
    expect(registry().size).toBe(0);
  });

  it('lets go of the call when its Pause was superseded', async () => {
    const { hold, simulation, recordingNow } = await keeping(recording);
    simulation.hold();
    const letGo = hold();
    await simulation.advance(0);
    simulation.supervisor('StopCallRecording', 'c1');
    await simulation.advance(0);
    expect(recordingNow().outcome?.ending).toBe('superseded');
    letGo('take-back');
    await simulation.advance(0);
    expect(registry().size).toBe(0);
  });

  it('stays known to the page for the other call that it keeps', async () => {
    const { hold, keeper, simulation } = await keeping(
      paused,
      simulatedCall({ id: 'c2', recordingState: 'Paused' }),
    );
    const other = await keeping(recording);
    const letGo = hold();
    hold('c2');
    await simulation.advance(1_000);
    letGo('take-back');
    await simulation.advance(1_000);
    expect([keeper.isHeld('c1'), keeper.isHeld('c2')]).toEqual([false, true]);
    expect(other.keeper.isHeld('c2')).toBe(true);
  });
});

describe('a recording whose state is unknown', () => {
  it('is not paused, although a Pause is offered', async () => {
    const { hold, asked, simulation, say } = await keeping(paused);
    say('Odd', ['PauseCallRecording']);
    hold();
    await simulation.advance(10);
    expect(asked()).toEqual([]);
  });

  it('is not resumed, although the pause before it was made here', async () => {
    const { hold, asked, simulation, say, recordingNow } = await keeping(recording);
    const letGo = hold();
    await simulation.advance(1_000);
    say(undefined, ['ResumeCallRecording', 'StopCallRecording']);
    expect(recordingNow()).toMatchObject({ state: 'Unknown', change: { by: 'agent' } });
    letGo('take-back');
    await simulation.advance(0);
    expect(asked()).toEqual(['Pause']);
    // The call is read again, and the server names its state: the pause goes on, and is taken back.
    await simulation.advance(2_000);
    expect(asked()).toEqual(['Pause', 'Resume']);
  });
});

describe('what a holder is asked to do', () => {
  /** Asks for operations as a section does, and records what it was asked to do. */
  const watched = (
    { keeper, desktop }: Keeping,
    isPerformed = true,
  ): { readonly names: string[]; readonly hold: () => ReturnType<PauseKeeper['hold']> } => {
    const names: string[] = [];
    const hold = (): ReturnType<PauseKeeper['hold']> =>
      keeper.hold('c1', (operationName) => {
        names.push(operationName.replace('CallRecording', ''));
        if (isPerformed || operationName === 'PauseCallRecording')
          perform(desktop, 'c1', operationName);
      });
    return { names, hold };
  };

  it('is to resume once, however often holders let go of the call in one tick', async () => {
    const keepingOne = await keeping(recording);
    const { names, hold } = watched(keepingOne, false);
    const letGo = hold();
    await keepingOne.simulation.advance(1_000);
    letGo('take-back');
    hold()('take-back');
    await keepingOne.simulation.advance(0);
    expect(names).toEqual(['Pause', 'Resume']);
  });

  it('is not to resume when a read showed that somebody else has paused', async () => {
    const keepingOne = await keeping(recording);
    const { names, hold } = watched(keepingOne);
    const letGo = hold();
    await keepingOne.simulation.advance(1_000);
    keepingOne.simulation.disconnect('notifications');
    keepingOne.simulation.supervisor('ResumeCallRecording', 'c1');
    letGo('take-back');
    await keepingOne.simulation.advance(5_000);
    expect(names).toEqual(['Pause']);
  });

  it('is to resume without a read while notifications come', async () => {
    const { hold, asked, simulation, desktop } = await keeping(recording);
    const reads = vi.spyOn(desktop, 'checkAgain');
    const letGo = hold();
    await simulation.advance(1_000);
    letGo('take-back');
    await simulation.advance(0);
    expect(asked()).toEqual(['Pause', 'Resume']);
    expect(reads).not.toHaveBeenCalled();
  });
});

describe('with a server that the test answers for', () => {
  const a = wireCall({ id: 'a' });
  const aPaused = wireCall({ id: 'a', recordingState: 'Paused' });

  interface AtTheWire {
    readonly fake: FakeWire;
    readonly desktop: AgentDesktop;
    readonly keeper: PauseKeeper;
    readonly hold: (callId?: string) => ReturnType<PauseKeeper['hold']>;
    readonly posts: () => (string | undefined)[];
    readonly lastPost: () => FakeRequest;
  }

  async function atTheWire(server: { call?: unknown } = { call: a }): Promise<AtTheWire> {
    const fake = createFakeWire();
    fake.answerBy(({ kind }) => {
      if (kind === 'operation') return undefined;
      if (kind === 'call') return callAnswer(server.call);
      return callsAnswer(...(server.call ? [server.call] : []));
    });
    const { desktop, disconnect, lastPost } = await openDesktop(fake);
    open.push(disconnect);
    const keeper = pauseKeeperOf(desktop);
    return {
      fake,
      desktop,
      keeper,
      hold: (callId = 'a') =>
        keeper.hold(callId, (operationName) => perform(desktop, callId, operationName)),
      posts: () => fake.posts().map(({ operationName }) => operationName),
      lastPost,
    };
  }
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

  it('takes back a pause that comes after its request ran out of time', async () => {
    const { fake, desktop, hold, posts, lastPost } = await atTheWire();
    const letGo = hold();
    await settle();
    lastPost().fail('timeout');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(desktop.call('a').getState().recording.outcome?.ending).toBe('rejected');
    letGo('take-back');
    await settle();
    fake.link.say(eventOf(aPaused));
    await settle();
    expect(posts()).toEqual(['PauseCallRecording', 'ResumeCallRecording']);
  });

  it('lets go of a call that was missing from a list while its Pause was pending, and came back', async () => {
    const server: { call?: unknown } = { call: a };
    const { desktop, hold } = await atTheWire(server);
    const letGo = hold();
    await settle();
    server.call = undefined;
    await desktop.refresh();
    expect(desktop.call('a').getState().recording.outcome?.ending).toBe('ended');
    server.call = a;
    await desktop.refresh();
    expect(desktop.call('a').getState().recording).toMatchObject({
      ended: undefined,
      outcome: { ending: 'ended' },
    });
    letGo('take-back');
    await settle();
    expect(registry().size).toBe(0);
  });

  it('lets go of a call that ended during a pause that was made here', async () => {
    const { fake, desktop, hold, lastPost } = await atTheWire();
    const letGo = hold();
    await settle();
    lastPost().answer({ statusCode: 0 });
    fake.link.say(eventOf(aPaused));
    await settle();
    fake.link.say(eventOf({ ...aPaused, state: 'Released' }));
    expect(desktop.call('a').getState().recording).toMatchObject({
      state: 'Paused',
      change: { by: 'agent' },
    });
    letGo('take-back');
    await settle();
    expect(registry().size).toBe(0);
  });

  it('pauses the call that goes on after a transfer, when a recording of it begins', async () => {
    const shared = { callUuid: 'uuid' };
    const main = wireCall({ id: 'a', recordingState: 'Paused' }, { connId: 'one', ...shared });
    const { fake, desktop, hold, posts } = await atTheWire({ call: main });
    hold('uuid');
    await settle();
    const { recordingState: _, ...unnamed } = wireCall(
      { id: 'b' },
      { connId: 'two', ...shared, capabilities: ['StartCallRecording'], userData: {} },
    );
    fake.link.say(eventOf(unnamed));
    fake.link.say(eventOf({ ...main, state: 'Released' }));
    await settle();
    expect(desktop.call('uuid').getState().recording).toMatchObject({ callId: 'b', state: 'None' });
    expect(posts()).toEqual([]);
    fake.link.say(eventOf(wireCall({ id: 'b' }, { connId: 'two', ...shared })));
    await settle();
    expect(posts()).toEqual(['PauseCallRecording']);
  });

  /**
   * The call is paused by a holder that has let go, while no notifications come and a read is under
   * way.
   */
  async function reading(): Promise<AtTheWire> {
    const fixture = await atTheWire();
    const { fake, hold, lastPost } = fixture;
    const letGo = hold();
    await settle();
    lastPost().answer({ statusCode: 0 });
    fake.link.say(eventOf(aPaused));
    await settle();
    fake.answerBy(undefined);
    fake.link.down('network');
    letGo('take-back');
    await settle();
    expect(fake.reads().at(-1)?.kind).toBe('call');
    return fixture;
  }

  it('reads once at a time, however the connection changes meanwhile', async () => {
    const { fake } = await reading();
    const reads = (): number => fake.reads().filter(({ kind }) => kind === 'call').length;
    const before = reads();
    fake.link.down('timeout');
    await settle();
    expect(reads()).toBe(before);
  });

  it('holds the call for a new holder that came during the read for one that has gone', async () => {
    const { fake, keeper, hold } = await reading();
    fake.link.say(eventOf(a));
    await settle();
    hold();
    fake.reads().at(-1)?.answer(callAnswer(a));
    await settle();
    expect(keeper.isHeld('a')).toBe(true);
  });
});

function registry(): Set<unknown> {
  // The keeper has put it there.
  return Reflect.get(globalThis, registryName) as Set<unknown>;
}
