// A host that shows the controls of a call in another window: in a pop-out or a frame, either
// through a portal of the page's React tree or with a React root of its own.
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
// This is the component that the book shows as an example to copy.
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

/** The host renders these controls itself, with the hook alone. */
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

/** The section is in the page, and a portal renders its field in the other window. */
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

function HostPage(): ReactElement {
  const [shown, show] = useState<readonly [Element, Content]>();
  Object.assign(window, {
    showByPortal: (place: Element, content: Content = 'controls') => show([place, content]),
    closePortal: () => show(undefined),
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
  renderPage: () => {
    createRoot(place()).render(<HostPage />);
  },
  renderBookExample: () => {
    createRoot(place()).render(
      <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
        <PopOut>
          <Controls />
        </PopOut>
      </AgentDesktopProvider>,
    );
  },
  /** Returns a function that unmounts it. */
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
