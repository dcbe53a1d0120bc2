import type { BaseMessages } from './messages.ts';

/** The words of a wall that no other widget has. */
export interface WallWords {
  /** Names the table. */
  readonly label: string;
  /** The heads of its columns. `time`: for how long the recording has been in its state. */
  readonly columns: Readonly<Record<'agent' | 'recording' | 'time' | 'call' | 'heard', string>>;
  /** Names the group of filters. Each is called like a state, with a number behind it. */
  readonly filters: string;
  readonly search: string;
  /** A button that takes all filters back. */
  readonly showAll: string;
  /** A filter: what was said contradicts itself, is not known, or may be old. */
  readonly inDoubt: string;
  /** Behind a state that contradicts something else that was said. */
  readonly inDoubtDetail: string;
  /** How many calls pass the filters, and how many there are. */
  readonly shown: (shown: string, total: string) => string;
  readonly none: string;
  readonly noneMatch: string;
  /** Nothing has come from the source for longer than it should. */
  readonly silent: string;
  /** How many messages of the source could not be read. */
  readonly unreadable: (count: string) => string;
  /** The order waits, because the pointer or the focus is in the table. A button ends that. */
  readonly held: string;
  readonly sortNow: string;
  /** In place of a state: the source does not report the call any more. */
  readonly gone: string;
  /** Shown and spoken: "Paused longer than 2 minutes: 3." */
  readonly longPaused: (duration: string, count: string) => string;
}

/** All words that a wall needs. `loadWallMessages` loads them. */
export interface WallMessages extends BaseMessages {
  readonly wall: WallWords;
}
