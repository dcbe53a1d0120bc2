// A supervisor's page with a wall of a thousand calls. The test starts the stream of events.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createWallDouble, createWallStorm, wallCalls } from '../../src/doubles/wallDouble.ts';
import { RecordingWall } from '../../src/supervisor/index.ts';

const count = 1_000;
const problems: string[] = [];
const sentStates = new Map(wallCalls(count).map((call) => [call.id, call.recordingState]));
const { source, say } = createWallDouble(() => wallCalls(count));

/** How many events were sent. */
let sentCount = 0;

/** Sends this many events a second, until `events` were sent. */
function storm(perSecond: number, events: number): Promise<void> {
  const next = createWallStorm(count);
  const begun = performance.now();
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(((performance.now() - begun) / 1_000) * perSecond, events);
      // When a busy machine has delayed a timer, the missing events are sent with the next timers,
      // and not all at once.
      for (let each = 0; each < 2 && sentCount < due; each += 1) {
        const message = next();
        sentStates.set(message.call.id, message.call.recordingState);
        say(message);
        sentCount += 1;
      }
      if (sentCount < events) return;
      clearInterval(timer);
      resolve();
    }, 4);
  });
}

/** Returns the rows whose state differs from the last one that the source has sent. */
function faults(): readonly string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-call-id]')]
    .filter(({ dataset }) => sentStates.get(dataset['callId'] ?? '') !== dataset['recordingState'])
    .map(({ dataset }) => dataset['callId'] ?? '');
}

Object.assign(window, {
  storm,
  sentCount: () => sentCount,
  faults,
  problems,
  show: () => {
    performance.mark('wall-begins');
    createRoot(document.body.appendChild(document.createElement('div'))).render(
      <StrictMode>
        <RecordingWall
          source={source}
          style={{ height: 700 }}
          onDiagnostic={({ code }) => problems.push(code)}
        />
      </StrictMode>,
    );
  },
});
