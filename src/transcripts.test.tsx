import { cleanup, fireEvent, screen } from '@testing-library/react';
import {
  computeAccessibleDescription,
  computeAccessibleName,
  getRole,
} from 'dom-accessibility-api';
import type { ReactNode } from 'react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CallList } from './components/CallList.tsx';
import { ConfirmStop } from './components/ConfirmStop.tsx';
import { ConnectionStatus } from './components/ConnectionStatus.tsx';
import { PauseLimit } from './components/PauseLimit.tsx';
import { RecordingControls, type RecordingControlsProps } from './components/RecordingControls.tsx';
import { RecordingTimeline } from './components/RecordingTimeline.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from './doubles/renderDesktop.tsx';
import { SensitiveSection } from './components/SensitiveSection.tsx';
import { loadMessages, messageLocales } from './i18n/loadMessages.ts';
import type { Messages } from './i18n/messages.ts';
import type { RecordingOperationName } from './model/recording.ts';
import { simulatedCall } from './testing/simulatedCalls.ts';

// What a screen reader says and finds in each scenario is written to docs/transcripts, one file for
// each language. A change of a text, of a name or of an announcement is visible there, and a native
// speaker can read it from top to bottom. `npx vitest run --project=unit-dom src/transcripts -u`
// writes the files again.

/**
 * The test workers are like tabs of one browser to a `BroadcastChannel`, so no other test may use
 * this call id.
 */
const callId = 'transcribed';

interface Session extends RenderedDesktop {
  readonly messages: Messages;
  /** Writes down the announcements since the last time, and what can be found on the page now. */
  readonly note: (what: string) => void;
  readonly press: (name: string) => void;
  readonly pressOperation: (operationName: RecordingOperationName) => void;
}

interface Scenario {
  readonly title: string;
  readonly ui?: ReactNode;
  readonly options?: RenderedDesktopOptions;
  readonly happen: (session: Session) => Promise<void>;
}

const recording = simulatedCall({ id: callId, recordingState: 'Recording' });
const paused = simulatedCall({ id: callId, recordingState: 'Paused' });
const from = (ani: string) => ({ ani, otherParty: ani });
const controls = <RecordingControls callId={callId} />;
const askFirst: RecordingControlsProps['renderButton'] = (props, { slot }) =>
  slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />;
/** After a change, presses at the same place are ignored for less than this time. In ms. */
const guard = 1_600;

