// The page of the soak test: it shows a widget for every call.
import type { ReactElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import {
  AgentDesktopProvider,
  createAgentDesktop,
  RecordingControls,
  useCalls,
} from '../../../src/index.ts';
import '../../../src/styles/index.css';

function Calls(): ReactElement[] {
  return useCalls().map((callId) => <RecordingControls key={callId} callId={callId} />);
}

const desktop = createAgentDesktop({
  headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),
});

const root = document.querySelector('#root');
if (!root) throw new Error('There is no #root to render into.');
let rendered: Root | undefined;

/** `run.ts` calls these functions, and measures before, between and after them. */
const soak = {
  mount: (): void => {
    rendered = createRoot(root);
    rendered.render(
      <AgentDesktopProvider desktop={desktop}>
        <Calls />
      </AgentDesktopProvider>,
    );
  },
  unmount: (): void => {
    rendered?.unmount();
    rendered = undefined;
  },
  isMounted: (): boolean => rendered !== undefined,
  calls: (): number => desktop.callIds.getState().length,
  /** Returns how many widgets show this state. */
  showing: (look: string): number =>
    document.querySelectorAll(`[data-tallylight=recording-controls] [data-look=${look}]`).length,
  /** Presses Stop on every fifth widget that offers it, and returns how many were pressed. */
  stopSome: (): number => {
    const buttons = [...document.querySelectorAll<HTMLElement>('[data-slot=stop]')].filter(
      (_, index) => index % 5 === 0,
    );
    for (const button of buttons) button.click();
    return buttons.length;
  },
};
Object.assign(window, { soak });

export type Soak = typeof soak;
