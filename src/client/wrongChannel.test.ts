import { adapt } from 'cometd-nodejs-client';
import { describe, expect, it, vi } from 'vitest';
import { createMockServer } from '../mock-server/createMockServer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { simulatedCallId } from '../testing/simulatedCalls.ts';
import { createAgentDesktop } from './createAgentDesktop.ts';

describe('a wrong channel of a real server', () => {
  it('is reported, and presses are confirmed by reading', { timeout: 60_000 }, async () => {
    adapt();
    const mock = createMockServer({ eventDelay: 20 });
    const { url } = await mock.listen(0);
    const diagnostics: Diagnostic[] = [];
    const desktop = createAgentDesktop({
      baseUrl: url,
      headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),
      channel: '/notifications/me/calls',
      shareConnection: false,
      // On a busy machine a request takes longer than 300 ms, and would be cancelled when given up.
      confirmationTimeout: 1_000,
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    });
    const disconnect = desktop.connect();
    const until = (check: () => void, timeout = 20_000): Promise<void> =>
      vi.waitFor(check, { timeout, interval: 20 });
    const callId = simulatedCallId(1);
    try {
      await until(() => expect(desktop.connection.getState().phase).toBe('live'));
      for (const [operationName, state] of [
        ['PauseCallRecording', 'Paused'],
        ['ResumeCallRecording', 'Recording'],
      ] as const) {
        await desktop.performOperation(callId, operationName);
        await until(() => {
          expect(desktop.call(callId).getState().recording).toMatchObject({
            state,
            outcome: { ending: 'confirmed' },
          });
        });
      }
      await until(() => {
        expect(diagnostics).toContainEqual(
          expect.objectContaining({ code: 'wrong-channel', channel: '/notifications/me/calls' }),
        );
      }, 40_000);
    } finally {
      disconnect();
      await mock.close();
    }
  });
});
