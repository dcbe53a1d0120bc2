import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { AgentDesktop } from '../../src/client/agentDesktop.ts';
import { assembleDesktop } from '../../src/client/assembleDesktop.ts';
import { AgentDesktopProvider } from '../../src/components/AgentDesktopProvider.tsx';
import { CallList } from '../../src/components/CallList.tsx';
import type { Candidate } from './candidates.tsx';
import { rest } from './measure.ts';
import { callIdOf, callsAnswer, createPageWire, message } from './wire.ts';

/** A candidate that shows all the calls of a desktop in a `CallList`. */
export async function createCallList(name: string, callCount: number): Promise<Candidate> {
  const answer = callsAnswer(callCount, 'Recording');
  const { wire, say } = createPageWire(async () => answer);
  const desktop = assembleDesktop(wire, {});
  const { root, end } = mountCallList(desktop);
  while (desktop.callIds.getState().length < callCount) await rest();
  await rest(100);
  return {
    name,
    root,
    show: () => undefined,
    event: (index, state) => {
      const said = message(callIdOf(index), state);
      return () => {
        say(said);
      };
    },
    button: () => {
      throw new Error('Nothing is pressed in the list.');
    },
    end,
  };
}

/** Puts a `CallList` of a desktop into the page, until the returned `end` is called. */
export function mountCallList(desktop: AgentDesktop): {
  readonly root: HTMLElement;
  readonly end: () => void;
} {
  const root = document.body.appendChild(document.createElement('main'));
  const reactRoot = createRoot(root);
  flushSync(() => {
    reactRoot.render(
      <AgentDesktopProvider desktop={desktop}>
        <CallList />
      </AgentDesktopProvider>,
    );
  });
  return {
    root,
    end: () => {
      reactRoot.unmount();
      root.remove();
    },
  };
}
