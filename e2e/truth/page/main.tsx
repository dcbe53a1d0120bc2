// The page of the truth run: a widget for each call, a second one for the first call, and a
// recorder.
import { createRoot } from 'react-dom/client';
import { AgentDesktopProvider, createAgentDesktop, RecordingControls } from '../../../src/index.ts';
import '../../../src/styles/index.css';
import { record, setClock, trueNow } from './recorder.ts';

const parameters = new URLSearchParams(location.search);
const callIds = parameters.getAll('call');
const uuid = parameters.get('uuid');
const basic = { Authorization: `Basic ${btoa('agent:agent')}` };

/** Signs in as the page of a host would. After that the session cookie is enough. */
async function signIn(): Promise<Record<string, string>> {
  const answer = await fetch('/api/v2/me', { headers: basic, signal: AbortSignal.timeout(2_000) });
  if (!answer.ok) throw new Error(`Signing in failed: HTTP ${answer.status}`);
  return {};
}

const desktop = createAgentDesktop({
  transport: parameters.get('transport') === 'websocket' ? 'websocket' : 'long-polling',
  headers: parameters.get('signIn') === 'cookie' ? signIn : () => basic,
  confirmationTimeout: Number(parameters.get('confirmationTimeout')),
  requestTimeout: 2_500,
  heartbeat: { hold: Number(parameters.get('hold')), grace: Number(parameters.get('grace')) },
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
