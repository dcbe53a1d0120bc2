import type { Call, CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import type { EventOrder } from './eventOrder.ts';
import { inSlices } from './inSlices.ts';
import type { Inspector } from './inspection.ts';
import type { ReadResult } from './readResult.ts';

export interface TakeAnswerOptions {
  readonly store: DesktopStore;
  readonly order: EventOrder;
  readonly protocol: Protocol;
  readonly inspector: Inspector;
  readonly onDiagnostic: OnDiagnostic;
  readonly takeCall: (call: Call, asked: number) => void;
  /** Takes in that a complete list does not contain the call. */
  readonly takeAbsence: (callId: CallId, asked: number) => void;
}

/**
 * Takes in the calls of an answer. A long answer is taken in slices. Messages may arrive between two
 * slices, so the place of each call in the order is compared when the call itself is taken in. A call
 * that a complete list does not contain has ended.
 *
 * @param onTaken is called as soon as the last call has been taken in, before the promise resolves
 */
export async function takeAnswer(
  answer: unknown,
  asked: number,
  onTaken: (result: ReadResult) => void,
  { store, order, protocol, inspector, onDiagnostic, takeCall, takeAbsence }: TakeAnswerOptions,
): Promise<ReadResult> {
  const end = (result: ReadResult): ReadResult => {
    inspector.tell?.({ type: 'read-answered', order: asked, result });
    onTaken(result);
    return result;
  };
  const refuse = (problem: string): void => {
    onDiagnostic({ code: 'unreadable-input', source: 'calls', problem });
  };

  const read = protocol.parseCallsAnswer(answer);
  // Some servers leave the list out if there are no calls. Such an answer is believed only while no
  // call is known.
  const isEmpty =
    !read.ok &&
    read.lacks === 'list' &&
    store.callIds.getState().every((callId) => store.entry(callId).recording.ended);
  const parsed = isEmpty
    ? ({ ok: true, calls: [], isComplete: true, problems: [] } as const)
    : read;
  if (!parsed.ok) {
    refuse(parsed.problem);
    return end('nothing');
  }
  for (const problem of parsed.problems) refuse(problem);
  const taken = inSlices(parsed.calls, (calls) => {
    store.listTogether(() => {
      for (const call of calls) takeCall(call, asked);
    });
  });
  if (taken) await taken;
  order.noteAnswer();

  // An entry that could not be read may be any of the calls that are missing, so none of them is
  // taken for ended.
  if (!parsed.isComplete) return end('some');
  const reported = new Set(parsed.calls.map(store.identify));
  const missing = store.callIds.getState().filter((callId) => !reported.has(callId));
  const ended = inSlices(missing, (callIds) => {
    for (const callId of callIds) takeAbsence(callId, asked);
  });
  if (ended) await ended;
  return end('all');
}
