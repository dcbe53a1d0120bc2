import type { Meta, StoryObj } from '@storybook/react-vite';
import { useContext, type ReactElement } from 'react';
import { expect } from 'storybook/test';
import { english } from '../src/i18n/english.ts';
import { messageLocales } from '../src/i18n/loadMessages.ts';
import type { Messages } from '../src/i18n/messages.ts';
import { englishWall } from '../src/i18n/wallEnglish.ts';
import type { WallWords } from '../src/i18n/wallWords.ts';
import { messagesFor, StoryLanguage, wallWordsFor } from './language.tsx';
import {
  sentenceContexts,
  wallContexts,
  type Place,
  type SentenceContext,
} from './sentenceContexts.ts';
import './Sentences.css';

interface Sentence {
  /** The path of the sentence in the catalogue. */
  readonly path: string;
  readonly inEnglish: string;
  readonly text: string;
  /** The sentence together with the text that surrounds it. */
  readonly read: string;
  readonly context: SentenceContext;
}

/** Every sentence of a catalogue, in the order of the catalogue. */
function sentencesOf(messages: Messages, wall: WallWords): readonly Sentence[] {
  return [
    ...walk(sentenceContexts, messages, english, ''),
    ...walk(wallContexts, wall, englishWall, 'wall'),
  ];

  function walk(contexts: object, own: object, base: object, path: string): readonly Sentence[] {
    return Object.entries(contexts).flatMap(([key, context]: [string, object]) => {
      const [value, original]: unknown[] = [Reflect.get(own, key), Reflect.get(base, key)];
      const at = path ? `${path}.${key}` : key;
      if (!isContext(context)) return walk(context, Object(value), Object(original), at);
      const text = say(value, context.given?.(messages) ?? []);
      return {
        path: at,
        inEnglish: say(original, context.given?.(english) ?? []),
        text,
        read: context.read?.(messages, text) ?? text,
        context,
      };
    });
  }
}

function isContext(value: object): value is SentenceContext {
  return 'place' in value && typeof value.place === 'string';
}

function say(value: unknown, given: readonly string[]): string {
  return String(typeof value === 'function' ? value(...given) : value);
}

/** Shows the sentence marked in the text that surrounds it. */
function InContext({ text, read }: Pick<Sentence, 'text' | 'read'>): ReactElement {
  const at = read.indexOf(text);
  if (at === -1) return <>{read}</>;
  return (
    <>
      {read.slice(0, at)}
      <mark>{text}</mark>
      {read.slice(at + text.length)}
    </>
  );
}

function Sentences({
  messages,
  wall,
}: {
  readonly messages: Messages;
  readonly wall: WallWords;
}): ReactElement {
  const sentences = sentencesOf(messages, wall);
  const places = [...new Set(sentences.map(({ context }) => context.place))];
  return (
    <div className="sentences" lang="en" dir="ltr">
      {places.map((place) => (
        <section key={place} aria-label={place}>
          <h2>{place}</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">English</th>
                <th scope="col">In this language, in its context</th>
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              {sentences.filter(isAt(place)).map((sentence) => (
                <tr key={sentence.path} id={sentence.path}>
                  <td>{sentence.inEnglish}</td>
                  <td lang={messages.locale} dir={messages.dir}>
                    <InContext {...sentence} />
                  </td>
                  <td>{sentence.context.when}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}

const isAt =
  (place: Place) =>
  ({ context }: Sentence): boolean =>
    context.place === place;

function InTheLanguageOfTheToolbar({ wall }: { readonly wall: WallWords }): ReactElement {
  return <Sentences messages={useContext(StoryLanguage) ?? english} wall={wall} />;
}

const meta: Meta = {
  title: 'Sentences',
  // Pictures of texts would change with each text, and the texts are compared elsewhere.
  tags: ['no-picture'],
  parameters: { controls: { disable: true } },
};

export default meta;
type Story = StoryObj;

/** Every word and sentence in the language that is chosen in the toolbar. */
export const EverySentence: Story = {
  loaders: [async ({ globals }) => ({ wall: await wallWordsFor(String(globals['language'])) })],
  // The loader has put it there. Storybook types what was loaded as a record of anything.
  render: (_, { loaded }) => <InTheLanguageOfTheToolbar wall={loaded['wall'] as WallWords} />,
  play: async ({ canvasElement }) => {
    for (const locale of messageLocales) {
      const sentences = sentencesOf(await messagesFor(locale), await wallWordsFor(locale));
      const faults = sentences.filter(
        ({ text, read }) => text.trim() === '' || /undefined|NaN|\[object/.test(read),
      );
      await expect(faults).toEqual([]);
      await expect(sentences.length).toBeGreaterThan(100);
    }
    await expect(canvasElement.querySelectorAll('tbody tr')).toHaveLength(
      sentencesOf(english, englishWall).length,
    );
  },
};
