import type { Meta, StoryObj } from '@storybook/react-vite';
import { useMemo, useState, type ReactElement } from 'react';
import { expect, fireEvent, waitFor } from 'storybook/test';
import { ConnectionStatus } from '../src/components/ConnectionStatus.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { loadMessages, messageLocales } from '../src/i18n/loadMessages.ts';
import type { Messages } from '../src/i18n/messages.ts';
import './AllStates.css';
import { StoryLanguage } from './language.tsx';
import * as scenes from './scenes.ts';
import { play, SceneProvider, type Scene, type PlayedScene } from './playScene.tsx';

const rows: readonly (readonly [name: string, scene: Scene])[] = [
  ['Checking', scenes.checking],
  ['Not recording', scenes.notRecording],
  ['Starting', scenes.startPending],
  ['Recording', scenes.recording],
  ['Pausing', scenes.pausePending],
  ['Paused', scenes.paused],
  ['Paused for long', scenes.pausedForLong],
  ['Resuming', scenes.resumePending],
  ['Stopping', scenes.stopPending],
  ['Stopped', scenes.stopped],
  ['Paused, by others', scenes.pausedBySomeoneElse],
  ['Refused', scenes.rejectedByServer],
  ['No permission', scenes.noPermission],
  ['Not confirmed', scenes.notConfirmed],
  ['Superseded', scenes.superseded],
  ['Out of date', scenes.outOfDate],
  ['Signed out', scenes.signedOut],
  ['Not reported', scenes.notReported],
  ['Unknown', scenes.unknownState],
  ['Contradiction', scenes.contradictoryCapabilities],
  ['Ended', scenes.endedWhilePaused],
];

/** These states look like others, but have longer notes, other buttons, or none. */
const moreRows: typeof rows = [
  ['Checking', scenes.checking],
  ['Resume, not confirmed', scenes.resumeNotConfirmed],
  ['Checked again', scenes.checkedAgain],
  ['Not reached', scenes.notReached],
  ['Paused, out of date', scenes.pausedOutOfDate],
  ['Refused for now', scenes.startRefused],
  ['Stopped, by others', scenes.stoppedBySomeoneElse],
  ['Stop only', scenes.stopOnly],
  ['No capabilities', scenes.noCapabilities],
  ['Unreachable', scenes.unreachable],
  ['Disconnected', scenes.closed],
  ['Ended, recorded', scenes.ended],
];

const phases: readonly Scene[] = [
  scenes.neverConnected,
  scenes.checking,
  scenes.recordingUntimed,
  scenes.outOfDate,
  scenes.signedOut,
  scenes.closed,
];

function AllStates({
  played,
  connections,
}: {
  readonly played: readonly PlayedScene[];
  readonly connections: readonly PlayedScene[];
}): ReactElement {
  return (
    <div className="all-states">
      {played.map((scene, index) => {
        const name = rows[index]?.[0] ?? '';
        return (
          <section key={name}>
            <h2>{name}</h2>
            <SceneProvider scene={scene}>
              <RecordingControls callId="c1" callLabel={name} />
            </SceneProvider>
          </section>
        );
      })}
      <section>
        <h2>Connection</h2>
        <div>
          {connections.map((scene) => (
            <SceneProvider key={scene.desktop.connection.getState().phase} scene={scene}>
              <ConnectionStatus />
            </SceneProvider>
          ))}
        </div>
      </section>
    </div>
  );
}

const meta: Meta<typeof AllStates> = {
  title: 'All states',
  component: AllStates,
  parameters: { layout: 'fullscreen', controls: { disable: true } },
};

export default meta;

export const Overview: StoryObj<typeof AllStates> = {
  loaders: [
    async () => ({
      played: await Promise.all(rows.map(([, scene]) => play(scene))),
      connections: await Promise.all(phases.map(play)),
    }),
  ],
  // The loader above has put it there. Storybook types what was loaded as a record of anything.
  render: (_, { loaded }) => (
    <AllStates
      played={loaded['played'] as PlayedScene[]}
      connections={loaded['connections'] as PlayedScene[]}
    />
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('group')).toHaveLength(rows.length);
  },
};

interface PlacesProps {
  readonly of: typeof rows;
  readonly played: readonly PlayedScene[];
  readonly catalogues: readonly Messages[];
}

/** A widget in each state, in one language, density and width. */
function Places({ of, played, catalogues }: PlacesProps): ReactElement {
  const [locale, setLocale] = useState('en');
  const [density, setDensity] = useState('normal');
  const messages = useMemo(
    () => catalogues.find((each) => each.locale === locale),
    [catalogues, locale],
  );
  const [width, setWidth] = useState(480);
  const choices = (values: readonly string[]): ReactElement[] =>
    values.map((value) => <option key={value}>{value}</option>);
  return (
    <div className="all-states">
      <p className="choices">
        <label>
          Language{' '}
          <select value={locale} onChange={({ target }) => setLocale(target.value)}>
            {choices(catalogues.map((each) => each.locale))}
          </select>
        </label>
        <label>
          Density{' '}
          <select value={density} onChange={({ target }) => setDensity(target.value)}>
            {choices(densities)}
          </select>
        </label>
        <label>
          Width{' '}
          <select value={String(width)} onChange={({ target }) => setWidth(Number(target.value))}>
            {choices(widths.map(String))}
          </select>
        </label>
      </p>
      <StoryLanguage.Provider value={messages}>
        {played.map((scene, index) => {
          const name = of[index]?.[0] ?? '';
          return (
            <section key={name} data-density={density}>
              <h2>{name}</h2>
              <SceneProvider scene={scene}>
                <RecordingControls
                  callId="c1"
                  callLabel={name}
                  data-testid={name}
                  style={{ inlineSize: width, maxInlineSize: 'none' }}
                />
              </SceneProvider>
            </section>
          );
        })}
      </StoryLanguage.Provider>
    </div>
  );
}

