import { Fragment, useLayoutEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { AgentDesktopProvider } from '../components/AgentDesktopProvider.tsx';
import { RecordingControls } from '../components/RecordingControls.tsx';
import { RecordingStatus } from '../components/RecordingStatus.tsx';
import { useRecordingStatus } from '../hooks/useRecordingStatus.ts';
import type { Messages } from '../i18n/messages.ts';
import type { CallId } from '../model/call.ts';
import { messagesFor } from './pageMessages.ts';
import { lookAttributes, styleSheetOf } from './styleSheet.ts';

/** A widget in an element's shadow root, with the values it has at the moment of asking. */
export interface Member {
  readonly key: number;
  readonly element: HTMLElement;
  readonly shadow: ShadowRoot;
  readonly widget: 'controls' | 'status';
  readonly callId: CallId;
  readonly callLabel: string | undefined;
  /** The attributes of the page that the rules of the stylesheet select. */
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
  readonly draw: () => void;
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
  catalogues.unshift(...messages);
  for (const group of groups.values()) group.draw();
}

export function groupOf(desktop: AgentDesktop): ElementGroup {
  const group = groups.get(desktop) ?? createGroup(desktop);
  groups.set(desktop, group);
  return group;
}

function createGroup(desktop: AgentDesktop): ElementGroup {
  const members = new Set<() => Member>();
  let rendering: Rendering | undefined;
  let isAsked = false;

  const drawNow = (): void => {
    isAsked = false;
    if (members.size === 0) {
      rendering?.close();
      rendering = undefined;
      groups.delete(desktop);
      return;
    }
    rendering ??= openRendering(draw);
    const messages = messagesFor(document.documentElement.lang, catalogues);
    rendering.root.render(
      <AgentDesktopProvider desktop={desktop} messages={messages}>
        {Array.from(members, (member) => member()).map((member) => (
          <Widget {...member} key={member.key} />
        ))}
      </AgentDesktopProvider>,
    );
  };
  const draw = (): void => {
    if (!isAsked) queueMicrotask(drawNow);
    isAsked = true;
  };

  return {
    join: (member) => {
      members.add(member);
      draw();
    },
    leave: (member) => {
      members.delete(member);
      draw();
    },
    draw,
  };
}

interface Rendering {
  readonly root: Root;
  readonly close: () => void;
}

/** Makes the place of the provider. It shows nothing; it contains the live regions for screen readers. */
function openRendering(onPageChange: () => void): Rendering {
  const host = document.createElement('div');
  host.dataset['tallylight'] = 'announcer';
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [styleSheetOf(document)];
  document.body.append(host);
  const root = createRoot(shadow);
  const observer = new MutationObserver(() => {
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

function Widget({ element, shadow, widget, callId, callLabel, looks }: Member): ReactNode {
  const props = { callId, ...looks };
  return createPortal(
    <Fragment>
      <StateOf element={element} callId={callId} />
      {widget === 'status' ? (
        <RecordingStatus {...props} />
      ) : (
        <RecordingControls {...props} {...(callLabel !== undefined && { callLabel })} />
      )}
    </Fragment>,
    shadow,
  );
}

/** Copies the state to the element itself, because a page's `::part` rules cannot select by anything inside. */
function StateOf({ element, callId }: Pick<Member, 'element' | 'callId'>): null {
  const { attributes } = useRecordingStatus(callId);
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  });
  const names = useRef(Object.keys(attributes));
  useLayoutEffect(
    () => () => {
      for (const name of names.current) element.removeAttribute(name);
    },
    [element],
  );
  return null;
}
