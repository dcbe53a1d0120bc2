import { useCallback, useEffect, useRef, useState } from 'react';
import { describeBlock } from '../i18n/describeBlock.ts';
import { sentences } from '../i18n/sentences.ts';
import { sensitiveEnglish } from '../i18n/widgetEnglish.ts';
import type { CallId } from '../model/call.ts';
import type { OperationCause } from '../model/operation.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { recordingBlock, type RecordingBlock } from '../model/recordingBlock.ts';
import { useDesktopContext } from './desktopContext.ts';
import { pauseKeeperOf, type PauseRelease } from '../watchers/pauseKeeper.ts';
import { useCallRecording } from './useCallRecording.ts';
import { useConnectionStatus } from './useConnectionStatus.ts';
import { useCommitEffect } from './useCommitEffect.ts';
import { usePressNote } from './usePressNote.ts';
import { usePressGuard, type PressHandlers } from './usePressGuard.ts';
import { useRecordingOperation } from './useRecordingOperation.ts';
import { useRecordingStatus } from './useRecordingStatus.ts';

/** What the agent can do while something that must not be recorded is blocked. */
export interface RecordingPauseRemedy {
  readonly key: 'check-again' | 'try-again' | 'pause-again' | 'continue';
  readonly label: string;
  readonly buttonProps: Partial<PressHandlers> & { readonly type: 'button' };
}

/** What `useRecordingPaused` returns: whether something secret may be said or typed now. */
export interface RecordingPause {
  /**
   * Why it is blocked. Undefined when nothing is being recorded: the server said so, and it is
   * still true.
   */
  readonly block: RecordingBlock | undefined;
  /**
   * The reason for the block, in words. When nothing is blocked, what the server says: "Paused".
   */
  readonly words: string;
  readonly remedies: readonly RecordingPauseRemedy[];
  /** Asks the store, which is newer than the screen. Call it when something is typed or sent. */
  readonly isClearNow: () => boolean;
}

/**
 * Keeps a call's recording paused for as long as that is needed, and says whether it is paused. The
 * pause is asked for once, as an agent would ask for it, and again when a recording starts
 * meanwhile. When someone resumes it, it is for the agent to press *Pause again*. When nobody needs
 * the pause any more, the recording is resumed, but only if the pause was made here and is still
 * the same one.
 *
 * A call that is not recorded at all is clear at once. A page that is reloaded or closed meanwhile
 * leaves the pause as it is.
 *
 * @param isNeeded something that must not be recorded is on the screen
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example
 * const { block, words } = useRecordingPaused(callId, isPaying);
 * return block ? <p>{words}</p> : <CardForm />;
 */
export function useRecordingPaused(callId: CallId, isNeeded: boolean): RecordingPause {
  const { keepPaused: _, ...pause } = usePauseHold(callId, isNeeded);
  return pause;
}

export interface PauseHold extends RecordingPause {
  /** After this call, unmounting leaves the call paused until somebody decides. */
  readonly keepPaused: () => void;
}

/**
 * For our own components: `useRecordingPaused`, and a way to let go of the call without resuming
 * it.
 */
export function usePauseHold(anyId: CallId, isNeeded: boolean): PauseHold {
  const context = useDesktopContext('useRecordingPaused');
  const { desktop, messages } = context;
  const own = messages.wordsOf('sensitive', sensitiveEnglish);
  const recording = useCallRecording(anyId);
  // When the id now stands for another call, that call is held and paused instead.
  const callId = recording.callId ?? anyId;
  const connection = useConnectionStatus();
  const status = useRecordingStatus(callId);
  const performOperation = useRecordingOperation(callId);
  const [checkedRequestId, setChecked] = useState<number>();
  const [acceptedEnd, setAcceptedEnd] = useState<CallId>();
  const [opened, setOpened] = useState<CallId>();

  const perform = useCallback(
    (operationName: RecordingOperationName, cause: OperationCause) => {
      performOperation(operationName, cause);
      pauseKeeperOf(desktop).claim(callId);
      setOpened(callId);
    },
    [desktop, callId, performOperation],
  );
  const release = useRef<PauseRelease>('take-back');
  useEffect(() => {
    if (!isNeeded) return undefined;
    const letGo = pauseKeeperOf(desktop).hold(callId, (operationName) =>
      perform(operationName, 'sensitive-section'),
    );
    return () => letGo(release.current);
  }, [desktop, callId, perform, isNeeded]);
  const keepPaused = useCallback(() => {
    release.current = 'leave-paused';
  }, []);

  const decisions = { checkedRequestId, isEndAccepted: acceptedEnd === callId };
  const said = recordingBlock(recording, connection, decisions);
  // The first pause was asked for, or the call was clear without one.
  if (isNeeded && said === undefined && opened !== callId) setOpened(callId);
  // When a pause is needed again, it has not been asked for yet.
  if (!isNeeded && opened !== undefined) setOpened(undefined);
  // Until then, the pause is about to be asked for.
  const block = isNeeded && said === 'recording' && opened !== callId ? 'pausing' : said;
  const pressNote = usePressNote(context, callId);
  const guard = usePressGuard(desktop, callId);
  useCommitEffect(() =>
    guard.listen({
      onPress: (operationName, cause) => {
        pressNote.hide();
        perform(operationName, cause);
      },
      onDrop: pressNote.sayDropped,
    }),
  );

  const { outcome, allowed } = recording;
  const remedy = (
    key: RecordingPauseRemedy['key'],
    label: string,
    handlers: Partial<PressHandlers> = guard.handlersOf('PauseCallRecording', key),
  ): RecordingPauseRemedy => ({ key, label, buttonProps: { ...handlers, type: 'button' } });
  const checkAgain = (): void => {
    desktop.checkAgain(callId).then(() => {
      pressNote.hide();
      setChecked(outcome?.requestId);
    }, pressNote.sayFailedCheck);
  };
  const remedies: RecordingPauseRemedy[] = [];
  if (block === 'not-confirmed')
    remedies.push(remedy('check-again', messages.checkAgain, { onClick: checkAgain }));
  const isHopeless = outcome?.ending === 'rejected' && !outcome.error.isRetryable;
  if (allowed.includes('PauseCallRecording') && !isHopeless) {
    if (block === 'refused' || block === 'not-confirmed')
      remedies.push(remedy('try-again', messages.tryAgain));
    else if (block === 'recording') remedies.push(remedy('pause-again', own.pauseAgain));
  }
  if (block === 'ended')
    remedies.push(remedy('continue', own.continue, { onClick: () => setAcceptedEnd(callId) }));

  return {
    block,
    words: sentences(
      messages,
      describeBlock(block, isNeeded, recording, status, messages),
      pressNote.text,
    ),
    // While no pause is needed, there is nothing that the agent should do about it.
    remedies: isNeeded ? remedies : [],
    keepPaused,
    isClearNow: () =>
      recordingBlock(
        desktop.call(anyId).getState().recording,
        desktop.connection.getState(),
        decisions,
      ) === undefined,
  };
}
