import type { AgentDesktop } from '../client/agentDesktop.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import { contentOf } from './elementContent.ts';
import { groupOf, type ElementGroup, type Member } from './elementGroup.tsx';
import { dispatchFrom } from './events.ts';
import { PageElement, setAttributeTo, takeOverProperties } from './pageElement.ts';
import { sharedDesktop, type Participant } from './sharedDesktops.ts';
import { lookAttributes, styleSheetsOf } from './styleSheet.ts';
import { warnOnThisMachine } from './warnOnThisMachine.ts';

/** What an element is connected to while it is on the page. */
interface Attachment {
  readonly desktop: AgentDesktop;
  readonly subject: string;
  readonly group: ElementGroup;
  readonly leave: () => void;
}

let elements = 0;

/**
 * What all elements that show something of an agent's desktop have in common.
 *
 * - Attributes: `base-url`; and `data-theme` (`light`, `dark`), `data-density` (`compact`, `normal`,
 *   `touch`), `data-contrast` (`more`). Without one of these three, the element takes it from the
 *   nearest element around it.
 * - Every `--tallylight-*` variable of the page has its effect inside.
 */
export abstract class DesktopElement extends PageElement {
  static readonly observedAttributes: readonly string[] = ['base-url', ...lookAttributes];

  readonly #key = (elements += 1);
  readonly #shadow = this.attachShadow({ mode: 'open' });
  readonly #member = (): Member => ({
    key: this.#key,
    element: this,
    shadow: this.#shadow,
    looks: looksOf(this),
  });
  #desktop: AgentDesktop | undefined;
  #headers: HeadersCallback | undefined;
  #attachment: Attachment | undefined;
  #isUpdateScheduled = false;
  readonly #dispatch = dispatchFrom(this);

  constructor() {
    super();
    takeOverProperties(this, ['baseUrl', 'desktop', 'headers']);
  }

  /**
   * The address of Genesys Web Services, without `/api/v2`. When it is missing, the page's own origin
   * is used. All elements with the same address share one connection. The attribute `base-url`.
   */
  get baseUrl(): string {
    return this.getAttribute('base-url') ?? '';
  }
  set baseUrl(baseUrl: string | null | undefined) {
    setAttributeTo(this, 'base-url', baseUrl);
  }

  /**
   * The desktop that the element shows. It is the one you have set, made with `createAgentDesktop`;
   * otherwise it is the desktop that all elements with this `base-url` share. It is undefined until
   * the element is on the page.
   */
  get desktop(): AgentDesktop | undefined {
    return this.#desktop ?? this.#attachment?.desktop;
  }
  set desktop(desktop: AgentDesktop | undefined) {
    this.#desktop = desktop ?? undefined;
    this.#updateSoon();
  }

  /**
   * Returns the headers that authenticate the agent, such as `Authorization`. They are used by the
   * desktop of the `base-url`, and so by all elements that share it. The function is called again
   * when the server refuses the headers.
   */
  get headers(): HeadersCallback | undefined {
    return this.#headers;
  }
  set headers(headers: HeadersCallback | undefined) {
    this.#headers = headers ?? undefined;
    // The server may have refused the desktop because these headers were missing.
    if (this.#headers && this.#attachment?.desktop.connection.getState().phase === 'signed-out') {
      void this.#attachment.desktop.refresh();
    }
  }

  /** Focuses the first button, or the status when there is no button. */
  override focus(options?: FocusOptions): void {
    this.#shadow.querySelector<HTMLElement>('button, [tabindex]')?.focus(options);
  }

  /** The browser calls it when the element comes into a page. */
  connectedCallback(): void {
    this.#updateSoon();
  }

  /** The browser calls it when the element leaves its page. */
  disconnectedCallback(): void {
    // The element is released in a later task, because an element that is moved is connected again
    // within this task.
    setTimeout(() => {
      this.#update();
    }, 0);
  }

  /** The browser calls it when an attribute was changed. */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#updateSoon();
  }

  /** Shows the new value of a property that no attribute holds. */
  protected showAgain(): void {
    this.#updateSoon();
  }

  /** Waits for a microtask, so that values which are set together take effect together. */
  #updateSoon(): void {
    if (!this.isConnected || this.#isUpdateScheduled) return;
    this.#isUpdateScheduled = true;
    queueMicrotask(() => {
      this.#isUpdateScheduled = false;
      this.#update();
    });
  }

  /**
   * Connects to the desktop and the call that attributes and properties name, and leaves the previous
   * ones.
   */
  #update(): void {
    if (!this.isConnected) {
      this.#leave();
      return;
    }
    const content = contentOf(this);
    let target: { readonly desktop: AgentDesktop; readonly participants?: Set<Participant> };
    let subject: string | undefined;
    try {
      target = this.#desktop ? { desktop: this.#desktop } : sharedDesktop(this.baseUrl);
      subject = content.subject();
    } catch (cause) {
      this.#leave();
      const error = AgentDesktopError.from(cause);
      this.#dispatch('tallylight-error', { callId: this.getAttribute('call-id') ?? '', error });
      // The element shows nothing, so a developer who does not listen to the event would see nothing.
      warnOnThisMachine(error.code, error.message);
      return;
    }
    this.#shadow.adoptedStyleSheets = styleSheetsOf(this.ownerDocument, content.css);
    const { desktop, participants } = target;
    if (this.#attachment?.desktop === desktop && this.#attachment.subject === subject) {
      this.#attachment.group.renderSoon();
      return;
    }
    this.#leave();
    if (subject === undefined) return;
    participants?.add(this);
    const group = groupOf(desktop);
    const stopWatching = content.watch(desktop, this.#dispatch);
    group.join(this.#member);
    this.#attachment = {
      desktop,
      subject,
      group,
      leave: () => {
        stopWatching();
        group.leave(this.#member);
        participants?.delete(this);
      },
    };
  }

  #leave(): void {
    this.#attachment?.leave();
    this.#attachment = undefined;
  }
}

/** The theme, density, and contrast that the page asks for. */
function looksOf(element: Element): Record<string, string> {
  return Object.fromEntries(
    lookAttributes.flatMap((name) => {
      const value = nearest(element, name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/**
 * The attribute of the nearest element that has it: the element itself or one around it, across shadow
 * roots.
 */
function nearest(element: Element, name: string): string | null {
  const found = element.closest(`[${name}]`);
  if (found) return found.getAttribute(name);
  const root = element.getRootNode();
  // A ShadowRoot of another window is an instance of that window's class, so `instanceof` would not
  // recognize it.
  return 'host' in root ? nearest((root as ShadowRoot).host, name) : null;
}
