import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, type ReactElement } from 'react';
import { expect, waitFor } from 'storybook/test';
import { AgentDesktopProvider } from '../src/components/AgentDesktopProvider.tsx';
import { CallList } from '../src/components/CallList.tsx';
import { ConnectionStatus } from '../src/components/ConnectionStatus.tsx';
import { PauseLimit } from '../src/components/PauseLimit.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { RecordingStatus } from '../src/components/RecordingStatus.tsx';
import { RecordingTimeline } from '../src/components/RecordingTimeline.tsx';
import { SensitiveSection } from '../src/components/SensitiveSection.tsx';
import { loadMessages } from '../src/i18n/loadMessages.ts';
import type { Messages } from '../src/i18n/messages.ts';
import type { RecordingOperationName } from '../src/model/recording.ts';
import {
  createSimulatedDesktop,
  type SimulatedDesktop,
} from '../src/testing/createSimulatedDesktop.ts';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import './LayoutShift.css';

const call = simulatedCall({ id: 'c1', recordingState: 'Recording', seconds: 94 });

interface PageProps {
  readonly desktop: SimulatedDesktop['desktop'];
  readonly messages: Messages;
}

/** Every widget in a wide column and in a narrow one, with a line of the host below each. */
function Page({ desktop, messages }: PageProps): ReactElement {
  useEffect(() => desktop.connect(), [desktop]);
  return (
    <AgentDesktopProvider desktop={desktop} messages={messages} pauseReminder={{ after: 700 }}>
      {/* The host's own content is beside and below the widgets, in a header and in ever narrower
          panels. */}
      {[700, 380, 250, 130].map((width) => (
        <section key={width} style={{ inlineSize: width }}>
          <ConnectionStatus /> <span data-testid="beside">Beside ConnectionStatus, {width} px</span>
          <p data-testid="line">Below ConnectionStatus, {width} px</p>
        </section>
      ))}
      <div className="layout-shift">
        {[480, 280].map((width) => (
          <div key={width} style={{ inlineSize: width }}>
            {widgets(`${width} px`).map(({ name, ui }) => (
              <section key={name}>
                {ui}
                <p data-testid="line">{`Below ${name}, ${width} px`}</p>
              </section>
            ))}
            {/* The list grows with a new call, so it is the last widget. */}
            <CallList aria-label={`${width} px`} />
          </div>
        ))}
      </div>
    </AgentDesktopProvider>
  );
}

const widgets = (
  label: string,
): readonly { readonly name: string; readonly ui: ReactElement }[] => [
  { name: 'RecordingControls', ui: <RecordingControls callId="c1" callLabel={label} /> },
  { name: 'RecordingStatus', ui: <RecordingStatus callId="c1" /> },
  { name: 'PauseLimit', ui: <PauseLimit callId="c1" limit={30_500} /> },
  { name: 'RecordingTimeline', ui: <RecordingTimeline callId="c1" callLabel={label} /> },
  {
    name: 'SensitiveSection',
    ui: (
      <SensitiveSection callId="c2" aria-label={label}>
        <input aria-label={`Card, ${label}`} />
      </SensitiveSection>
    ),
  },
];

const meta: Meta<typeof Page> = {
  title: 'Layout shift',
  component: Page,
  // The clocks of these stories run, so their pictures would never be equal, and they fail where the
  // clock of the page stands still, as in `npm run axe`. The story tests look at them with axe.
  tags: ['no-picture', 'no-axe'],
  parameters: { controls: { disable: true } },
};

export default meta;

interface Loaded {
  readonly simulated: SimulatedDesktop;
  readonly messages: Messages;
}

/** The timeout in ms is long enough for a busy machine. */
const patient = { timeout: 10_000 };

/** What the scenes below are played with. */
interface SceneParts {
  readonly step: ShiftWatch['step'];
  readonly simulation: SimulatedDesktop['simulation'];
  readonly desktop: SimulatedDesktop['desktop'];
  readonly messages: Messages;
  readonly canvasElement: HTMLElement;
  readonly shows: (text: string | undefined, where?: Element) => Promise<void>;
  readonly isStale: () => Promise<void>;
  readonly isFresh: () => Promise<void>;
  /** A rule of the host requests a Pause. */
  readonly askByRule: () => void;
}

