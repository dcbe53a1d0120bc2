import type { AgentDesktop, AgentDesktopOptions } from '../client/agentDesktop.ts';
import { assembleDesktop } from '../client/assembleDesktop.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import type { SimulatedCall } from './simulatedCalls.ts';
import type { SwitchCommand } from './simulatedSwitch.ts';
import { createSimulatedWire, type SimulatedRequest } from './simulatedWire.ts';

/** What `createSimulatedDesktop` takes. */
export interface SimulatedDesktopOptions extends Pick<
  AgentDesktopOptions,
  'confirmationTimeout' | 'onBeforeOperation' | 'onDiagnostic' | 'onSignedOut'
> {
  /** The calls at the start. @defaultValue `startingCalls()`: one of each kind */
  readonly calls?: readonly SimulatedCall[] | undefined;
}

/** Functions for everything that can happen to an agent's desktop. */
export interface Simulation {
  /** The operations that were POSTed, oldest first. */
  readonly requests: readonly SimulatedRequest[];
  /** The calls as they really are at the simulated server, also when the desktop was not told. */
  readonly calls: () => readonly SimulatedCall[];

  /** The next operation is refused with this `statusCode`, and nothing happens. */
  readonly rejectNext: (statusCode: RefusalStatusCode) => void;
  /** The next operation is answered with 0, and nothing happens. Real servers do this. */
  readonly acceptAndDoNothing: () => void;
  /** The next operation is carried out, but the connection breaks before the answer. */
  readonly loseNextAnswer: () => void;
  /** The event of the next operation comes before the answer. */
  readonly sendNextEventFirst: () => void;
  /** The next event is never sent, although the change that it tells of has happened. */
  readonly loseNextEvent: () => void;
  /** From now on events arrive this many ms after the change. 0 ends the delay. */
  readonly delayEvents: (milliseconds: number) => void;
  /** From now on nothing is performed or answered until `release`. */
  readonly hold: () => void;
  /** What `hold` has held is performed and answered. */
  readonly release: () => void;

  /**
   * Someone who is not the agent changes a recording: a supervisor, a rule, or the device.
   *
   * @throws Error when the switch does not allow it now
   */
  readonly supervisor: (operationName: RecordingOperationName, callId: string) => void;
  /** The other side hangs up. @throws Error when there is no such call */
  readonly endCall: (callId: string) => void;
  /** Anything else that happens at a switch: a new call, hold, transfer. @throws Error as above */
  readonly happen: (command: SwitchCommand) => void;
  /** Sends any message of your own on the channel of the calls. */
  readonly say: (message: unknown) => void;

  /** Breaks the connection, or only one half of it: operations and reads, or notifications. */
  readonly disconnect: (half?: 'rest' | 'notifications') => void;
  /** Restores the connection. Missed events are not repeated; the desktop reads the calls. */
  readonly reconnect: () => void;
  /** The server no longer knows the agent, and refuses every request. */
  readonly signOut: () => void;
  /** The host signed in again; it still has to call `desktop.refresh()`. */
  readonly signIn: () => void;

  /**
   * Lets time pass on a faked clock (Vitest, Jest, Sinon). The simulation and the desktop have one
   * clock, the page's, so that deadlines, delayed events and ages all move together.
   *
   * @throws Error when the clock is not faked, or only a part of it: timers, `Date` and `performance`
   *   have to be
   */
  readonly advance: (milliseconds: number) => Promise<void>;
}

/** The codes of a refusal. @see "Web Services API Reference": the `statusCode` table */
type RefusalStatusCode = 1 | 2 | 3 | 4 | 5 | 6 | 9 | 10 | 20;

/** A desktop, and the functions that make things happen at its simulated server. */
export interface SimulatedDesktop {
  /** For `<AgentDesktopProvider desktop={desktop}>`. */
  readonly desktop: AgentDesktop;
  readonly simulation: Simulation;
}