const densities = ['compact', 'normal', 'touch'] as const;
/** The timeout in ms is long enough for a busy machine. */
const patient = { timeout: 10_000 };
/** At 790 px the words have one line in the densities normal and compact. */
const widths = [790, 640, 430, 380, 320, 280, 240, 200] as const;

/**
 * In every state, language, density and width no button moves a pixel and no card grows. No operation
 * has the place of another one, except for Start, Pause and Resume. All states are compared with the
 * first one, so every pair is equal.
 */
export const ButtonsStayInPlace: StoryObj<typeof Places> = {
  args: { of: rows },
  loaders: [
    async ({ args }) => ({
      played: await Promise.all(args.of.map(([, scene]) => play(scene))),
      catalogues: await Promise.all(messageLocales.map((locale) => loadMessages(locale))),
    }),
  ],
  // The loader above has put it there. Storybook types what was loaded as a record of anything.
  render: ({ of }, { loaded }) => (
    <Places
      of={of}
      played={loaded['played'] as PlayedScene[]}
      catalogues={loaded['catalogues'] as Messages[]}
    />
  ),
  play: async ({ args, canvas, canvasElement }) => {
    const groups = canvas.getAllByRole('group');
    await expect(groups).toHaveLength(args.of.length);
    const faults: string[] = [];
    for (const locale of messageLocales) {
      await fireEvent.change(canvas.getByLabelText('Language'), { target: { value: locale } });
      await waitFor(() => expect(groups[0]).toHaveAttribute('lang', locale), patient);
      // The widths are set without React, because there are many of them.
      for (const density of densities) {
        for (const section of canvasElement.querySelectorAll('section'))
          section.dataset['density'] = density;
        for (const width of widths) {
          for (const group of groups) group.style.inlineSize = `${width}px`;
          const where = `${locale}, ${density}, ${width} px`;
          faults.push(...faultsOf(groups).map((fault) => `${where}: ${fault}`));
        }
      }
    }
    await expect(faults).toEqual([]);
    await fireEvent.change(canvas.getByLabelText('Language'), { target: { value: 'en' } });
    await waitFor(() => expect(groups[0]).toHaveAttribute('lang', 'en'), patient);
    for (const section of canvasElement.querySelectorAll('section'))
      section.dataset['density'] = 'normal';
    for (const group of groups) group.style.inlineSize = '480px';
  },
};

/** The other states are compared with the same first one, so they equal those above, too. */
export const ButtonsStayInMoreStates: StoryObj<typeof Places> = {
  ...ButtonsStayInPlace,
  args: { of: moreRows },
};

function faultsOf(groups: readonly HTMLElement[]): readonly string[] {
  const faults: string[] = [];
  let first: readonly number[] | undefined;
  for (const group of groups) {
    const card = group.getBoundingClientRect();
    const boxOf = (element: Element): readonly number[] => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return [left - card.left, top - card.top, width, height];
    };
    const places = [...group.querySelectorAll('[data-part="place"]')];
    const here = [card.height, ...places.flatMap(boxOf)];
    first ??= here;
    const name = group.dataset['testid'];
    if (!areSame(here, first))
      faults.push(`${name} is ${roundedBox(here)}, and not ${roundedBox(first)}`);
    for (const place of places)
      for (const button of place.querySelectorAll('button')) {
        if (!areSame(boxOf(button), boxOf(place)))
          faults.push(`${name}: a button is not as its place`);
        if (button.scrollWidth > button.clientWidth) faults.push(`${name}: a label is cut off`);
      }
    const buttons = [...group.querySelectorAll('button')];
    for (const [index, button] of buttons.entries())
      for (const other of buttons.slice(index + 1))
        if (doOverlap(button.getBoundingClientRect(), other.getBoundingClientRect()))
          faults.push(`${name}: two buttons share a pixel`);
    if (group.scrollWidth > group.clientWidth) faults.push(`${name} is wider than its card`);
  }
  return faults;
}

/** A difference below a tenth of a pixel comes from the rounding of the browser. */
function areSame(one: readonly number[], other: readonly number[]): boolean {
  return (
    one.length === other.length &&
    one.every((each, index) => Math.abs(each - (other[index] ?? Number.NaN)) < 0.1)
  );
}

function roundedBox(box: readonly number[]): string {
  return box.map((each) => each.toFixed(1)).join(' ');
}

function doOverlap(one: DOMRect, other: DOMRect): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}
