import type { AgentDesktop } from '../client/agentDesktop.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import { groupOf, type ElementGroup, type Member } from './elementGroup.tsx';
import { tellEvents, type TallylightEventMap } from './events.ts';
import { sharedDesktop, type Participant } from './sharedDesktops.ts';
import { lookAttributes, styleSheetOf } from './styleSheet.ts';

// A server only renders the tag, but its Node may import this file, and Node has no HTMLElement.
const PageElement: typeof HTMLElement =
  // The cast is safe: without HTMLElement there is no registry either, so no instance is ever created.
  globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);

/** What an element is connected to while it is on the page. */
interface Place {
  readonly desktop: AgentDesktop;
  readonly callId: string;
  readonly group: ElementGroup;
  readonly leave: () => void;
}

let elements = 0;

/**
 * What `<tallylight-recording-controls>` and `<tallylight-recording-status>` have in common.
 *
 * - Attributes: `call-id`, `base-url`, `call-label`; and `data-theme` (`light`, `dark`),
 *   `data-density` (`compact`, `normal`, `touch`), `data-contrast` (`more`). Without one of these three,
 *   the element takes it from the nearest element around it. The element sets on itself, for your styles:
 *   `data-recording-state`, `data-pending`, `data-stale`.
 * - Events, which bubble: `tallylight-recordingchange`, `tallylight-operation`, `tallylight-error`.
 * - Parts: `root`, `status`, `glyph`, `word`, `time`, `detail`, `actions`, `button`, `primary`,
 *   `stop`, `note`, `remedy`; and every `--tallylight-*` variable.
 */
export abstract class RecordingElement extends PageElement {
  static readonly observedAttributes: readonly string[] = [
    'base-url',
    'call-id',
    'call-label',
    ...lookAttributes,
  ];

  readonly #key = (elements += 1);
  readonly #shadow = this.attachShadow({ mode: 'open' });
  readonly #member = (): Member => ({
    key: this.#key,
    element: this,
    shadow: this.#shadow,
    widget: this.localName.endsWith('status') ? 'status' : 'controls',
    callId: this.callId,
    callLabel: this.callLabel ?? undefined,
    looks: looksOf(this),
  });
  #desktop: AgentDesktop | undefined;
  #headers: HeadersCallback | undefined;
  #place: Place | undefined;
  #isAsked = false;

  constructor() {
    super();
    // A property that was set before the element was upgraded is an own property and would hide the
    // accessor. So it is deleted and set again.
    for (const name of ['callId', 'callLabel', 'baseUrl', 'desktop', 'headers'] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const { value } = Object.getOwnPropertyDescriptor(this, name) ?? {};
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  /** The call's `id`, `connId` or `callUuid`. The attribute `call-id`. */
  get callId(): string {
    return this.getAttribute('call-id') ?? '';
  }
  set callId(callId: string | null | undefined) {
    this.#setAttribute('call-id', callId);
  }

  /** Names the call, for pages that show several calls. The attribute `call-label`. */
  get callLabel(): string | null {
    return this.getAttribute('call-label');
  }
  set callLabel(callLabel: string | null | undefined) {
    this.#setAttribute('call-label', callLabel);
  }

  /**
   * The address of Genesys Web Services, without `/api/v2`. When it is missing, the page's own origin
   * is used. All elements with the same address share one connection. The attribute `base-url`.
   */
  get baseUrl(): string {
    return this.getAttribute('base-url') ?? '';
  }
  set baseUrl(baseUrl: string | null | undefined) {
    this.#setAttribute('base-url', baseUrl);
  }

  /**
   * The desktop that the element shows. It is the one you have set, made with `createAgentDesktop`;
   * otherwise it is the desktop that all elements with this `base-url` share. It is undefined until
   * the element is on the page.
   */
  get desktop(): AgentDesktop | undefined {
    return this.#desktop ?? this.#place?.desktop;
  }
  set desktop(desktop: AgentDesktop | undefined) {
    this.#desktop = desktop ?? undefined;
    this.#settleSoon();
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
    if (this.#headers && this.#place?.desktop.connection.getState().phase === 'signed-out') {
      void this.#place.desktop.refresh();
    }
  }

  /** Focuses the first button, or the status when there is no button. */
  override focus(options?: FocusOptions): void {
    this.#shadow.querySelector<HTMLElement>('button, [tabindex]')?.focus(options);
  }

  connectedCallback(): void {
    this.#settleSoon();
  }

  disconnectedCallback(): void {
    // In a later task, because an element that is moved is connected again within this task.
    setTimeout(() => {
      this.#settle();
    }, 0);
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#settleSoon();
  }

  /** Removes the attribute for null and undefined, which frameworks set while they wait for a value. */
  #setAttribute(name: string, value: string | null | undefined): void {
    if (value == null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  /** Waits for the end of this task's script, so that values which are set together take effect together. */
  #settleSoon(): void {
    if (!this.isConnected || this.#isAsked) return;
    this.#isAsked = true;
    queueMicrotask(() => {
      this.#isAsked = false;
      this.#settle();
    });
  }

  /** Connects to the desktop and call that attributes and properties name, and leaves the previous ones. */
  #settle(): void {
    if (!this.isConnected) {
      this.#leave();
      return;
    }
    let place: { readonly desktop: AgentDesktop; readonly participants?: Set<Participant> };
    try {
      place = this.#desktop ? { desktop: this.#desktop } : sharedDesktop(this.baseUrl);
    } catch (error) {
      this.#leave();
      this.#tell('tallylight-error', {
        callId: this.callId,
        error: AgentDesktopError.from(error),
      });
      return;
    }
    this.#shadow.adoptedStyleSheets = [styleSheetOf(this.ownerDocument)];
    const { desktop, participants } = place;
    if (this.#place?.desktop === desktop && this.#place.callId === this.callId) {
      this.#place.group.draw();
      return;
    }
    this.#leave();
    if (this.callId === '') return;
    participants?.add(this);
    const group = groupOf(desktop);
    const stopTelling = tellEvents(desktop, this.callId, (type, detail) => {
      this.#tell(type, detail);
    });
    group.join(this.#member);
    this.#place = {
      desktop,
      callId: this.callId,
      group,
      leave: () => {
        stopTelling();
        group.leave(this.#member);
        participants?.delete(this);
      },
    };
  }

  #leave(): void {
    this.#place?.leave();
    this.#place = undefined;
  }

  #tell<Type extends keyof TallylightEventMap>(
    type: Type,
    detail: TallylightEventMap[Type]['detail'],
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
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

/** The attribute of the nearest element that has it: the element itself or one around it, across shadow roots. */
function nearest(element: Element, name: string): string | null {
  const found = element.closest(`[${name}]`);
  if (found) return found.getAttribute(name);
  const root = element.getRootNode();
  // A ShadowRoot of another window is an instance of that window's class, so `instanceof` would not
  // recognize it.
  return 'host' in root ? nearest((root as ShadowRoot).host, name) : null;
}
