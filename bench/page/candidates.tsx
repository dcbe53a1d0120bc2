import { useLayoutEffect, useState, type ComponentType, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { assembleDesktop } from '../../src/client/assembleDesktop.ts';
import { AgentDesktopProvider } from '../../src/components/AgentDesktopProvider.tsx';
import { RecordingControls } from '../../src/components/RecordingControls.tsx';
import { Bare, updateBare } from './Bare.tsx';
import { updateTwin, Twin } from './Twin.tsx';
import { callIdOf, callsAnswer, createPageWire, message, type State } from './wire.ts';

/**
 * One of the candidates that are compared. All candidates are on the same page, each in its own
 * React root.
 */
export interface Candidate {
  readonly name: string;
  readonly root: Element;
  /** Shows this many widgets, and has rendered them when it returns. 0 removes them. */
  readonly show: (count: number) => void;
  /** Prepares an event for a widget. Calling the result makes the event arrive. */
  readonly event: (index: number, state: State) => () => void;
  /** The Stop button, which is pressed because no guard delays it after a change. */
  readonly button: (index: number) => HTMLElement;
  /** Whether the candidate shows that Stop is pending. @defaultValue looks for "Stopping…" */
  readonly isPending?: () => boolean;
  /** The node to watch for changes, for a widget in a shadow tree. @defaultValue `root` */
  readonly changing?: (index: number) => Node;
  /** Is for a candidate that renders later by itself. Resolves when everything is rendered. */
  readonly ready?: () => Promise<void>;
  /** Delivers any message. */
  readonly say?: (message: unknown) => void;
  readonly end: () => void;
}

export async function createTallylight(callCount: number, listLength: number): Promise<Candidate> {
  const answer = callsAnswer(callCount, 'Recording');
  const { wire, say } = createPageWire(async () => answer);
  const desktop = assembleDesktop(wire, {});
  const widgets = createWidgetRoot(RecordingControls, listLength, (children) => (
    <AgentDesktopProvider desktop={desktop}>{children}</AgentDesktopProvider>
  ));
  await new Promise<void>((resolve) => {
    const unsubscribe = desktop.connection.subscribe(({ phase }) => {
      if (phase !== 'live') return;
      unsubscribe();
      resolve();
    });
  });
  return {
    name: 'tallylight',
    ...widgets,
    say,
    event: (index, state) => {
      const said = message(callIdOf(index), state);
      return () => {
        say(said);
      };
    },
  };
}

/** @param firstCall the number of its first call, because two twins on one page must not share a call */
export function createTwin(listLength: number, firstCall = 0): Candidate {
  const states: State[] = [];
  return {
    name: 'twin',
    ...createWidgetRoot(Twin, listLength, undefined, firstCall),
    event: (index, state) => {
      const callId = callIdOf(firstCall + index);
      const note = notes[states[index] ?? 'Recording'][state];
      states[index] = state;
      return () => {
        updateTwin(callId, { state, note, since: Date.now() });
      };
    },
  };
}

export function createBare(listLength: number): Candidate {
  return {
    name: 'bare',
    ...createWidgetRoot(Bare, listLength),
    event: (index, state) => {
      const callId = callIdOf(index);
      return () => {
        updateBare(callId, state);
      };
    },
  };
}

/** The sentence about a change that nobody requested here, as the author of the twin would write it. */
const notes: Readonly<Record<State, Readonly<Record<State, string | undefined>>>> = {
  Recording: {
    Recording: undefined,
    Paused: 'Recording paused.',
    Stopped: 'Recording stopped.',
  },
  Paused: {
    Recording: 'Recording resumed.',
    Paused: undefined,
    Stopped: 'Recording stopped.',
  },
  Stopped: {
    Recording: 'Recording started.',
    Paused: 'Recording paused.',
    Stopped: undefined,
  },
};

/**
 * @param listLength the length of the list that the widget is in. React goes through the list at
 *   each update
 */
export function createWidgetRoot(
  Widget: ComponentType<{ readonly callId: string }>,
  listLength: number,
  around: (children: ReactElement) => ReactElement = (children) => children,
  firstCall = 0,
): Pick<Candidate, 'root' | 'show' | 'button' | 'end'> {
  const root = document.body.appendChild(document.createElement('main'));
  let setCount: (count: number) => void = () => undefined;

  function Lists(): ReactElement {
    const [count, set] = useState(0);
    useLayoutEffect(() => {
      setCount = set;
    }, []);
    return (
      <>
        {Array.from({ length: Math.ceil(count / listLength) }, (_list, list) => (
          <ul key={list}>
            {Array.from(
              { length: Math.min(listLength, count - list * listLength) },
              (_row, row) => (
                <li key={row}>
                  <Widget callId={callIdOf(firstCall + list * listLength + row)} />
                </li>
              ),
            )}
          </ul>
        ))}
      </>
    );
  }
  const reactRoot = createRoot(root);
  flushSync(() => {
    reactRoot.render(around(<Lists />));
  });

  return {
    root,
    show: (count) => {
      flushSync(() => {
        setCount(count);
      });
    },
    button: (index) => {
      const button = root.querySelectorAll<HTMLElement>('[data-slot=stop]')[index];
      if (!button) throw new Error(`Widget ${index} has no Stop.`);
      return button;
    },
    end: () => {
      reactRoot.unmount();
      root.remove();
    },
  };
}
