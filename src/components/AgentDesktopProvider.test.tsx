import { render, screen } from '@testing-library/react';
import { Fragment, StrictMode, type ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { english } from '../i18n/english.ts';
import type { Messages } from '../i18n/messages.ts';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { AgentDesktopProvider } from './AgentDesktopProvider.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import { renderDesktop } from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });

describe('the provider', () => {
  it('uses the texts of the catalogue that it is given', async () => {
    const messages: Messages = {
      ...english,
      locale: 'de',
      group: 'Gesprächsaufzeichnung',
      states: { ...english.states, Recording: 'Nimmt auf' },
      operations: {
        ...english.operations,
        PauseCallRecording: {
          ...english.operations.PauseCallRecording,
          label: 'Anhalten',
          name: 'Anhalten der Aufnahme',
        },
      },
    };
    await renderDesktop(<RecordingControls callId="c1" />, { calls: [recording], messages });
    expect(screen.getByRole('group', { name: 'Gesprächsaufzeichnung' })).toBeVisible();
    expect(screen.getByText('Nimmt auf')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Anhalten der Aufnahme' })).toHaveTextContent(
      'Anhalten',
    );
  });

  it.each([
    ['on', StrictMode],
    ['off', Fragment],
  ])('connects, and disconnects when it is unmounted, with StrictMode %s', async (_, Mode) => {
    vi.useFakeTimers();
    const { desktop, simulation } = createSimulatedDesktop();
    const { unmount } = render(
      <Mode>
        <AgentDesktopProvider desktop={desktop} />
      </Mode>,
    );
    await simulation.advance(0);
    expect(desktop.connection.getState().phase).toBe('live');
    unmount();
    await simulation.advance(0);
    expect(desktop.connection.getState().phase).toBe('closed');
    vi.useRealTimers();
  });

  it('keeps a desktop that two providers share connected until both are unmounted', async () => {
    vi.useFakeTimers();
    const { desktop, simulation } = createSimulatedDesktop();
    const first = render(<AgentDesktopProvider desktop={desktop} />);
    const second = render(<AgentDesktopProvider desktop={desktop} />);
    await simulation.advance(0);
    first.unmount();
    await simulation.advance(0);
    expect(desktop.connection.getState().phase).toBe('live');
    second.unmount();
    await simulation.advance(0);
    expect(desktop.connection.getState().phase).toBe('closed');
    vi.useRealTimers();
  });
});

describe('a widget outside of the provider', () => {
  it.each<[string, () => ReactElement]>([
    ['RecordingControls', () => <RecordingControls callId="c1" />],
    ['RecordingStatus', () => <RecordingStatus callId="c1" />],
    ['ConnectionStatus', () => <ConnectionStatus />],
  ])('%s says what to do', (_, widget) => {
    // React logs every error that nobody catches.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(() => render(widget())).toThrow(/Render it inside <AgentDesktopProvider>/);
    vi.restoreAllMocks();
  });
});
