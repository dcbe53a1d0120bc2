import type { BaseMessages } from './messages.ts';

/** The words of a wall that no other widget has. */
export interface WallWords {
  /** Names the table. */
  readonly label: string;
  /** The heads of the columns. `time`: for how long the recording has been in its state. */
  readonly columns: Readonly<Record<'agent' | 'recording' | 'time' | 'call' | 'heard', string>>;
  /** Names the group of filters. Each is called like a state, with a number behind it. */
  readonly filters: string;
  readonly search: string;
  /** The text of the button that removes all filters. */
  readonly showAll: string;
  /** The filter for calls whose state is contradicted, not known, or perhaps old. */
  readonly inDoubt: string;
  /** Is added to a state that something else contradicts. */
  readonly inDoubtDetail: string;
  /** How many calls pass the filters, and how many there are. */
  readonly shown: (shown: string, total: string) => string;
  readonly none: string;
  readonly noneMatch: string;
  /** Nothing has come from the source for longer than it promised. */
  readonly silent: string;
  /** How many messages of the source could not be read. */
  readonly unreadable: (count: string) => string;
  /**
   * The order does not change, because the pointer or the focus is in the table. A button orders
   * the rows anyway.
   */
  readonly held: string;
  readonly sortNow: string;
  /** Is shown instead of a state when the source does not report the call any more. */
  readonly gone: string;
  /** Shown and spoken: "Paused longer than 2 minutes: 3." */
  readonly longPaused: (duration: string, count: string) => string;
}

/** All words that a wall needs. `loadWallMessages` loads them. */
export interface WallMessages extends BaseMessages {
  readonly wall: WallWords;
}
