import { afterEach, expect, it, vi } from 'vitest';
import { loadMessages } from './loadMessages.ts';
import { english } from './english.ts';
import { noteRoom } from './noteRoom.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

// An agent opened the desktop, and the first widget came 15 ms later than it could, because the first
// use of `Intl` on a page takes as long as a frame. Japanese and Chinese are not here: their sentences
// are so short that the age can decide which one is the longest.
it.each(['ar', 'de', 'en', 'es', 'fr', 'he', 'it', 'ko', 'nl', 'pl', 'pt-BR'])(
  'finds the longest note without Intl in %s',
  async (locale) => {
    const messages = { ...(await loadMessages(locale)) };
    const format = vi.spyOn(Intl, 'RelativeTimeFormat');
    expect(noteRoom(messages)).not.toBe('');
    expect(format).not.toHaveBeenCalled();
  },
);

it('keeps room for the age of what is shown where that note is the longest', () => {
  const lastHeard = (age: string): string =>
    `${'The last message came some time ago. '.repeat(3)}${age}`;
  expect(noteRoom({ ...english, lastHeard })).toContain('119 seconds ago');
});
