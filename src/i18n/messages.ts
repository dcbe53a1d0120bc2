import type { AgentDesktopErrorCode } from '../model/errors.ts';
import type {
  CautiousReading,
  RecordingOperationName,
  ReportedRecordingState,
} from '../model/recording.ts';

/** The words for one operation. */
export interface OperationMessages {
  /**
   * The text on the button. The name has to begin with it, for agents who control their desktop by
   * speech.
   */
  readonly label: string;
  /** The button's accessible name. Public API in English. */
  readonly name: string;
  /** The text and the name of the button while the operation is pending: "Pausing…". */
  readonly pending: string;
  /** The text behind the state while the operation is pending: "pausing…". */
  readonly pendingDetail: string;
  /** "Could not pause." */
  readonly failed: string;
}

type ExplainedErrorCode =
  | 'no-permission'
  | 'not-signed-in'
  | 'network'
  | 'timeout'
  | 'server-error'
  | 'server-busy'
  | 'call-not-found';

type ExplainedCause = 'other-tab' | 'pause-limit' | 'sensitive-section';

/** Every word that an agent reads or hears. A missing word is a compile error. */
export interface Messages extends BaseMessages, WidgetMessages {}

/** What a provider always has: the basic words, and the words of a widget for which it is asked. */
export interface ProvidedMessages extends BaseMessages {
  /**
   * Returns the words of a widget. The widget brings its English words with it, which replace those
   * that the host did not give.
   */
  readonly wordsOf: <Name extends keyof WidgetMessages>(
    name: Name,
    english: WidgetMessages[Name],
  ) => WidgetMessages[Name];
}

/** The words for status, controls and connection. */
export interface BaseMessages {
  /**
   * A BCP 47 tag. It decides how a voice reads the words (`lang`), and how numbers and durations
   * are written.
   */
  readonly locale: string;
  /**
   * The direction of the words. It is the `dir` of every widget, whatever the direction of the page
   * is.
   */
  readonly dir: 'ltr' | 'rtl';
  /**
   * Ends a sentence that is made of words which are used alone elsewhere: "Connection lost" becomes
   * "Connection lost."
   */
  readonly fullStop: string;
  /** Is put between two sentences. It is empty in Chinese and Japanese. */
  readonly sentenceGap: string;
  readonly group: string;
  /** The name of the group of a call that has a label: "Call recording, Ada King". */
  readonly groupOf: (callLabel: string) => string;
  readonly operations: Readonly<Record<RecordingOperationName, OperationMessages>>;
  /**
   * The state of the recording, as a word that can be used alone. It is read beside words about the call,
   * the connection, and the agent, so *Paused* must not be what an agent's break is called, and *Stopped*
   * must not be what an ended call is called.
   */
  readonly states: Readonly<Record<ReportedRecordingState, string>>;
  readonly checking: string;
  readonly unconfirmed: string;
  readonly callEnded: string;
  readonly callEndedWhilePaused: string;
  readonly lastKnown: string;
  /** What is true after a failure: "Still recording." */
  readonly still: Readonly<Record<ReportedRecordingState, string>>;
  readonly cautious: Readonly<Record<CautiousReading, string>>;
  /** The reason, behind what happened: "Recording resumed. Because of the pause limit." */
  readonly causes: Readonly<Record<ExplainedCause, string>>;
  readonly noLongerAllowed: string;
  /** Is added to "Still paused." when a pause has lasted long. */
  readonly notBeingRecorded: string;
  /** For a time that began before this page knew of it: "at least 2 minutes", "at least 2:14". */
  readonly atLeast: (duration: string) => string;
  /**
   * Why an operation failed, in an agent's words. A reason that does not help the agent has no
   * words.
   */
  readonly reasons: Readonly<
    Record<ExplainedErrorCode, string> & Partial<Record<AgentDesktopErrorCode, string>>
  >;
  /** What screen readers say. The sentences are short and begin with the state. */
  readonly spoken: {
    /** What happened, without saying who did it: "Recording paused." */
    readonly confirmed: Readonly<Record<RecordingOperationName, string>>;
    readonly isPaused: string;
    /** The reminder: "Recording still paused, 2 minutes." */
    readonly stillPaused: (duration: string) => string;
    readonly endedWhilePaused: string;
    readonly connectionLost: string;
    readonly connected: string;
    /** Puts the call's label before a sentence. It is used while several calls are watched. */
    readonly about: (callLabel: string, sentence: string) => string;
  };
  /** A press was not sent, because another operation stood at this place a moment before. */
  readonly pressDropped: string;
  readonly checkAgain: string;
  readonly tryAgain: string;
  readonly checkedAgain: string;
  readonly notReported: string;
  /**
   * What a lost connection means for the state that is shown. It follows "Connection lost." or
   * "Signed out."
   */
  readonly stale: string;
  /** "Last heard 18 seconds ago.": the age of what is shown. It is given "18 seconds ago". */
  readonly lastHeard: (ago: string) => string;
  readonly connection: Readonly<
    Record<'idle' | 'connecting' | 'live' | 'lost' | 'signed-out' | 'closed', string>
  >;
  readonly tryNow: string;
}

