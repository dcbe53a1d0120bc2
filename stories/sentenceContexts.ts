import type { Messages } from '../src/i18n/messages.ts';
import { recordingOperationNames, type RecordingOperationName } from '../src/model/recording.ts';
import { ago, clock, duration } from '../src/i18n/duration.ts';
import type { WallWords } from '../src/i18n/wallWords.ts';

/** Where on the screen a sentence is read, or how it is heard. */
export type Place =
  | 'The widget'
  | 'Buttons'
  | 'The state, from a metre away'
  | 'Below the state: what went wrong'
  | 'Below the state: what somebody else did, and long pauses'
  | 'Below the state: the connection'
  | 'Connection status'
  | 'Spoken by a screen reader'
  | 'Fields that must not be recorded'
  | 'The limit of a pause'
  | 'The question before a Stop'
  | 'The timeline of a recording'
  | 'The list of calls'
  | 'The small window'
  | 'The summary of an ended call'
  | 'A supervisor’s wall';

/** One entry of the catalogue, and how an agent meets it. */
export interface SentenceContext {
  readonly place: Place;
  /** When it is shown or said. */
  readonly when: string;
  /** What is inserted, where the entry is a function. */
  readonly given?: (messages: Messages) => readonly string[];
  /**
   * The text that surrounds the sentence on the screen or in the announcement. Left out for a
   * sentence that is used alone.
   */
  readonly read?: (messages: Messages, self: string) => string;
}

/** The same tree as the catalogue. A sentence without a context is a compile error. */
type ContextsOf<T> = {
  readonly [Key in keyof T]: NonNullable<T[Key]> extends string | ((...given: never[]) => string)
    ? SentenceContext
    : ContextsOf<NonNullable<T[Key]>>;
};

/** Keys that are no words. They say how words are put together. */
type Grammar = 'locale' | 'dir' | 'fullStop' | 'sentenceGap';

const sample = 'Ada King';
const after134s = 134_000;

function join({ sentenceGap }: Messages, ...sentences: readonly string[]): string {
  return sentences.join(sentenceGap);
}

/** Shows both parts of the state line beside each other. */
function line(state: string, detail: string): string {
  return `${state} · ${detail}`;
}

const stateBefore = {
  StartCallRecording: 'None',
  PauseCallRecording: 'Recording',
  ResumeCallRecording: 'Paused',
  StopCallRecording: 'Recording',
} as const;

function operation(name: RecordingOperationName): ContextsOf<Messages['operations']>[typeof name] {
  const from = stateBefore[name];
  return {
    label: { place: 'Buttons', when: 'It is on the button.' },
    name: {
      place: 'Buttons',
      when: 'The name of the button for screen readers and voice control. It begins with the label.',
    },
    pending: {
      place: 'Buttons',
      when: 'On the button, after the press and before the server has confirmed it.',
      read: (messages, self) => join(messages, messages.still[from], self),
    },
    pendingDetail: {
      place: 'The state, from a metre away',
      when: 'Behind the state, after the press. It must not sound as if it were done.',
      read: ({ states }, self) => line(states[from], self),
    },
    failed: {
      place: 'Below the state: what went wrong',
      when: 'The server refused the operation.',
      read: (messages, self) =>
        join(messages, self, messages.still[from], messages.reasons['no-permission']),
    },
  };
}

const stateWord = (when: string): SentenceContext => ({
  place: 'The state, from a metre away',
  when,
});
const stillAfter = (failedOperation: RecordingOperationName, when: string): SentenceContext => ({
  place: 'Below the state: what went wrong',
  when,
  read: (messages, self) => join(messages, messages.operations[failedOperation].failed, self),
});
const reason = (when: string): SentenceContext => ({
  place: 'Below the state: what went wrong',
  when,
  read: (messages, self) =>
    join(messages, messages.operations.PauseCallRecording.failed, messages.still.Recording, self),
});
const cause = (when: string): SentenceContext => ({
  place: 'Below the state: what somebody else did, and long pauses',
  when,
  read: (messages, self) => join(messages, messages.spoken.confirmed.ResumeCallRecording, self),
});
const connection = (when: string): SentenceContext => ({ place: 'Connection status', when });
const confirmed = (when: string): SentenceContext => ({ place: 'Spoken by a screen reader', when });
const inMiniWindow = (when: string): SentenceContext => ({ place: 'The small window', when });
const spokenAfterPauseKey = (when: string): SentenceContext => ({
  place: 'Spoken by a screen reader',
  when,
});
const aboutConnection = (messages: Messages, ...more: readonly string[]): string =>
  join(messages, messages.connection.lost + messages.fullStop, ...more);
