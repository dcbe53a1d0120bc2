import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { expect } from 'storybook/test';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import './AllStates.css';
import { messagesFor } from './language.tsx';
import * as scenes from './scenes.ts';
import { play, SceneProvider, type Scene, type PlayedScene } from './playScene.tsx';

const rows: readonly (readonly [callLabel: string, scene: Scene])[] = [
  ['1', scenes.notRecording],
  ['2', scenes.startPending],
  ['3', scenes.recording],
  ['4', scenes.pausePending],
  ['5', scenes.stopPending],
  ['6', scenes.paused],
  ['7', scenes.resumePending],
  ['8', scenes.rejectedByServer],
  ['9', scenes.notConfirmed],
  ['10', scenes.outOfDate],
  ['11', scenes.endedWhilePaused],
];

interface LanguageProps {
  /** BCP 47 */
  readonly locale: string;
  readonly played: readonly PlayedScene[];
}

/** The states that an agent sees most often, in one language. */
function Language({ locale, played }: LanguageProps): ReactElement {
  return (
    <div className="all-states" lang={locale} dir={played[0]?.messages?.dir}>
      {played.map((scene, index) => {
        const callLabel = rows[index]?.[0] ?? '';
        return (
          <SceneProvider key={callLabel} scene={scene}>
            <RecordingControls callId="c1" callLabel={callLabel} />
          </SceneProvider>
        );
      })}
    </div>
  );
}

const meta: Meta<LanguageProps> = {
  title: 'Languages',
  component: Language,
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  loaders: [
    async ({ args }) => {
      const messages = await messagesFor(args.locale);
      return { played: await Promise.all(rows.map(([, scene]) => play({ ...scene, messages }))) };
    },
  ],
  // The loader above has put it there. Storybook types what was loaded as a record of anything.
  render: ({ locale }, { loaded }) => (
    <Language locale={locale} played={loaded['played'] as PlayedScene[]} />
  ),
  // In every language the buttons keep their places, and a narrow panel has room for all words.
  play: async ({ canvas, args }) => {
    const { dir } = await messagesFor(args.locale);
    const groups = canvas.getAllByRole('group');
    await expect(groups).toHaveLength(rows.length);
    for (const width of [560, 480, 430, 380, 361, 340, 320, 280]) {
      const places = groups.map((group) => {
        group.style.inlineSize = `${width}px`;
        const { left, right, top } = group.getBoundingClientRect();
        return [...group.querySelectorAll('[data-part="button"]')].map((button) => {
          const place = button.getBoundingClientRect();
          const start = dir === 'rtl' ? right - place.right : place.left - left;
          return [Math.round(start), Math.round(place.top - top), Math.round(place.width)];
        });
      });
      const two = places.filter((place) => place.length === 2);
      for (const place of two) await expect(place).toEqual(two[0]);
      for (const group of groups) await expect(group.scrollWidth).toBeLessThanOrEqual(width);
    }
    for (const group of groups) group.style.inlineSize = '';
  },
};

export default meta;
type Story = StoryObj<LanguageProps>;

export const English: Story = { args: { locale: 'en' } };
export const German: Story = { args: { locale: 'de' } };
export const French: Story = { args: { locale: 'fr' } };
export const Spanish: Story = { args: { locale: 'es' } };
export const BrazilianPortuguese: Story = { args: { locale: 'pt-BR' } };
export const Italian: Story = { args: { locale: 'it' } };
export const Dutch: Story = { args: { locale: 'nl' } };
export const Polish: Story = { args: { locale: 'pl' } };
export const Japanese: Story = { args: { locale: 'ja' } };
export const SimplifiedChinese: Story = { args: { locale: 'zh-Hans' } };
export const Korean: Story = { args: { locale: 'ko' } };
export const Arabic: Story = { args: { locale: 'ar' } };
/** Arabic of Egypt has digits of its own. */
export const ArabicOfEgypt: Story = { args: { locale: 'ar-EG' } };
export const Hebrew: Story = { args: { locale: 'he' } };
/** A word whose letters are unchanged here does not come from the catalogue. */
export const Pseudo: Story = { args: { locale: 'en-XA' } };
