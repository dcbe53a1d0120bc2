import { useEffect, useId, useState } from 'react';

/**
 * An id that no other element of the page has. React's own ids are the same in every root, so two
 * roots on one page, or two copies of React, would describe a button by the reason of another one.
 *
 * @param isNeeded whether there is an element to name; without one nothing renders twice
 */
export function usePageId(isNeeded: boolean): string {
  const id = useId();
  const [suffix, setSuffix] = useState('');
  // After the first render, because the server and the browser have to render the same.
  useEffect(() => {
    if (isNeeded) setSuffix(Math.random().toString(36).slice(2));
  }, [isNeeded]);
  return id + suffix;
}
