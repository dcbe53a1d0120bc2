import { CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AgentDesktop, AgentDesktopOptions } from '../client/agentDesktop.ts';
import { createWorkspaceDesktop } from '../client/createWorkspaceDesktop.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { callResource, simulatedCall } from '../testing/simulatedCalls.ts';
import {
  startWorkspaceDouble,
  workspaceCall,
  workspaceHeaders,
  type WorkspaceDouble,
} from '../doubles/workspaceDouble.ts';

// These tests use real servers and real time on machines that may be busy.
vi.setConfig({ testTimeout: 20_000 });

// These tests are about what only this server has. testing/wireContract.test.ts tests the rest.
beforeAll(() => {
  adapt();
});

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const patience = { timeout: 8_000, interval: 10 };
const callId = 'c1';

interface Fixture {
  readonly server: WorkspaceDouble;
  readonly desktop: AgentDesktop;
  readonly diagnostics: readonly Diagnostic[];
  readonly recording: () => ReturnType<ReturnType<AgentDesktop['call']>['getState']>['recording'];
}

async function createFixture(
  headers = (): Record<string, string> => workspaceHeaders,
): Promise<Fixture> {
  const server = await startWorkspaceDouble([
    simulatedCall({ id: callId, recordingState: 'Recording' }),
    simulatedCall({ id: 'c2' }),
  ]);
  cleanups.push(server.close);
  const diagnostics: Diagnostic[] = [];
  const desktop = createWorkspaceDesktop({
    baseUrl: server.url,
    headers,
    shareConnection: false,
    confirmationTimeout: 4_000,
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
  });
  cleanups.push(desktop.connect());
  await vi.waitFor(() => {
    expect(desktop.connection.getState().phase).toBe('live');
  }, patience);
  return {
    server,
    desktop,
    diagnostics,
    recording: () => desktop.call(callId).getState().recording,
  };
}

const errorMessage = 'DN is not configured for recording';

describe('an error message after the answer', () => {
  it('ends its operation, with the number but no text of the server', async () => {
    const { server, desktop, recording } = await createFixture();
    server.spoilNextOperation('fail');
    await desktop.performOperation(callId, 'PauseCallRecording');
    await vi.waitFor(() => {
      expect(recording().outcome).toMatchObject({ ending: 'rejected', reread: true });
    }, patience);
    expect(recording()).toMatchObject({
      state: 'Recording',
      pending: undefined,
      outcome: { error: { statusCode: 59, message: expect.not.stringContaining(errorMessage) } },
    });
  });

  it('does not end a later operation', async () => {
    const { server, desktop, diagnostics, recording } = await createFixture();
    await desktop.performOperation(callId, 'PauseCallRecording');
    await vi.waitFor(() => expect(recording().state).toBe('Paused'), patience);
    const first = server.requests[0]?.operationId;
    await desktop.performOperation(callId, 'ResumeCallRecording');
    server.say({ messageType: 'EventError', error: { errorMessage }, operationId: first });
    await vi.waitFor(() => expect(recording().state).toBe('Recording'), patience);
    expect(recording().outcome?.ending).toBe('confirmed');
    await vi.waitFor(() => {
      expect(diagnostics).toContainEqual({
        code: 'server-error-message',
        operationId: first,
      });
    }, patience);
  });

  it('does not end an operation when that of another tab on the same call failed', async () => {
    const { server, desktop, diagnostics, recording } = await createFixture();
    server.loseNextEvent();
    await desktop.performOperation(callId, 'PauseCallRecording');
    server.say({
      messageType: 'EventError',
      error: { errorMessage },
      operationId: 'of another tab',
      call: { id: callId },
    });
    await vi.waitFor(() => {
      expect(diagnostics.map(({ code }) => code)).toContain('server-error-message');
    }, patience);
    await vi.waitFor(() => expect(recording().outcome?.ending).toBe('confirmed'), patience);
  });

  it('names one request, because each has an operationId of its own', async () => {
    const { server, desktop, recording } = await createFixture();
    await desktop.performOperation(callId, 'PauseCallRecording');
    await vi.waitFor(() => expect(recording().state).toBe('Paused'), patience);
    await desktop.performOperation(callId, 'StopCallRecording');
    const ids = server.requests.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^\w{5,}$/);
  });
});

