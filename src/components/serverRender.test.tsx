import { act, render, screen } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { beforeEach, expect, it, vi } from 'vitest';
import {
  createSimulatedDesktop,
  type SimulatedDesktop,
} from '../testing/createSimulatedDesktop.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { AgentDesktopProvider } from './AgentDesktopProvider.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingWall } from './RecordingWall.tsx';
import type { WallSource } from '../model/wallSource.ts';

const calls = [simulatedCall({ id: 'c1', recordingState: 'Recording' })];
let simulated: SimulatedDesktop;

beforeEach(() => {
  vi.useFakeTimers();
  simulated = createSimulatedDesktop({ calls });
  return () => vi.useRealTimers();
});

// scripts/vitest/quiet-console.ts fails the test if React complains about a page from a server.
it('renders on a server, where nothing is known, and hydrates in the page without a warning', async () => {
  const { desktop, simulation } = simulated;
  const { container, widget } = await fromServer();
  expect(widget).toHaveTextContent(/^Checking…$/);
  expect(screen.queryByRole('button')).toBeNull();

  render(
    <AgentDesktopProvider desktop={desktop}>
      <RecordingControls callId="c1" />
    </AgentDesktopProvider>,
    { container, hydrate: true },
  );
  expect(widget).toHaveTextContent(/^Checking…$/);
  await act(() => simulation.advance(0));
  expect(widget).toHaveTextContent(/^Recording/);
  // It is the same element that the server sent.
  expect(screen.getByRole('group')).toBe(widget);
});

it('hydrates as “Checking…” even when the page knows more by then', async () => {
  const { desktop, simulation } = simulated;
  const { container, widget } = await fromServer();
  // Another part of the page has been connected for a while.
  const disconnect = desktop.connect();
  await simulation.advance(0);
  expect(desktop.connection.getState().phase).toBe('live');

  render(
    <AgentDesktopProvider desktop={desktop}>
      <RecordingControls callId="c1" />
    </AgentDesktopProvider>,
    { container, hydrate: true },
  );
  expect(widget).toHaveTextContent(/^Recording/);
  expect(screen.getByRole('group')).toBe(widget);
  disconnect();
});

it('renders a wall on a server, which says that nothing is known, and hydrates it', async () => {
  const source: WallSource = {
    subscribe: (listener) => {
      listener({ type: 'snapshot', calls: [] });
      return () => undefined;
    },
  };
  vi.resetModules();
  vi.stubGlobal('document', undefined);
  vi.stubGlobal('window', undefined);
  const onServer = await import('./RecordingWall.tsx');
  const html = renderToString(<onServer.RecordingWall source={source} />);
  vi.unstubAllGlobals();
  expect(html).toContain('Checking…');
  expect(html).not.toContain('No calls');
  expect(html).not.toContain('style=');

  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = html;
  const widget = container.firstElementChild;
  render(<RecordingWall source={source} />, { container, hydrate: true });
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(screen.getByText('No calls')).toBeVisible();
  expect(container.firstElementChild).toBe(widget);
});

// The template of Next builds each page once for everybody (`cacheComponents`). It refused a page with
// our provider, because the provider made a random number when it was rendered.
it('renders every widget on a server without a random number and without the time of day', async () => {
  vi.resetModules();
  vi.stubGlobal('document', undefined);
  vi.stubGlobal('window', undefined);
  const asked: string[] = [];
  const named =
    (name: string, answer: () => number): (() => number) =>
    () => {
      asked.push(name);
      return answer();
    };
  vi.spyOn(Math, 'random').mockImplementation(named('Math.random', () => 0.5));
  vi.spyOn(Date, 'now').mockImplementation(named('Date.now', () => 0));
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((values) => {
    asked.push('crypto.getRandomValues');
    return values;
  });
  const tallylight = await import('../index.ts');
  const onServer = await import('./RecordingWall.tsx');
  const workspace = await import('../workspace-v3.ts');
  const devtools = await import('../devtools/index.ts');
  const desktop = tallylight.createAgentDesktop({ baseUrl: 'https://gws.example' });
  workspace.createWorkspaceDesktop({ baseUrl: 'https://gapi.example' });
  const source: WallSource = { subscribe: () => () => undefined };
  const html = renderToString(
    <tallylight.AgentDesktopProvider desktop={desktop}>
      <tallylight.RecordingToolbar aria-label="Call">
        <tallylight.RecordingControls callId="c1" />
      </tallylight.RecordingToolbar>
      <tallylight.RecordingStatus callId="c1" />
      <tallylight.ConnectionStatus />
      <tallylight.SensitiveSection callId="c1">
        <input />
      </tallylight.SensitiveSection>
      <tallylight.PauseLimit callId="c1" limit={60_000} />
      <tallylight.RecordingTimeline callId="c1" />
      <tallylight.CallSummary callId="c1" />
      <tallylight.CallList />
      <tallylight.MiniWindow>
        <p>Small</p>
      </tallylight.MiniWindow>
      <onServer.RecordingWall source={source} />
      <devtools.RecordingDevtools />
    </tallylight.AgentDesktopProvider>,
  );
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  expect(html).toContain('Checking…');
  expect(asked).toEqual([]);
});

/** Returns the page as a server sends it. The server has its own copy of the library and no DOM. */
async function fromServer(): Promise<{ container: HTMLElement; widget: HTMLElement }> {
  vi.resetModules();
  vi.stubGlobal('document', undefined);
  vi.stubGlobal('window', undefined);
  const provider = await import('./AgentDesktopProvider.tsx');
  const controls = await import('./RecordingControls.tsx');
  const { desktop, simulation } = createSimulatedDesktop({ calls });
  const html = renderToString(
    <provider.AgentDesktopProvider desktop={desktop}>
      <controls.RecordingControls callId="c1" />
    </provider.AgentDesktopProvider>,
  );
  await simulation.advance(1000);
  expect(desktop.connection.getState().phase).toBe('idle');
  vi.unstubAllGlobals();

  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = html;
  return { container, widget: screen.getByRole('group', { name: 'Call recording' }) };
}