/** The words for the widgets that are not in every desktop. */
export interface WidgetMessages {
  /** Around fields that must not be recorded. */
  readonly sensitive: {
    /** Names the group of fields. */
    readonly label: string;
    readonly waiting: string;
    /** Someone resumed or started it while the fields were open. */
    readonly recordingAgain: string;
    readonly pausingNotPossible: string;
    /** Buttons. `continue`: the call is over, and the agent goes on without it. */
    readonly pauseAgain: string;
    readonly continue: string;
    /** Spoken, after what happened to the recording: the fields can be used, or no longer. */
    readonly fieldsReady: string;
    readonly fieldsBlocked: string;
  };
  /** A longest pause that was agreed on. */
  readonly pauseLimit: {
    /** The text contains a clock: "Resumes in 0:36". */
    readonly resumesIn: (time: string) => string;
    /** The limit is reached in this time, and nothing resumes by itself. */
    readonly limitIn: (time: string) => string;
    readonly reached: string;
    /** Spoken, with words: "Recording resumes in 20 seconds." */
    readonly resumesSoon: (duration: string) => string;
    /** The same as `limitIn`, for the announcement. */
    readonly limitSoon: (duration: string) => string;
    /** The button that puts the limit off. */
    readonly keepPaused: string;
  };
  /** Asked before a Stop that cannot be undone. Its buttons: *Stop*, and *Don’t stop*,
   * which is true of a paused recording too. */
  readonly confirmStop: {
    readonly question: string;
    readonly keep: string;
  };
  /** The picture of a recording over its call. */
  readonly timeline: {
    /** Names the picture. */
    readonly label: string;
    /** What a part of the call was; beside *Paused* and *Unknown*. */
    readonly recorded: string;
    readonly notRecorded: string;
    /** The times are two clocks, or a clock and `now`: "3:38 to 5:02". */
    readonly fromTo: (from: string, until: string) => string;
    readonly now: string;
    /** Opens the table of exact times; the heads of its columns. */
    readonly times: string;
    readonly from: string;
    readonly until: string;
    readonly length: string;
  };
  /**
   * The list of calls: its name, and what it says when the server reports none, and when the
   * server does not answer.
   */
  readonly calls: {
    readonly label: string;
    readonly none: string;
    readonly waiting: string;
  };
  /** Why the key that pauses the active call has sent nothing. */
  readonly activeCall: {
    readonly none: string;
    readonly several: string;
    /** The server is not heard, and the agent may be on another call by now. */
    readonly notKnown: string;
    /** The recording has changed in the very moment of the press. */
    readonly settling: string;
  };
  /** The button of the small window that stays on top. */
  readonly miniWindow: {
    readonly open: string;
    readonly close: string;
    readonly notSupported: string;
    readonly failed: string;
  };
  /** The line about a call that is over. */
  readonly callSummary: {
    /** Behind the times, where what the server said left a doubt. */
    readonly inDoubt: string;
  };
}
