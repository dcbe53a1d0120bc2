import { useEffect, useRef } from 'react';
import { sourceSentence } from '../i18n/describeWallRow.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { sentences } from '../i18n/sentences.ts';
import type { WallWords } from '../i18n/wallWords.ts';
import { nothingReported, reportAfter, type WallPhase } from '../model/wallReport.ts';

/**
 * Announces what a supervisor has to know of a wall: that more recordings have been paused for long, and
 * that messages of the source no longer arrive or arrive again.
 *
 * @param longPauses how many they are, and the sentence about them
 */
export function useWallReport(
  now: number,
  phase: WallPhase,
  longPauses: { readonly count: number; readonly text: string },
  messages: BaseMessages,
  { silent }: WallWords,
  say: (text: string) => void,
): void {
  const last = useRef(nothingReported);
  const { count, text } = longPauses;
  useEffect(() => {
    if (now === 0) return;
    const { report, say: what } = reportAfter(last.current, now, phase, count);
    last.current = report;
    if (what.length === 0) return;
    say(
      sentences(
        messages,
        ...what.map((each) =>
          each === 'long-pauses' ? text : sourceSentence(phase, messages, silent),
        ),
      ),
    );
  }, [now, phase, count, text, messages, silent, say]);
}
