import type { AgentDesktop } from '../client/agentDesktop.ts';
import { onePerDesktop } from '../client/onePerDesktop.ts';
import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import { isStale } from '../model/connection.ts';
import type { OperationOutcome } from '../model/operation.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import {
  isHeldElsewhere,
  joinPage,
  leavePage,
  notifyReleased,
  type PageHolder,
} from './heldOnPage.ts';

type Perform = (operationName: RecordingOperationName) => void;

/**
 * What becomes of a pause when a holder lets go of the call.
 *
 * - `take-back`: resume the recording, if the pause was made here and nobody else holds the call.
 * - `leave-paused`: resume nothing. The holder has not finished, because it crashed. The pause
 *   stays until somebody resumes, or until a new holder has come and let go.
 */
export type PauseRelease = 'take-back' | 'leave-paused';

/**
 * Keeps calls paused for as long as anybody holds them. When nobody holds a call any more, it resumes
 * the recording, if the pause was made here. It never resumes a pause that somebody else made, even if
 * that pause was made after ours had been resumed.
 */
export interface PauseKeeper {
  /**
   * @param perform requests an operation; it may be called after the holder has let go
   * @returns a function that lets go
   */
  readonly hold: (callId: CallId, perform: Perform) => (release: PauseRelease) => void;
  /** A holder has requested the pending Pause, so the recording has to be resumed in the end. */
  readonly claim: (callId: CallId) => void;
  /** Whether any desktop of the page holds the call. */
  readonly isHeld: (callId: CallId) => boolean;
}

/** There is one keeper for each desktop, because its holders must know of each other. */
export const pauseKeeperOf: (desktop: AgentDesktop) => PauseKeeper =
  onePerDesktop(createPauseKeeper);

/** A call that is held, or that was held and whose recording is not resumed yet. */
interface Kept {
  readonly callId: CallId;
  holders: number;
  perform: Perform;
  /** A Pause has to be requested as soon as that is possible. */
  isWanted: boolean;
  /** What becomes of the pause when the last holder has let go. */
  release: PauseRelease;
  readonly checkSoon: () => void;
}

/**
 * Whether the pause was made here, so that the keeper has to resume it. It is `undecided` while a
 * Pause of a holder has not ended, may still take place, or was not answered. If the server then
 * refuses that Pause, somebody else has made the change that was seen.
 */
type Ownership = 'ours' | 'undecided' | 'not-ours';

