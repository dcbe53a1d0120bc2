import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { renderDesktop } from '../doubles/renderDesktop.tsx';
import { useRecordingInTitle } from '../hooks/useRecordingInTitle.ts';
import { useRecordingShortcuts } from '../hooks/useRecordingShortcuts.ts';
import { useRecordingSounds } from '../hooks/useRecordingSounds.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingToolbar } from './RecordingToolbar.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

const shortcuts = { StopCallRecording: 'Alt+Shift+S' } as const;

/** Everything of this library that uses an API which a browser or a frame may deny. */
function Everything(): ReactElement {
  const ref = useRecordingShortcuts(shortcuts);
  useRecordingInTitle();
  useRecordingSounds();
  return (
    <>
      <RecordingToolbar aria-label="Call">
        <RecordingControls ref={ref} callId="c1" />
      </RecordingToolbar>
      <PauseLimit callId="c1" limit={60_000} atLimit="resume" />
      <SensitiveSection callId="c1">
        <input aria-label="Card" />
      </SensitiveSection>
    </>
  );
}

const deniable = [
  'AudioContext',
  'BroadcastChannel',
  'MessageChannel',
  'MutationObserver',
  'PerformanceObserver',
] as const;

function denied(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}

describe.each(['absent', 'throwing'] as const)('where an API is %s', (how) => {
  it.each([...deniable, deniable.join(', ')])('the widgets work without %s', async (names) => {
    for (const name of names.split(', '))
      vi.stubGlobal(name, how === 'absent' ? undefined : denied);
    const { pass, user, simulation } = await renderDesktop(<Everything />, {
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
    });
    // The section pauses the recording, and then its fields can be used.
    await pass(2_000);
    expect(screen.getByRole('group', { name: 'Call recording' })).toHaveAttribute(
      'data-recording-state',
      'Paused',
    );
    expect(screen.getByRole('textbox', { name: 'Card' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Stop recording' }));
    await pass(2_000);
    expect(simulation.requests.map(({ operationName }) => operationName)).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
    expect(screen.getByRole('group', { name: 'Call recording' })).toHaveAttribute(
      'data-recording-state',
      'Stopped',
    );
  });
});
