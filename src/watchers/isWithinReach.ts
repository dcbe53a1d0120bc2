/** Whether an agent could press it now: it is shown, and nothing keeps hands off it. */
export function isWithinReach(element: Element): boolean {
  // Not in every browser yet; `hidden` is what we use ourselves.
  const isShown = 'checkVisibility' in element ? element.checkVisibility() : true;
  return isShown && !element.closest('[hidden], [inert]');
}
