import type { ReactElement } from 'react';
import { useNow } from '../hooks/useNow.ts';
import type { RecordingStatusView } from '../hooks/useRecordingStatus.ts';
import { clock } from '../i18n/duration.ts';

/**
 * Shows how long something has lasted. A timer must never be inside a live region, because a screen
 * reader would then read it all the time.
 */
export function ElapsedTime({
  since,
  atLeast,
  label,
  locale,
}: {
  /** Steady clock, epoch ms. */
  readonly since: number;
  readonly atLeast: RecordingStatusView['atLeast'];
  readonly label: string;
  readonly locale: string;
}): ReactElement {
  const now = useNow(true);
  const time = clock(now - since, locale);
  return (
    // The text "at least 2:14" has the direction of its language, which keeps the clock in it left
    // to right. The clock alone is always left to right.
    <span data-part="time" role="timer" aria-label={label} dir={atLeast ? undefined : 'ltr'}>
      {atLeast ? atLeast(time) : time}
    </span>
  );
}
