import { useCallback } from 'react';
import type { CallId } from '../model/call.ts';
import type { OperationCause } from '../model/operation.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { useDesktopContext, type DesktopContextValue } from './desktopContext.ts';

/**
 * Returns a function that requests operations on a call's recording. There is at most one operation
 * at a time, however many widgets show the call. The operation is pending when the function
 * returns; watch `useCallRecording` for how it ends. The request is sent as a react-query mutation
 * with the key `['tallylight', 'recording', callId]`. Its success means *accepted*, never *done*.
 * If the react-query client fails, or has not sent the request after 250 ms, the request is sent
 * without it, and a diagnostic says so.
 *
 * The second argument says why the operation is requested: `automatic` for what a rule of yours
 * asks and nobody pressed. It is `host` when left out.
 *
 * The function throws an `AgentDesktopError` with `operation-pending` or `operation-not-allowed`
 * when nothing was sent.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example
 * const perform = useRecordingOperation(callId);
 * perform('PauseCallRecording');
 */
export function useRecordingOperation(
  callId: CallId,
): (operationName: RecordingOperationName, cause?: OperationCause) => void {
  const { desktop, queryClient } = useDesktopContext('useRecordingOperation');
  return useCallback(
    (operationName, cause) => performIn({ desktop, queryClient }, callId, operationName, cause),
    [desktop, queryClient, callId],
  );
}

/** Does the same for a hook that knows the call only when a key is pressed. */
export function performIn(
  { desktop, queryClient }: Pick<DesktopContextValue, 'desktop' | 'queryClient'>,
  callId: CallId,
  operationName: RecordingOperationName,
  cause?: OperationCause,
): void {
  // The operation is marked here and not in `onMutate`. If the host's MutationCache has an
  // `onMutate` of its own, ours runs one turn later, and the second click of a double click comes
  // within that turn.
  const request = desktop.requestOperation(callId, operationName, cause);
  let isSent = false;
  const send = (): Promise<void> => {
    isSent = true;
    return desktop.sendOperation(request);
  };
  // A request is sent once, however often and by whomever this is called.
  const sendUnlessSent = (failure: unknown): void => {
    if (isSent) return;
    desktop.report({ code: 'host-callback-failed', callback: 'queryClient', cause: failure });
    // The store and the screen already have the error.
    send().catch(() => undefined);
  };
  const timer = setTimeout(sendUnlessSent, sendWithin, 'The request was not sent in time.');
  try {
    // This does not use `useMutation`, whose observer would render the widget two more times for
    // changes that the store reports anyway.
    queryClient
      .getMutationCache()
      .build(queryClient, {
        mutationKey: ['tallylight', 'recording', request.callId],
        mutationFn: send,
        // The request fails now if the network is down. With 'online', react-query would keep a
        // Stop back and send it when the network returns.
        networkMode: 'always',
        // A POST is never repeated before the call was read, because the server may have carried it out.
        retry: false,
      })
      .execute(request)
      .catch(sendUnlessSent)
      .finally(() => {
        clearTimeout(timer);
      });
  } catch (failure) {
    sendUnlessSent(failure);
  }
}

/** How long a host's react-query client may take to send a request, in ms. */
const sendWithin = 250;