function createPauseKeeper(desktop: AgentDesktop): PauseKeeper {
  const kept = new Map<CallId, Kept>();
  /** The requests of the Pauses of holders. */
  const ownPauses = new Set<number>();

  const idOf = (anyId: CallId): CallId => desktop.call(anyId).getState().recording.callId ?? anyId;
  /** A holder may know the call by another of its ids. */
  const isHeldHere = (callId: CallId): boolean =>
    [...kept.values()].some((each) => each.holders > 0 && idOf(each.callId) === idOf(callId));
  const onPage: PageHolder = {
    holds: isHeldHere,
    onReleased: () => {
      for (const call of kept.values()) call.checkSoon();
    },
  };
  const isHeldByOthers = (callId: CallId): boolean => isHeldElsewhere(idOf(callId), onPage);
  const isHeld = (callId: CallId): boolean => isHeldHere(callId) || isHeldByOthers(callId);

  const ownershipOf = ({ state, ended, change, pending, outcome }: CallRecording): Ownership => {
    if (ended) return 'not-ours';
    // A message that names no state does not say who made the pause before it.
    if (state === 'Unknown') return 'undecided';
    if (pending && ownPauses.has(pending.requestId)) return 'undecided';
    if (outcome && ownPauses.has(outcome.requestId) && isOpen(outcome)) return 'undecided';
    const isMadeHere =
      state === 'Paused' && change?.requestId !== undefined && ownPauses.has(change.requestId);
    return isMadeHere && change.by === 'agent' ? 'ours' : 'not-ours';
  };

  const keep = (callId: CallId, firstPerform: Perform): Kept => {
    const store = desktop.call(callId);
    const recordingNow = (): CallRecording => store.getState().recording;
    let isDue = false;
    let isReading = false;

    const pauseIfWanted = (): void => {
      const { state, pending, allowed, ended } = recordingNow();
      if (state === 'Paused') call.isWanted = false;
      // Such a call has no pause that somebody could have resumed, so the next recording has to be
      // paused.
      if (state === 'Stopped' || state === 'None') call.isWanted = true;
      if (!call.isWanted || state !== 'Recording' || pending || ended) return;
      if (!allowed.includes('PauseCallRecording')) return;
      call.isWanted = false;
      call.perform('PauseCallRecording');
    };

    const resumeIfOurs = (): void => {
      const recording = recordingNow();
      const ownership = ownershipOf(recording);
      if (ownership === 'not-ours') forget();
      // Another operation is pending, or the read is not answered yet. Each of them will change
      // something, and then this is called again.
      if (ownership !== 'ours' || recording.pending || isReading) return;
      if (!recording.allowed.includes('ResumeCallRecording')) return;
      if (isStale(desktop.connection.getState())) void resumeIfStillOurs();
      else resume();
    };
    /**
     * Somebody may have resumed and paused again without this page hearing of it. Only a read can
     * tell.
     */
    const resumeIfStillOurs = async (): Promise<void> => {
      isReading = true;
      const isRead = await desktop.checkAgain(callId).then(
        () => true,
        // This is tried again when the connection changes.
        () => false,
      );
      isReading = false;
      if (!isRead) return;
      const recording = recordingNow();
      const isFree = !isHeld(callId) && !recording.pending;
      if (isFree && ownershipOf(recording) === 'ours') resume();
      else checkSoon();
    };
    const resume = (): void => {
      forget();
      call.perform('ResumeCallRecording');
    };

    const check = (): void => {
      isDue = false;
      if (call.holders > 0) pauseIfWanted();
      else if (isHeldHere(callId) || call.release === 'leave-paused') forget();
      // The desktop that holds the call reports when it lets go.
      else if (!isHeldByOthers(callId)) resumeIfOurs();
    };
    /**
     * This waits for the end of the current task, because other listeners have to get a change before this
     * reacts to it, and because StrictMode lets go and holds again within one task.
     */
    const checkSoon = (): void => {
      if (!isDue) queueMicrotask(check);
      isDue = true;
    };
    const unsubscribes = [store.subscribe(checkSoon), desktop.connection.subscribe(checkSoon)];
    const forget = (): void => {
      for (const unsubscribe of unsubscribes) unsubscribe();
      if (kept.get(callId) === call) kept.delete(callId);
      if (kept.size === 0) leavePage(onPage);
    };
    const call: Kept = {
      callId,
      holders: 0,
      perform: firstPerform,
      isWanted: false,
      release: 'take-back',
      checkSoon,
    };
    return call;
  };

  return {
    isHeld,
    claim: (callId) => {
      const { pending } = desktop.call(callId).getState().recording;
      if (pending?.operationName === 'PauseCallRecording') ownPauses.add(pending.requestId);
    },
    hold: (callId, perform) => {
      const call = kept.get(callId) ?? keep(callId, perform);
      kept.set(callId, call);
      call.holders += 1;
      call.perform = perform;
      call.isWanted = true;
      call.release = 'take-back';
      call.checkSoon();
      joinPage(onPage);
      let isHolding = true;
      return (release) => {
        if (!isHolding) return;
        isHolding = false;
        call.holders -= 1;
        if (release === 'leave-paused') call.release = release;
        call.checkSoon();
        notifyReleased(onPage);
      };
    },
  };
}

/**
 * Whether the operation may still turn out to have made a change, or not to have made the one that
 * was seen.
 */
function isOpen(outcome: OperationOutcome): boolean {
  switch (outcome.ending) {
    case 'unconfirmed':
      return true;
    case 'rejected':
      return outcome.error.isOutcomeUnknown;
    case 'confirmed':
      return outcome.progress === 'requested';
    case 'superseded':
    case 'ended':
      return false;
    default:
      return outcome satisfies never;
  }
}
