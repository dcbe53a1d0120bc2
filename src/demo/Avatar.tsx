import type { ReactElement } from 'react';

/**
 * The initials of a caller, for the eye only. Screen readers do not need them, because the name
 * stands beside them.
 */
export function Avatar({ name }: { readonly name: string | undefined }): ReactElement {
  const initials = (name ?? '')
    .split(/\s+/)
    .map((part) => Array.from(part)[0] ?? '')
    .filter(Boolean);
  return (
    <span className="avatar" aria-hidden="true">
      {initials.length > 1 ? `${initials[0]}${initials.at(-1)}` : (initials[0] ?? '#')}
    </span>
  );
}