/**
 * Nothing moves by an event that the agent did not cause. The words of a status line, a button or a
 * caption flow anew when they change. All other layout shifts count.
 */
function nothingMoves(happen: (parts: SceneParts) => Promise<void>): StoryObj<typeof Page> {
  return {
    loaders: [
      async () => ({
        simulated: createSimulatedDesktop({
          calls: [call, { ...call, id: 'c2', connId: 'two' }],
          confirmationTimeout: 2_500,
        }),
        messages: await loadMessages('de'),
      }),
    ],
    render: (_, { loaded }) => {
      const { simulated, messages } = loadedOf(loaded);
      return <Page desktop={simulated.desktop} messages={messages} />;
    },
    play: async ({ canvasElement, loaded }) => {
      const { simulated, messages } = loadedOf(loaded);
      const controls = canvasElement.querySelector('[data-tallylight="recording-controls"]');
      const shows: SceneParts['shows'] = (
        text = 'no such text',
        where = controls ?? canvasElement,
      ) => waitFor(() => expect(where).toHaveTextContent(text.replaceAll(/\s+/g, ' ')), patient);
      await shows(messages.states.Recording);
      await waitFor(
        () => expect(canvasElement.querySelector('[data-blocked]')).toBeNull(),
        patient,
      );
      // A browser fetches a font when a letter first needs it, and then all words change their size.
      const fonts = [...document.fonts].filter(({ family }) => family.includes('Inter'));
      await Promise.all(fonts.map((font) => font.load()));
      const { step, shifts } = watchShifts(canvasElement);
      await happen({
        ...simulated,
        step,
        messages,
        canvasElement,
        shows,
        isStale: () => waitFor(() => expect(controls).toHaveAttribute('data-stale'), patient),
        isFresh: () => waitFor(() => expect(controls).not.toHaveAttribute('data-stale'), patient),
        askByRule: () => {
          const request = simulated.desktop.requestOperation(
            'c1',
            'PauseCallRecording',
            'automatic',
          );
          simulated.desktop.sendOperation(request).catch(() => undefined);
        },
      });
      await expect(shifts).toEqual([]);
    },
  };
}

/** Somebody else pauses, resumes, stops, starts; a call comes, and one ends. */
export const NothingMovesByOthers: StoryObj<typeof Page> = nothingMoves(
  async ({ step, simulation, messages, canvasElement, shows }) => {
    const { states, pauseLimit } = messages;
    const supervisor = (operationName: RecordingOperationName) => (): void => {
      simulation.supervisor(operationName, 'c1');
    };
    const sayOfCall = (said: object): void => {
      simulation.say({
        data: {
          notificationType: 'CallRecordingStateChange',
          messageType: 'CallStateChangeMessage',
          call: { id: 'c1', connId: call.connId, state: 'Established', ...said },
        },
        channel: '/v2/me/calls',
      });
    };
    await step('paused', supervisor('PauseCallRecording'), () => shows(states.Paused));
    await step('reminded', nothing, () => shows(messages.notBeingRecorded));
    await step('warned of the limit', nothing, () => shows(pauseLimit?.keepPaused, canvasElement));
    await step('resumed', supervisor('ResumeCallRecording'), () => shows(states.Recording));
    await step('stopped', supervisor('StopCallRecording'), () => shows(states.Stopped));
    await step('started', supervisor('StartCallRecording'), () => shows(states.Recording));
    await step(
      'a state that nobody knows',
      () => sayOfCall({ recordingState: 'Snoozing', capabilities: ['StopCallRecording'] }),
      () => shows(states.Unknown),
    );
    await step('read again', nothing, () => shows(states.Recording));
    await step(
      'a new call',
      () => simulation.happen({ type: 'begin', call: { ...call, id: 'c3', connId: 'three' } }),
      () =>
        waitFor(
          () => expect(canvasElement.querySelectorAll('[data-part="call"]')).toHaveLength(6),
          patient,
        ),
    );
    await step(
      'ended',
      () => simulation.endCall('c1'),
      () => shows(messages.callEnded),
    );
  },
);

