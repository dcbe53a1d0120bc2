import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { RequestedOperation } from '../client/agentDesktop.ts';
import type { CallId } from '../model/call.ts';
import type { AgentDesktopError } from '../model/errors.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { useDesktopContext } from './desktopContext.ts';

export interface RecordingOperationControl {
  /**
   * Asks for an operation. It is pending when this returns; watch `useCallRecording` for how it ends.
   *
   * @throws AgentDesktopError `operation-pending` or `operation-not-allowed`: nothing was sent
   */
  readonly perform: (operationName: RecordingOperationName) => void;
  /** The request on its way. Its success means *accepted*, never *done*. */
  readonly mutation: UseMutationResult<void, AgentDesktopError, RequestedOperation>;
}

/**
 * Asks for operations on a call's recording, one at a time, however many widgets show it.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const { perform } = useRecordingOperation(callId); perform('PauseCallRecording');
 */
export function useRecordingOperation(callId: CallId): RecordingOperationControl {
  const { desktop, queryClient } = useDesktopContext('useRecordingOperation');
  const mutation = useMutation<void, AgentDesktopError, RequestedOperation>(
    {
      mutationKey: ['tallylight', 'recording', callId],
      mutationFn: desktop.sendOperation,
      // Fail now: 'online' would hold a Stop back and fire it when the network returns.
      networkMode: 'always',
      // Never a blind repeat of a POST: the server may have done it.
      retry: false,
    },
    queryClient,
  );
  const { mutate } = mutation;

  const perform = useCallback(
    (operationName: RecordingOperationName) => {
      // Marked here and not in onMutate: a host's MutationCache with an onMutate of its own makes
      // ours wait a turn, and the second click of a double click comes in that turn.
      mutate(desktop.requestOperation(callId, operationName));
    },
    [desktop, callId, mutate],
  );

  return { perform, mutation };
}
