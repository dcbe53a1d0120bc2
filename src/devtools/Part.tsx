import { useId, type ReactElement, type ReactNode } from 'react';

/**
 * A part of the panel, with its title. It is no landmark, because the page has landmarks of its own,
 * which may have the same names.
 */
export function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement {
  const id = useId();
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is no group of form fields
    <div role="group" aria-labelledby={id} data-part="part">
      <h4 id={id}>{title}</h4>
      {children}
    </div>
  );
}
