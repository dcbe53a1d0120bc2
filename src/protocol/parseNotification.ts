import * as v from 'valibot';
import type { ErrorNotification, Notification } from '../model/notification.ts';
import {
  anything,
  callId,
  decimal,
  lenient,
  present,
  refusal,
  text,
  type Refused,
} from './fields.ts';
import { parseCall } from './parseCall.ts';

export type ParsedNotification =
  | {
      readonly ok: true;
      readonly notification: Notification;
      /** The word in `recordingState` that made it `Unknown`, cut to 40 characters. */
      readonly unknownRecordingState?: string;
    }
  /** A message of another kind, such as a device's: nothing to do, nothing to report. */
  | { readonly ok: true; readonly notification: undefined }
  | Refused;

/**
 * Reads a message from the calls channel. Takes the Bayeux message, its bare `data`, and the
 * JSON text of either.
 *
 * @see "Web Services API Reference", Agent Operations, Notifications
 * @example
 * const parsed = parseNotification(message);
 * if (!parsed.ok) report(parsed.problem);
 * else if (parsed.notification?.kind === 'call') receiveCall(parsed.notification.call);
 */
export function parseNotification(message: unknown): ParsedNotification {
  const read = v.safeParse(MessageData, dataOf(message));
  if (!read.success) return refusal(read.issues);

  const data = read.output;
  if (data.messageType === 'ErrorMessage') return { ok: true, notification: errorOf(data) };

  const isOfAnotherKind = data.messageType && data.messageType !== 'CallStateChangeMessage';
  const parsed = parseCall(data.call);
  // Another kind may carry a call, or merely name one. A name taken for a whole call would wipe
  // out what is known of it.
  if (isOfAnotherKind && !(parsed.ok && parsed.call.state)) {
    return { ok: true, notification: undefined };
  }
  if (!parsed.ok) return parsed;

  const { call, ...rest } = parsed;
  const serverTime = decimal(data.metrics?.eventProcessing?.serverGenerationTimestamp) || undefined;
  const { notificationType = '', phoneNumber } = data;
  return {
    ...rest,
    notification: present({ kind: 'call', notificationType, call, serverTime, phoneNumber }),
  };
}

const optionalText = lenient(text);
const optionalValue = v.optional(anything);

const MessageData = v.object(
  {
    messageType: optionalText,
    notificationType: optionalText,
    call: optionalValue,
    phoneNumber: optionalText,
    metrics: lenient(
      v.object({
        eventProcessing: lenient(v.object({ serverGenerationTimestamp: optionalValue })),
      }),
    ),
    errorCode: optionalValue,
    errorMessage: optionalText,
    callUri: optionalText,
    callPath: optionalText,
  },
  'message: expected an object, or the JSON of one',
);

function dataOf(message: unknown): unknown {
  const outer = fromJson(message);
  const isEnvelope = typeof outer === 'object' && outer !== null && 'data' in outer;
  return isEnvelope ? fromJson(outer.data) : outer;
}

function fromJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

const CallMention = v.object({ id: anything });

function errorOf(data: v.InferOutput<typeof MessageData>): ErrorNotification {
  const named = v.is(CallMention, data.call) ? data.call.id : undefined;
  const candidates = [named, idInPath(data.callUri), idInPath(data.callPath)];
  return present({
    kind: 'error',
    callId: candidates.find((candidate) => v.is(callId, candidate)),
    errorCode: decimal(data.errorCode),
    errorMessage: data.errorMessage,
  });
}

/** `/api/v2/me/calls/0071022ec8ac8056` → `0071022ec8ac8056`. The path is read, never fetched. */
function idInPath(path = ''): string | undefined {
  try {
    return decodeURIComponent(/\/calls\/([^/?#]+)/.exec(path)?.[1] ?? '');
  } catch {
    return undefined;
  }
}
