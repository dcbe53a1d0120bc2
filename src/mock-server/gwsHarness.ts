import type { WireHarness } from '../testing/wireContract.ts';
import { createGwsWire } from '../transport/gwsWire.ts';
import type { HeartbeatOptions } from '../transport/heartbeat.ts';
import type { MockServer } from './createMockServer.ts';

/** The harness that the wire contract needs, with the mock GWS as the server. */
export async function gwsHarness(
  server: Pick<MockServer, 'listen' | 'control' | 'state' | 'close'>,
  { callId, heartbeat }: { readonly callId: string; readonly heartbeat: HeartbeatOptions },
): Promise<WireHarness> {
  const { url } = await server.listen();
  const { control, state } = server;
  const isOperation = ({ method, path }: { method: string; path: string }): boolean =>
    method === 'POST' && path.endsWith(`/${callId}`);
  return {
    wire: createGwsWire({
      baseUrl: url,
      headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),
      shareConnection: false,
      heartbeat,
    }),
    callId,
    recordingState: () => state().users[0]?.calls.find(({ id }) => id === callId)?.recordingState,
    operationCount: () => state().requests.filter(isOperation).length,
    someoneElse: (operationName) => control({ verb: supervisorVerbs[operationName], callId }),
    endCall: () => control({ verb: 'complete', callId }),
    refuseNextOperation: () => control({ verb: 'rejectNext', statusCode: 5 }),
    loseNextAnswer: () => control({ verb: 'lostResponse' }),
    loseNextEvent: () => control({ verb: 'lost' }),
    disconnect: () => control({ verb: 'notificationsDown' }),
    reconnect: () => control({ verb: 'notificationsUp' }),
    signOut: () => control({ verb: 'httpNext', status: 403, on: 'read', times: 'always' }),
    close: server.close,
  };
}

const supervisorVerbs = {
  StartCallRecording: 'supervisorStart',
  PauseCallRecording: 'supervisorPause',
  ResumeCallRecording: 'supervisorResume',
  StopCallRecording: 'supervisorStop',
} as const;