describe('a call that changes its id', () => {
  it('is not shown twice, because the call with the old id has ended', async () => {
    const { server, desktop, recording } = await createFixture();
    // No message says that the call with the old id was released.
    server.loseNextEvent();
    server.loseNextEvent();
    server.happen({ type: 'transfer', callId, newCallId: 'c9' });
    const moved = server.calls().find(({ id }) => id === 'c9');
    const call = workspaceCall(callResource(moved ?? simulatedCall({ id: 'c9' }), '15000'));
    server.say({ messageType: 'CallStateChanged', call: { ...call, previousConnId: callId } });
    await vi.waitFor(() => {
      expect(desktop.call('c9').getState().call).toBeDefined();
    }, patience);
    // The old id leads to the call that goes on.
    await vi.waitFor(() => expect(recording().callId).toBe('c9'), patience);
    expect(recording().ended).toBeUndefined();
  });
});

describe('an agent whom the server refuses', () => {
  it('is signed out when there was never a session', async () => {
    const { server, desktop } = await createFixture();
    server.setSignedIn(false);
    await desktop.refresh();
    expect(desktop.connection.getState().phase).toBe('signed-out');
    server.setSignedIn(true);
    await desktop.refresh();
    await vi.waitFor(() => {
      expect(desktop.connection.getState().phase).toBe('live');
    }, patience);
  });

  it('is accepted after the host was asked for new headers once', async () => {
    const asked: string[] = [];
    const { desktop } = await createFixture(() => {
      asked.push('');
      return asked.length === 1 ? { Authorization: 'Bearer stale' } : workspaceHeaders;
    });
    expect(asked).toHaveLength(2);
    await expect(desktop.performOperation(callId, 'PauseCallRecording')).resolves.toBeUndefined();
  });
});

describe('an answer that says that it has only a part of the calls', () => {
  it('is shown, but the connection is not live until all calls can be read', async () => {
    // An answer with status 2 lacked a call, and the widgets still said "Connected".
    const { server, desktop, recording } = await createFixture();
    server.setAnswersPartly(true);
    server.loseNextEvent();
    server.happen({ type: 'recording', operationName: 'PauseCallRecording', callId });
    await desktop.refresh();
    expect(recording().state).toBe('Paused');
    expect(desktop.connection.getState().phase).toBe('lost');
    server.setAnswersPartly(false);
    await vi.waitFor(() => {
      expect(desktop.connection.getState().phase).toBe('live');
    }, patience);
  });
});

