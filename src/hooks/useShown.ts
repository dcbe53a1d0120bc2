import { useRef, type RefObject } from 'react';
import { addShown } from '../client/shownWindows.ts';
import { useCommitEffect } from './useCommitEffect.ts';

/**
 * For an element that is there as long as its widget is: tells in which window the widget is shown.
 * What happens to the call is then said there, too, and the widget's clocks keep time there.
 */
export function useShown<Shown extends Element>(): RefObject<Shown | null> {
  const element = useRef<Shown>(null);
  useCommitEffect(() => (element.current ? addShown(element.current) : undefined), []);
  return element;
}
