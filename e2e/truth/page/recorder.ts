import {
  watchRecordingEvents,
  type AgentDesktop,
  type RecordingEvent,
  type RecordingOperationName,
} from '../../../src/index.ts';

/** What a widget shows from the time `at` on. */
export interface Shown {
  /** All times here are in epoch ms. The page and the server use the clock of the same machine. */
  readonly at: number;
  /** The position of the widget on the page. */
  readonly widget: number;
  readonly callId: string;
  /** `data-recording-state` */
  readonly state: string;
  readonly isStale: boolean;
  readonly pending: string | undefined;
  readonly look: string;
  readonly words: string;
}

/** A press that a widget accepted. */
export interface AcceptedPress {
  readonly at: number;
  readonly callId: string;
  readonly operationName: RecordingOperationName;
  /** The call that was shown where the mouse was pressed. */
  readonly clickedOn: string | undefined;
}

/** A read of calls that was answered successfully. */
interface AnsweredRead {
  readonly askedAt: number;
  readonly at: number;
  readonly url: string;
  /** The calls in the answer that have no recording state. */
  readonly withoutState: string[];
}

/** An operation that was sent. `answer` is undefined until the page has one. */
interface SentOperation {
  readonly askedAt: number;
  readonly callId: string;
  readonly operationName: string;
  answer:
    | { readonly at: number; readonly status: number; readonly statusCode: unknown }
    | undefined;
}

/** An event of `watchRecordingEvents`, with the true time at which it came. */
export interface ReportedEvent extends Pick<
  RecordingEvent,
  'requestId' | 'callId' | 'operationName' | 'cause' | 'result' | 'origin'
> {
  readonly at: number;
}

export interface TruthLog {
  readonly shown: Shown[];
  readonly presses: AcceptedPress[];
  readonly reads: AnsweredRead[];
  readonly sent: SentOperation[];
  readonly events: ReportedEvent[];
  readonly diagnostics: { readonly at: number; readonly code: string }[];
}

/** Records what each widget shows, with the time, from the first paint on. */
export function record(
  body: HTMLElement,
  desktop: AgentDesktop,
  callIds: readonly string[],
): TruthLog {
  const log: TruthLog = {
    shown: [],
    presses: [],
    reads: [],
    sent: [],
    events: [],
    diagnostics: [],
  };
  const last = new Map<number, string>();

  const noteChanges = (): void => {
    const at = trueNow();
    body
      .querySelectorAll<HTMLElement>('[data-tallylight=recording-controls]')
      .forEach((root, widget) => {
        const status = root.querySelector<HTMLElement>('[data-part=status]');
        const now = {
          widget,
          callId: root.dataset['callId'] ?? '',
          state: root.dataset['recordingState'] ?? '',
          isStale: root.dataset['stale'] !== undefined,
          pending: root.dataset['pending'],
          look: status?.dataset['look'] ?? '',
          words: [
            ...root.querySelectorAll('[data-part=word], [data-part=detail], [data-part=note]'),
          ]
            .map(({ textContent }) => textContent)
            .join(' · '),
        };
        const key = JSON.stringify(now);
        if (last.get(widget) === key) return;
        last.set(widget, key);
        log.shown.push({ at, ...now });
      });
  };
  const everything = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(noteChanges).observe(body, everything);

  const { fetch } = window;
  window.fetch = async (url, request) => {
    const askedAt = trueNow();
    // The library calls `fetch` with a string.
    const address = url as string;
    const method = request?.method ?? 'GET';
    const post = method === 'POST' ? sentOperation(askedAt, address, request?.body) : undefined;
    if (post) log.sent.push(post);
    const answer = await fetch(url, request);
    if (post) {
      const statusCode = await statusCodeOf(answer);
      post.answer = { at: trueNow(), status: answer.status, statusCode };
    }
    if (method === 'GET' && answer.ok) {
      const read = { askedAt, at: trueNow(), url: address, withoutState: [] };
      log.reads.push(read);
      void noteCallsWithoutState(answer.clone(), read);
    }
    return answer;
  };

  // A press is accepted in the store within one task. On the screen its state may come and go
  // between two frames.
  for (const callId of callIds) {
    let lastRequestId: number | undefined;
    desktop.call(callId).subscribe(({ recording: { pending } }) => {
      if (!pending || pending.requestId === lastRequestId) return;
      lastRequestId = pending.requestId;
      // The press was made in another tab.
      if (pending.cause === 'other-tab') return;
      const { operationName } = pending;
      log.presses.push({ at: trueNow(), callId, operationName, clickedOn });
    });
  }
  let clickedOn: string | undefined;
  const onClick = ({ target }: Event): void => {
    const widget = target instanceof Element ? target.closest<HTMLElement>('[data-call-id]') : null;
    clickedOn = widget?.dataset['callId'];
  };
  body.addEventListener('click', onClick, { capture: true });

  watchRecordingEvents(
    desktop,
    ({ requestId, callId, operationName, cause, result, origin }: RecordingEvent) => {
      const at = trueNow();
      log.events.push({ at, requestId, callId, operationName, cause, result, origin });
    },
  );
  return log;
}

/**
 * Returns the true time of the machine, which the page and the server share, even after the clock
 * of the page was set.
 */
export const trueNow: () => number = Date.now.bind(Date);

/** Sets the clock of the page: from now on it differs from the true time by this much. */
export function setClock(ms: number): void {
  const TrueDate = Date;
  class SetDate extends TrueDate {
    constructor(...given: readonly unknown[]) {
      if (given.length === 0) super(trueNow() + ms);
      // The arguments are passed on unchanged.
      else super(...(given as [number]));
    }
    static override now(): number {
      return trueNow() + ms;
    }
  }
  window.Date = SetDate as DateConstructor;
}

function sentOperation(
  askedAt: number,
  url: string,
  body: BodyInit | null | undefined,
): SentOperation | undefined {
  const callId = /\/me\/calls\/([^/?]+)/.exec(url)?.[1];
  const operationName = /"operationName":"(\w+)"/.exec(typeof body === 'string' ? body : '')?.[1];
  if (callId === undefined || operationName === undefined) return undefined;
  return { askedAt, callId: decodeURIComponent(callId), operationName, answer: undefined };
}

async function statusCodeOf(answer: Response): Promise<unknown> {
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return typeof body === 'object' && body !== null ? Reflect.get(body, 'statusCode') : undefined;
}

async function noteCallsWithoutState(
  answer: Response,
  { withoutState }: AnsweredRead,
): Promise<void> {
  // The mock answers with a list of calls, with one call, or with neither.
  const body = (await answer.json().catch(() => ({}))) as {
    readonly calls?: readonly { readonly id: string; readonly recordingState?: string }[];
    readonly call?: { readonly id: string; readonly recordingState?: string };
  };
  for (const call of [...(body.calls ?? []), ...(body.call ? [body.call] : [])])
    if (call.recordingState === undefined) withoutState.push(call.id);
}
