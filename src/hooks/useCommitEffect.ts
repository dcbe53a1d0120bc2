import { useEffect, useLayoutEffect } from 'react';

/**
 * An effect that runs right after React has changed the page and before the browser paints it.
 * React 18 warns about `useLayoutEffect` on a server. Neither of the two runs there, so the server
 * gets `useEffect`, which does not warn.
 */
export const useCommitEffect: typeof useLayoutEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect;
