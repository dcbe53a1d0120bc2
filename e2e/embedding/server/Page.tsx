'use client';

import { useState, type ReactElement } from 'react';
// In your own page, import from 'tallylight'.
import {
  AgentDesktopProvider,
  createAgentDesktop,
  RecordingControls,
  useCalls,
} from '../../../src/index.ts';

/** The whole document, both on the server and in the browser. */
export function Page(): ReactElement {
  // Each visitor has a desktop of their own. On the server it sends no requests.
  const [desktop] = useState(() => createAgentDesktop());
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <title>Rendered on a server</title>
        <link rel="stylesheet" href="/tallylight/dist/styles.css" />
      </head>
      <body>
        <AgentDesktopProvider desktop={desktop}>
          <RecordingControls callId="01RCC3N118B1V0SL807GK2LAES000001" callLabel="Ada Lovelace" />
          <OtherCalls />
        </AgentDesktopProvider>
      </body>
    </html>
  );
}

function OtherCalls(): ReactElement {
  return <p>{useCalls().length} calls</p>;
}
