import { useCallback } from 'react';
import type { CallId } from '../model/call.ts';
import type { OperationCause } from '../model/operation.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { useDesktopContext } from './desktopContext.ts';

/**
 * Asks for operations on a call's recording, one at a time, however many widgets show it. The
 * operation is pending when the returned function returns; watch `useCallRecording` for how it
 * ends. The request goes out as a react-query mutation with the key
 * `['tallylight', 'recording', callId]`; its success means *accepted*, never *done*. A react-query
 * client that fails, or that has not sent the request after 250 ms, is passed over, and a diagnostic
 * tells of it.
 *
 * Its second argument says why it is asked for: `automatic` for what a rule of yours asks and nobody
 * pressed. It is `host` when left out.
 *
 * The returned function throws an `AgentDesktopError` with `operation-pending` or
 * `operation-not-allowed` when nothing was sent.
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
    (operationName, cause) => {
      // Marked here and not in onMutate: a host's MutationCache with an onMutate of its own makes
      // ours wait a turn, and the second click of a double click comes in that turn.
      const request = desktop.requestOperation(callId, operationName, cause);
      let isSent = false;
      const send = (): Promise<void> => {
        isSent = true;
        return desktop.sendOperation(request);
      };
      // A request is sent once, whoever asks for it and how often.
      const sendUnlessSent = (failure: unknown): void => {
        if (isSent) return;
        desktop.report({ code: 'host-callback-failed', callback: 'queryClient', cause: failure });
        // How it failed is in the store, and on the screen.
        send().catch(() => undefined);
      };
      const timer = setTimeout(sendUnlessSent, patience, 'The request was not sent in time.');
      try {
        // Not useMutation: its observer renders the widget twice more for what the store tells anyway.
        queryClient
          .getMutationCache()
          .build(queryClient, {
            mutationKey: ['tallylight', 'recording', request.callId],
            mutationFn: send,
            // Fail now: 'online' would hold a Stop back and fire it when the network returns.
            networkMode: 'always',
            // Never a blind repeat of a POST: the server may have done it.
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
    },
    [desktop, queryClient, callId],
  );
}

/** How long a host's react-query client may take to send a request, in ms. */
const patience = 250;
