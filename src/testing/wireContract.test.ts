import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createMockServer } from '../mock-server/createMockServer.ts';
import { gwsHarness } from '../mock-server/gwsHarness.ts';
import { requestError } from '../model/requestError.ts';
import type { Wire } from '../transport/wire.ts';
import { createWorkspaceWire } from '../transport/workspaceWire.ts';
import { adaptCometd } from '../doubles/adaptCometd.ts';
import { simulatedCall, simulatedCallId } from './simulatedCalls.ts';
import { createSimulatedWire } from './simulatedWire.ts';
import { wireContract, type WireCase, type WireHarness } from './wireContract.ts';
import { startWorkspaceDouble, workspaceHeaders } from '../doubles/workspaceDouble.ts';

// These tests use real servers and real time, on machines that may be busy.
const timeout = 40_000;
/** A connection that hangs is noticed after the sum of these. In ms. */
const heartbeat = { hold: 500, grace: 1_500 };

const callId = simulatedCallId(1);
const calls = [
  simulatedCall({ id: callId, recordingState: 'Recording' }),
  simulatedCall({ id: simulatedCallId(2) }),
];

beforeAll(() => {
  adaptCometd();
  // CometD warns when a server refuses a client at certain moments, and this cannot be turned off.
  // The tests run at the same time, so the warning cannot be tied to one of them.
  const { warn } = console;
  vi.spyOn(console, 'warn').mockImplementation((...args) => {
    // The first argument is the time, the second one the message.
    if (!String(args[1]).startsWith('Could not negotiate transport')) warn(...args);
  });
});

const onGws = (): Promise<WireHarness> =>
  gwsHarness(createMockServer({ calls, eventDelay: 10 }), { callId, heartbeat });

async function onWorkspace(): Promise<WireHarness> {
  const server = await startWorkspaceDouble(calls);
  return {
    wire: createWorkspaceWire({
      baseUrl: server.url,
      headers: () => workspaceHeaders,
      shareConnection: false,
      heartbeat,
    }),
    callId,
    recordingState: () => server.calls().find(({ id }) => id === callId)?.recordingState,
    operationCount: () => server.requests.filter((request) => request.callId === callId).length,
    someoneElse: (operationName) => server.happen({ type: 'recording', operationName, callId }),
    endCall: () => server.happen({ type: 'complete', callId }),
    refuseNextOperation: () => server.spoilNextOperation('refuse'),
    loseNextAnswer: () => server.spoilNextOperation('lose-answer'),
    loseNextEvent: server.loseNextEvent,
    disconnect: () => server.setNotifications(false),
    reconnect: () => server.setNotifications(true),
    signOut: () => server.setSignedIn(false),
    close: server.close,
  };
}

function onSimulation(): WireHarness {
  const { wire, simulation } = createSimulatedWire(calls);
  return {
    wire,
    callId,
    recordingState: () => simulation.calls().find(({ id }) => id === callId)?.recordingState,
    operationCount: () => simulation.requests.filter((request) => request.callId === callId).length,
    someoneElse: (operationName) => simulation.supervisor(operationName, callId),
    endCall: () => simulation.endCall(callId),
    refuseNextOperation: () => simulation.rejectNext(5),
    loseNextAnswer: simulation.loseNextAnswer,
    loseNextEvent: simulation.loseNextEvent,
    disconnect: () => simulation.disconnect('notifications'),
    reconnect: simulation.reconnect,
    signOut: simulation.signOut,
    close: () => undefined,
  };
}

