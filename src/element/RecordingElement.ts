import type { AgentDesktop } from '../client/agentDesktop.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import { groupOf, type ElementGroup, type Member } from './elementGroup.tsx';
import { tellEvents, type TallylightEventMap } from './events.ts';
import { sharedDesktop, type Participant } from './sharedDesktops.ts';
import { lookAttributes, styleSheetOf } from './styleSheet.ts';

// A server renders the tag and no more, but its Node may well import this file.
const PageElement: typeof HTMLElement =
  // Nothing is ever made of this class where there are no elements.
  globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);

/** What an element is part of while it is on the page. */
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
 *   `data-density` (`compact`, `normal`, `touch`), `data-contrast` (`more`), else the page's. On it
 *   for your styles: `data-recording-state`, `data-pending`, `data-stale`.
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
    // Set before the element was upgraded: an own property, which would hide the accessor.
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

  /** Names the call where several are on the page. The attribute `call-label`. */
  get callLabel(): string | null {
    return this.getAttribute('call-label');
  }
  set callLabel(callLabel: string | null | undefined) {
    this.#setAttribute('call-label', callLabel);
  }

  /**
   * Where Genesys Web Services is, without `/api/v2`; the page's own origin without it. All
   * elements with the same one share a connection. The attribute `base-url`.
   */
  get baseUrl(): string {
    return this.getAttribute('base-url') ?? '';
  }
  set baseUrl(baseUrl: string | null | undefined) {
    this.#setAttribute('base-url', baseUrl);
  }

  /**
   * The desktop that the element shows: yours, if you set one made with `createAgentDesktop`, else
   * the one it shares with its `base-url`; undefined before it is on the page.
   */
  get desktop(): AgentDesktop | undefined {
    return this.#desktop ?? this.#place?.desktop;
  }
  set desktop(desktop: AgentDesktop | undefined) {
    this.#desktop = desktop ?? undefined;
    this.#settleSoon();
  }

  /**
   * Headers that let the agent in, e.g. `Authorization`; for the desktop of the `base-url`, and so
   * for all elements that share it. Asked again once the server refuses them.
   */
  get headers(): HeadersCallback | undefined {
    return this.#headers;
  }
  set headers(headers: HeadersCallback | undefined) {
    this.#headers = headers ?? undefined;
    // It may have been refused for want of these.
    if (this.#headers && this.#place?.desktop.connection.getState().phase === 'signed-out') {
      void this.#place.desktop.refresh();
    }
  }

  /** Focuses the first button, or the status where there is none. */
  override focus(options?: FocusOptions): void {
    this.#shadow.querySelector<HTMLElement>('button, [tabindex]')?.focus(options);
  }

  connectedCallback(): void {
    this.#settleSoon();
  }

  disconnectedCallback(): void {
    // After the task: an element that is moved is away for a moment only.
    setTimeout(() => {
      this.#settle();
    }, 0);
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#settleSoon();
  }

  /** Nothing is no call and no label: frameworks set `undefined` while they wait for one. */
  #setAttribute(name: string, value: string | null | undefined): void {
    if (value == null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  /** After the turn: what is set together is taken together. */
  #settleSoon(): void {
    if (!this.isConnected || this.#isAsked) return;
    this.#isAsked = true;
    queueMicrotask(() => {
      this.#isAsked = false;
      this.#settle();
    });
  }

  /** Takes the place that attributes and properties ask for, and gives up the one before. */
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

/** What the page says of looks. */
function looksOf(element: Element): Record<string, string> {
  return Object.fromEntries(
    lookAttributes.flatMap((name) => {
      const value = nearest(element, name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Of the nearest that has it, the element or what is around it, shadow roots or not. */
function nearest(element: Element, name: string): string | null {
  const found = element.closest(`[${name}]`);
  if (found) return found.getAttribute(name);
  const root = element.getRootNode();
  // By what it has and not by its class: in another window that is another class.
  return 'host' in root ? nearest((root as ShadowRoot).host, name) : null;
}
