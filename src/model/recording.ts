/**
 * What the server says of a call's recording.
 *
 * @see "Web Services API Reference", Agent Operations, API Extensions: the attribute `recordingState`
 */
export type RecordingState = 'Recording' | 'Paused' | 'Stopped';

/**
 * The recording state as a call resource reports it: `None` when the call carries no
 * `recordingState`, `Unknown` when it carries a word we do not know. Never a guess.
 */
export type ReportedRecordingState = RecordingState | 'None' | 'Unknown';

/** An operation on a call's recording, in the server's spelling: capability and `operationName` at once. */
export type RecordingOperationName =
  'StartCallRecording' | 'PauseCallRecording' | 'ResumeCallRecording' | 'StopCallRecording';

/** How to read the recording while nobody knows whether an operation took place. */
export type CautiousReading = 'treat-as-recording' | 'may-not-be-recording';

export interface RecordingOperation {
  /** The states in which it makes sense. The capabilities decide; this only raises doubts. */
  readonly from: readonly ReportedRecordingState[];
  /** The state that confirms the operation. Nothing else does, an HTTP 200 least of all. */
  readonly confirmedBy: RecordingState;
  /** Start, Pause and Resume take turns in one place, so that a swap cannot lose focus. */
  readonly slot: 'primary' | 'stop';
  readonly ifUnconfirmed: CautiousReading;
  /**
   * The pending operations that this one may overtake when they hang, because it protects: what
   * should not be recorded is then recorded less, not more.
   */
  readonly mayOvertake: readonly RecordingOperationName[];
}

/**
 * The heart: what confirms each operation, and where its button stands.
 * The order of the rows is the order of the buttons; a new operation is a new row.
 *
 * @example recordingOperations.PauseCallRecording.confirmedBy // 'Paused'
 */
export const recordingOperations: Readonly<Record<RecordingOperationName, RecordingOperation>> = {
  StartCallRecording: {
    from: ['Stopped', 'None'],
    confirmedBy: 'Recording',
    slot: 'primary',
    ifUnconfirmed: 'may-not-be-recording',
    mayOvertake: [],
  },
  PauseCallRecording: {
    from: ['Recording'],
    confirmedBy: 'Paused',
    slot: 'primary',
    ifUnconfirmed: 'treat-as-recording',
    mayOvertake: ['ResumeCallRecording'],
  },
  ResumeCallRecording: {
    from: ['Paused'],
    confirmedBy: 'Recording',
    slot: 'primary',
    ifUnconfirmed: 'may-not-be-recording',
    mayOvertake: [],
  },
  StopCallRecording: {
    from: ['Recording', 'Paused'],
    confirmedBy: 'Stopped',
    slot: 'stop',
    ifUnconfirmed: 'treat-as-recording',
    mayOvertake: ['StartCallRecording', 'PauseCallRecording'],
  },
};

/** The operations in button order. */
export const recordingOperationNames: readonly RecordingOperationName[] = Object.keys(
  recordingOperations,
  // The table's own keys: `Record<RecordingOperationName, …>` above has no others.
) as RecordingOperationName[];

/**
 * The recording operations among a call's capabilities, in button order.
 *
 * @example allowedRecordingOperations(['Hold', 'StopCallRecording', 'PauseCallRecording'])
 *   // ['PauseCallRecording', 'StopCallRecording']
 */
export function allowedRecordingOperations(
  capabilities: readonly string[],
): readonly RecordingOperationName[] {
  return recordingOperationNames.filter((name) => capabilities.includes(name));
}

/**
 * Whether an operation brings a recording from one state to the other. Of a state that is not known
 * nobody can tell that it is impossible.
 */
export function isPossibleChange(
  from: ReportedRecordingState,
  to: ReportedRecordingState,
): boolean {
  if (from === 'Unknown' || to === 'Unknown') return true;
  return recordingOperationNames.some((name) => {
    const operation = recordingOperations[name];
    return operation.confirmedBy === to && operation.from.includes(from);
  });
}

/**
 * The allowed operations that make no sense in the reported state. Both are shown as the
 * server said them; the host hears of it as a diagnostic.
 */
export function contradictoryOperations(
  state: ReportedRecordingState,
  allowed: readonly RecordingOperationName[],
): readonly RecordingOperationName[] {
  return allowed.filter(
    (name) => state !== 'Unknown' && !recordingOperations[name].from.includes(state),
  );
}
