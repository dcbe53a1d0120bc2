import { createMutationObserver } from '../client/mutationObserver.ts';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { AgentDesktopProvider } from '../components/AgentDesktopProvider.tsx';
import type { Messages } from '../i18n/messages.ts';
import { contentOf } from './elementContent.ts';
import { localeOf, messagesFor } from './pageMessages.ts';
import { lookAttributes, styleSheetsOf } from './styleSheet.ts';
import { warnOnThisMachine } from './warnOnThisMachine.ts';

/** A widget in an element's shadow root, with the values that it has now. */
export interface Member {
  readonly key: number;
  readonly element: HTMLElement;
  readonly shadow: ShadowRoot;
  /** The attributes for looks that the page has set, by name. */
  readonly looks: Readonly<Record<string, string>>;
}

/**
 * The elements that share an agent's desktop. They are rendered as one tree, each into its own shadow
 * root, so that they share what a provider owns: the connection and the live regions.
 */
export interface ElementGroup {
  readonly join: (member: () => Member) => void;
  readonly leave: (member: () => Member) => void;
  /** Renders the tree again. Several calls within one task render it only once. */
  readonly renderSoon: () => void;
}

const groups = new Map<AgentDesktop, ElementGroup>();
const catalogues: Messages[] = [];

/**
 * Adds languages to the elements, which know only English by themselves. They use the one that
 * `<html lang>` names.
 *
 * @example
 * import { german } from 'tallylight/locales/de';
 * addMessages(german);
 */
export function addMessages(...messages: readonly Messages[]): void {
  const usable = messages.filter((each) => localeOf(each) !== undefined);
  catalogues.unshift(...usable);
  if (usable.length < messages.length)
    warnOnThisMachine(
      'incomplete-messages',
      'addMessages was given something that is no catalogue or names no locale. It is not used. Give it each catalogue as an argument of its own, and check that the import has that name.',
    );
  for (const group of groups.values()) group.renderSoon();
}

export function groupOf(desktop: AgentDesktop): ElementGroup {
  const group = groups.get(desktop) ?? createGroup(desktop);
  groups.set(desktop, group);
  return group;
}

function createGroup(desktop: AgentDesktop): ElementGroup {
  const members = new Set<() => Member>();
  let rendering: Rendering | undefined;
  let isRenderScheduled = false;

  const renderNow = (): void => {
    isRenderScheduled = false;
    if (members.size === 0) {
      rendering?.close();
      rendering = undefined;
      groups.delete(desktop);
      return;
    }
    rendering ??= openRendering(renderSoon);
    const messages = messagesFor(document.documentElement.lang, catalogues);
    rendering.root.render(
      <AgentDesktopProvider desktop={desktop} messages={messages}>
        {Array.from(members, (member) => member()).map((member) => (
          <Widget {...member} key={member.key} />
        ))}
      </AgentDesktopProvider>,
    );
  };
  const renderSoon = (): void => {
    if (!isRenderScheduled) queueMicrotask(renderNow);
    isRenderScheduled = true;
  };

  return {
    join: (member) => {
      members.add(member);
      renderSoon();
    },
    leave: (member) => {
      members.delete(member);
      renderSoon();
    },
    renderSoon,
  };
}

interface Rendering {
  readonly root: Root;
  readonly close: () => void;
}

/** Adds an element for the provider to the page. It shows nothing, and contains the live regions. */
function openRendering(onPageChange: () => void): Rendering {
  const host = document.createElement('div');
  host.dataset['tallylight'] = 'announcer';
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = styleSheetsOf(document);
  document.body.append(host);
  const root = createRoot(shadow);
  const observer = createMutationObserver(() => {
    // The page has a new body, and screen readers only read live regions that are in the document.
    if (!host.isConnected) (document.body as HTMLElement | null)?.append(host);
    onPageChange();
  });
  observer.observe(document.documentElement, {
    childList: true,
    attributeFilter: ['lang', ...lookAttributes],
  });
  return {
    root,
    close: () => {
      observer.disconnect();
      root.unmount();
      host.remove();
    },
  };
}

function Widget({ element, shadow, looks }: Member): ReactNode {
  return createPortal(contentOf(element).render(looks), shadow);
}
