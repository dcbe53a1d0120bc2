import { fieldOf } from '../../src/demo/fields.ts';

/** One message between the page and the server. */
export interface WireLine {
  /** Epoch ms. */
  readonly at: number;
  readonly direction: 'sent' | 'received';
  /** `upkeep`: a message that only keeps the CometD session alive, and is about no call. */
  readonly kind: 'rest' | 'notification' | 'upkeep';
  /** `POST /api/v2/me/calls/…`, or the channel of a CometD message. */
  readonly what: string;
  /** The important values of the message, in a few words. */
  readonly about: string;
  /** The whole message as it was sent, with line breaks. */
  readonly body: string;
}

interface RestMessage {
  readonly direction: WireLine['direction'];
  /** The HTTP status of an answer. Undefined for a request, and when no answer came. */
  readonly status: number | undefined;
  readonly text: string;
}

/** Splits a request or an answer into the messages in it, in the order in which they are shown. */
export function wireLines(
  { method, url }: Pick<Request, 'method' | 'url'>,
  { direction, status, text }: RestMessage,
): readonly WireLine[] {
  const { pathname, search } = new URL(url);
  const json = parsed(text);
  const at = Date.now();
  if (!pathname.startsWith('/api/v2/notifications')) {
    const what = `${method} ${pathname}${decodeURIComponent(search)}`;
    return [
      {
        at,
        direction,
        kind: 'rest',
        what,
        about: aboutRest(direction, status, json),
        body: pretty(json),
      },
    ];
  }
  if (!Array.isArray(json)) {
    const about = direction === 'sent' ? '' : outcomeOf(status);
    return [{ at, direction, kind: 'upkeep', what: pathname, about, body: pretty(json) }];
  }
  return json.map((message: unknown) => {
    const channel = textIn(message, 'channel') ?? '';
    const kind = channel.startsWith('/meta/') ? 'upkeep' : 'notification';
    return {
      at,
      direction,
      kind,
      what: channel,
      about: aboutMessage(message),
      body: pretty(message),
    };
  });
}

function aboutRest(
  direction: WireLine['direction'],
  status: number | undefined,
  body: unknown,
): string {
  if (direction === 'sent') return textIn(body, 'operationName') ?? '';
  const code = fieldOf(body, 'statusCode');
  const calls = fieldOf(body, 'calls');
  return [
    outcomeOf(status),
    typeof code === 'number' ? `statusCode ${code}` : '',
    ...(Array.isArray(calls) ? [`${calls.length} calls`] : []),
    textIn(fieldOf(body, 'call'), 'recordingState') ?? '',
  ]
    .filter(Boolean)
    .join(', ');
}

function aboutMessage(message: unknown): string {
  const data = fieldOf(message, 'data');
  const call = fieldOf(data, 'call');
  return [
    textIn(data, 'notificationType'),
    textIn(call, 'state'),
    textIn(call, 'recordingState'),
    textIn(message, 'subscription'),
    fieldOf(message, 'successful') === false ? (textIn(message, 'error') ?? 'refused') : undefined,
  ]
    .filter(Boolean)
    .join(', ');
}

function outcomeOf(status: number | undefined): string {
  return status === undefined ? 'no answer, the connection broke' : `HTTP ${status}`;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function pretty(value: unknown): string {
  if (value === undefined) return '(no body)';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}

function textIn(value: unknown, name: string): string | undefined {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : undefined;
}