describe.concurrent.each([
  ['Genesys Web Services, v2', onGws],
  ['the Workspace API, v3', onWorkspace],
  ['the simulated switch', onSimulation],
])('the wire to %s', (_, createHarness) => {
  const promises = wireContract(createHarness).map(({ name, run }) => [name, run] as const);
  it.each(promises)('%s', { timeout }, async (_name, run) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

describe('the contract', () => {
  /** For each promise there is an adapter that breaks it, to prove that the contract notices it. */
  const mistakes: Readonly<Record<string, (wire: Wire) => Partial<Wire>>> = {
    'reads all calls, with the names of the model': ({ protocol }) => ({
      protocol: {
        ...protocol,
        parseCallsAnswer: (answer) => {
          const parsed = protocol.parseCallsAnswer(answer);
          return parsed.ok
            ? {
                ...parsed,
                calls: parsed.calls.map((call) => ({ ...call, capabilities: ['pause'] })),
              }
            : parsed;
        },
      },
    }),
    'reads one call': ({ rest }) => ({
      rest: { ...rest, fetchCall: async () => ({ statusCode: 0, call: { id: 'another' } }) },
    }),
    'knows no call that the server does not know': ({ rest }) => ({
      rest: { ...rest, fetchCall: async (id) => ({ statusCode: 0, call: { id } }) },
    }),
    'receives changes by somebody else after it was opened': ({ link }) => ({
      link: {
        ...link,
        open: (listener) => link.open({ ...listener, onMessage: () => undefined }),
      },
    }),
    'does each operation once, and receives the change that confirms it': ({ rest }) => ({
      rest: {
        ...rest,
        performOperation: async (id, operationName) => {
          await rest.performOperation(id, operationName);
          return rest.performOperation(id, operationName);
        },
      },
    }),
    'rejects an operation that the server refuses': ({ rest }) => ({
      rest: {
        ...rest,
        performOperation: (id, operationName) =>
          rest.performOperation(id, operationName).catch(() => undefined),
      },
    }),
    'reports an unknown outcome, and never sends an operation twice': ({ rest }) => ({
      rest: {
        ...rest,
        performOperation: (id, operationName) =>
          rest.performOperation(id, operationName).catch(async (error: unknown) => {
            await rest.performOperation(id, operationName).catch(() => undefined);
            throw error;
          }),
      },
    }),
    'sends nothing for an id that would change the path of a URL': ({ rest }) => ({
      rest: {
        ...rest,
        performOperation: (id, operationName) =>
          rest.performOperation(id.split('/').at(-1) ?? '', operationName),
      },
    }),
    'reports that a call is over': ({ rest, protocol }) => {
      const first = rest.fetchCalls();
      return {
        rest: { ...rest, fetchCalls: () => first },
        protocol: {
          ...protocol,
          parseNotification: () => ({ ok: true, notification: undefined }),
        },
      };
    },
    'reports that notifications are down, and connects again by itself': ({ link }) => ({
      link: { ...link, open: (listener) => link.open({ ...listener, onDown: () => undefined }) },
    }),
    'delivers nothing after it was closed, and can be opened again': ({ link }) => ({
      link: { ...link, close: () => undefined },
    }),
    'reports that the agent is signed out': ({ rest }) => ({
      rest: { ...rest, fetchCalls: async () => Promise.reject(requestError('network')) },
    }),
    'ignores messages that it cannot read': ({ protocol }) => ({
      protocol: {
        ...protocol,
        parseCallsAnswer: (answer) => {
          const parsed = protocol.parseCallsAnswer(answer);
          return parsed.ok ? parsed : { ok: true, calls: [], isComplete: true, problems: [] };
        },
      },
    }),
    'shows a press as pending, and then as confirmed': ({ rest }) => ({
      rest: { ...rest, performOperation: () => Promise.resolve() },
    }),
    'finds a change by reading when no message has reported it': ({ rest }) => {
      const first = rest.fetchCalls();
      return { rest: { ...rest, fetchCalls: () => first, fetchCall: () => first } };
    },
    'shows a refusal together with the state that is still true': ({ rest }) => ({
      rest: {
        ...rest,
        performOperation: (id, operationName) =>
          rest.performOperation(id, operationName).catch(() => undefined),
      },
    }),
    'marks a state that may be out of date, and shows the current one later': ({ link }) => ({
      link: { ...link, open: (listener) => link.open({ ...listener, onDown: () => undefined }) },
    }),
  };
  const contractOn = (mistake?: keyof typeof mistakes): readonly WireCase[] =>
    wireContract(() => {
      const harness = onSimulation();
      const wrong = mistake === undefined ? undefined : mistakes[mistake];
      return { ...harness, wire: { ...harness.wire, ...wrong?.(harness.wire) }, patience };
    });
  /** A short time, because most of these adapters never do what the contract waits for. In ms. */
  const patience = 600;

  it('has an adapter that breaks each promise', () => {
    expect(Object.keys(mistakes)).toEqual(contractOn().map(({ name }) => name));
  });

  it.concurrent.each(Object.keys(mistakes))('fails an adapter that breaks: %s', async (mistake) => {
    const broken = contractOn(mistake).find(({ name }) => name === mistake);
    await expect(broken?.run()).rejects.toThrow(/Not so|in vain|Expected|refused|has no call/);
  });

  it('waits no longer than the harness allows', async () => {
    const silent = wireContract(() => {
      const harness = onSimulation();
      const rest = { ...harness.wire.rest, fetchCalls: () => new Promise(() => undefined) };
      return { ...harness, wire: { ...harness.wire, rest }, patience: 50 };
    });
    await expect(silent[0]?.run()).rejects.toThrow('Waited 50 ms in vain: an answer.');
  });

  it('reports which promise was broken', async () => {
    const [broken] = contractOn('reads all calls, with the names of the model');
    await expect(broken?.run()).rejects.toThrow(
      'Not so: the capabilities allow something (pause).',
    );
  });
});
