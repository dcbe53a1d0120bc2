import type { ReactElement } from 'react';
import { useNow } from '../hooks/useNow.ts';
import { clock } from '../i18n/duration.ts';

/** How long something has lasted. A timer is never inside a live region: it would never be quiet. */
export function ElapsedTime({
  since,
  label,
  locale,
}: {
  /** Client clock, epoch ms. */
  readonly since: number;
  readonly label: string;
  readonly locale: string;
}): ReactElement {
  const now = useNow(true);
  return (
    <span data-part="time" role="timer" aria-label={label} dir="ltr">
      {clock(now - since, locale)}
    </span>
  );
}
