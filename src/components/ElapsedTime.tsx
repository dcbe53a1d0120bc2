import type { ReactElement } from 'react';
import { useNow } from '../hooks/useNow.ts';
import type { RecordingStatusView } from '../hooks/useRecordingStatus.ts';
import { clock } from '../i18n/duration.ts';

/** How long something has lasted. A timer is never inside a live region: it would never be quiet. */
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
    // Words run as their language does, and keep the clock in them the right way round.
    <span data-part="time" role="timer" aria-label={label} dir={atLeast ? undefined : 'ltr'}>
      {atLeast ? atLeast(time) : time}
    </span>
  );
}
