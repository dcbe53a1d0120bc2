// A host that shows a call's controls in another window: a pop-out or a frame, by a portal of the
// page's own React tree or by a root of its own there.
import { useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';
import {
  AgentDesktopProvider,
  RecordingControls,
  SensitiveSection,
  useAnnouncements,
  useRecordingControls,
  useRecordingShortcuts,
} from '../../src/index.ts';
import { createSimulatedDesktop, simulatedCall } from '../../src/testing/index.ts';
// What the book gives to copy.
import { PopOut } from '../../stories/examples/PopOut.tsx';

const { desktop, simulation } = createSimulatedDesktop({
  calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
});

const shortcuts = {
  PauseCallRecording: 'Alt+Shift+P',
  ResumeCallRecording: 'Alt+Shift+R',
} as const;

function Controls(): ReactElement {
  const ref = useRecordingShortcuts(shortcuts);
  return <RecordingControls ref={ref} callId="c1" />;
}

/** Drawn by the host with nothing but the hook. */
function OwnControls(): ReactElement {
  useAnnouncements('c1');
  const { groupProps, buttons } = useRecordingControls('c1');
  return (
    <div {...groupProps}>
      {buttons.map(({ key, label, buttonProps }) => (
        <button key={key} {...buttonProps}>
          {label}
        </button>
      ))}
    </div>
  );
}

function Payment(): ReactElement {
  const [card, setCard] = useState('');
  return (
    <SensitiveSection callId="c1">
      <input aria-label="Card" value={card} onChange={(event) => setCard(event.target.value)} />
    </SensitiveSection>
  );
}

/** The section is in the page, and React brings its field to the other window. */
function PaymentElsewhere({ place }: { readonly place: Element }): ReactElement {
  const [card, setCard] = useState('');
  return (
    <SensitiveSection callId="c1">
      {createPortal(
        <input aria-label="Card" value={card} onChange={(event) => setCard(event.target.value)} />,
        place,
      )}
    </SensitiveSection>
  );
}

const contents = { controls: <Controls />, own: <OwnControls />, payment: <Payment /> };
type Content = keyof typeof contents | 'payment elsewhere';

function Desk(): ReactElement {
  const [shown, show] = useState<readonly [Element, Content]>();
  Object.assign(window, {
    showByPortal: (place: Element, content: Content = 'controls') => show([place, content]),
    showNowhere: () => show(undefined),
  });
  return (
    <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
      <button type="button">In the page</button>
      {shown?.[1] === 'payment elsewhere' ? (
        <>
          <PaymentElsewhere place={shown[0]} />
          {createPortal(<RecordingControls callId="c1" />, shown[0])}
        </>
      ) : (
        shown && createPortal(contents[shown[1]], shown[0])
      )}
    </AgentDesktopProvider>
  );
}

const place = (): HTMLElement => document.body.appendChild(document.createElement('div'));

Object.assign(window, {
  simulation,
  desktop,
  startDesk: () => {
    createRoot(place()).render(<Desk />);
  },
  startDeskOfBook: () => {
    createRoot(place()).render(
      <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
        <PopOut>
          <Controls />
        </PopOut>
      </AgentDesktopProvider>,
    );
  },
  /** Returns how to unmount it. */
  showByRoot: (element: Element) => {
    const root = createRoot(element);
    root.render(
      <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
        <Controls />
      </AgentDesktopProvider>,
    );
    return () => root.unmount();
  },
});
