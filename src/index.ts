// The main entry point. Only what is exported here is public: anything else may change in any
// release.
export { assembleDesktop } from './client/assembleDesktop.ts';
export { createAgentDesktop } from './client/createAgentDesktop.ts';
export type {
  AgentDesktop,
  AgentDesktopOptions,
  DesktopOptions,
  OperationRequest,
  RequestedOperation,
} from './client/agentDesktop.ts';

export type { InspectedNow, InspectionEvent } from './client/inspection.ts';
export { keepRecordingHistory } from './watchers/recordingHistory.ts';
export { watchRecordingEvents } from './watchers/watchRecordingEvents.ts';
export {
  AgentDesktopProvider,
  type AgentDesktopProviderProps,
} from './components/AgentDesktopProvider.tsx';
export { ConfirmStop } from './components/ConfirmStop.tsx';
export { CallList, type CallListProps } from './components/CallList.tsx';
export { CallSummary, type CallSummaryProps } from './components/CallSummary.tsx';
export { ConnectionStatus, type ConnectionStatusProps } from './components/ConnectionStatus.tsx';
export { MiniWindow, type MiniWindowProps } from './components/MiniWindow.tsx';
export { PauseLimit, type PauseLimitProps } from './components/PauseLimit.tsx';
export {
  RecordingControls,
  type RecordingButtonProps,
  type RecordingControlsProps,
  type RenderedRecordingButton,
} from './components/RecordingControls.tsx';
export { RecordingToolbar, type RecordingToolbarProps } from './components/RecordingToolbar.tsx';
export { SensitiveSection, type SensitiveSectionProps } from './components/SensitiveSection.tsx';
export { RecordingStatus, type RecordingStatusProps } from './components/RecordingStatus.tsx';
export { RecordingTimeline, type RecordingTimelineProps } from './components/RecordingTimeline.tsx';

export { useAgentDesktop } from './hooks/useAgentDesktop.ts';
export { useAnnouncements } from './hooks/useAnnouncements.ts';
export type { Announce } from './watchers/announcer.ts';
export { useCall } from './hooks/useCall.ts';
export { useCallSummary, type CallSummaryView } from './hooks/useCallSummary.ts';
export { useCallRecording } from './hooks/useCallRecording.ts';
export { useCalls } from './hooks/useCalls.ts';
export { useConnectionStatus } from './hooks/useConnectionStatus.ts';
export {
  useRecordingControls,
  type RecordingButton,
  type RecordingControlsView,
  type RecordingPolicy,
  type UnavailableReason,
  type RecordingRemedy,
} from './hooks/useRecordingControls.ts';
export { usePauseKey, type PauseKeyView } from './hooks/usePauseKey.ts';
export { parseRecordingShortcut, type RecordingShortcut } from './watchers/recordingShortcut.ts';
export { useRecordingShortcuts, type RecordingShortcuts } from './hooks/useRecordingShortcuts.ts';
export type { PauseReminder } from './hooks/usePauseReminder.ts';
export {
  useRecordingInTitle,
  type RecordingIcons,
  type RecordingInTitleOptions,
} from './hooks/useRecordingInTitle.ts';
export { useRecordingSounds, type RecordingSoundsOptions } from './hooks/useRecordingSounds.ts';
export { useRecordingOperation } from './hooks/useRecordingOperation.ts';
export {
  useRecordingPaused,
  type RecordingPause,
  type RecordingPauseRemedy,
} from './hooks/useRecordingPaused.ts';
export {
  useRecordingStatus,
  type RecordingStateAttributes,
  type RecordingStatusView,
} from './hooks/useRecordingStatus.ts';

export { useRecordingTimeline, type RecordingTimelineView } from './hooks/useRecordingTimeline.ts';
export { english } from './i18n/english.ts';
export type {
  RecordingDescription,
  RecordingLook,
  RecordingNote,
} from './i18n/describeRecording.ts';
export { loadMessages, messageLocales } from './i18n/loadMessages.ts';
export type { BaseMessages, Messages, OperationMessages, WidgetMessages } from './i18n/messages.ts';

export type { Call, CallId, Participant } from './model/call.ts';
export type { CallOrder } from './model/callOrder.ts';
export type { PageRecording } from './model/pageRecording.ts';
export type { RecordingSummary } from './model/recordingSummary.ts';
export type { CallRecording, RecordingChange, RecordingDoubt } from './model/callRecording.ts';
export type { ConnectionState } from './model/connection.ts';
export type {
  Diagnostic,
  OnDiagnostic,
  SetupMistake,
  SetupMistakeCode,
} from './model/diagnostic.ts';
export {
  AgentDesktopError,
  type AgentDesktopErrorCode,
  type AgentDesktopErrorDetails,
} from './model/errors.ts';
export {
  recordingBlock,
  type BlockDecisions,
  type RecordingBlock,
} from './model/recordingBlock.ts';
export type { CallNotification, ErrorNotification } from './model/notification.ts';
export type {
  OperationCause,
  OperationOutcome,
  OperationProgress,
  PendingOperation,
} from './model/operation.ts';
export {
  allowedRecordingOperations,
  recordingOperationNames,
  recordingOperations,
  type CautiousReading,
  type RecordingOperation,
  type RecordingOperationName,
  type RecordingState,
  type ReportedRecordingState,
} from './model/recording.ts';

export {
  recordingEventsToCsv,
  recordingEventsToJson,
  type RecordingEvent,
} from './model/recordingEvent.ts';
export { steadyNow, toClientTime } from './model/steadyClock.ts';
export type { TimelineKind, TimelineStretch } from './model/timeline.ts';
export type { PageKey } from './watchers/pageKey.ts';
export type { ParsedCallsAnswer } from './protocol/parseAnswer.ts';
export type { ParsedNotification } from './protocol/parseNotification.ts';
export type { Protocol } from './protocol/protocol.ts';
export type { CallEntry } from './store/callEntry.ts';
export type { ReadableStore } from './store/readableStore.ts';
export type { HeadersCallback } from './transport/authorization.ts';
export type { RequestHeaders } from './transport/hostHeaders.ts';
export type { LinkListener, NotificationLink } from './transport/notificationLink.ts';
export type { TabPart } from './transport/tabPart.ts';
export type { Wire, WireRest } from './transport/wire.ts';
