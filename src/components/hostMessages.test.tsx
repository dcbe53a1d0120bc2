import { screen } from '@testing-library/react';
import { Component, useContext, useState, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from '../model/diagnostic.ts';
import { english } from '../i18n/english.ts';
import type { Messages } from '../i18n/messages.ts';
import { DesktopContext } from '../hooks/desktopContext.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';
import { CallList } from './CallList.tsx';
import { CallSummary } from './CallSummary.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import { RecordingTimeline } from './RecordingTimeline.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

const calls = [
  simulatedCall({ id: 'c1', recordingState: 'Recording' }),
  simulatedCall({ id: 'c2', recordingState: 'Paused' }),
];
const everyWidget = (
  <>
    <ConnectionStatus />
    <CallList controls={{}} />
    <RecordingControls callId="c1" callLabel="Ada King" />
    <RecordingStatus callId="c2" />
    <PauseLimit callId="c2" limit={200_000} />
    <RecordingTimeline callId="c1" />
    <CallSummary callId="c1" />
    <SensitiveSection callId="c2">
      <input aria-label="Card number" />
    </SensitiveSection>
  </>
);
const hostError = new Error('The host has no words.');
const fail = (): never => {
  throw hostError;
};

/** A catalogue of a host without TypeScript may be anything. */
function odd(value: unknown): Messages {
  return value as Messages;
}

/** Each function of the catalogue, at any depth, is replaced. */
function withFunctions(replacement: () => unknown): Messages {
  const replaced = (value: unknown): unknown =>
    typeof value === 'function'
      ? replacement
      : typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value as object).map(([key, each]) => [key, replaced(each)]),
          )
        : value;
  return odd(replaced(english));
}

/** Reading any word, at any depth, throws. */
function throwing(): Messages {
  return odd(
    new Proxy({}, { get: fail, ownKeys: fail, has: fail, getOwnPropertyDescriptor: fail }),
  );
}

/** A library of translations that makes something of every key. */
function endless(): Messages {
  const make = (): object =>
    new Proxy(() => undefined, { get: (_, key) => (key === 'locale' ? 'de' : make()) });
  return odd(make());
}

// A host that takes its translations from a hook writes functions like these.
const useHookedText = (): string => useState('hooked')[0];
const useHookedContext = (): string => String(useContext(DesktopContext)?.remindAfter);

let logged: unknown[][] = [];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((...all) => void logged.push(all));
});
afterEach(() => {
  vi.restoreAllMocks();
});

interface Page extends RenderedDesktop {
  readonly diagnostics: Diagnostic[];
  readonly announced: string[];
}

async function open(
  messages: Messages,
  ui: ReactNode = everyWidget,
  options: RenderedDesktopOptions = {},
): Promise<Page> {
  const diagnostics: Diagnostic[] = [];
  const announced: string[] = [];
  const page = await renderDesktop(<div data-testid="host">{ui}</div>, {
    calls,
    messages,
    announce: (text) => announced.push(text),
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    ...options,
  });
  await page.pass(100);
  return { ...page, diagnostics, announced };
}

function words(): string {
  return screen.getByTestId('host').textContent;
}

function aboutWords(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(
    ({ code }) =>
      code === 'host-callback-failed' || code === 'widget-failed' || code === 'incomplete-messages',
  );
}

function without(group: keyof Messages, key: string): Messages {
  const { [key]: _, ...rest } = english[group] as unknown as Record<string, unknown>;
  return odd({ ...english, [group]: rest });
}

/** What happens to the two calls in all of these tests, so that most of the words are needed. */
async function liveThroughMuch({ simulation, meanwhile, pass }: Page): Promise<void> {
  await pass(61_000);
  await meanwhile(() => simulation.supervisor('ResumeCallRecording', 'c2'));
  await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
  simulation.disconnect('notifications');
  await pass(5_000);
  simulation.reconnect();
  await pass(30_000);
  await meanwhile(() => simulation.endCall('c1'));
  await pass(1_000);
}