const inTimeline = (when: string): SentenceContext => ({
  place: 'The timeline of a recording',
  when,
});
const inFields = (when: string): SentenceContext => ({
  place: 'Fields that must not be recorded',
  when,
});
const lastHeard = (messages: Messages): string =>
  messages.lastHeard(ago(18_000, messages.locale) ?? '');

const operations = Object.fromEntries(
  recordingOperationNames.map((name) => [name, operation(name)]),
  // The object has an entry for each name, which the type of `fromEntries` cannot express.
) as ContextsOf<Messages['operations']>;

export const sentenceContexts: ContextsOf<Omit<Messages, Grammar>> = {
  group: { place: 'The widget', when: 'The name of the whole widget, for screen readers.' },
  groupOf: {
    place: 'The widget',
    when: 'The same where several calls are on the page.',
    given: () => [sample],
  },
  operations,
  states: {
    Recording: stateWord('The call is being recorded.'),
    Paused: stateWord(
      'The recording is paused. Agents must not take it for a break of their own, or for a call on hold.',
    ),
    Stopped: stateWord('The recording was stopped. The call goes on.'),
    None: stateWord('The call has not been recorded so far.'),
    Unknown: stateWord('The server said a state that the widget does not know.'),
  },
  checking: stateWord('The page has just been opened, and the server has not answered yet.'),
  unconfirmed: {
    place: 'The state, from a metre away',
    when: 'The server accepted an operation, and did not say whether it was done.',
    read: (messages, self) =>
      join(messages, self + messages.fullStop, messages.cautious['treat-as-recording']),
  },
  callEnded: stateWord('The call is over.'),
  callEndedWhilePaused: {
    place: 'The state, from a metre away',
    when: 'The call is over, and its recording was paused until the end.',
    read: ({ callEnded }, self) => line(callEnded, self),
  },
  lastKnown: {
    place: 'The state, from a metre away',
    when: 'The connection is lost, so the state may have changed meanwhile.',
    read: ({ states }, self) => line(states.Recording, self),
  },
  still: {
    Recording: stillAfter('PauseCallRecording', 'What is true after a Pause was refused.'),
    Paused: {
      place: 'Below the state: what somebody else did, and long pauses',
      when: 'The recording has been paused for more than a minute.',
      read: (messages, self) => join(messages, self, messages.notBeingRecorded),
    },
    Stopped: stillAfter('StartCallRecording', 'What is true: it was stopped before.'),
    None: stillAfter('StartCallRecording', 'What is true after a Start was refused.'),
    Unknown: stillAfter('StopCallRecording', 'Nobody knows whether the call is being recorded.'),
  },
  cautious: {
    'treat-as-recording': {
      place: 'Below the state: what went wrong',
      when: 'A Pause or a Stop was not confirmed. The agent is told what to assume.',
      read: (messages, self) => join(messages, messages.unconfirmed + messages.fullStop, self),
    },
    'may-not-be-recording': {
      place: 'Below the state: what went wrong',
      when: 'A Start or a Resume was not confirmed.',
      read: (messages, self) => join(messages, messages.unconfirmed + messages.fullStop, self),
    },
  },
  causes: {
    'other-tab': cause('The same agent did it in another tab of the browser.'),
    'pause-limit': cause('The longest pause that was agreed on was over.'),
    'sensitive-section': cause('A form for card numbers was opened or closed.'),
  },
  noLongerAllowed: stillAfter('StartCallRecording', 'The operation was overtaken by a change.'),
  notBeingRecorded: {
    place: 'Below the state: what somebody else did, and long pauses',
    when: 'The recording has been paused for more than a minute.',
    read: (messages, self) => join(messages, messages.still.Paused, self),
  },
  atLeast: {
    place: 'The state, from a metre away',
    when: 'Nobody saw when the pause began. It is said with a clock, and spoken with words.',
    given: ({ locale }) => [clock(after134s, locale)],
    read: ({ states }, self) => `${states.Paused} ${self}`,
  },
  reasons: {
    'no-permission': reason('The agent may not do it.'),
    'not-signed-in': reason('The sign-in has run out.'),
    network: reason('The network is down.'),
    timeout: reason('There was no answer in time.'),
    'server-error': reason('The server answered with an error.'),
    'server-busy': reason('The server asks to be left alone for a while.'),
    'call-not-found': reason('The call is unknown to the server.'),
  },
  spoken: {
    confirmed: {
      StartCallRecording: confirmed('The recording was started, by whomever.'),
      PauseCallRecording: confirmed('The recording was paused.'),
      ResumeCallRecording: confirmed('The recording was resumed.'),
      StopCallRecording: confirmed('The recording was stopped.'),
    },
    isPaused: confirmed('The page was opened while the recording was paused.'),
    stillPaused: {
      place: 'Spoken by a screen reader',
      when: 'A reminder, each minute of a long pause.',
      given: ({ locale }) => [duration(after134s, locale)],
    },
    endedWhilePaused: confirmed('The call ended, and its recording was paused.'),
    connectionLost: confirmed('The connection has been lost for a second.'),
    connected: {
      place: 'Spoken by a screen reader',
      when: 'The connection is back. The state follows.',
      read: (messages, self) => join(messages, self, messages.states.Paused + messages.fullStop),
    },
    about: {
      place: 'Spoken by a screen reader',
      when: 'Several calls are on the page, so the call is named first.',
      given: ({ spoken }) => [sample, spoken.confirmed.PauseCallRecording],
    },
  },
  pressDropped: {
    place: 'Below the state: what went wrong',
    when: 'The button had become another one a moment before it was pressed.',
  },
  checkAgain: { place: 'Buttons', when: 'Beside “Not confirmed”: asks the server again.' },
  tryAgain: { place: 'Buttons', when: 'Beside a failure: asks for the operation again.' },
  checkedAgain: {
    place: 'Below the state: what went wrong',
    when: 'The server was asked again, and still says the same.',
    read: (messages, self) => join(messages, messages.cautious['treat-as-recording'], self),
  },
  notReported: {
    place: 'Below the state: the connection',
    when: 'The server lists other calls, and not this one.',
  },
  stale: {
    place: 'Below the state: the connection',
    when: 'The connection is lost.',
    read: (messages, self) => aboutConnection(messages, self, lastHeard(messages)),
  },
  lastHeard: {
    place: 'Below the state: the connection',
    when: 'How old the state is that is shown.',
    given: ({ locale }) => [ago(18_000, locale) ?? ''],
    read: (messages, self) => aboutConnection(messages, messages.stale, self),
  },
  connection: {
    idle: connection('Nobody has asked for a connection yet.'),
    connecting: connection('The page is being connected to the server.'),
    live: connection('What is shown is what the server says now.'),
    lost: connection('Nothing arrives from the server. A running time follows it.'),
    'signed-out': connection('The sign-in has run out.'),
    closed: connection('The page let go of the connection itself.'),
  },
  tryNow: { place: 'Buttons', when: 'Beside “Connection lost”: connects now instead of later.' },
  sensitive: {
    label: inFields('The name of the group of fields, such as those for a card number.'),
    waiting: inFields('The fields are blocked until the recording is paused.'),
    recordingAgain: inFields('Somebody resumed the recording while the fields were open.'),
    pausingNotPossible: inFields('The server does not allow a Pause now.'),
    pauseAgain: inFields('A button: pauses, and opens the fields.'),
    continue: inFields('A button, after the call has ended: opens the fields.'),
    fieldsReady: {
      place: 'Fields that must not be recorded',
      when: 'Spoken: the fields can be used.',
      read: (messages, self) => join(messages, messages.spoken.confirmed.PauseCallRecording, self),
    },
    fieldsBlocked: {
      place: 'Fields that must not be recorded',
      when: 'Spoken: the fields can no longer be used.',
      read: (messages, self) => join(messages, messages.spoken.confirmed.ResumeCallRecording, self),
    },
  },
  pauseLimit: {
    resumesIn: {
      place: 'The limit of a pause',
      when: 'A countdown, after which the recording is resumed without a press.',
      given: ({ locale }) => [clock(36_000, locale)],
    },
    limitIn: {
      place: 'The limit of a pause',
      when: 'A countdown, after which the agent is reminded.',
      given: ({ locale }) => [clock(36_000, locale)],
    },
    reached: { place: 'The limit of a pause', when: 'The countdown is over.' },
    resumesSoon: {
      place: 'The limit of a pause',
      when: 'Spoken, half a minute before.',
      given: ({ locale }) => [duration(30_000, locale)],
    },
    limitSoon: {
      place: 'The limit of a pause',
      when: 'Spoken, half a minute before.',
      given: ({ locale }) => [duration(30_000, locale)],
    },
    keepPaused: {
      place: 'The limit of a pause',
      when: 'A button beside the countdown, which puts the limit off.',
    },
  },
  confirmStop: {
    question: {
      place: 'The question before a Stop',
      when: 'After the first press, where a Stop cannot be undone.',
    },
    keep: {
      place: 'The question before a Stop',
      when: 'The button that leaves the recording as it is: running or paused.',
      read: ({ operations: { StopCallRecording } }, self) => `${self} | ${StopCallRecording.label}`,
    },
  },
  timeline: {
    label: inTimeline('The name of the picture, for screen readers.'),
    recorded: inTimeline('What a part of the call was. It is beside the words for the states.'),
    notRecorded: inTimeline('What a part of the call was.'),
    fromTo: {
      place: 'The timeline of a recording',
      when: 'Below the picture: which part is chosen, from the beginning of the call.',
      given: ({ locale, timeline }) => [clock(218_000, locale), timeline.now],
      read: ({ states }, self) => line(states.Paused, self),
    },
    now: {
      place: 'The timeline of a recording',
      when: 'The end of the last part, while the call goes on.',
      read: ({ timeline, locale }) => timeline.fromTo(clock(218_000, locale), timeline.now),
    },
    times: inTimeline('Opens the table of exact times.'),
    from: inTimeline('A column of the table.'),
    until: inTimeline('A column of the table.'),
    length: inTimeline('A column of the table.'),
  },
  calls: {
    label: { place: 'The list of calls', when: 'The name of the list, for screen readers.' },
    none: { place: 'The list of calls', when: 'The agent has no calls.' },
    waiting: {
      place: 'The list of calls',
      when: 'The page was opened while the server does not answer.',
      read: (messages, self) => join(messages, messages.connection.lost + messages.fullStop, self),
    },
  },
  activeCall: {
    none: spokenAfterPauseKey(
      'The pause key was pressed while no call was active. Nothing was sent.',
    ),
    several: spokenAfterPauseKey(
      'The pause key was pressed while several calls were active. Nothing was sent.',
    ),
    notKnown: spokenAfterPauseKey(
      'The pause key was pressed while the connection was lost. Nothing was sent.',
    ),
    settling: spokenAfterPauseKey(
      'The pause key was pressed in the moment in which the recording changed. Nothing was sent.',
    ),
  },
  miniWindow: {
    open: inMiniWindow('The button that opens a small window, which stays on top of all programs.'),
    close: inMiniWindow('The button that closes the small window, while it is open.'),
    notSupported: inMiniWindow('It is shown instead of the button.'),
    failed: inMiniWindow('The browser has refused to open the small window.'),
  },
  callSummary: {
    inDoubt: {
      place: 'The summary of an ended call',
      when: 'Behind the time that was not recorded, where what the server said left a doubt.',
    },
  },
};

