// A page that reads many calls at once. The test says how many, and which of them have a widget.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { callIdOf, callsAnswer, createPageWire } from '../../bench/page/wire.ts';
import { assembleDesktop } from '../../src/client/assembleDesktop.ts';
import { AgentDesktopProvider } from '../../src/components/AgentDesktopProvider.tsx';
import { RecordingControls } from '../../src/components/RecordingControls.tsx';
import { AgentDesktopError } from '../../src/model/errors.ts';

type State = 'Recording' | 'Paused';

/** The body of the answer that the page reads next. */
let answer = '';
/** Why reads fail now. */
let failure: AgentDesktopError | undefined;

const {
  wire,
  reopen,
  lose: loseLink,
} = createPageWire(async () => {
  if (failure) throw failure;
  // The text is parsed here, because a browser parses the body of a real answer in such a task.
  return JSON.parse(answer) as unknown;
});
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

/** The trace counts the tasks that begin after the mark. */
async function begin(): Promise<void> {
  performance.mark('change-begins');
  await new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/**
 * The answer to the next read changes each of the calls. The read is one of a connection that works,
 * so nothing but the answer is drawn.
 */
async function readAgain(calls: number, state: State): Promise<void> {
  answerWith(calls, state);
  await begin();
  reopen();
}

/** Returns how many widgets have no mark when the task in which the connection is lost has ended. */
async function lose(why: 'network' | 'not-signed-in'): Promise<number> {
  await begin();
  failure = new AgentDesktopError(why, 'It was lost by the test.');
  loseLink(failure);
  // React renders in a microtask.
  await Promise.resolve();
  return document.querySelectorAll('[data-recording-state]:not([data-stale])').length;
}

/** The connection comes back, and the server says the same of each call as before. */
async function comeBack(): Promise<void> {
  failure = undefined;
  await begin();
  reopen();
}

Object.assign(window, { show, readAgain, lose, comeBack });
