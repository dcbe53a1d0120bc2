import type { AgentDesktop, AgentDesktopOptions } from '../client/agentDesktop.ts';
import { assembleDesktop } from '../client/assembleDesktop.ts';
import type { SimulatedCall } from './simulatedCalls.ts';
import { createSimulatedWire } from './simulatedWire.ts';
import type { Simulation } from './simulation.ts';

/** What `createSimulatedDesktop` takes. */
export interface SimulatedDesktopOptions extends Pick<
  AgentDesktopOptions,
  'confirmationTimeout' | 'onBeforeOperation' | 'onDiagnostic' | 'onSignedOut'
> {
  /** The calls at the start. @defaultValue `startingCalls()`: one of each kind */
  readonly calls?: readonly SimulatedCall[] | undefined;
}

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
  const { wire, simulation } = createSimulatedWire(calls);
  return { desktop: assembleDesktop(wire, options), simulation: { ...simulation, advance } };
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
