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
  useRecordingSounds,
  useRecordingShortcuts,
} from '../../src/index.ts';
import { createSimulatedDesktop, simulatedCall } from '../../src/testing/index.ts';
import '../../src/styles/index.css';

const { desktop, simulation } = createSimulatedDesktop({
  // A test that asked the page would count as somebody who has pressed something in it.
  onDiagnostic: ({ code }) => console.info(code),
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
  useRecordingSounds();
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

if (location.hash === '#resumed-unasked')
  desktop.connection.subscribe(({ phase }) => {
    if (phase !== 'live') return;
    simulation.supervisor('PauseCallRecording', 'c1');
    simulation.supervisor('ResumeCallRecording', 'c1');
  });

Object.assign(window, { simulation });
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
    <Desk />
  </AgentDesktopProvider>,
);
