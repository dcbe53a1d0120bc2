import { useId } from 'react';
import type { BaseMessages } from '../i18n/messages.ts';
import { callLabelOf } from '../model/callLabel.ts';
import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { OperationOutcome } from '../model/operation.ts';
import {
  recordingOperationNames,
  recordingOperations,
  type RecordingOperation,
  type RecordingOperationName,
  type ReportedRecordingState,
} from '../model/recording.ts';
import { refusalOf } from '../store/callEntry.ts';
import { useDesktopContext, type DesktopContextValue } from './desktopContext.ts';
import { usePressNote } from './usePressNote.ts';
import { useCommitEffect } from './useCommitEffect.ts';
import { usePressGuard, type PressHandlers } from './usePressGuard.ts';
import { useRecordingIn } from './useCallRecording.ts';
import { performIn } from './useRecordingOperation.ts';

/** A button that the call's capabilities allow, with props ready to spread. */
export interface RecordingButton {
  /**
   * Has the same value for Start, Pause and Resume, so that they are one DOM element and the focus
   * stays when one replaces another.
   */
  readonly key: string;
  readonly operationName: RecordingOperationName;
  readonly slot: 'primary' | 'stop';
  /** The text on the button: "Pause", or "Pausing…". */
  readonly label: string;
  /**
   * Every text that this place may ever show, one text a line. It reserves room for all of them, so
   * that nothing moves when the text changes.
   */
  readonly slotLabels: string;
  readonly buttonProps: PressHandlers & {
    readonly type: 'button';
    readonly 'aria-label': string;
    /**
     * The button ignores presses and keeps its focus while an operation is pending. So it is never
     * `disabled`.
     */
    readonly 'aria-disabled': true | undefined;
    /** The id of the element that says why the operation is unavailable. */
    readonly 'aria-describedby': string | undefined;
    /** @selector [data-operation='PauseCallRecording'] */
    readonly 'data-operation': RecordingOperationName;
    /** The operation is waiting for the server. @selector [data-pending] */
    readonly 'data-pending': '' | undefined;
  };
}

/** What can be done about an operation that did not end well. */
export interface RecordingRemedy {
  readonly key: 'check-again' | 'try-again';
  readonly label: string;
  readonly buttonProps: Partial<PressHandlers> & { readonly type: 'button' };
}

/** What a host lets its agents do. It never adds to what the server allows. */
export interface RecordingPolicy {
  /** The operations that are shown, as far as the capabilities allow them. @defaultValue all */
  readonly operations?: readonly RecordingOperationName[] | undefined;
  /**
   * Why an operation cannot be requested now, in the agent's words: "The caller declined." The
   * button stays on the screen and shows this reason.
   */
  readonly unavailable?:
    | Readonly<Partial<Record<RecordingOperationName, string | undefined>>>
    | undefined;
}

/** Why an operation cannot be requested now, in the host's words. */
export interface UnavailableReason {
  /** For the element that shows the reason: the button's description refers to it. */
  readonly id: string;
  readonly text: string;
}

/** What `useRecordingControls` returns: ready props for the buttons of a call. */
export interface RecordingControlsView {
  readonly groupProps: { readonly role: 'group'; readonly 'aria-label': string };
  /**
   * The operations that the capabilities allow, in the order of the buttons. Nothing else decides.
   */
  readonly buttons: readonly RecordingButton[];
  readonly remedies: readonly RecordingRemedy[];
  readonly reasons: readonly UnavailableReason[];
  /**
   * Says that a press was not sent because its button had just changed, or why a check of the call
   * failed. Show it without emphasis.
   * It is announced already, and it disappears by itself.
   */
  readonly droppedPress: string | undefined;
}

/** The place of a slot's button. The widget always has it, even while there is no button. */
interface RecordingPlace {
  readonly slot: RecordingButton['slot'];
  /** The texts that the place reserves room for. */
  readonly slotLabels: string;
  readonly button: RecordingButton | undefined;
}

/** What our own widget needs in addition. */
export interface PlacedControlsView extends RecordingControlsView {
  readonly places: readonly RecordingPlace[];
  /**
   * The operations that are allowed beside another one of the same slot. Only a call whose
   * capabilities contradict each other has any.
   */
  readonly others: readonly RecordingButton[];
}

/**
 * Returns the controls of a call's recording without their looks: spread the props, draw the rest.
 *
 * @param callLabel names the call where several are on the page: "Call recording, Ada King"
 * @param policy what the host lets its agents do
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example
 * const { groupProps, buttons } = useRecordingControls(callId);
 * return (
 *   <div {...groupProps}>
 *     {buttons.map(({ key, label, buttonProps }) => <button key={key} {...buttonProps}>{label}</button>)}
 *   </div>
 * );
 */
export function useRecordingControls(
  callId: CallId,
  callLabel?: string,
  policy?: RecordingPolicy,
): RecordingControlsView {
  const context = useDesktopContext('useRecordingControls');
  return useControlsIn(context, useRecordingIn(context, callId), callId, callLabel, policy);
}

