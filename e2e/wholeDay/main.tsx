// A host that uses what an agent wants for the whole day: the mini window, the key for the active
// call, the word in the tab's title, and sounds.
import { useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import {
  AgentDesktopProvider,
  MiniWindow,
  RecordingControls,
  usePauseKey,
  useRecordingInTitle,
  useRecordingShortcuts,
} from '../../src/index.ts';
import { createSimulatedDesktop, simulatedCall } from '../../src/testing/index.ts';
import '../../src/styles/index.css';

const { desktop, simulation } = createSimulatedDesktop({
  calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
});

const shortcuts = { ResumeCallRecording: 'Alt+Shift+R' } as const;

function Controls(): ReactElement {
  const ref = useRecordingShortcuts(shortcuts);
  return <RecordingControls ref={ref} callId="c1" />;
}

function Desk(): ReactElement {
  const { note } = usePauseKey('Alt+Shift+P');
  useRecordingInTitle({ icons: 'none' });
  const [isMiniThere, setMiniThere] = useState(true);
  Object.assign(window, { setMiniThere });
  return (
    <>
      <input aria-label="Note about the call" />
      <p>{note}</p>
      {isMiniThere && (
        <MiniWindow>
          <Controls />
        </MiniWindow>
      )}
    </>
  );
}

Object.assign(window, { simulation });
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
    <Desk />
  </AgentDesktopProvider>,
);
