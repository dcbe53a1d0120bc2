import { DesktopElement } from './DesktopElement.ts';
import { setAttributeTo, takeOverProperties } from './pageElement.ts';

/**
 * What all elements about one call have in common.
 *
 * - Attributes: `call-id`, `base-url`, `call-label`; and `data-theme` (`light`, `dark`),
 *   `data-density` (`compact`, `normal`, `touch`), `data-contrast` (`more`). Without one of these three,
 *   the element takes it from the nearest element around it. The element sets on itself, for your styles:
 *   `data-recording-state`, `data-pending`, `data-stale`.
 * - Events, which bubble: `tallylight-recordingchange`, `tallylight-operation`, `tallylight-error`.
 * - Parts: `root`, `status`, `glyph`, `word`, `time`, `detail`, `actions`, `button`, `primary`,
 *   `stop`, `note`, `remedy`; and every `--tallylight-*` variable.
 */
export abstract class RecordingElement extends DesktopElement {
  static override readonly observedAttributes: readonly string[] = [
    ...DesktopElement.observedAttributes,
    'call-id',
    'call-label',
  ];

  constructor() {
    super();
    takeOverProperties(this, ['callId', 'callLabel']);
  }

  /** The call's `id`, `connId` or `callUuid`. The attribute `call-id`. */
  get callId(): string {
    return this.getAttribute('call-id') ?? '';
  }
  set callId(callId: string | null | undefined) {
    setAttributeTo(this, 'call-id', callId);
  }

  /** Names the call, for pages that show several calls. The attribute `call-label`. */
  get callLabel(): string | null {
    return this.getAttribute('call-label');
  }
  set callLabel(callLabel: string | null | undefined) {
    setAttributeTo(this, 'call-label', callLabel);
  }
}