/** Operations fail that no agent has requested, and the connection is lost meanwhile. */
export const NothingMovesByFailures: StoryObj<typeof Page> = nothingMoves(
  async ({ step, simulation, desktop, messages, shows, isStale, isFresh, askByRule }) => {
    const { operations } = messages;
    simulation.rejectNext(5);
    simulation.hold();
    await step('pending', askByRule, () => shows(operations.PauseCallRecording.pending));
    await step('refused', simulation.release, () => shows(operations.PauseCallRecording.failed));
    await step('notifications lost', () => simulation.disconnect('notifications'), isStale);
    await step('notifications back', simulation.reconnect, isFresh);
    await step('connection lost', () => simulation.disconnect(), isStale);
    await step('connection back', simulation.reconnect, isFresh);
    simulation.acceptAndDoNothing();
    await step('unconfirmed', askByRule, () => shows(messages.checkAgain));
    await step('unconfirmed, lost', () => simulation.disconnect(), isStale);
    await step('unconfirmed, back', simulation.reconnect, isFresh);
    await step('signed out', simulation.signOut, isStale);
    simulation.signIn();
    await step('signed in', () => void desktop.refresh(), isFresh);
  },
);

function loadedOf(loaded: Record<string, unknown>): Loaded {
  // The loader above has put it there. Storybook types what was loaded as a record of anything.
  return loaded as unknown as Loaded;
}

const nothing = (): void => undefined;

/** What TypeScript's DOM types lack. @see https://wicg.github.io/layout-instability/ */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

interface ShiftWatch {
  /** Makes something happen, waits until it is shown, and checks what has moved. */
  readonly step: (name: string, happen: () => void, isShown: () => Promise<void>) => Promise<void>;
  /** Every movement so far, in words. */
  readonly shifts: readonly string[];
}

function watchShifts(root: HTMLElement): ShiftWatch {
  const shifts: string[] = [];
  const lines = [...root.querySelectorAll('[data-testid="line"], [data-testid="beside"]')];
  const placesNow = (): readonly DOMRect[] => lines.map((line) => line.getBoundingClientRect());
  const entries: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => {
    entries.push(...list.getEntries());
  });
  observer.observe({ type: 'layout-shift' });
  let places = placesNow();

  return {
    shifts,
    step: async (name, happen, isShown) => {
      happen();
      await isShown();
      // The browser reports the shifts of a frame after the frame.
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      const before = places;
      places = placesNow();
      for (const [index, line] of lines.entries())
        for (const side of ['top', 'left'] as const) {
          const by = (places[index]?.[side] ?? 0) - (before[index]?.[side] ?? 0);
          // A difference below a tenth of a pixel comes from the rounding of the browser.
          if (Math.abs(by) > 0.1)
            shifts.push(`${name}: ${line.textContent} by ${by.toFixed(1)} px, ${side}`);
        }
      entries.push(...observer.takeRecords());
      // An entry of type layout-shift is one of these.
      for (const { value, sources } of entries.splice(0) as LayoutShift[]) {
        const moved = sources.map(({ node }) => node).filter((node) => node && !isReworded(node));
        for (const node of moved) shifts.push(`${name}: ${value}, ${textOf(node)}`);
      }
    },
  };
}

/** Whether an element flows anew because its own words have changed. */
function isReworded(node: Node): boolean {
  const element = node instanceof Element ? node : node.parentElement;
  return (
    element?.closest('[data-part="status"], [data-part="button"], [data-part="caption"]') != null
  );
}

function textOf(node: Node | null): string {
  const element = node instanceof Element ? node : node?.parentElement;
  return `${element?.getAttribute('data-part') ?? element?.localName}: ${node?.textContent}`;
}
