// The entry point `tallylight/element/sensitive-section`: a section for fields that must not be
// recorded. Importing it defines the element.
import { styleSheetOf } from '../client/styleSheet.ts';
import { createMutationObserver, type PageObserver } from '../client/mutationObserver.ts';
import { createElement } from 'react';
import {
  createFieldsGuard,
  slotBesideFields,
  type FieldsGuard,
} from '../components/fieldsGuard.ts';
import { SensitiveSection } from '../components/SensitiveSection.tsx';
import type { RecordingBlock } from '../model/recordingBlock.ts';
import css from '../styles/sensitive.css?inline';
import fieldsCss from './sensitiveFields.css?inline';
import { callContent } from './callContent.tsx';
import { setContent } from './elementContent.ts';
import { dispatchFrom } from './events.ts';
import { define } from './pageElement.ts';
import { RecordingElement } from './RecordingElement.ts';

export type { BlockChangeDetail } from './events.ts';
export type { RecordingBlock };

/**
 * Contains the fields for what must not be recorded, such as a card number. While it is on the page,
 * it has the recording of the call paused, and the fields can be used only while the server has
 * confirmed that. When it is removed, the recording resumes if the pause was made here.
 *
 * The fields are the children of the element. They stay in your document, so your form sends them and
 * your framework renders them. A child with `slot="blocked"` is shown while the fields are blocked, and
 * is not blocked itself.
 *
 * - Attributes: those of `RecordingElement` without `call-label`. On the element for your styles:
 *   `data-blocked`, one of `RecordingBlock`; it is absent while the fields can be used.
 * - Event: `tallylight-blockchange`, beside those of `RecordingElement`.
 * - Parts: `root`, `notice`, `glyph`, `word`, `remedy`, `lock`, `label`, `fields`.
 *
 * @example
 * <tallylight-sensitive-section call-id="…">
 *   <label>Card number <input name="card" autocomplete="off" /></label>
 * </tallylight-sensitive-section>
 */
export class SensitiveSectionElement extends RecordingElement {
  #block: RecordingBlock | undefined = 'checking';
  #watchedRoot: PageObserver | undefined;
  /** Blocks the fields while there is nothing in the shadow root that does. */
  readonly #guard: FieldsGuard = createFieldsGuard();
  #stopGuard: (() => void) | undefined;

  constructor() {
    super();
    const slot = createElement('slot');
    const blockedSlot = createElement('slot', { name: slotBesideFields });
    const renderBlocked = (): typeof blockedSlot => blockedSlot;
    setContent(
      this,
      callContent(
        this,
        (props) =>
          createElement(
            SensitiveSection,
            { ...props, ref: this.#receiveRoot, renderBlocked },
            slot,
          ),
        { css, language: 'on-parts-only' },
      ),
    );
  }

  /** Why the fields are blocked. Undefined: they can be used. */
  get block(): RecordingBlock | undefined {
    return this.#block;
  }

  /** The browser calls it when the element comes into a page. */
  override connectedCallback(): void {
    const root = this.getRootNode();
    // The sheet of a shadow root does not reach the page around it, and the fields are in that
    // page.
    if ('adoptedStyleSheets' in root) addFieldStyles(root as Document | ShadowRoot);
    this.#showBlock();
    this.#guardFields();
    super.connectedCallback();
  }

  /** The browser calls it when the element leaves its page. */
  override disconnectedCallback(): void {
    // An element outside of a document gets no events that have to be blocked.
    this.#stopGuard?.();
    this.#stopGuard = undefined;
    super.disconnectedCallback();
  }

  /**
   * Is called by the renderer with the root of the section, and with null when the section is
   * removed.
   */
  readonly #receiveRoot = (root: HTMLDivElement | null): void => {
    this.#watchedRoot?.disconnect();
    this.#watchedRoot = undefined;
    if (root) {
      const receive = (): void => this.#receiveBlock(blockOf(root));
      this.#watchedRoot = createMutationObserver(receive);
      this.#watchedRoot.observe(root, { attributeFilter: ['data-blocked'] });
      receive();
    } else {
      this.#receiveBlock('checking');
    }
    this.#guardFields();
  };

  /** The section has a guard of its own. While there is no section, the element guards the fields. */
  #guardFields(): void {
    this.#stopGuard?.();
    this.#stopGuard = undefined;
    if (this.#watchedRoot || !this.isConnected) return;
    this.#stopGuard = this.#guard.attach({
      fields: this,
      notice: this,
      isClearNow: () => false,
      onFormRefused: () => undefined,
    });
    this.#guard.close();
  }

  #receiveBlock(block: RecordingBlock | undefined): void {
    if (block === this.#block) return;
    this.#block = block;
    this.#showBlock();
    dispatchFrom(this)('tallylight-blockchange', { callId: this.callId, block });
  }

  #showBlock(): void {
    if (this.#block === undefined) this.removeAttribute('data-blocked');
    else this.setAttribute('data-blocked', this.#block);
  }
}

/** The section sets this attribute itself, so its value is a `RecordingBlock`. */
function blockOf(root: HTMLElement): RecordingBlock | undefined {
  return root.dataset['blocked'] as RecordingBlock | undefined;
}

/**
 * Masks the digits in blocked fields. The fields are children of the element, at any depth, and no rule
 * in the element's shadow root can select those.
 */
function addFieldStyles(root: Document | ShadowRoot): void {
  const { ownerDocument } = root;
  const sheet = styleSheetOf(ownerDocument ?? root, fieldsCss);
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

define('tallylight-sensitive-section', SensitiveSectionElement);

declare global {
  interface HTMLElementTagNameMap {
    'tallylight-sensitive-section': SensitiveSectionElement;
  }
}
