// The entry point `tallylight/element/pause-limit`: a limit for the length of a pause. Importing it
// defines the element.
import { createMutationObserver, type PageObserver } from '../client/mutationObserver.ts';
import { createElement } from 'react';
import { PauseLimit } from '../components/PauseLimit.tsx';
import { AgentDesktopError } from '../model/errors.ts';
import css from '../styles/pauseLimit.css?inline';
import { callContent } from './callContent.tsx';
import { setContent } from './elementContent.ts';
import { dispatchFrom, type PauseWarningDetail } from './events.ts';
import { define, setAttributeTo, takeOverProperties } from './pageElement.ts';
import { RecordingElement } from './RecordingElement.ts';

export type { PauseWarningDetail };

/**
 * Counts a pause down to an agreed limit, and warns half a minute before. It shows nothing while
 * nothing is paused.
 *
 * - Attributes: those of `RecordingElement` without `call-label`; `limit`, `at-limit`. On the element for
 *   your styles: `data-warning` while the limit is close.
 * - Event: `tallylight-pausewarning`, beside those of `RecordingElement`.
 * - Parts: `root`, `status`, `remedy`.
 *
 * @example <tallylight-pause-limit call-id="…" limit="180000" at-limit="remind"></tallylight-pause-limit>
 */
export class PauseLimitElement extends RecordingElement {
  static override readonly observedAttributes: readonly string[] = [
    ...RecordingElement.observedAttributes,
    'limit',
    'at-limit',
  ];

  #warning: PauseWarningDetail['warning'] = 'none';
  #watchedRoot: PageObserver | undefined;

  constructor() {
    super();
    takeOverProperties(this, ['limit', 'atLimit']);
    const content = callContent(
      this,
      (props) =>
        createElement(PauseLimit, {
          ...props,
          limit: this.limit,
          atLimit: this.atLimit,
          ref: this.#receiveRoot,
        }),
      { css },
    );
    setContent(this, {
      ...content,
      subject: () => {
        const subject = content.subject();
        if (subject !== undefined && !(this.limit > 0)) throw this.#invalidLimit();
        return subject;
      },
    });
  }

  /** How long a pause may last, in ms. The attribute `limit`. NaN when that is missing or no number. */
  get limit(): number {
    return Number.parseFloat(this.getAttribute('limit') ?? '');
  }
  set limit(limit: number | null | undefined) {
    setAttributeTo(this, 'limit', limit?.toString());
  }

  /**
   * What happens at the limit, in the attribute `at-limit`. `resume` asks the server for a Resume
   * as an agent would, so agree on that before you set it. Every other value means `remind`.
   */
  get atLimit(): 'remind' | 'resume' {
    return this.getAttribute('at-limit') === 'resume' ? 'resume' : 'remind';
  }
  set atLimit(atLimit: 'remind' | 'resume' | null | undefined) {
    setAttributeTo(this, 'at-limit', atLimit);
  }

  /** Is called by the renderer with the root of the widget, and with null when the widget is removed. */
  readonly #receiveRoot = (root: HTMLDivElement | null): void => {
    this.#watchedRoot?.disconnect();
    this.#watchedRoot = undefined;
    if (!root) {
      this.#receiveWarning('none');
      return;
    }
    const receive = (): void => {
      this.#receiveWarning(root.hasAttribute('data-warning') ? 'close-to-limit' : 'none');
    };
    this.#watchedRoot = createMutationObserver(receive);
    this.#watchedRoot.observe(root, { attributeFilter: ['data-warning'] });
    receive();
  };

  #receiveWarning(warning: PauseWarningDetail['warning']): void {
    if (warning === this.#warning) return;
    this.#warning = warning;
    this.toggleAttribute('data-warning', warning === 'close-to-limit');
    dispatchFrom(this)('tallylight-pausewarning', { callId: this.callId, warning });
  }

  #invalidLimit(): AgentDesktopError {
    const given = this.getAttribute('limit');
    return new AgentDesktopError(
      'invalid-option',
      `<tallylight-pause-limit> ${given === null ? 'has no limit' : `has the limit "${given}", which is no length of time`}. So it shows nothing. Set the limit in milliseconds, such as limit="180000" for three minutes.`,
    );
  }
}

define('tallylight-pause-limit', PauseLimitElement);

declare global {
  interface HTMLElementTagNameMap {
    'tallylight-pause-limit': PauseLimitElement;
  }
}
