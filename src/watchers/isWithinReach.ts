/** Whether an agent could press this element now: it is shown, and neither `hidden` nor `inert`. */
export function isWithinReach(element: Element): boolean {
  // Some browsers do not know `checkVisibility` yet. Our own widgets hide elements by `hidden`
  // only.
  const isShown = 'checkVisibility' in element ? element.checkVisibility() : true;
  return isShown && !element.closest('[hidden], [inert]');
}