function onWall(when: string): SentenceContext {
  return { place: 'A supervisor’s wall', when };
}

/** The words that are loaded for a wall only. */
export const wallContexts: ContextsOf<WallWords> = {
  label: onWall('The name of the table, for screen readers.'),
  columns: {
    agent: onWall('A column of the table: whose call it is.'),
    recording: onWall('A column of the table: the state of the recording.'),
    time: onWall('A column of the table: for how long the recording has been in this state.'),
    call: onWall('A column of the table: the other party and the queue.'),
    heard: onWall('A column of the table: “now”, or how long ago the server was heard.'),
  },
  filters: onWall('The name of the group of filters, for screen readers. The filters are states.'),
  search: onWall('Above the field in which a supervisor types a part of a name.'),
  showAll: onWall('A button that takes all filters back.'),
  inDoubt: onWall('A filter: calls whose state contradicts itself, is not known, or may be old.'),
  inDoubtDetail: {
    place: 'A supervisor’s wall',
    when: 'Behind the state of a call that contradicts something else that was said.',
    read: ({ states }, self) => line(states.Recording, self),
  },
  shown: {
    place: 'A supervisor’s wall',
    when: 'How many calls the filters leave, of how many.',
    given: () => ['12', '40'],
  },
  none: onWall('The source has said that there are no calls.'),
  noneMatch: onWall('There are calls, and the filters hide all of them.'),
  silent: {
    place: 'A supervisor’s wall',
    when: 'Nothing has come from the host’s source for longer than it should. Also spoken.',
    read: (messages, self) => join(messages, self, messages.stale),
  },
  unreadable: {
    place: 'A supervisor’s wall',
    when: 'The source has sent something that is not what it should be.',
    given: () => ['3'],
    read: (messages, self) => join(messages, self, messages.stale),
  },
  held: onWall(
    'The pointer or the focus is in the table, and some calls are not in their right places.',
  ),
  sortNow: onWall('The button behind that sentence, which gives every call its right place.'),
  gone: onWall('In place of the state: the call is not reported any more.'),
  longPaused: {
    place: 'A supervisor’s wall',
    when: 'Above the table, and spoken when there are more of them.',
    given: ({ locale }) => [duration(120_000, locale), '3'],
  },
};