/** Does the same for a widget that has read the recording already: see `useStatusIn`. */
export function useControlsIn(
  context: DesktopContextValue,
  recording: CallRecording,
  callId: CallId,
  callLabel?: string,
  { operations, unavailable }: RecordingPolicy = {},
): PlacedControlsView {
  const { desktop, messages, announcer, idSuffix } = context;
  // A press is for the call that is on the screen, whichever of its ids the widget was given.
  const shownId = recording.callId ?? callId;
  // Two React roots of one page make the same ids.
  const id = useId() + idSuffix;
  const pressNote = usePressNote(context, shownId);
  const guard = usePressGuard(desktop, shownId);
  const { pending, outcome } = recording;
  const isShown = (operationName: RecordingOperationName): boolean =>
    !operations || operations.includes(operationName);
  const allowed = operations ? recording.allowed.filter(isShown) : recording.allowed;
  const primary = primaryOf(allowed, recording.state);
  const reasons: UnavailableReason[] = [];

  const buttons = allowed.map((operationName): RecordingButton => {
    const { slot } = recordingOperations[operationName];
    const words = messages.operations[operationName];
    const isPending = pending?.operationName === operationName;
    const isBusy = refusalOf(recording, operationName) === 'operation-pending';
    const key = slot === 'primary' && operationName !== primary ? operationName : slot;
    const reason = unavailable?.[operationName];
    const reasonId = reason && id + operationName;
    if (reason && reasonId) reasons.push({ id: reasonId, text: reason });
    const { onPointerDown, onKeyDown, onClick } = guard.handlersOf(operationName, key);
    return {
      key,
      operationName,
      slot,
      label: isPending ? words.pending : words.label,
      slotLabels: slotLabels(slot, messages),
      buttonProps: {
        onPointerDown,
        onKeyDown,
        onClick: reason ? () => announcer.say(shownId, { text: reason }) : onClick,
        type: 'button',
        'aria-label': isPending ? words.pending : words.name,
        'aria-disabled': isBusy || reason ? true : undefined,
        'aria-describedby': reasonId,
        'data-operation': operationName,
        'data-pending': isPending ? '' : undefined,
      },
    };
  });

  const remedies: RecordingRemedy[] = [];
  if (outcome?.ending === 'unconfirmed') {
    remedies.push({
      key: 'check-again',
      label: messages.checkAgain,
      buttonProps: {
        type: 'button',
        onClick: () => {
          desktop.checkAgain(shownId).then(pressNote.hide, pressNote.sayFailedCheck);
        },
      },
    });
  }
  if (
    outcome &&
    !pending &&
    allowed.includes(outcome.operationName) &&
    !unavailable?.[outcome.operationName] &&
    canTryAgain(outcome)
  ) {
    remedies.push({
      key: 'try-again',
      label: messages.tryAgain,
      buttonProps: { ...guard.handlersOf(outcome.operationName, 'try-again'), type: 'button' },
    });
  }

  // One effect does both, because every widget runs its effects at each event.
  useCommitEffect(() => {
    guard.listen({
      onPress: (operationName, cause) => {
        pressNote.hide();
        performIn(context, shownId, operationName, cause);
      },
      onDrop: pressNote.sayDropped,
    });
    for (const { key, operationName } of buttons) guard.show(operationName, key);
    if (outcome && remedies.some(({ key }) => key === 'try-again'))
      guard.show(outcome.operationName, 'try-again');
  });

  const label = callLabelOf(callLabel);
  return {
    groupProps: {
      role: 'group',
      'aria-label': label === undefined ? messages.group : messages.groupOf(label),
    },
    buttons,
    remedies,
    reasons,
    droppedPress: pressNote.text,
    places: (operations ? slotsOf(operations) : slots).map((slot) => ({
      slot,
      slotLabels: slotLabels(slot, messages),
      button: buttons.find(({ key }) => key === slot),
    })),
    others: buttons.filter(({ key, slot }) => key !== slot),
  };
}

const slots = ['primary', 'stop'] as const;

/** The places that a host's choice of operations needs. Without a choice there are all of them. */
function slotsOf(
  operations: readonly RecordingOperationName[],
): readonly RecordingOperation['slot'][] {
  return slots.filter((slot) =>
    recordingOperationNames.some(
      (name) => recordingOperations[name].slot === slot && operations.includes(name),
    ),
  );
}

/**
 * Which of Start, Pause and Resume is shown at their common place when a call allows several of
 * them: the one that fits the call's state and is therefore usually there, or else the first.
 */
function primaryOf(
  allowed: readonly RecordingOperationName[],
  state: ReportedRecordingState,
): RecordingOperationName | undefined {
  const candidates = allowed.filter((each) => recordingOperations[each].slot === 'primary');
  return candidates.find((each) => recordingOperations[each].from.includes(state)) ?? candidates[0];
}

/** The text is made once for each catalogue, and not for each button at each event. */
function slotLabels(slot: RecordingOperation['slot'], { operations }: BaseMessages): string {
  const known = labelsOf.get(operations) ?? {};
  labelsOf.set(operations, known);
  return (known[slot] ??= recordingOperationNames
    .flatMap((name) =>
      recordingOperations[name].slot === slot
        ? [operations[name].label, operations[name].pending]
        : [],
    )
    .join('\n'));
}

const labelsOf = new WeakMap<
  BaseMessages['operations'],
  Partial<Record<RecordingOperation['slot'], string>>
>();

function canTryAgain(outcome: OperationOutcome): boolean {
  return (
    outcome.ending === 'unconfirmed' || (outcome.ending === 'rejected' && outcome.error.isRetryable)
  );
}
