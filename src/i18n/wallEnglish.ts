import { baseEnglish } from './baseEnglish.ts';
import type { WallMessages, WallWords } from './wallWords.ts';

export const englishWall: WallWords = {
  label: 'Recordings of all calls',
  columns: {
    agent: 'Agent',
    recording: 'Recording',
    time: 'Time in this state',
    call: 'Call',
    heard: 'Last heard',
  },
  filters: 'Show only',
  search: 'Search agents and calls',
  showAll: 'Show all',
  inDoubt: 'In doubt',
  inDoubtDetail: 'in doubt',
  shown: (shown, total) => `Calls shown: ${shown} of ${total}`,
  none: 'No calls',
  noneMatch: 'No call matches the filters.',
  silent: 'No messages are arriving.',
  unreadable: (count) => `Messages that could not be read: ${count}.`,
  held: 'The order does not change while you are in the table.',
  sortNow: 'Sort now',
  gone: 'No longer reported',
  longPaused: (duration, count) => `Paused longer than ${duration}: ${count}.`,
};

/** All words that a wall needs, in English. */
export const wallEnglish: WallMessages = { ...baseEnglish, wall: englishWall };