const scenarios: readonly Scenario[] = [
  {
    title: 'A pause, and its end',
    happen: async ({ note, pressOperation, pass }) => {
      note('The call is being recorded.');
      pressOperation('PauseCallRecording');
      note('The agent has just pressed Pause.');
      await pass(guard);
      note('The server has said that it is paused.');
      pressOperation('ResumeCallRecording');
      await pass(guard);
      note('The agent has resumed it.');
      pressOperation('StopCallRecording');
      await pass(guard);
      note('The agent has stopped it.');
      pressOperation('StartCallRecording');
      await pass(guard);
      note('The agent has started it again.');
    },
  },
  {
    title: 'The server takes its time',
    happen: async ({ note, pressOperation, pass, simulation }) => {
      simulation.hold();
      pressOperation('PauseCallRecording');
      await pass(800);
      note('The agent pressed Pause 0.8 seconds ago.');
    },
  },
  {
    title: 'The server refuses',
    happen: async ({ note, pressOperation, pass, simulation }) => {
      simulation.rejectNext(5);
      pressOperation('PauseCallRecording');
      await pass(100);
      note('The agent pressed Pause and has no permission.');
      simulation.rejectNext(3);
      pressOperation('StopCallRecording');
      await pass(100);
      note('The agent pressed Stop, and the server has a fault.');
    },
  },
  {
    title: 'Nobody confirms',
    happen: async ({ note, press, pressOperation, pass, simulation, messages }) => {
      simulation.acceptAndDoNothing();
      pressOperation('StopCallRecording');
      await pass(10_100);
      note('The server accepted a Stop 10 seconds ago, and did nothing.');
      press(messages.checkAgain);
      await pass(100);
      note('The agent has asked again.');
    },
  },
  {
    title: 'Somebody else changes the recording',
    happen: async ({ note, pass, meanwhile, simulation }) => {
      for (const name of [
        'PauseCallRecording',
        'ResumeCallRecording',
        'StopCallRecording',
        'StartCallRecording',
      ] as const) {
        await meanwhile(() => {
          simulation.supervisor(name, callId);
        });
        await pass(300);
        note(`A supervisor did this: ${name}.`);
      }
    },
  },
  {
    title: 'The connection is lost and comes back',
    ui: (
      <>
        <ConnectionStatus />
        {controls}
      </>
    ),
    happen: async ({ note, pass, simulation }) => {
      note('All is well.');
      simulation.disconnect();
      await pass(18_000);
      note('The connection was lost 18 seconds ago.');
      await pass(222_000);
      note('The connection was lost 4 minutes ago.');
      simulation.reconnect();
      await pass(60_000);
      note('The connection is back.');
      simulation.signOut();
      await pass(120_000);
      note('The sign-in has run out.');
    },
  },
  {
    title: 'A pause that lasts until the call ends',
    options: { calls: [paused] },
    happen: async ({ note, pass, meanwhile, simulation }) => {
      note('The page is opened, and the recording is paused.');
      await pass(61_000);
      note('A minute later.');
      await pass(60_000);
      note('Two minutes later.');
      await meanwhile(() => {
        simulation.endCall(callId);
      });
      await pass(300);
      note('The caller has hung up.');
    },
  },
  {
    title: 'Two calls',
    ui: <CallList />,
    options: {
      calls: [
        simulatedCall({ id: callId, recordingState: 'Recording', ...from('+44 20 7946 0018') }),
        simulatedCall({ id: 'other', recordingState: 'Paused', ...from('+49 30 23125 001') }),
      ],
    },
    happen: async ({ note, pass, meanwhile, simulation }) => {
      note('The page is opened.');
      await meanwhile(() => {
        simulation.supervisor('ResumeCallRecording', 'other');
      });
      await pass(300);
      note('A supervisor has resumed one of the two.');
      await meanwhile(() => {
        simulation.endCall('other');
      });
      await meanwhile(() => {
        simulation.endCall(callId);
      });
      await pass(300);
      note('Both calls have ended.');
    },
  },
  {
    title: 'A form for card numbers',
    ui: null,
    happen: async ({ note, press, pass, show, meanwhile, simulation, messages }) => {
      simulation.hold();
      show(
        <SensitiveSection callId={callId}>
          <input aria-label="(the field of the host)" />
        </SensitiveSection>,
      );
      await pass(1);
      note('The form has just been opened.');
      await pass(900);
      simulation.release();
      await pass(1_000);
      note('The server has said that it is paused.');
      await meanwhile(() => {
        simulation.supervisor('ResumeCallRecording', callId);
      });
      await pass(guard);
      note('A supervisor has resumed the recording.');
      press(messages.sensitive.pauseAgain);
      await pass(guard);
      note('The agent has paused it again.');
      await meanwhile(() => {
        simulation.endCall(callId);
      });
      await pass(guard);
      note('The caller has hung up.');
      press(messages.sensitive.continue);
      await pass(100);
      note('The agent has unlocked the fields.');
    },
  },
  {
    title: 'A limit of two minutes that resumes',
    ui: (
      <>
        {controls}
        <PauseLimit callId={callId} limit={120_000} atLimit="resume" />
      </>
    ),
    options: { pauseReminder: false },
    happen: async ({ note, pass, pressOperation }) => {
      pressOperation('PauseCallRecording');
      await pass(5_000);
      note('Paused five seconds ago.');
      await pass(90_000);
      note('A minute and a half later.');
      await pass(30_000);
      note('The limit is over.');
    },
  },
  {
    title: 'A limit of two minutes that reminds',
    ui: (
      <>
        {controls}
        <PauseLimit callId={callId} limit={120_000} />
      </>
    ),
    options: { pauseReminder: false },
    happen: async ({ note, pass, pressOperation }) => {
      pressOperation('PauseCallRecording');
      await pass(95_000);
      note('Paused a minute and a half ago.');
      await pass(30_000);
      note('The limit is over.');
    },
  },
  {
    title: 'A Stop that cannot be undone',
    ui: <RecordingControls callId={callId} renderButton={askFirst} />,
    happen: async ({ note, pass, press, pressOperation, messages }) => {
      pressOperation('StopCallRecording');
      await pass(100);
      note('The agent has pressed Stop once.');
      press(messages.confirmStop.keep);
      await pass(100);
      note('The agent has left it as it is.');
    },
  },
  {
    title: 'The timeline of a recording',
    ui: <RecordingTimeline callId={callId} />,
    happen: async ({ note, pass, meanwhile, simulation, messages }) => {
      await pass(30_000);
      await meanwhile(() => {
        simulation.supervisor('PauseCallRecording', callId);
      });
      await pass(20_000);
      fireEvent.click(screen.getByText(messages.timeline.times));
      await pass(100);
      note('Recorded for 30 seconds and paused for 20. The table of exact times is open.');
    },
  },
];

