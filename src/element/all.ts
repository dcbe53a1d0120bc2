// The entry point `tallylight/element/all`: every custom element of the library. Importing it, or loading
// it as the script `all-script.js`, defines them.
export { createAgentDesktop } from '../client/createAgentDesktop.ts';
export { CallListElement } from './call-list.tsx';
export { ConnectionStatusElement } from './connection-status.ts';
export { addMessages } from './elementGroup.tsx';
export { connectToParent, type FrameBridgeOptions } from './frameBridge.ts';
export type { FrameMessage } from './frameMessages.ts';
export { PauseLimitElement } from './pause-limit.ts';
export { RecordingControlsElement, RecordingStatusElement } from './recordingElements.ts';
export { RecordingTimelineElement } from './recording-timeline.ts';
export { RecordingToolbarElement } from './recording-toolbar.ts';
export { SensitiveSectionElement } from './sensitive-section.ts';
export type { DesktopElement } from './DesktopElement.ts';
export type { RecordingElement } from './RecordingElement.ts';
export type { TallylightEventMap } from './events.ts';
export type { AgentDesktop, AgentDesktopOptions } from '../client/agentDesktop.ts';
export type { AgentDesktopError } from '../model/errors.ts';
