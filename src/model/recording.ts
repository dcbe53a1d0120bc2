/**
 * What the server says of a call's recording.
 *
 * @see "Web Services API Reference", Agent Operations, API Extensions: the attribute `recordingState`
 */
export type RecordingState = 'Recording' | 'Paused' | 'Stopped';

/**
 * The recording state as a call resource reports it. It is `None` when the call has no
 * `recordingState`, and `Unknown` when it has a word that is not known here. It is never a guess.
 */
export type ReportedRecordingState = RecordingState | 'None' | 'Unknown';

/** An operation on a call's recording. The server uses this word as capability and `operationName`. */
export type RecordingOperationName =
  | 'StartCallRecording'
  | 'PauseCallRecording'
  | 'ResumeCallRecording'
  | 'StopCallRecording';

/**
 * What an agent should assume about the recording while it is not known whether an operation took
 * place.
 */
export type CautiousReading = 'treat-as-recording' | 'may-not-be-recording';

/** What is known of an operation on a recording: a row of `recordingOperations`. */
export interface RecordingOperation {
  /** The states in which the operation makes sense. They only raise doubts: the capabilities decide. */
  readonly from: readonly ReportedRecordingState[];
  /** The state that confirms the operation. Nothing else does, in particular no HTTP 200. */
  readonly confirmedBy: RecordingState;
  /** Start, Pause and Resume share one button, so that the focus is not lost when they change. */
  readonly slot: 'primary' | 'stop';
  readonly ifUnconfirmed: CautiousReading;
  /**
   * The pending operations that this one may overtake when they hang. Only an operation after which
   * less is recorded may overtake another one.
   */
  readonly mayOvertake: readonly RecordingOperationName[];
}

/**
 * The table of the operations: what confirms each of them, and where its button stands.
 * The order of the rows is the order of the buttons. A new operation is a new row.
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
  // The cast is right, because the type of the table above allows no other keys.
) as RecordingOperationName[];

/**
 * The recording operations among a call's capabilities, in button order. The same operations
 * always give the same object, so that two lists are compared by `===` when a message arrives.
 *
 * @example allowedRecordingOperations(['Hold', 'StopCallRecording', 'PauseCallRecording'])
 *   // ['PauseCallRecording', 'StopCallRecording']
 */
export function allowedRecordingOperations(
  capabilities: readonly string[],
): readonly RecordingOperationName[] {
  // Each operation is one bit of the number of a combination.
  let combination = 0;
  recordingOperationNames.forEach((name, place) => {
    if (capabilities.includes(name)) combination |= 1 << place;
  });
  return (combinations[combination] ??= Object.freeze(
    recordingOperationNames.filter((name) => capabilities.includes(name)),
  ));
}

const combinations: (readonly RecordingOperationName[])[] = [];

/**
 * Whether an operation brings a recording from one state to the other. If one of the states is not
 * known, the change is taken for possible.
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
 * The allowed operations that make no sense in the reported state. The state and the operations are
 * shown as the server said them, and the host gets a diagnostic.
 */
export function contradictoryOperations(
  state: ReportedRecordingState,
  allowed: readonly RecordingOperationName[],
): readonly RecordingOperationName[] {
  return allowed.filter(
    (name) => state !== 'Unknown' && !recordingOperations[name].from.includes(state),
  );
}
