// A host that hides the controls of a call and shows them again in the two ways of React: with
// `<Activity>` where it exists, and with a Suspense boundary in which a component suspends again.
import * as React from 'react';
import { StrictMode, Suspense, startTransition, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { AgentDesktopProvider, RecordingControls, useRecordingShortcuts } from '../../src/index.ts';
import { createSimulatedDesktop, simulatedCall } from '../../src/testing/index.ts';

type Way = 'activity' | 'suspense';

const { desktop, simulation } = createSimulatedDesktop({
  calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
});
const shortcuts = { StopCallRecording: 'Alt+Shift+S' } as const;

function Controls(): ReactNode {
  const ref = useRecordingShortcuts(shortcuts);
  return <RecordingControls ref={ref} callId="c1" />;
}

let waiting: Promise<void> | undefined;
let resolveWaiting = (): void => undefined;

function suspendOther(): void {
  waiting ??= new Promise((resolve) => {
    resolveWaiting = resolve;
  });
}

function resumeOther(): void {
  waiting = undefined;
  resolveWaiting();
}

/** Another component of the panel. It throws a promise, as libraries do that load data. */
function Other({ isHidden }: { readonly isHidden: boolean }): ReactNode {
  // oxlint-disable-next-line typescript/only-throw-error -- this is how a component suspends
  if (isHidden && waiting) throw waiting;
  return null;
}

function Panel({ way }: { readonly way: Way }): ReactNode {
  const [isHidden, setHidden] = useState(false);
  Object.assign(window, {
    hide: () => {
      suspendOther();
      flushSync(() => setHidden(true));
    },
    showAgain: () => {
      resumeOther();
      startTransition(() => setHidden(false));
    },
  });
  if (way === 'activity')
    return (
      <React.Activity mode={isHidden ? 'hidden' : 'visible'}>
        <div id="panel">
          <Controls />
        </div>
      </React.Activity>
    );
  return (
    <Suspense fallback={<p>Wait</p>}>
      <div id="panel">
        <Controls />
      </div>
      <Other isHidden={isHidden} />
    </Suspense>
  );
}

/** Returns what an agent sees in each frame, together with what the desktop knows in that frame. */
function frames(count: number): Promise<readonly string[]> {
  const seen: string[] = [];
  return new Promise((resolve) => {
    const noteFrame = (): void => {
      const panel = document.querySelector('#panel');
      const shown = panel?.querySelector<HTMLElement>('[role=group]')?.dataset['recordingState'];
      const { state } = desktop.call('c1').getState().recording;
      if (panel?.checkVisibility()) seen.push(`${shown}, known ${state}`);
      if (seen.length >= count) resolve(seen);
      else next();
    };
    // This runs after a frame was painted and before the next one.
    const next = (): void => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', noteFrame, { once: true });
        port1.start();
        port2.postMessage(0);
      });
    };
    next();
  });
}

Object.assign(window, {
  simulation,
  frames,
  start: (way: Way) => {
    const provider = (
      <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
        <Panel way={way} />
      </AgentDesktopProvider>
    );
    createRoot(document.body.appendChild(document.createElement('div'))).render(
      <StrictMode>{provider}</StrictMode>,
    );
  },
});
