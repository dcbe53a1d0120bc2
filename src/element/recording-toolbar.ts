// The entry point `tallylight/element/recording-toolbar`: one stop of the Tab key for all buttons inside.
// Importing it defines the element.
import { styleSheetOf } from '../client/styleSheet.ts';
import { createMutationObserver } from '../client/mutationObserver.ts';
import {
  elementsWithButtons,
  itemForKey,
  observedInToolbar,
  updateTabStop,
  shadowRootsIn,
  type TabStop,
} from '../components/toolbarStop.ts';
import { define, PageElement } from './pageElement.ts';

const css = ':host{display:block;min-inline-size:0}:host([hidden]){display:none}';

/**
 * Makes one stop of the Tab key out of the buttons and links inside: your own, and those of Tallylight's
 * elements. The arrow keys go from one to the next in the direction of the text, Home and End go to the
 * first and the last. It has no looks but `display: block`, needs no connection, and its content stays
 * in your document.
 *
 * - Attributes: `aria-label` or `aria-labelledby`, which it needs; `aria-orientation="vertical"`, which
 *   makes the keys up and down.
 *
 * @example
 * <tallylight-recording-toolbar aria-label="Call">
 *   <button type="button">Hold</button>
 *   <tallylight-recording-controls call-id="…"></tallylight-recording-controls>
 * </tallylight-recording-toolbar>
 */
export class RecordingToolbarElement extends PageElement {
  #stop: TabStop = { items: [], at: 0 };
  readonly #observer = createMutationObserver(() => this.#settle());
  /** The shadow trees of our elements inside. When the focus moves within one, the toolbar gets no event. */
  readonly #watched = new Set<ShadowRoot>();

  constructor() {
    super();
    // The shadow root is only there for its style: without one an element is inline, and as wide as
    // its widest content.
    this.attachShadow({ mode: 'open' }).append(document.createElement('slot'));
    this.addEventListener('focusin', this.#receiveFocus);
    this.addEventListener('keydown', this.#receiveKey);
  }

  /** The browser calls it when the element comes into a page. */
  connectedCallback(): void {
    const sheet = styleSheetOf(this.ownerDocument, css);
    if (this.shadowRoot && sheet) this.shadowRoot.adoptedStyleSheets = [sheet];
    if (!this.hasAttribute('role')) this.setAttribute('role', 'toolbar');
    this.#settle();
    // An element gets its shadow tree when its script is loaded, which may be later than this script.
    for (const name of elementsWithButtons)
      void customElements.whenDefined(name).then(() => this.#settle());
  }

  /** The browser calls it when the element leaves its page. */
  disconnectedCallback(): void {
    this.#observer.disconnect();
    for (const root of this.#watched) root.removeEventListener('focusin', this.#receiveFocus);
    this.#watched.clear();
  }

  #settle(): void {
    if (!this.isConnected) return;
    this.#observer.observe(this, observedInToolbar);
    for (const root of shadowRootsIn(this)) {
      if (this.#watched.has(root)) continue;
      this.#watched.add(root);
      this.#observer.observe(root, observedInToolbar);
      root.addEventListener('focusin', this.#receiveFocus);
    }
    this.#stop = updateTabStop(this, this.#stop);
  }

  readonly #receiveFocus = (event: Event): void => {
    this.#stop = updateTabStop(this, this.#stop, event.composedPath()[0]);
  };

  readonly #receiveKey = (event: KeyboardEvent): void => {
    const { altKey, ctrlKey, metaKey, shiftKey, key, defaultPrevented } = event;
    const [from] = event.composedPath();
    if (!from || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
    const next = itemForKey(this, from, key, this.getAttribute('aria-orientation'));
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
}

define('tallylight-recording-toolbar', RecordingToolbarElement);

declare global {
  interface HTMLElementTagNameMap {
    'tallylight-recording-toolbar': RecordingToolbarElement;
  }
}
