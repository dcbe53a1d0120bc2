import type { RecordingSummary } from '../model/recordingSummary.ts';
import type { BaseMessages, WidgetMessages } from './messages.ts';
import { sentences } from './sentences.ts';
import { shortDuration } from './shortDuration.ts';

/** The words that the line needs besides the words that every desktop has. */
export type SummaryWords = Pick<WidgetMessages, 'callSummary' | 'timeline'>;

/**
 * What an agent reads about a call that is over: "Call ended while paused. Not recorded: 2 min 10
 * sec." It says no more than is known: it says "at least" if there are gaps, and it says if there
 * was doubt.
 */
export function describeSummary(
  { endedAs, recorded, notRecorded, notKnown, isDoubted }: RecordingSummary,
  messages: BaseMessages,
  { callSummary, timeline }: SummaryWords,
): string {
  const { spoken, states, still, fullStop, atLeast, locale } = messages;
  // A gap is rounded up, because a gap that is rounded to nothing would not be mentioned.
  const gap = Math.ceil(notKnown / 1_000) * 1_000;
  const say = (label: string, time: number, isAll: boolean): string | false => {
    const length = shortDuration(time, locale);
    const text = spoken.about(label, isAll ? length : atLeast(length));
    // German and Polish abbreviate a second with a full stop.
    return time >= 500 && (text.endsWith(fullStop) ? text : text + fullStop);
  };
  const isNothingKnown = recorded === 0 && notRecorded === 0;
  // When a call was never recorded, a time would only say how long the call was.
  const isNeverRecorded = recorded === 0 && gap === 0 && endedAs !== 'Paused' && !isNothingKnown;
  return sentences(
    messages,
    endedAs === 'Paused' && spoken.endedWhilePaused,
    isNothingKnown && still.Unknown,
    isNeverRecorded
      ? timeline.notRecorded + fullStop
      : say(timeline.notRecorded, notRecorded, gap === 0),
    notRecorded < 500 && say(timeline.recorded, recorded, gap === 0),
    !isNothingKnown && say(states.Unknown, gap, true),
    isDoubted && callSummary.inDoubt,
  );
}
