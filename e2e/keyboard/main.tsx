// A host's call bar: buttons of the host, our controls between them, and shortcuts.
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import {
  AgentDesktopProvider,
  createAgentDesktop,
  RecordingControls,
  RecordingToolbar,
  useRecordingShortcuts,
} from '../../src/index.ts';
import '../../src/styles/index.css';

const shortcuts = {
  PauseCallRecording: 'Alt+Shift+P',
  ResumeCallRecording: 'Alt+Shift+R',
  StopCallRecording: 'Control+F9',
} as const;

function CallBar({ callId }: { readonly callId: string }): ReactElement {
  const ref = useRecordingShortcuts(shortcuts);
  return (
    <RecordingToolbar aria-label="Call" ref={ref}>
      <button type="button">Hold</button>
      <RecordingControls callId={callId} />
      <button type="button">Transfer</button>
    </RecordingToolbar>
  );
}

const desktop = createAgentDesktop({
  headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),
});

const root = document.querySelector('#root');
if (!root) throw new Error('There is no #root to render into.');
createRoot(root).render(
  <AgentDesktopProvider desktop={desktop}>
    <label>
      Notes <textarea />
    </label>
    <CallBar callId={location.hash.slice(1)} />
  </AgentDesktopProvider>,
);
