import type { Notification } from '../model/notification.ts';
import { dataOf } from './envelope.ts';
import {
  callId,
  decimal,
  fieldsOf,
  optionalFields,
  text,
  type Field,
  type Refused,
} from './fields.ts';
import { notACall, parseCall } from './parseCall.ts';

/** What was read from a notification, or why it cannot be read. */
export type ParsedNotification =
  /** `notification` is undefined for a message of another kind, such as one about a device. */
  { readonly ok: true; readonly notification: Notification | undefined } | Refused;

/**
 * Reads a message from the calls channel. Takes the Bayeux message, its bare `data`, and the
 * JSON text of either.
 *
 * @see "Web Services API Reference", Agent Operations, Notifications
 * @example
 * const parsed = parseNotification(message);
 * if (!parsed.ok) report(parsed.problem);
 * else if (parsed.notification?.kind === 'call') show(parsed.notification.call.recordingState);
 */
export function parseNotification(message: unknown): ParsedNotification {
  const said = dataOf(message);
  if (!said) return { ok: false, problem: 'message: expected an object' };

  if (said.messageType === 'ErrorMessage') {
    const id = callId(fieldsOf(said.call).id) ?? idInPath(said.callUri) ?? idInPath(said.callPath);
    return {
      ok: true,
      notification: {
        kind: 'error',
        ...(id && { callId: id }),
        ...optionalFields(said, { errorCode: decimal }),
      },
    };
  }

  const call = parseCall(said.call);
  const isOfAnotherKind = said.messageType !== 'CallStateChangeMessage' && text(said.messageType);
  // A message of another kind may contain a whole call or only its id. If the id alone were taken
  // for a call, everything that is known of the call would be lost.
  if (isOfAnotherKind && !call?.state) return { ok: true, notification: undefined };
  if (!call) return { ok: false, problem: `call${notACall}` };

  const { eventProcessing } = fieldsOf(said.metrics);
  const serverTime = decimal(fieldsOf(eventProcessing).serverGenerationTimestamp);
  const phoneNumber = text(said.phoneNumber);
  return {
    ok: true,
    notification: {
      kind: 'call',
      notificationType: text(said.notificationType) ?? '',
      call,
      ...(serverTime && { serverTime }),
      ...(phoneNumber !== undefined && { phoneNumber }),
    },
  };
}

/** Reads `0071022ec8ac8056` from `/api/v2/me/calls/0071022ec8ac8056`. The path is never fetched. */
const idInPath: Field<string> = (path) => {
  try {
    return callId(decodeURIComponent(/\/calls\/([^/?#]+)/.exec(text(path) ?? '')?.[1] ?? ''));
  } catch {
    return undefined;
  }
};