describe("a server like the vendor's simulator", () => {
  interface Sight {
    readonly server: WorkspaceDouble;
    readonly desktop: AgentDesktop;
    readonly phases: readonly string[];
    readonly diagnostics: readonly Diagnostic[];
    readonly onSignedOut: ReturnType<typeof vi.fn>;
  }

  async function connect(options: Partial<AgentDesktopOptions> = {}): Promise<Sight> {
    const server = await startWorkspaceDouble(
      [simulatedCall({ id: callId, recordingState: 'Recording' })],
      'as-the-simulator',
    );
    cleanups.push(server.close);
    const onSignedOut = vi.fn();
    const diagnostics: Diagnostic[] = [];
    const desktop = createWorkspaceDesktop({
      baseUrl: server.url,
      headers: () => workspaceHeaders,
      shareConnection: false,
      onSignedOut,
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
      ...options,
    });
    const phases: string[] = [];
    desktop.connection.subscribe(({ phase }) => phases.push(phase));
    cleanups.push(desktop.connect());
    return { server, desktop, phases, diagnostics, onSignedOut };
  }
  const live = (desktop: AgentDesktop): Promise<void> =>
    vi.waitFor(() => {
      expect(desktop.connection.getState().phase).toBe('live');
    }, patience);

  it('is given time to create the session, and the agent is not shown as signed out', async () => {
    // Regression: /current-session is refused until CometD has connected, and CometD did not connect
    // before /current-session was answered. So the desktop was signed out for good.
    const { desktop, phases, onSignedOut } = await connect();
    await live(desktop);
    expect(phases).not.toContain('signed-out');
    expect(onSignedOut).not.toHaveBeenCalled();
    expect(desktop.call(callId).getState().recording.state).toBe('Recording');
  });

  it('is given that time before it can say who the user is, also in a browser with several tabs', async () => {
    // Regression: a developer tried the desktop with the vendor's simulator and saw "Signed out" for
    // good. Tabs that share a connection first ask who the user is. That was refused until CometD had
    // connected, and no tab connected before that was answered.
    const { server, desktop, phases, onSignedOut } = await connect({ shareConnection: true });
    await live(desktop);
    expect(phases).not.toContain('signed-out');
    expect(onSignedOut).not.toHaveBeenCalled();
    server.happen({ type: 'operation', callId, operationName: 'PauseCallRecording' });
    await vi.waitFor(() => {
      expect(desktop.call(callId).getState().recording.state).toBe('Paused');
    }, patience);
    // The connection that was opened to learn the name is closed, and one connection is open.
    await vi.waitFor(() => expect(server.clientCount()).toBe(1), patience);
  });

  it('counts as signed out when it refuses CometD as well, which is reported at once', async () => {
    const { desktop, phases, onSignedOut } = await connect({
      shareConnection: true,
      headers: () => ({}),
    });
    await vi.waitFor(() => {
      expect(desktop.connection.getState().phase).toBe('signed-out');
    }, patience);
    expect(phases).not.toContain('live');
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('reports a lost sign-in once to a host with its own CometD client, and is live soon after the next', async () => {
    // Regression: a developer restarted the simulator and signed in again. The session took the
    // simulator two seconds, the first read was refused once more, `onSignedOut` was called a second
    // time, and the desktop stayed "Signed out" for 20 seconds.
    const cometd = new CometD();
    cleanups.push(() => {
      if (!cometd.isDisconnected()) cometd.disconnect();
    });
    const { server, desktop, onSignedOut } = await connect({ cometd });
    cometd.unregisterTransport('websocket');
    cometd.unregisterTransport('callback-polling');
    cometd.configure({
      url: `${server.url}/workspace/v3/notifications`,
      requestHeaders: { ...workspaceHeaders },
      maxBackoff: 100,
      backoffIncrement: 20,
    });
    cometd.handshake();
    await live(desktop);
    server.setSignedIn(false);
    server.expire();
    await vi.waitFor(() => {
      expect(desktop.connection.getState().phase).toBe('signed-out');
    }, patience);
    server.setSignedIn(true);
    await desktop.refresh();
    await live(desktop);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('is read by its current session, because it has no list of calls', async () => {
    // Regression: each read ended with 404, and the desktop was never live.
    const { server, desktop } = await connect();
    await live(desktop);
    server.loseNextEvent();
    server.happen({ type: 'operation', callId, operationName: 'PauseCallRecording' });
    await desktop.refresh();
    expect(desktop.call(callId).getState().recording.state).toBe('Paused');
    await desktop.performOperation(callId, 'ResumeCallRecording');
    await vi.waitFor(() => {
      expect(desktop.call(callId).getState().recording.state).toBe('Recording');
    }, patience);
  });

  it('reports a lost sign-in to the host', async () => {
    const { server, desktop, onSignedOut } = await connect();
    await live(desktop);
    server.setSignedIn(false);
    await desktop.refresh();
    expect(desktop.connection.getState().phase).toBe('signed-out');
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    server.setSignedIn(true);
    await desktop.refresh();
    await live(desktop);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('still lists a released call, on which no operation is offered', async () => {
    const { server, desktop } = await connect();
    await live(desktop);
    server.happen({ type: 'release', callId });
    await desktop.refresh();
    const { ended, allowed } = desktop.call(callId).getState().recording;
    expect({ isEnded: ended !== undefined, allowed }).toEqual({ isEnded: true, allowed: [] });
  });

  it('is distinguished from a wrong address, where neither path is found', async () => {
    const { server } = await connect();
    const { diagnostics } = await connect({ baseUrl: `${server.url}/elsewhere` });
    await vi.waitFor(() => {
      expect(diagnostics).toContainEqual(
        expect.objectContaining({
          code: 'read-failed',
          error: expect.objectContaining({
            code: 'wrong-address',
            message: expect.stringContaining('/elsewhere/workspace/v3/voice/calls'),
          }),
        }),
      );
    }, patience);
  });
});