describe('a catalogue of the host', () => {
  it.each<[string, () => Messages]>([
    ['whose functions throw', () => withFunctions(fail)],
    [
      'whose functions throw a promise, as Suspense does',
      () =>
        withFunctions(() => {
          // oxlint-disable-next-line no-throw-literal, only-throw-error -- this is what such a library throws
          throw new Promise(() => undefined);
        }),
    ],
    ['whose functions return nothing', () => withFunctions(() => undefined)],
    ['whose functions return an empty text', () => withFunctions(() => '')],
    ['whose functions return an object', () => withFunctions(() => ({ text: 'no' }))],
    ['whose functions return a symbol', () => withFunctions(() => Symbol('no'))],
    ['whose functions are async', () => withFunctions(async () => 'later')],
    ['whose functions are async and fail', () => withFunctions(async () => fail())],
    ['whose functions call a hook', () => withFunctions(useHookedText)],
    ['whose words all throw when they are read', throwing],
    ['that returns a function for every key', endless],
    ['that is empty', () => odd({})],
    ['that is null', () => odd(null)],
    ['that is a text', () => odd('de')],
    ['that is a promise, because the host forgot to wait', () => odd(Promise.resolve(english))],
    ['that is a module, because the host forgot its export', () => odd({ german: english })],
    [
      'whose words are numbers',
      () =>
        odd(
          JSON.parse(
            JSON.stringify(english, (_, each: unknown) => (typeof each === 'string' ? 5 : each)),
          ),
        ),
    ],
    [
      'whose words are empty',
      () =>
        odd(
          JSON.parse(
            JSON.stringify(english, (_, each: unknown) => (typeof each === 'string' ? '' : each)),
          ),
        ),
    ],
    [
      'that went through JSON, and lost its functions',
      () => odd(JSON.parse(JSON.stringify(english))),
    ],
    [
      'whose words are symbols',
      () => odd(Object.fromEntries(Object.keys(english).map((key) => [key, Symbol(key)]))),
    ],
    [
      'whose groups are null',
      () => odd(Object.fromEntries(Object.keys(english).map((key) => [key, null]))),
    ],
  ])('%s costs only its own words: the English ones are there', async (_name, make) => {
    const page = await open(make());
    await liveThroughMuch(page);
    expect(page.diagnostics.filter(({ code }) => code === 'widget-failed')).toEqual([]);
    expect(words()).toContain('Connected');
    expect(words()).not.toMatch(/undefined|null|\[object|Symbol|hooked|NaN/);
    expect(page.announced.join(' ')).not.toMatch(/undefined|null|\[object|Symbol|hooked|NaN/);
    expect(page.announced).toContain('Recording resumed.');
    for (const button of screen.getAllByRole('button')) expect(button).toHaveAccessibleName(/\w/);
    // The host is told, and neither at each render nor of each word.
    const told = aboutWords(page.diagnostics);
    expect(told.length).toBeLessThanOrEqual(12);
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBeLessThanOrEqual(told.length);
  });

  it.each([
    'groupOf',
    'atLeast',
    'lastHeard',
    'operations',
    'states',
    'still',
    'cautious',
    'causes',
    'reasons',
    'spoken',
    'connection',
    'checking',
    'fullStop',
    'sentenceGap',
    'locale',
    'dir',
    'sensitive',
    'pauseLimit',
    'timeline',
    'calls',
    'callSummary',
    'unconfirmed',
    'tryNow',
  ] as const)(
    'without %s, or with a getter for it that throws, shows every widget',
    async (key) => {
      for (const messages of [
        odd({ ...english, [key]: undefined }),
        odd(Object.defineProperty({ ...english }, key, { get: fail })),
      ]) {
        // The two pages are opened one after the other.
        // oxlint-disable-next-line no-await-in-loop
        const page = await open(messages);
        // oxlint-disable-next-line no-await-in-loop
        await liveThroughMuch(page);
        expect(aboutWords(page.diagnostics)).toHaveLength(1);
        expect(words()).not.toMatch(/undefined|null|\[object/);
        expect(page.announced.join(' ')).not.toMatch(/undefined|null/);
        document.body.replaceChildren();
      }
    },
  );
});

/** Stands for the page of a host that has no other boundary. */
class Host extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }
  override readonly state = { isBroken: false };
  override render(): ReactNode {
    return this.state.isBroken ? 'The page of the host is gone.' : this.props.children;
  }
}

describe('a section for a card number', () => {
  const card = (
    <Host>
      <SensitiveSection callId="c1">
        <input aria-label="Card number" />
      </SensitiveSection>
    </Host>
  );
  it.each<[string, () => Messages]>([
    ['has no group of states', () => odd({ ...english, states: undefined })],
    ['has null for the words of the section', () => odd({ ...english, sensitive: null })],
    ['has no word for its lock', () => without('sensitive', 'fieldsReady')],
    ['throws at "last heard"', () => ({ ...english, lastHeard: fail })],
    ['calls a hook at "last heard"', () => ({ ...english, lastHeard: useHookedText })],
    [
      'reads a context at "last heard"',
      () => ({
        ...english,
        lastHeard: useHookedContext,
      }),
    ],
    [
      'gives a new object and throws in the middle of the pause',
      () => {
        let reads = 0;
        return odd(
          new Proxy(english, { get: (of, key) => (reads++ > 300 ? fail() : Reflect.get(of, key)) }),
        );
      },
    ],
  ])('stays, and the call stays paused, where the catalogue %s', async (_name, make) => {
    // An error in the words took the section away, and the recording resumed while the agent was
    // reading a card number to the page.
    const messages = make();
    const { simulation, pass, show } = await open(messages, card);
    await pass(100);
    const operations = (): string[] =>
      simulation.requests.map(({ operationName }) => operationName.replace('CallRecording', ''));
    expect(operations()).toEqual(['Pause']);
    simulation.disconnect('notifications');
    await pass(5_000);
    show(<div data-testid="host">{card}</div>);
    simulation.reconnect();
    await pass(30_000);
    expect(screen.getByTestId('host')).not.toHaveTextContent('gone');
    expect(screen.getByLabelText('Card number')).toBeInTheDocument();
    expect(operations()).toEqual(['Pause']);
    expect(logged.filter(([text]) => /Hooks|hook call/.test(String(text)))).toEqual([]);
  });

  it('that React cannot draw any more leaves the call paused', async () => {
    // The host gave a text as `style`, and React refuses that. The recording resumed at once.
    const { simulation, pass, show } = await open(english, card);
    await pass(100);
    const style = { style: 'color: red' } as object;
    show(
      <div data-testid="host">
        <Host>
          <SensitiveSection callId="c1" {...style}>
            <input aria-label="Card number" />
          </SensitiveSection>
        </Host>
      </div>,
    );
    await pass(30_000);
    expect(document.body).toHaveTextContent('The page of the host is gone.');
    expect(simulation.requests).toMatchObject([{ operationName: 'PauseCallRecording' }]);
  });
});
