// A part of a page that was bundled separately: it has its own React, its own copy of the library,
// and two React roots. The page loads it twice.
import { createRoot } from 'react-dom/client';
import { AgentDesktopProvider, createAgentDesktop, RecordingControls } from '../../src/index.ts';

const desktop = createAgentDesktop({
  headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),
});
for (let roots = 0; roots < 2; roots += 1)
  createRoot(document.body.appendChild(document.createElement('section'))).render(
    <AgentDesktopProvider desktop={desktop}>
      <RecordingControls
        callId="01RCC3N118B1V0SL807GK2LAES000001"
        unavailable={{ StopCallRecording: 'Not here.' }}
      />
    </AgentDesktopProvider>,
  );
