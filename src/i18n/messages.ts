import type { AgentDesktopErrorCode } from '../model/errors.ts';
import type {
  CautiousReading,
  RecordingOperationName,
  ReportedRecordingState,
} from '../model/recording.ts';

/** The words for one operation. */
export interface OperationMessages {
  /** What stands on the button. The name must begin with it, for agents who speak to their desktop. */
  readonly label: string;
  /** The button's accessible name. Public API in English. */
  readonly name: string;
  /** On the button and as its name, while pending: "Pausing…". */
  readonly pending: string;
  /** Behind the state, while pending: "pausing…". */
  readonly pendingDetail: string;
  /** "Could not pause." */
  readonly failed: string;
}

/** Every word an agent reads or hears. A missing one is a compile error. */
export interface Messages {
  /** BCP 47, for numbers and durations. */
  readonly locale: string;
  readonly group: string;
  readonly groupOf: (callLabel: string) => string;
  readonly operations: Readonly<Record<RecordingOperationName, OperationMessages>>;
  readonly states: Readonly<Record<ReportedRecordingState, string>>;
  readonly checking: string;
  readonly unconfirmed: string;
  readonly callEnded: string;
  readonly callEndedWhilePaused: string;
  readonly lastKnown: string;
  /** "Still recording.": what is true after a failure. */
  readonly still: Readonly<Record<ReportedRecordingState, string>>;
  readonly cautious: Readonly<Record<CautiousReading, string>>;
  /** "Paused by someone else." */
  readonly bySomeoneElse: Readonly<Record<ReportedRecordingState, string>>;
  readonly resumedBySomeoneElse: string;
  readonly noLongerAllowed: string;
  /** Why, in an agent's words; nothing where the agent could do nothing with it. */
  readonly reasons: Readonly<Partial<Record<AgentDesktopErrorCode, string>>>;
  /** What is said aloud: short, state first. */
  readonly spoken: {
    readonly confirmed: Readonly<Record<RecordingOperationName, string>>;
    /** "Recording paused by someone else." */
    readonly bySomeoneElse: Readonly<Record<ReportedRecordingState, string>>;
    readonly resumedBySomeoneElse: string;
    readonly isPaused: string;
    readonly endedWhilePaused: string;
    readonly connectionLost: string;
    readonly connected: string;
    /** Puts the call's label before a sentence, while several calls are watched. */
    readonly about: (callLabel: string, sentence: string) => string;
  };
  readonly checkAgain: string;
  readonly tryAgain: string;
  readonly checkedAgain: string;
  readonly notReported: string;
  /** "Connection lost.", "Signed out.": why it may be out of date. */
  readonly stale: string;
  /** "Last heard 0:18 ago.": the age of what is shown. */
  readonly heard: (age: string) => string;
  readonly connection: Readonly<
    Record<'idle' | 'connecting' | 'live' | 'lost' | 'signed-out' | 'closed', string>
  >;
  readonly tryNow: string;
}
