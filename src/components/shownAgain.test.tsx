import * as React from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { AgentDesktopProvider } from './AgentDesktopProvider.tsx';
import { RecordingControls } from './RecordingControls.tsx';

// React 18 has no `<Activity>`.
const { Activity } = React;

describe.skipIf(Activity === undefined)('a widget that <Activity> shows again', () => {
  // This happened: an agent opened the tab with the call, and for one frame it said Recording
  // although it was paused.
  it('shows the present state in the first frame', async () => {
    vi.useFakeTimers();
    // This makes React behave as in a browser, where it paints first and runs its effects later.
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
    const { desktop, simulation } = createSimulatedDesktop({
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
    });
    const host = document.body.appendChild(document.createElement('div'));
    const root = createRoot(host);
    onTestFinished(() => {
      root.unmount();
      host.remove();
      vi.unstubAllGlobals();
      vi.useRealTimers();
    });
    const show = (mode: 'visible' | 'hidden'): void => {
      flushSync(() => {
        root.render(
          <AgentDesktopProvider desktop={desktop}>
            <Activity mode={mode}>
              <RecordingControls callId="c1" />
            </Activity>
          </AgentDesktopProvider>,
        );
      });
    };
    const shown = (): string | undefined =>
      host.querySelector<HTMLElement>('[role=group]')?.dataset['recordingState'];
    show('visible');
    await simulation.advance(100);
    expect(shown()).toBe('Recording');
    show('hidden');
    await simulation.advance(100);
    simulation.supervisor('PauseCallRecording', 'c1');
    show('visible');
    expect(shown()).toBe('Paused');
  });
});