/**
 * An agent's desktop for tests and stories: the real library, its parsers included, with a
 * simulated server instead of a network. It has no clock of its own. Answers come after the press
 * and events after the answer, each in a later turn of the event loop.
 *
 * @example <caption>Vitest and Testing Library, with real timers</caption>
 * const { desktop, simulation } = createSimulatedDesktop();
 * render(
 *   <AgentDesktopProvider desktop={desktop}>
 *     <RecordingControls callId={simulatedCallId(1)} />
 *   </AgentDesktopProvider>,
 * );
 * simulation.rejectNext(5);
 * await userEvent.click(await screen.findByRole('button', { name: 'Pause recording' }));
 * await screen.findByText(/Could not pause. Still recording./);
 * expect(simulation.requests).toHaveLength(1);
 *
 * @example <caption>Vitest, with a faked clock: ten seconds that take none</caption>
 * vi.useFakeTimers();
 * const { desktop, simulation } = createSimulatedDesktop();
 * const disconnect = desktop.connect();
 * await simulation.advance(0);
 * simulation.acceptAndDoNothing();
 * await desktop.performOperation(simulatedCallId(1), 'PauseCallRecording');
 * await simulation.advance(10_000);
 * expect(desktop.call(simulatedCallId(1)).getState().recording.outcome?.ending).toBe('unconfirmed');
 */
export function createSimulatedDesktop({
  calls,
  ...options
}: SimulatedDesktopOptions = {}): SimulatedDesktop {
  const { wire, ...hands } = createSimulatedWire(calls);
  const { spoilNextOperation, cut } = hands;

  const happen = (command: SwitchCommand): void => {
    const { statusCode, statusMessage } = hands.happen(command);
    if (statusCode === 0) return;
    throw new Error(
      `Nothing happened at the simulated switch: ${statusMessage ?? `statusCode ${statusCode}`}. Look at simulation.calls() for what is possible.`,
    );
  };

  return {
    desktop: assembleDesktop(wire, options),
    simulation: {
      requests: hands.requests,
      calls: hands.calls,
      rejectNext: (statusCode) => {
        spoilNextOperation({ kind: 'reject', statusCode });
      },
      acceptAndDoNothing: () => {
        spoilNextOperation({ kind: 'do-nothing' });
      },
      loseNextAnswer: () => {
        spoilNextOperation({ kind: 'lose-answer' });
      },
      sendNextEventFirst: () => {
        spoilNextOperation({ kind: 'event-first' });
      },
      loseNextEvent: hands.loseNextEvent,
      delayEvents: hands.delayEvents,
      hold: hands.hold,
      release: hands.release,
      supervisor: (operationName, callId) => {
        happen({ type: 'recording', operationName, callId });
      },
      endCall: (callId) => {
        happen({ type: 'complete', callId });
      },
      happen,
      say: hands.say,
      disconnect: (half) => {
        if (half !== 'notifications') cut('rest');
        if (half !== 'rest') cut('notifications');
      },
      reconnect: hands.mend,
      signOut: () => {
        hands.setSignedIn(false);
      },
      signIn: () => {
        hands.setSignedIn(true);
      },
      advance,
    },
  };
}

async function advance(milliseconds: number): Promise<void> {
  // @sinonjs/fake-timers, which Vitest and Jest use, sets `clock` on the functions that it replaces.
  const { clock } = setTimeout as unknown as {
    readonly clock?: { readonly tickAsync: (milliseconds: number) => Promise<unknown> };
  };
  if (!clock) {
    throw new Error(
      'The clock is not faked, so advance() has none to move. Call vi.useFakeTimers() or jest.useFakeTimers() first, without legacyFakeTimers, or wait for what you expect to see.',
    );
  }
  const before = { date: Date.now(), performance: performance.now() };
  await clock.tickAsync(milliseconds);
  // Both are rounded, each by itself.
  const isStill = (passed: number): boolean => passed < milliseconds - 1;
  const still = [
    isStill(Date.now() - before.date) && 'Date',
    isStill(performance.now() - before.performance) && 'performance',
  ].filter((each) => each !== false);
  if (still.length > 0) {
    throw new Error(
      `The timers are faked, and ${still.join(' and ')} is not, so no deadline of the desktop is ever over. Fake it as well: name it in toFake of vi.useFakeTimers() or of Sinon, or take it out of doNotFake of jest.useFakeTimers(). Vitest before 3 fakes performance only when toFake names it.`,
    );
  }
}
