// The entry point `tallylight/element`: two custom elements for any page, without other packages.
// Importing it, or loading it as a script, defines them.
import type { RecordingControlsElement, RecordingStatusElement } from './recordingElements.ts';

export { createAgentDesktop } from '../client/createAgentDesktop.ts';
export { addMessages } from './elementGroup.tsx';
export { connectToParent, type FrameBridgeOptions } from './frameBridge.ts';
export type { FrameMessage } from './frameMessages.ts';
export { RecordingControlsElement, RecordingStatusElement } from './recordingElements.ts';
export type { DesktopElement } from './DesktopElement.ts';
export type { RecordingElement } from './RecordingElement.ts';
export type {
  BlockChangeDetail,
  CallsChangeDetail,
  ConnectionChangeDetail,
  ErrorDetail,
  OperationDetail,
  PauseWarningDetail,
  RecordingChangeDetail,
  TallylightEventMap,
} from './events.ts';
export type { AgentDesktop, AgentDesktopOptions } from '../client/agentDesktop.ts';
export type { Diagnostic } from '../model/diagnostic.ts';
export type { AgentDesktopError } from '../model/errors.ts';

declare global {
  interface HTMLElementTagNameMap {
    'tallylight-recording-controls': RecordingControlsElement;
    'tallylight-recording-status': RecordingStatusElement;
  }
}
