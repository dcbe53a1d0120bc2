import { act, render, screen, within } from '@testing-library/react';
import { renderToPipeableStream } from 'react-dom/server';
import { Writable } from 'node:stream';
import type { ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import * as first from './index.ts';
import { createSimulatedDesktop, simulatedCall } from './testing/index.ts';

const calls = [simulatedCall({ id: 'c1', recordingState: 'Recording' })];

describe('two copies of the library on one page', () => {
  it('do not disturb each other, and can even share a desktop', async () => {
    vi.resetModules();
    const second: typeof first = await import('./index.ts');
    expect(second.RecordingControls).not.toBe(first.RecordingControls);
    const { desktop, simulation } = createSimulatedDesktop({ calls });
    const widgetOf = ({ AgentDesktopProvider, RecordingControls }: typeof first): ReactElement => (
      <AgentDesktopProvider desktop={desktop}>
        <RecordingControls callId="c1" />
      </AgentDesktopProvider>
    );
    render(
      <>
        <section aria-label="first">{widgetOf(first)}</section>
        <section aria-label="second">{widgetOf(second)}</section>
      </>,
    );
    const widgets = ['first', 'second'].map((name) =>
      within(screen.getByRole('region', { name })).getByRole('group'),
    );
    await vi.waitFor(() => {
      for (const widget of widgets)
        expect(widget).toHaveAttribute('data-recording-state', 'Recording');
    });
    // Both are pressed in one task.
    act(() => {
      for (const button of screen.getAllByRole('button', { name: 'Pause recording' }))
        button.click();
    });
    await vi.waitFor(() => {
      for (const widget of widgets)
        expect(widget).toHaveAttribute('data-recording-state', 'Paused');
    });
    expect(simulation.requests).toHaveLength(1);
  });
});

describe('a server that streams', () => {
  it('renders “Checking…” and sends no request', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const desktop = first.createAgentDesktop({ baseUrl: 'https://gws.example' });
    const html = await new Promise<string>((resolve, reject) => {
      let sent = '';
      const page = new Writable({
        write: (chunk, _encoding, done) => {
          sent += String(chunk);
          done();
        },
        final: (done) => {
          resolve(sent);
          done();
        },
      });
      const { pipe } = renderToPipeableStream(
        <first.AgentDesktopProvider desktop={desktop}>
          <first.RecordingControls callId="c1" />
        </first.AgentDesktopProvider>,
        { onAllReady: () => pipe(page), onError: reject },
      );
    });
    expect(html).toContain('Checking…');
    expect(html).not.toContain('<button');
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });
});
