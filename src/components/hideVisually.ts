/** The same declarations are in announcements.css. src/styles/styles.test.ts compares the two. */
export const visuallyHidden: Readonly<Record<string, string>> = {
  position: 'absolute',
  'inline-size': '1px',
  'block-size': '1px',
  margin: '-1px',
  overflow: 'hidden',
  'clip-path': 'inset(50%)',
  'white-space': 'nowrap',
};

/**
 * Hides an element from the screen but not from screen readers. The stylesheet does the same, but a host
 * may not load it, and it does not reach into other windows and shadow trees. A style attribute in the
 * HTML of a server would violate a strict Content-Security-Policy. Setting the properties by a script
 * does not.
 */
export function hideVisually(element: HTMLElement): void {
  for (const [name, value] of Object.entries(visuallyHidden))
    element.style.setProperty(name, value);
}
