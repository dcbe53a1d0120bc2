import { useId } from 'react';
import type { BaseMessages } from '../i18n/messages.ts';
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
import { useDroppedPress } from './useDroppedPress.ts';
import { useCommitEffect } from './useCommitEffect.ts';
import { usePressGuard, type PressHandlers } from './usePressGuard.ts';
import { useRecordingIn } from './useCallRecording.ts';
import { useRecordingOperation } from './useRecordingOperation.ts';

/** A button that the call's capabilities allow, with props ready to spread. */
export interface RecordingButton {
  /** Keeps Start, Pause and Resume one DOM element, so that a swap cannot lose focus. */
  readonly key: string;
  readonly operationName: RecordingOperationName;
  readonly slot: 'primary' | 'stop';
  /** What stands on it: "Pause", or "Pausing…". */
  readonly label: string;
  /** Everything that may ever stand in its place, a line each: room for all, and nothing moves. */
  readonly slotLabels: string;
  readonly buttonProps: PressHandlers & {
    readonly type: 'button';
    readonly 'aria-label': string;
    /** Pending ignores presses and keeps its focus: never `disabled`. */
    readonly 'aria-disabled': true | undefined;
    /** The element that says why it is unavailable. */
    readonly 'aria-describedby': string | undefined;
    /** @selector [data-operation='PauseCallRecording'] */
    readonly 'data-operation': RecordingOperationName;
    /** This operation waits for the server. @selector [data-pending] */
    readonly 'data-pending': '' | undefined;
  };
}

/** What can be done about an operation that did not end well. */
export interface RecordingRemedy {
  readonly key: 'check-again' | 'try-again';
  readonly label: string;
  readonly buttonProps: Partial<PressHandlers> & { readonly type: 'button' };
}

/** What a host lets its agents do, within what the server does. */
export interface RecordingPolicy {
  /** The operations that are shown at all; never more than the capabilities allow. @defaultValue all */
  readonly operations?: readonly RecordingOperationName[] | undefined;
  /**
   * Why an operation cannot be asked for now, in the agent's words: "The caller declined." Its
   * button stays, and says so.
   */
  readonly unavailable?:
    Readonly<Partial<Record<RecordingOperationName, string | undefined>>> | undefined;
}

/** Why an operation cannot be asked for now, in the host's words. */
export interface UnavailableReason {
  /** For the element that shows it: the button is described by it. */
  readonly id: string;
  readonly text: string;
}

export interface RecordingControlsView {
  readonly groupProps: { readonly role: 'group'; readonly 'aria-label': string };
  /** What the capabilities allow, in button order. Nothing else decides. */
  readonly buttons: readonly RecordingButton[];
  readonly remedies: readonly RecordingRemedy[];
  readonly reasons: readonly UnavailableReason[];
  /**
   * Says that a press was not sent because its button had just changed: show it, quietly. It is
   * said aloud already, and goes by itself.
   */
  readonly droppedPress: string | undefined;
}

/** Where the button of a slot stands for as long as the widget does, there or not. */
interface RecordingPlace {
  readonly slot: RecordingButton['slot'];
  /** The room it keeps. */
  readonly slotLabels: string;
  readonly button: RecordingButton | undefined;
}

/** What our own widget needs besides. */
export interface PlacedControlsView extends RecordingControlsView {
  readonly places: readonly RecordingPlace[];
  /** Allowed beside another operation of the same slot, which a call with contradictions does. */
  readonly others: readonly RecordingButton[];
}

/**
 * The controls of a call's recording without their looks: spread the props, draw the rest.
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

/** The same for a widget that has read the context and the recording already. */
export function useControlsIn(
  context: DesktopContextValue,
  recording: CallRecording,
  callId: CallId,
  callLabel?: string,
  { operations, unavailable }: RecordingPolicy = {},
): PlacedControlsView {
  const { desktop, messages, announcer, idSuffix } = context;
  // The call that is on the screen, whichever of its ids the widget was given: a press is for it.
  const shownId = recording.callId ?? callId;
  const perform = useRecordingOperation(shownId);
  // React's own ids are the same in every root of a page.
  const id = useId() + idSuffix;
  const droppedPress = useDroppedPress(context, shownId);
  const guard = usePressGuard(desktop, shownId, {
    onPress: (operationName, cause) => {
      droppedPress.forget();
      perform(operationName, cause);
    },
    onDrop: droppedPress.tell,
  });
  const { pending, outcome } = recording;
  const isShown = (operationName: RecordingOperationName): boolean =>
    !operations || operations.includes(operationName);
  const allowed = recording.allowed.filter(isShown);
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
    return {
      key,
      operationName,
      slot,
      label: isPending ? words.pending : words.label,
      slotLabels: slotLabels(slot, messages),
      buttonProps: {
        ...guard.handlersOf(operationName, key),
        ...(reason && {
          onClick: () => announcer.say(shownId, { text: reason }),
        }),
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
          // A failed check changes nothing: what is said about the connection says why.
          desktop.checkAgain(shownId).catch(() => undefined);
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

  useCommitEffect(() => {
    for (const { key, operationName } of buttons) guard.show(operationName, key);
    if (outcome && remedies.some(({ key }) => key === 'try-again'))
      guard.show(outcome.operationName, 'try-again');
  });

  return {
    groupProps: {
      role: 'group',
      'aria-label': callLabel === undefined ? messages.group : messages.groupOf(callLabel),
    },
    buttons,
    remedies,
    reasons,
    droppedPress: droppedPress.note,
    places: slots.flatMap((slot) =>
      recordingOperationNames.some(
        (each) => recordingOperations[each].slot === slot && isShown(each),
      )
        ? {
            slot,
            slotLabels: slotLabels(slot, messages),
            button: buttons.find(({ key }) => key === slot),
          }
        : [],
    ),
    others: buttons.filter(({ key, slot }) => key !== slot),
  };
}

const slots = ['primary', 'stop'] as const;

/**
 * Which of Start, Pause and Resume stands in the place of all three where a call allows several: the
 * one that makes sense in its state and so stands there usually, else the first.
 */
function primaryOf(
  allowed: readonly RecordingOperationName[],
  state: ReportedRecordingState,
): RecordingOperationName | undefined {
  const candidates = allowed.filter((each) => recordingOperations[each].slot === 'primary');
  return candidates.find((each) => recordingOperations[each].from.includes(state)) ?? candidates[0];
}

/** Put together once for each catalogue, and not once for each button at each event. */
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
