import { warnOnThisMachine } from './warnOnThisMachine.ts';

// The class that elements extend. A server only renders the tags, but its Node may import this
// file, and Node has no HTMLElement.
export const PageElement: typeof HTMLElement =
  // The cast is safe: without HTMLElement there is no registry either, so no instance is ever created.
  globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);

/**
 * Is called by the constructor of an element. A property that was set before the element was
 * upgraded is an own property and would hide the accessor. So it is deleted and set again.
 */
export function takeOverProperties(element: HTMLElement, names: readonly string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue;
    const { value } = Object.getOwnPropertyDescriptor(element, name) ?? {};
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}

/** Removes the attribute for null and undefined, which frameworks set while they wait for a value. */
export function setAttributeTo(
  element: HTMLElement,
  name: string,
  value: string | null | undefined,
): void {
  if (value == null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** When the page loads the library twice, the elements stay those of the first copy. */
export function define(name: string, constructor: CustomElementConstructor): void {
  if (typeof customElements === 'undefined') return;
  if (customElements.get(name) === undefined) customElements.define(name, constructor);
  else
    warnOnThisMachine(
      'two-copies',
      'The page has loaded the elements of Tallylight twice, for example as a script and as a module, or in two versions. The copy that came first is used. What is imported from the other one, such as addMessages, has no effect on them. Load one copy only.',
    );
}