async function transcribe(
  { title, ui = controls, options, happen }: Scenario,
  messages: Messages,
): Promise<string> {
  const lines: string[] = [`== ${title}`];
  const said = listenToLiveRegions();
  const desktop = await renderDesktop(ui, { calls: [recording], messages, ...options });
  await desktop.pass(500);
  await happen({
    ...desktop,
    messages,
    note: (what) => {
      const heard = said.splice(0);
      lines.push(
        '',
        what,
        ...(heard.length > 0 ? heard : ['  (nothing is said)']),
        ...readPage(document.body, '  '),
      );
    },
    press: (name) => {
      fireEvent.click(screen.getByRole('button', { name }));
    },
    pressOperation: (operationName) => {
      const { name } = messages.operations[operationName];
      fireEvent.click(screen.getByRole('button', { name }));
    },
  });
  return lines.join('\n');
}

/** @returns what the live regions announce, in order; `!` marks an announcement that interrupts */
function listenToLiveRegions(): string[] {
  const said: string[] = [];
  const observer = new MutationObserver((changes) => {
    const regions = new Set(
      changes.map(({ target }) =>
        (target instanceof Element ? target : target.parentElement)?.closest('[aria-live]'),
      ),
    );
    for (const region of regions) {
      if (!region?.textContent) continue;
      const interrupts = region.getAttribute('aria-live') === 'assertive';
      said.push(`  said: ${interrupts ? '! ' : ''}${region.textContent}`);
    }
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  onTestFinished(() => {
    observer.disconnect();
  });
  return said;
}

/**
 * A screen reader reads only the name of an element with one of these roles, and not its content.
 */
const leaves = new Set([
  'button',
  'img',
  'timer',
  'slider',
  'textbox',
  'columnheader',
  'rowheader',
  'cell',
]);
/** A screen reader does not mention these roles. */
const silent = new Set(['generic', 'presentation', 'none', 'rowgroup', 'row']);

/** No stylesheet is loaded here, so nothing else can hide an element. */
const hidden = '[hidden], [aria-hidden="true"], [inert], [aria-live], style, script';

/** Returns the page as a screen reader reads it from top to bottom. */
function readPage(element: Element, indent: string): readonly string[] {
  if (element.matches(hidden)) return [];
  const role = element.matches('th[scope="row"]') ? 'rowheader' : getRole(element);
  const isTold = role !== null && !silent.has(role);
  const own = isTold ? [indent + readOne(element, role)] : [];
  if (role && leaves.has(role)) return own;
  const inside = Array.from(element.childNodes).flatMap((child) => {
    if (child instanceof Element) return readPage(child, isTold ? `${indent}  ` : indent);
    const text = child.textContent?.trim();
    return text ? [`${indent}${isTold ? '  ' : ''}${text}`] : [];
  });
  return [...own, ...inside];
}

function readOne(element: Element, role: string): string {
  const name = computeAccessibleName(element);
  const description = computeAccessibleDescription(element);
  const isExpanded = element.getAttribute('aria-expanded');
  return [
    role,
    name && `“${name}”`,
    role === 'timer' && element.textContent,
    element.getAttribute('aria-valuetext'),
    element.matches('[aria-disabled="true"], :disabled') && '(unavailable)',
    isExpanded && `(expanded: ${isExpanded})`,
    description && `– ${description}`,
  ]
    .filter(Boolean)
    .join(' ');
}

describe('what a screen reader says and finds', () => {
  it.each(messageLocales)('is as it was reviewed in %s', async (locale) => {
    const messages = await loadMessages(locale);
    const parts: string[] = [];
    for (const scenario of scenarios) {
      parts.push(await transcribe(scenario, messages));
      cleanup();
    }
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot(
      `../docs/transcripts/${locale}.txt`,
    );
  });
});
