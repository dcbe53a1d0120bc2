// A host that uses the features for the whole working day: the mini window, the key for the active
// call, the state in the title of the tab, and sounds.
import { useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import {
  AgentDesktopProvider,
  MiniWindow,
  RecordingControls,
  usePauseKey,
  useRecordingInTitle,
  useRecordingSounds,
  useRecordingShortcuts,
} from '../../src/index.ts';
import { createSimulatedDesktop, simulatedCall } from '../../src/testing/index.ts';
import '../../src/styles/index.css';

const { desktop, simulation } = createSimulatedDesktop({
  // The diagnostics go to the console. If a test asked the page for them, the browser would count
  // that as a user action, and sounds would be allowed.
  onDiagnostic: ({ code }) => console.info(code),
  calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
});

const shortcuts = { ResumeCallRecording: 'Alt+Shift+R' } as const;

function Controls(): ReactElement {
  const ref = useRecordingShortcuts(shortcuts);
  return <RecordingControls ref={ref} callId="c1" />;
}

function HostPage(): ReactElement {
  const { note } = usePauseKey('Alt+Shift+P');
  useRecordingInTitle({ icons: 'none' });
  useRecordingSounds();
  const [isMiniShown, setMiniShown] = useState(true);
  Object.assign(window, { setMiniShown });
  return (
    <>
      <input aria-label="Note about the call" />
      <p>{note}</p>
      {isMiniShown && (
        <MiniWindow>
          <Controls />
        </MiniWindow>
      )}
    </>
  );
}

if (location.hash === '#resumed-unasked')
  desktop.connection.subscribe(({ phase }) => {
    if (phase !== 'live') return;
    simulation.supervisor('PauseCallRecording', 'c1');
    simulation.supervisor('ResumeCallRecording', 'c1');
  });

Object.assign(window, { simulation });
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
    <HostPage />
  </AgentDesktopProvider>,
);
