// The page of the truth harness: a widget on every call, two on the first, and a recorder.
import { createRoot } from 'react-dom/client';
import { AgentDesktopProvider, createAgentDesktop, RecordingControls } from '../../../src/index.ts';
import '../../../src/styles/index.css';
import { record, setClock, trueNow } from './recorder.ts';

const asked = new URLSearchParams(location.search);
const callIds = asked.getAll('call');
const uuid = asked.get('uuid');
const basic = { Authorization: `Basic ${btoa('agent:agent')}` };

/** Signs in as a host's page would, and leaves the rest to the session cookie. */
async function signIn(): Promise<Record<string, string>> {
  const answer = await fetch('/api/v2/me', { headers: basic, signal: AbortSignal.timeout(2_000) });
  if (!answer.ok) throw new Error(`Signing in failed: HTTP ${answer.status}`);
  return {};
}

const desktop = createAgentDesktop({
  transport: asked.get('transport') === 'websocket' ? 'websocket' : 'long-polling',
  headers: asked.get('signIn') === 'cookie' ? signIn : () => basic,
  confirmationTimeout: Number(asked.get('confirmationTimeout')),
  requestTimeout: 2_500,
  heartbeat: { hold: Number(asked.get('hold')), grace: Number(asked.get('grace')) },
  onDiagnostic: ({ code, ...rest }) => {
    const { error } = rest as { readonly error?: { readonly code: string } };
    log.diagnostics.push({ at: trueNow(), code: error ? `${code} ${error.code}` : code });
  },
});

const log = record(document.body, desktop, callIds);
Object.assign(window, { truthLog: log, setClock });

const root = document.querySelector('#root');
if (!root) throw new Error('There is no #root to render into.');
createRoot(root).render(
  <AgentDesktopProvider desktop={desktop}>
    {callIds.map((callId) => (
      <RecordingControls key={callId} callId={callId} />
    ))}
    <RecordingControls callId={callIds[0] ?? ''} callLabel="again" />
    {uuid !== null && <RecordingControls callId={uuid} callLabel="by its uuid" />}
  </AgentDesktopProvider>,
);
