import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { Diagnostic, OnDiagnostic } from '../model/diagnostic.ts';
import type { AgentDesktopError } from '../model/errors.ts';
import { callHost } from '../model/hostCallback.ts';
import type { TabPart } from '../transport/tabPart.ts';
import type { AnswerAge, MessageAge } from './eventOrder.ts';
import type { LinkPhase } from './linkPhase.ts';
import type { ReadResult } from './readResult.ts';

/**
 * An event for whoever inspects a desktop: what the desktop heard, what it asked, and what it made
 * of that. `order` is the place in the one order of messages and reads. It contains no
 * participants, no `userData`, and no credentials.
 */
export type InspectionEvent =
  | InspectedNow
  /** A message about a call was compared with what was known, and applied or held back. */
  | {
      readonly type: 'message';
      readonly order: number;
      readonly callId: CallId;
      /** The server's word. It may be any text. */
      readonly notificationType: string;
      readonly judged: MessageAge;
      readonly before: CallRecording;
      readonly after: CallRecording;
    }
  /** A message that tells nothing of a call. */
  | {
      readonly type: 'other-message';
      readonly is: 'error' | 'about-something-else' | 'unreadable';
      readonly callId?: CallId | undefined;
    }
  /** The server is asked, or another tab has asked it and will pass the answer on. */
  | {
      readonly type: 'read-asked';
      readonly order: number;
      readonly reads: 'all-calls' | 'one-call';
      readonly by: 'this-tab' | 'another-tab';
    }
  /** The answer to a read told something new of a call, or was not used for this call. */
  | {
      readonly type: 'call-read';
      readonly order: number;
      readonly callId: CallId;
      /** `is-over`: the call had ended before, and an answer does not make it go on. */
      readonly judged: AnswerAge | 'is-over';
      /** Whether the answer contains the call. A complete list without it means that it has ended. */
      readonly answer: 'contains-it' | 'lacks-it';
      readonly before: CallRecording;
      readonly after: CallRecording;
    }
  /** The answer was taken in. */
  | { readonly type: 'read-answered'; readonly order: number; readonly result: ReadResult }
  | { readonly type: 'read-failed'; readonly order: number; readonly error: AgentDesktopError }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic };

/** The present state of something. It is told when it changes, and to each new listener at once. */
export type InspectedNow =
  /** How long an operation may wait to be confirmed, in ms. It never changes. */
  | { readonly type: 'confirmation-timeout'; readonly milliseconds: number }
  /** What is known of the notification link. */
  | { readonly type: 'link'; readonly phase: LinkPhase }
  /** The part of this tab among the tabs that share the link. A link without tabs never tells it. */
  | { readonly type: 'tab'; readonly part: TabPart };

/** Tells events to those who inspect the desktop. */
export interface Inspector {
  /** Undefined while nobody inspects the desktop. With `tell?.({ … })` no event is even made then. */
  tell: ((event: InspectionEvent) => void) | undefined;
  /** Tells the event, and keeps it for listeners that come later. */
  readonly note: (event: InspectedNow) => void;
  /** @returns a function that ends the inspection */
  readonly inspect: (listener: (event: InspectionEvent) => void) => () => void;
}

/** @param report is called when a listener throws. It must not tell the listeners of that. */
export function createInspector(report: OnDiagnostic): Inspector {
  const listeners = new Set<(event: InspectionEvent) => void>();
  const noted = new Map<InspectedNow['type'], InspectedNow>();

  const call = (listener: (event: InspectionEvent) => void, event: InspectionEvent): void => {
    callHost('inspect', report, () => listener(event));
  };
  const tellAll = (event: InspectionEvent): void => {
    for (const listener of listeners) call(listener, event);
  };

  const inspector: Inspector = {
    tell: undefined,
    note: (event) => {
      noted.set(event.type, event);
      inspector.tell?.(event);
    },
    inspect: (listener) => {
      // Each inspection has a function of its own, so that the same listener can be given twice.
      const own: typeof listener = (event) => listener(event);
      listeners.add(own);
      inspector.tell = tellAll;
      for (const event of noted.values()) call(own, event);
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) inspector.tell = undefined;
      };
    },
  };
  return inspector;
}
