import type { ReactElement } from 'react';
import { useNow } from '../hooks/useNow.ts';
import { callName } from './callName.ts';
import { describeRequest, describeClocks, describeProgress } from './describeOperation.ts';
import type { InspectionLog, LoggedOperation } from './inspectionLog.ts';
import { Part } from './Part.tsx';
import { timeOfDay, wholeSeconds } from './times.ts';

/** The latest operations, newest first, with what each has waited for and for how long. */
export function OperationsView({
  log: { operations, confirmationTimeout },
}: {
  readonly log: InspectionLog;
}): ReactElement {
  return (
    <Part title="Operations">
      {operations.length === 0 ? (
        <p data-part="none">None was asked for since the devtools began to listen.</p>
      ) : (
        <ol>
          {[...operations].reverse().map((each) => (
            <Operation key={each.operation.requestId} {...each} timeout={confirmationTimeout} />
          ))}
        </ol>
      )}
    </Part>
  );
}

function Operation({
  callId,
  operation,
  timeout,
}: LoggedOperation & { readonly timeout: number | undefined }): ReactElement {
  const isPending = !('ending' in operation);
  return (
    <li data-operation={isPending ? 'pending' : operation.ending}>
      <time>{timeOfDay(operation.requestedAt)}</time> <code>{callName(callId)}</code>{' '}
      {describeRequest(operation)}: <strong>{describeProgress(operation)}</strong>
      <ul>
        {isPending && <PendingClock requestedAt={operation.requestedAt} timeout={timeout} />}
        {describeClocks(operation).map((clock) => (
          <li key={clock}>{clock}</li>
        ))}
      </ul>
    </li>
  );
}

/** How long an operation has been pending, and when it will be given up. */
function PendingClock({
  requestedAt,
  timeout,
}: {
  readonly requestedAt: number;
  readonly timeout: number | undefined;
}): ReactElement {
  const pendingFor = Math.max(0, useNow(true) - requestedAt);
  return (
    <li>
      pending for {wholeSeconds(pendingFor)}
      {timeout !== undefined && `, given up in ${wholeSeconds(timeout - pendingFor)}`}
    </li>
  );
}
