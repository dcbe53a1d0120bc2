// The entry point `tallylight/element`: two custom elements for any page, without other packages.
// Importing it, or loading it as a script, defines them.
import { RecordingElement } from './RecordingElement.ts';
import type { TallylightEventMap } from './events.ts';

export { createAgentDesktop } from '../client/createAgentDesktop.ts';
export { addMessages } from './elementGroup.tsx';
export { connectToParent, type FrameBridgeOptions, type FrameMessage } from './frameBridge.ts';
export type { RecordingElement };
export type {
  ErrorDetail,
  OperationDetail,
  RecordingChangeDetail,
  TallylightEventMap,
} from './events.ts';
export type { AgentDesktop, AgentDesktopOptions } from '../client/agentDesktop.ts';
export type { AgentDesktopError } from '../model/errors.ts';

/**
 * A call's recording controls, without React.
 *
 * @example
 * <script type="module" src="/tallylight/element/index.js"></script>
 * <tallylight-recording-controls call-id="…" base-url="https://gws.example"></tallylight-recording-controls>
 */
export class RecordingControlsElement extends RecordingElement {}

/**
 * What the server says about a call's recording, without buttons.
 *
 * @example <tallylight-recording-status call-id="…"></tallylight-recording-status>
 */
export class RecordingStatusElement extends RecordingElement {}

define('tallylight-recording-controls', RecordingControlsElement);
define('tallylight-recording-status', RecordingStatusElement);

/** When the page loads the library twice, the names stay with the copy that came first. */
function define(name: string, constructor: CustomElementConstructor): void {
  if (typeof customElements === 'undefined' || customElements.get(name)) return;
  customElements.define(name, constructor);
}

declare global {
  interface HTMLElementTagNameMap {
    'tallylight-recording-controls': RecordingControlsElement;
    'tallylight-recording-status': RecordingStatusElement;
  }
  // This interface adds nothing of its own. It declares the elements' events for every target that
  // they bubble to, including the document and the window.
  interface GlobalEventHandlersEventMap extends TallylightEventMap {}
}
