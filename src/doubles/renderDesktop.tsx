import type { QueryClient } from '@tanstack/react-query';
import { act, render } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { Profiler, StrictMode, type ReactElement, type ReactNode } from 'react';
import { onTestFinished, vi } from 'vitest';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { Announce } from '../watchers/announcer.ts';
import type { PauseReminder } from '../hooks/usePauseReminder.ts';
import type { Messages } from '../i18n/messages.ts';
import {
  createSimulatedDesktop,
  type SimulatedDesktopOptions,
} from '../testing/createSimulatedDesktop.ts';
import type { Simulation } from '../testing/simulation.ts';
import { AgentDesktopProvider } from '../components/AgentDesktopProvider.tsx';

export interface RenderedDesktopOptions extends SimulatedDesktopOptions {
  readonly isStrict?: boolean;
  readonly queryClient?: QueryClient;
  readonly messages?: Messages;
  readonly announce?: Announce;
  readonly pauseReminder?: PauseReminder | false;
  readonly unstyled?: boolean;
  /** Is called before anything is mounted. */
  readonly before?: (simulation: Simulation, desktop: AgentDesktop) => void;
}

export interface RenderedDesktop {
  readonly desktop: AgentDesktop;
  readonly simulation: Simulation;
  readonly user: UserEvent;
  /** Advances the fake clock, and waits until React has rendered the result. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Makes a change at the switch, and waits until React has rendered the result. */
  readonly meanwhile: (happen: () => void) => Promise<void>;
  /** Renders something else on the same desktop. */
  readonly show: (ui: ReactNode) => void;
  /** How often React has committed anything inside the provider. */
  readonly commits: () => number;
}

/** Renders on a simulated desktop that is connected, with a fake clock. */
export async function renderDesktop(
  ui: ReactNode,
  options: RenderedDesktopOptions = {},
): Promise<RenderedDesktop> {
  const {
    isStrict = false,
    queryClient,
    messages,
    announce,
    pauseReminder,
    unstyled,
    before,
    ...simulated
  } = options;
  fakeTheClock();
  const { desktop, simulation } = createSimulatedDesktop(simulated);
  before?.(simulation, desktop);
  let commits = 0;

  const inside = (children: ReactNode): ReactElement => {
    const fixture = (
      <AgentDesktopProvider
        desktop={desktop}
        queryClient={queryClient}
        messages={messages}
        announce={announce}
        pauseReminder={pauseReminder}
        unstyled={unstyled}
      >
        <Profiler id="desktop" onRender={() => (commits += 1)}>
          {children}
        </Profiler>
      </AgentDesktopProvider>
    );
    return isStrict ? <StrictMode>{fixture}</StrictMode> : fixture;
  };
  const { rerender } = render(inside(ui));
  const pass = (milliseconds: number): Promise<void> => act(() => simulation.advance(milliseconds));
  await pass(0);

  return {
    desktop,
    simulation,
    user: userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) }),
    pass,
    meanwhile: async (happen) => {
      // This is awaited, because React does a part of its work in the next task when the focus
      // moves while it commits.
      await act(async () => {
        happen();
        await Promise.resolve();
      });
      await pass(0);
    },
    show: (other) => {
      rerender(inside(other));
    },
    commits: () => commits,
  };
}

function fakeTheClock(): void {
  vi.useFakeTimers();
  // Testing Library advances a fake clock only through this name.
  vi.stubGlobal('jest', { advanceTimersByTime: vi.advanceTimersByTime.bind(vi) });
  // The desktop reads the calls about once a minute, at a random time, which may be between a
  // change and its notification. In these tests it reads every 64.8 s.
  const chance = vi.spyOn(Math, 'random').mockReturnValue(0.7);
  onTestFinished(() => {
    chance.mockRestore();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
}
