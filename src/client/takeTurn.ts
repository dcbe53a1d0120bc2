import { isProvisional, type OperationOutcome } from '../model/operation.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import type { SharedOperations } from '../transport/notificationLink.ts';
import type { RequestedOperation } from './agentDesktop.ts';

/**
 * How long to wait for the lock of a call that another tab holds, because its operation may just have
 * ended. In ms.
 */
const patienceWithTabs = 150;
/** The same if that operation was just overtaken, and the other tab has yet to be told. In ms. */
const patienceWithOvertaken = 1_000;
/** The longest time that a message between two tabs is expected to take. In ms. */
const untilHeardElsewhere = 100;

/**
 * Waits until no other tab has an operation on the same call under way, and keeps the other tabs from
 * sending one until they were told how this operation ended.
 *
 * @param key the name of the operation in messages
 */
export async function takeTurn(
  { callId, requestId }: RequestedOperation,
  key: OperationMessage['key'],
  tabs: SharedOperations,
  store: DesktopStore,
): Promise<'taken' | 'another-tab-goes-on'> {
  const isOvertaking = store.entry(callId).recording.pending?.overtakes !== undefined;
  const release = await tabs.lock(callId, isOvertaking ? patienceWithOvertaken : patienceWithTabs);
  if (!release) return 'another-tab-goes-on';

  let progress: 'pending' | 'ended' = 'pending';
  const look = (): void => {
    const { pending, outcome } = store.entry(callId).recording;
    if (pending?.requestId === requestId) return;
    if (progress === 'pending') {
      progress = 'ended';
      setTimeout(release, untilHeardElsewhere);
    }
    const own = outcome?.requestId === requestId ? outcome : undefined;
    // The server may still refuse an operation that was confirmed before its answer.
    if (own && isProvisional(own)) return;
    unsubscribe();
    tabs.tell(endMessage(key, own));
  };
  const unsubscribe = store.call(callId).subscribe(look);
  look();
  return 'taken';
}

function endMessage(key: string, outcome: OperationOutcome | undefined): OperationMessage {
  switch (outcome?.ending) {
    case undefined:
    case 'confirmed':
    case 'ended':
      return { type: 'ended', key };
    case 'superseded':
      return { type: 'overtaken', key };
    case 'unconfirmed':
      return { type: 'unconfirmed', key };
    case 'rejected': {
      const { code, statusCode } = outcome.error;
      return { type: 'failed', key, code, ...(statusCode !== undefined && { statusCode }) };
    }
    default:
      return outcome satisfies never;
  }
}
