import type { AgentDesktopError, AgentDesktopErrorCode } from '../model/errors.ts';
import {
  operationCauses,
  type OperationOutcome,
  type PendingOperation,
} from '../model/operation.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { isErrorCode } from '../model/requestError.ts';
import { seconds } from './times.ts';

/** `Pause` for `PauseCallRecording`. */
export function shortName(operationName: RecordingOperationName): string {
  return operationName.replace('CallRecording', '');
}

/** The operation, and why it was requested. A host may have given a cause of its own. */
export function describeRequest({ operationName, requestId, cause }: PendingOperation): string {
  const known = operationCauses.find((each) => each === cause) ?? 'another cause';
  return `${shortName(operationName)} #${requestId} (${known})`;
}

/** How far the operation has come, or how it ended. */
export function describeProgress(operation: PendingOperation | OperationOutcome): string {
  if ('ending' in operation) return describeEnding(operation);
  const { progress, overtakes } = operation;
  return overtakes ? `${progress}, overtakes ${shortName(overtakes)}` : progress;
}

export function describeEnding(outcome: OperationOutcome): string {
  return outcome.ending === 'rejected'
    ? `rejected: ${describeError(outcome.error)}${outcome.reread ? ', and the call was read again' : ''}`
    : outcome.ending;
}

/** How long each step took, counted from the press. */
export function describeClocks(operation: PendingOperation | OperationOutcome): readonly string[] {
  const { requestedAt, acceptedAt } = operation;
  return [
    ...(acceptedAt === undefined ? [] : [`accepted after ${seconds(acceptedAt - requestedAt)}`]),
    ...('ending' in operation
      ? [`${operation.ending} after ${seconds(operation.at - requestedAt)}`]
      : []),
  ];
}

/** The code and the numbers of an error. Its message is left out, because a host may have written it. */
export function describeError({
  code,
  httpStatus,
  statusCode,
  retryAfter,
}: AgentDesktopError): string {
  const numbers = [
    httpStatus === undefined ? undefined : `HTTP ${httpStatus}`,
    statusCode === undefined ? undefined : `statusCode ${describeCode(statusCode)}`,
    retryAfter === undefined ? undefined : `retry after ${seconds(retryAfter)}`,
  ].filter((each) => each !== undefined);
  const word = wordOfError(code);
  return numbers.length === 0 ? word : `${word} (${numbers.join(', ')})`;
}

/** The code of an error. The adapter of a host may have made one of its own, with any text. */
export function wordOfError(code: AgentDesktopErrorCode): string {
  return isErrorCode(code) ? code : 'another code';
}

/** A number that a server has chosen. Codes are short, and a long number may be that of a telephone. */
export function describeCode(code: number): string {
  return Math.abs(code) < 100_000 ? String(code) : 'with too many digits';
}
