import { afterEach, expect, it, vi } from 'vitest';
import { loadMessages, messageLocales } from './loadMessages.ts';
import { english } from './english.ts';
import { noteRoom } from './noteRoom.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

// An agent opened the desktop, and the first widget came 15 ms later than it could, because the first
// use of `Intl` on a page takes as long as a frame.
it.each(messageLocales)('finds the longest note without Intl in %s', async (locale) => {
  const messages = { ...(await loadMessages(locale)) };
  const format = vi.spyOn(Intl, 'RelativeTimeFormat');
  expect(noteRoom(messages)).not.toBe('');
  expect(format).not.toHaveBeenCalled();
});

it('keeps room for the age of what is shown where that note is the longest', () => {
  const lastHeard = (age: string): string =>
    `${'The last message came some time ago. '.repeat(3)}${age}`;
  expect(noteRoom({ ...english, lastHeard })).toContain('119 seconds ago');
});
