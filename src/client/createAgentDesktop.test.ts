import { adapt } from 'cometd-nodejs-client';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMockServer, type MockServer } from '../mock-server/createMockServer.ts';
import type { MockServerOptions } from '../mock-server/createMockServer.ts';
import { simulatedCallId } from '../testing/simulatedCalls.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { createAgentDesktop } from './createAgentDesktop.ts';

// These tests use the real REST and Bayeux long-polling on both sides, with the fetch of Node.
beforeAll(() => {
  adapt();
});

const credentials = { Authorization: `Basic ${btoa('agent:agent')}` };
const recordedCall = simulatedCallId(1);

const open: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function connected(
  options: AgentDesktopOptions = {},
  serverOptions: MockServerOptions = {},
): Promise<{ mock: MockServer; desktop: AgentDesktop }> {
  const mock = createMockServer({ eventDelay: 20, ...serverOptions });
  const { url } = await mock.listen(0);
  open.push(() => mock.close());
  const desktop = createAgentDesktop({ baseUrl: url, headers: () => credentials, ...options });
  open.push(desktop.connect());
  const onABusyMachine = { timeout: 10_000 };
  await vi.waitFor(() => {
    expect(desktop.connection.getState().phase).toBe('live');
  }, onABusyMachine);
  return { mock, desktop };
}

function recordingOf(desktop: AgentDesktop, callId = recordedCall) {
  return desktop.call(callId).getState().recording;
}

describe('an agent desktop on the real wire', () => {
  it('lists every call of the first read', async () => {
    const { desktop } = await connected();

    expect(desktop.callIds.getState()).toHaveLength(4);
    expect(recordingOf(desktop)).toMatchObject({
      isKnown: true,
      state: 'Recording',
      allowed: ['PauseCallRecording', 'StopCallRecording'],
    });
  });

  it('confirms a pause by its notification', async () => {
    const { desktop, mock } = await connected();

    const accepted = desktop.performOperation(recordedCall, 'PauseCallRecording');
    expect(recordingOf(desktop)).toMatchObject({
      state: 'Recording',
      pending: { operationName: 'PauseCallRecording' },
    });
    await accepted;
    await vi.waitFor(() => {
      expect(recordingOf(desktop)).toMatchObject({
        state: 'Paused',
        pending: undefined,
        outcome: { ending: 'confirmed' },
        change: { by: 'agent', saidBy: 'event' },
      });
    });
    expect(mock.state().requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('confirms a pause by reading the call when the notification is lost', async () => {
    const { desktop, mock } = await connected({ confirmationTimeout: 1_000 });
    await mock.control({ verb: 'lost' });

    await desktop.performOperation(recordedCall, 'PauseCallRecording');
    await vi.waitFor(() => {
      expect(recordingOf(desktop)).toMatchObject({
        state: 'Paused',
        outcome: { ending: 'confirmed' },
        change: { saidBy: 'snapshot' },
      });
    });
  });

  it('ends a pause as not confirmed when the server accepted it and did nothing', async () => {
    const { desktop, mock } = await connected({ confirmationTimeout: 300 });
    await mock.control({ verb: 'responseWithoutEvent' });

    await desktop.performOperation(recordedCall, 'PauseCallRecording');
    await vi.waitFor(() => {
      expect(recordingOf(desktop)).toMatchObject({
        state: 'Recording',
        pending: undefined,
        outcome: { ending: 'unconfirmed', operationName: 'PauseCallRecording' },
      });
    });
  });

  it('ends a pause as rejected when the server refuses it, and keeps the state', async () => {
    const { desktop, mock } = await connected();
    await mock.control({ verb: 'rejectNext', statusCode: 5 });

    await expect(
      desktop.performOperation(recordedCall, 'PauseCallRecording'),
    ).rejects.toMatchObject({ code: 'no-permission', statusCode: 5 });
    expect(recordingOf(desktop)).toMatchObject({
      state: 'Recording',
      pending: undefined,
      outcome: { ending: 'rejected', reread: true },
    });
  });

  it('shows that a supervisor has stopped the recording', async () => {
    const { desktop, mock } = await connected();
    await mock.control({ verb: 'supervisorStop', callId: recordedCall });

    await vi.waitFor(() => {
      expect(recordingOf(desktop)).toMatchObject({
        state: 'Stopped',
        allowed: ['StartCallRecording'],
        change: { by: 'someone-else', from: 'Recording' },
      });
    });
  });

  it('is live again after the server has restarted, and shows what happened meanwhile', async () => {
    const { desktop, mock } = await connected();
    await mock.control({ verb: 'restart', ms: 300 });
    await vi.waitFor(() => {
      expect(desktop.connection.getState().phase).toBe('lost');
    });
    await mock.control({ verb: 'supervisorPause', callId: recordedCall });

    await vi.waitFor(
      () => {
        expect(desktop.connection.getState().phase).toBe('live');
        expect(recordingOf(desktop).state).toBe('Paused');
      },
      { timeout: 10_000 },
    );
  });
});
