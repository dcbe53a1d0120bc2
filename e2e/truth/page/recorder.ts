import type { AgentDesktop, RecordingOperationName } from '../../../src/index.ts';

/** What a widget showed, from `at` on. */
export interface Shown {
  /** Epoch ms, as everywhere here: page and server share the machine's clock. */
  readonly at: number;
  /** Which widget: its place on the page. */
  readonly widget: number;
  readonly callId: string;
  /** `data-recording-state` */
  readonly state: string;
  readonly isStale: boolean;
  readonly pending: string | undefined;
  readonly look: string;
  readonly words: string;
}

/** A press that the widget took. */
export interface AcceptedPress {
  readonly at: number;
  readonly callId: string;
  readonly operationName: RecordingOperationName;
}

export interface TruthLog {
  readonly shown: Shown[];
  readonly presses: AcceptedPress[];
  /** Reads of calls that were answered well. */
  readonly reads: { readonly askedAt: number; readonly at: number; readonly url: string }[];
  readonly diagnostics: { readonly at: number; readonly code: string }[];
}

/** Notes everything that any widget shows, with the time, from the first paint on. */
export function record(
  body: HTMLElement,
  desktop: AgentDesktop,
  callIds: readonly string[],
): TruthLog {
  const log: TruthLog = { shown: [], presses: [], reads: [], diagnostics: [] };
  const last = new Map<number, string>();

  const look = (): void => {
    const at = Date.now();
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
  new MutationObserver(look).observe(body, everything);

  const { fetch } = window;
  window.fetch = async (url, request) => {
    const askedAt = Date.now();
    const answer = await fetch(url, request);
    const isRead = (request?.method ?? 'GET') === 'GET' && answer.ok;
    // The library asks by plain addresses.
    if (isRead) log.reads.push({ askedAt, at: Date.now(), url: url as string });
    return answer;
  };

  // A press is taken in the store, in its own tick; on the screen it may come and go at once.
  for (const callId of callIds) {
    let lastRequestId: number | undefined;
    desktop.call(callId).subscribe(({ recording: { pending } }) => {
      if (!pending || pending.requestId === lastRequestId) return;
      lastRequestId = pending.requestId;
      log.presses.push({ at: Date.now(), callId, operationName: pending.operationName });
    });
  }
  return log;
}
