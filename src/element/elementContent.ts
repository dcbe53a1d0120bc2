import type { ReactNode } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { DispatchEvent } from './events.ts';

/** The attributes for looks that a page has set, by name. */
export type Looks = Readonly<Record<string, string>>;

/** What an element shows in its shadow root, and the events that it dispatches to the page. */
export interface ElementContent {
  /**
   * Returns what the element is about, such as a call's id. With undefined the element shows
   * nothing.
   *
   * @throws AgentDesktopError when an attribute has a value that cannot be used
   */
  readonly subject: () => string | undefined;
  readonly render: (looks: Looks) => ReactNode;
  /** Dispatches events for what happens from now on. Returns a function that stops it. */
  readonly watch: (desktop: AgentDesktop, dispatch: DispatchEvent) => () => void;
  /** The styles of this kind of element. Every element also has those of the recording controls. */
  readonly css?: string;
}

const contents = new WeakMap<HTMLElement, ElementContent>();

/**
 * Sets the content in the constructor of an element. The content is not a method of its class,
 * because then React's types would be in the declarations of the elements, and a page without React
 * does not have them.
 */
export function setContent(element: HTMLElement, content: ElementContent): void {
  contents.set(element, content);
}

/** @throws Error when the constructor has not set any content, which is a fault of this library */
export function contentOf(element: HTMLElement): ElementContent {
  const content = contents.get(element);
  if (!content) throw new Error(`<${element.localName}> has no content. Its class has to set it.`);
  return content;
}
