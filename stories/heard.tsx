import type { Decorator } from '@storybook/react-vite';
import { useEffect, useRef, type ReactElement } from 'react';
import { expect, waitFor, within } from 'storybook/test';
import { useStore } from 'zustand/react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import './heard.css';
import { play, type Scene, type StandingScene } from './playScene.tsx';

/** What was said aloud, in order; `!` before what interrupts. */
type Heard = StoreApi<readonly string[]>;

/** For a story's `loaders`: like `stage`, and writes down what is said from the mount on. */
export function heardScene(
  scene: Scene,
): () => Promise<{ readonly scene: StandingScene; readonly heard: Heard }> {
  return async () => {
    const heard: Heard = createStore<readonly string[]>(() => []);
    const announce = (text: string, politeness: 'polite' | 'assertive'): void => {
      heard.setState([...heard.getState(), politeness === 'assertive' ? `! ${text}` : text], true);
    };
    const provider = { ...scene.provider, announce };
    return { scene: await play({ ...scene, provider }), heard };
  };
}

/** Shows below a story what an agent hears. Outside of its desktop, as a host's announcer is. */
export const withHeard: Decorator = (Story, { loaded }) => (
  <div className="heard">
    <Story />
    {/* Put there by `heardScene` above; Storybook's own type for it is a record of anything. */}
    <HeardList heard={loaded['heard'] as Heard} />
  </div>
);

/**
 * From now on the agent hears all that happens. Nobody listens before React has run its effects,
 * which the built book does after `play` began: what is answered before that is never heard.
 */
export async function listens(canvasElement: HTMLElement): Promise<void> {
  const list = within(canvasElement).getByRole('list', { name: 'Heard' });
  await waitFor(() => expect(list).toHaveAttribute('aria-busy', 'false'));
}

/** The agent has heard exactly this. */
export async function hears(
  canvasElement: HTMLElement,
  ...sentences: readonly string[]
): Promise<void> {
  const list = within(canvasElement).getByRole('list', { name: 'Heard' });
  await waitFor(
    () =>
      expect([...list.children].map(({ textContent }) => textContent)).toEqual(
        sentences.length > 0 ? sentences : ['(nothing)'],
      ),
    { timeout: 3_000 },
  );
}

function HeardList({ heard }: { readonly heard: Heard }): ReactElement {
  const sentences = useStore(heard);
  const list = useRef<HTMLOListElement>(null);
  // An effect of the commit that shows the story too, and after the story's own.
  useEffect(() => {
    list.current?.setAttribute('aria-busy', 'false');
  }, []);
  return (
    <ol aria-label="Heard" ref={list}>
      {sentences.length === 0 ? (
        <li>(nothing)</li>
      ) : (
        sentences.map((sentence, index) => (
          // Nothing is ever taken out, and the same may be said twice.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>{sentence}</li>
        ))
      )}
    </ol>
  );
}
