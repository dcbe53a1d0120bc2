import { useMemo, type ReactElement } from 'react';
import { useNow } from '../hooks/useNow.ts';
import { useWallReport } from '../hooks/useWallReport.ts';
import { useWatched } from '../hooks/useWatched.ts';
import { sourceSentence } from '../i18n/describeWallRow.ts';
import { ago, duration } from '../i18n/duration.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { sentences } from '../i18n/sentences.ts';
import type { WallWords } from '../i18n/wallWords.ts';
import { wholeNumber } from '../i18n/wholeNumber.ts';
import type { WallKeeper } from '../watchers/wallKeeper.ts';

/** What the parts of a wall are given. */
export interface WallPartProps {
  readonly keeper: WallKeeper;
  readonly messages: BaseMessages;
  readonly words: WallWords;
  /** In ms. */
  readonly longPause: number;
}

/** Says whether the source is heard, and how many recordings have been paused for long. */
export function WallSummary({
  keeper,
  messages,
  words,
  longPause,
  say,
}: WallPartProps & { readonly say: (text: string) => void }): ReactElement {
  const { phase, asOf, total, unreadable } = useWatched(keeper.figures);
  useWatched(keeper.places);
  const now = useNow(true);
  const { locale } = messages;
  const count = keeper.countPausedFor(longPause, now);
  const length = useMemo(() => duration(longPause, locale), [longPause, locale]);
  const text = words.longPaused(length, wholeNumber(count, locale));
  useWallReport(now, phase, { count, text }, messages, words, say);

  const age = phase === 'heard' || asOf === undefined ? undefined : ago(now - asOf, locale);
  return (
    <div data-part="summary">
      <p data-part="long-pauses" data-long-pause={count > 0 ? '' : undefined}>
        {text}
      </p>
      <p data-part="source" data-phase={phase}>
        {phase === 'heard'
          ? words.shown(wholeNumber(keeper.countShown(), locale), wholeNumber(total, locale))
          : sentences(
              messages,
              sourceSentence(phase, messages, words.silent),
              age !== undefined && messages.lastHeard(age),
            )}
      </p>
      {unreadable > 0 && (
        <p data-part="unreadable">
          {sentences(messages, words.unreadable(wholeNumber(unreadable, locale)), messages.stale)}
        </p>
      )}
    </div>
  );
}
