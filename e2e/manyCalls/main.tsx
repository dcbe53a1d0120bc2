// A page that reads many calls at once. The test says how many, and which of them have a widget.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { callIdOf, callsAnswer, createPageWire } from '../../bench/page/wire.ts';
import { assembleDesktop } from '../../src/client/assembleDesktop.ts';
import { AgentDesktopProvider } from '../../src/components/AgentDesktopProvider.tsx';
import { RecordingControls } from '../../src/components/RecordingControls.tsx';

type State = 'Recording' | 'Paused';

/** The body of the answer that the page reads next. */
let answer = '';

// The text is parsed here, because a browser parses the body of a real answer in such a task.
const { wire, reopen } = createPageWire(async () => JSON.parse(answer) as unknown);
const desktop = assembleDesktop(wire);

function answerWith(count: number, state: State): void {
  answer = JSON.stringify(callsAnswer(count, state));
}

function live(): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = desktop.connection.subscribe(({ phase }) => {
      if (phase !== 'live') return;
      unsubscribe();
      resolve();
    });
  });
}

/** Reads so many calls, all of them *Recording*, and shows a widget for the first ones. */
async function show(calls: number, widgets: number): Promise<void> {
  answerWith(calls, 'Recording');
  const isLive = live();
  createRoot(document.body.appendChild(document.createElement('main'))).render(
    <StrictMode>
      <AgentDesktopProvider desktop={desktop}>
        {Array.from({ length: widgets }, (_, index) => (
          <RecordingControls key={index} callId={callIdOf(index)} />
        ))}
      </AgentDesktopProvider>
    </StrictMode>,
  );
  await isLive;
}

/**
 * The answer to the next read changes each of the calls. The read is one of a connection that works,
 * so nothing but the answer is drawn.
 */
async function readAgain(calls: number, state: State): Promise<void> {
  answerWith(calls, state);
  performance.mark('answer-is-read');
  await new Promise((resolve) => {
    // The trace counts the tasks that begin after the mark.
    setTimeout(resolve, 0);
  });
  reopen();
}

Object.assign(window, { show, readAgain });
