import { useCallback } from 'react';
import type { CallId } from '../model/call.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { useDesktopContext } from './desktopContext.ts';

/**
 * Asks for operations on a call's recording, one at a time, however many widgets show it. The
 * operation is pending when the returned function returns; watch `useCallRecording` for how it
 * ends. The request goes out as a react-query mutation with the key
 * `['tallylight', 'recording', callId]`; its success means *accepted*, never *done*.
 *
 * Its second argument is for what a rule of yours asks and nobody pressed.
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
): (operationName: RecordingOperationName, origin?: 'automatic') => void {
  const { desktop, queryClient } = useDesktopContext('useRecordingOperation');

  return useCallback(
    (operationName, origin) => {
      // Marked here and not in onMutate: a host's MutationCache with an onMutate of its own makes
      // ours wait a turn, and the second click of a double click comes in that turn.
      const request = desktop.requestOperation(callId, operationName, origin);
      // Not useMutation: its observer renders the widget twice more for what the store tells anyway.
      queryClient
        .getMutationCache()
        .build<void, Error, typeof request, unknown>(queryClient, {
          mutationKey: ['tallylight', 'recording', callId],
          mutationFn: desktop.sendOperation,
          // Fail now: 'online' would hold a Stop back and fire it when the network returns.
          networkMode: 'always',
          // Never a blind repeat of a POST: the server may have done it.
          retry: false,
        })
        .execute(request)
        // How it failed is in the store, and on the screen.
        .catch(() => undefined);
    },
    [desktop, queryClient, callId],
  );
}
