import { parentInFlatTree } from './flatTree.ts';

/**
 * Whether an agent could press this element now: it is shown, and neither it nor anything around it, also
 * across the edges of shadow trees, is `hidden` or `inert`.
 */
export function isWithinReach(element: Element): boolean {
  // Some browsers do not know `checkVisibility` yet. Our own widgets hide elements by `hidden`
  // only.
  if ('checkVisibility' in element && !element.checkVisibility()) return false;
  for (let at: Node | null = element; at; at = parentInFlatTree(at))
    // Only an element has this method. An element of another window is an instance of that window's
    // classes.
    if ('matches' in at && (at as Element).matches('[hidden], [inert]')) return false;
  return true;
}
