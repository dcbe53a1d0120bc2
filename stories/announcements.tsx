import type { Decorator } from '@storybook/react-vite';
import { useEffect, useRef, type ReactElement } from 'react';
import { expect, waitFor, within } from 'storybook/test';
import { useStore } from 'zustand/react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import './announcements.css';
import { play, type Scene, type PlayedScene } from './playScene.tsx';

/** The announcements in order. `!` is put before an assertive one, which interrupts. */
type Announcements = StoreApi<readonly string[]>;

/** For a story's `loaders`: does the same as `loadScene`, and also records what is announced. */
export function loadAnnouncedScene(
  scene: Scene,
): () => Promise<{ readonly scene: PlayedScene; readonly announcements: Announcements }> {
  return async () => {
    const announcements: Announcements = createStore<readonly string[]>(() => []);
    const announce = (text: string, politeness: 'polite' | 'assertive'): void => {
      announcements.setState(
        [...announcements.getState(), politeness === 'assertive' ? `! ${text}` : text],
        true,
      );
    };
    const provider = { ...scene.provider, announce };
    return { scene: await play({ ...scene, provider }), announcements };
  };
}

/** Shows what was announced below a story, outside of the provider, like an announcer of a host. */
export const withAnnouncements: Decorator = (Story, { loaded }) => (
  <div className="announcements">
    <Story />
    {/* `loadAnnouncedScene` has put it there. Storybook types what was loaded as a record of anything. */}
    <AnnouncementList announcements={loaded['announcements'] as Announcements} />
  </div>
);

/**
 * Waits until announcements are recorded. The recording begins in effects of React, which run after
 * the mount. In the built book that is after `play` has begun, and earlier announcements would be
 * missed.
 */
export async function waitForListener(canvasElement: HTMLElement): Promise<void> {
  const list = within(canvasElement).getByRole('list', { name: 'Announced' });
  await waitFor(() => expect(list).toHaveAttribute('aria-busy', 'false'));
}

/** Waits until exactly these sentences have been announced. */
export async function expectAnnounced(
  canvasElement: HTMLElement,
  ...sentences: readonly string[]
): Promise<void> {
  const list = within(canvasElement).getByRole('list', { name: 'Announced' });
  await waitFor(
    () =>
      expect([...list.children].map(({ textContent }) => textContent)).toEqual(
        sentences.length > 0 ? sentences : ['(nothing)'],
      ),
    { timeout: 3_000 },
  );
}

function AnnouncementList({
  announcements,
}: {
  readonly announcements: Announcements;
}): ReactElement {
  const sentences = useStore(announcements);
  const list = useRef<HTMLOListElement>(null);
  // This effect runs in the commit that shows the story, after the effects of the story.
  useEffect(() => {
    list.current?.setAttribute('aria-busy', 'false');
  }, []);
  return (
    <ol aria-label="Announced" ref={list}>
      {sentences.length === 0 ? (
        <li>(nothing)</li>
      ) : (
        sentences.map((sentence, index) => (
          // Nothing is ever removed, and the same sentence may be announced twice.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>{sentence}</li>
        ))
      )}
    </ol>
  );
}
