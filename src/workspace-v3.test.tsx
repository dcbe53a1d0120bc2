import { act, cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentDesktopProvider, RecordingControls } from './index.ts';
import { simulatedCall } from './testing/index.ts';
import {
  startWorkspaceDouble,
  workspaceHeaders,
  type WorkspaceDouble,
} from './doubles/workspaceDouble.ts';
import { createWorkspaceDesktop } from './workspace-v3.ts';

// These tests run the widget on the Workspace API v3: real REST and real CometD, with a test
// server.

let server: WorkspaceDouble;

beforeEach(async () => {
  // The page has the same origin as the server, so the rules of this browser for other origins do
  // not apply.
  const { happyDOM } = window as unknown as {
    readonly happyDOM: { readonly settings: { fetch: { disableSameOriginPolicy: boolean } } };
  };
  happyDOM.settings.fetch.disableSameOriginPolicy = true;
  server = await startWorkspaceDouble([simulatedCall({ id: 'c1', recordingState: 'Stopped' })]);
});
afterEach(async () => {
  cleanup();
  await vi.waitUntil(() => server.clientCount() === 0);
  await server.close();
});

async function renderControls(): Promise<void> {
  const desktop = createWorkspaceDesktop({
    baseUrl: server.url,
    headers: () => workspaceHeaders,
    shareConnection: false,
    confirmationTimeout: 4_000,
  });
  render(
    <AgentDesktopProvider desktop={desktop}>
      <RecordingControls callId="c1" />
    </AgentDesktopProvider>,
  );
  await act(() => vi.waitFor(() => expect(desktop.connection.getState().phase).toBe('live')));
}

const press = (name: string): Promise<void> =>
  userEvent.click(screen.getByRole('button', { name }));
const findButton = (name: string): Promise<HTMLElement> =>
  screen.findByRole('button', { name }, { timeout: 4_000 });

describe('RecordingControls on the Workspace API', () => {
  it('keeps Start pending until the server says Recording', async () => {
    await renderControls();
    await press('Start recording');
    expect(screen.getByRole('group')).toHaveAttribute('data-recording-state', 'Stopped');
    expect(screen.getByRole('button', { name: 'Starting…' })).toHaveAttribute('aria-disabled');
    await findButton('Pause recording');
    expect(screen.getByRole('group')).toHaveAttribute('data-recording-state', 'Recording');
    expect(server.requests).toMatchObject([{ callId: 'c1', operationName: 'StartCallRecording' }]);
  });

  it('says that it could not start, whether the refusal is in the answer or in a later message', async () => {
    await renderControls();
    for (const fault of ['refuse', 'fail'] as const) {
      server.spoilNextOperation(fault);
      await press('Start recording');
      expect(await screen.findByText(/Could not start/)).toBeVisible();
      expect(screen.getByRole('group')).toHaveAttribute('data-recording-state', 'Stopped');
      // A refused operation can be asked for again, but only after the guard against a second
      // click.
      await findButton('Start recording');
      server.happen({ type: 'recording', operationName: 'StartCallRecording', callId: 'c1' });
      await findButton('Pause recording');
      server.happen({ type: 'recording', operationName: 'StopCallRecording', callId: 'c1' });
      await findButton('Start recording');
      await act(() => new Promise((resolve) => setTimeout(resolve, 1_600)));
    }
  });

  it('finds a change by reading when no message has reported it', async () => {
    await renderControls();
    server.loseNextEvent();
    await press('Start recording');
    await findButton('Pause recording');
    expect(screen.queryByText(/Not confirmed/)).toBeNull();
    expect(server.requests).toHaveLength(1);
  });
});
