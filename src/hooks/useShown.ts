import { useRef, type RefObject } from 'react';
import { addShown } from '../client/shownWindows.ts';
import { useCommitEffect } from './useCommitEffect.ts';

/**
 * Returns a ref for an element that exists for as long as its widget does. It reports in which
 * window the widget is shown. Changes of the call are then announced in that window, too, and the
 * widget's clocks are on time there.
 */
export function useShown<Shown extends Element>(): RefObject<Shown | null> {
  const element = useRef<Shown>(null);
  useCommitEffect(() => (element.current ? addShown(element.current) : undefined), []);
  return element;
}
