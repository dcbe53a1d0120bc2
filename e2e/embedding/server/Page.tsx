'use client';

import { useState, type ReactElement } from 'react';
// In your own page: from 'tallylight'.
import {
  AgentDesktopProvider,
  createAgentDesktop,
  RecordingControls,
  useCalls,
} from '../../../src/index.ts';

/** The whole document, on the server and in the page. */
export function Page(): ReactElement {
  // One for each visitor: a server has many, and asks nothing for any of them.
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
