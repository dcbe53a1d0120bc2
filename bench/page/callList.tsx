import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { assembleDesktop } from '../../src/client/assembleDesktop.ts';
import { AgentDesktopProvider } from '../../src/components/AgentDesktopProvider.tsx';
import { CallList } from '../../src/components/CallList.tsx';
import type { Candidate } from './candidates.tsx';
import { rest } from './measure.ts';
import { callIdOf, createPageWire, message } from './wire.ts';

/** A `CallList` of all the calls of a desktop. It is there until it ends. */
export async function createCallList(name: string, callCount: number): Promise<Candidate> {
  const { wire, say } = createPageWire(callCount);
  const desktop = assembleDesktop(wire, {});
  const root = document.body.appendChild(document.createElement('main'));
  const reactRoot = createRoot(root);
  flushSync(() => {
    reactRoot.render(
      <AgentDesktopProvider desktop={desktop}>
        <CallList />
      </AgentDesktopProvider>,
    );
  });
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
    end: () => {
      reactRoot.unmount();
      root.remove();
    },
  };
}
