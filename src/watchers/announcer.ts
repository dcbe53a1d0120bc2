import type { AgentDesktop } from '../client/agentDesktop.ts';
import { inTime } from '../client/shownWindows.ts';
import {
  announcePending,
  announceRecording,
  type Announcement,
  type Politeness,
} from '../i18n/announceRecording.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { sentences } from '../i18n/sentences.ts';
import type { CallId } from '../model/call.ts';
import type { ConnectionState } from '../model/connection.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import { mayBeSaid } from './saidOnPage.ts';

/**
 * Announces a sentence to screen readers. A host may give its own function, to use its own live
 * region.
 */
export type Announce = (text: string, politeness: Politeness) => void;

/** This is asked each time, because a caller's name is often known only later. */
type CallLabel = () => string | undefined;

/**
 * Watches the calls that are on the screen, and announces what happens to them. It announces each
 * change once, however many widgets and providers show the call, and whichever of its ids they use.
 */
export interface Announcer {
  /**
   * @returns a function that stops watching. The call is watched until every caller has called
   *   theirs.
   */
  readonly watch: (anyId: CallId, callLabel: CallLabel) => () => void;
  /** Announces something about a call, with the name that its widget gives to the call. */
  readonly say: (anyId: CallId, announcement: Announcement) => void;
  /**
   * Delays urgent announcements by this time, because a sound is played first.
   *
   * @returns a function that ends the delay
   */
  readonly waitForSound: (milliseconds: number) => () => void;
  /** From now on, announcements are made by this function. */
  readonly speakThrough: (announce: Announce) => void;
}

/** A pending operation is announced only when it takes longer than this. In ms. */
const slow = 700;
/**
 * A connection that is not there is announced only after this time, because a short loss would be
 * over before the screen reader has read the sentence. In ms.
 */
const longLost = 1_000;

/** A call that one announcer watches, under the id that its widgets were given. */
interface Watched {
  readonly announcer: Announcer;
  readonly anyId: CallId;
  readonly store: ReadableStore<CallEntry>;
  readonly callLabel: CallLabel;
  widgets: number;
  readonly stop: () => void;
}

/**
 * What all announcers of a desktop watch, in the order in which they began to. The key is a store
 * of the desktop and not the desktop, because a copy of the desktop object has the same store.
 */
const watchedOn = new WeakMap<AgentDesktop['connection'], Set<Watched>>();

function isAnyStateKnown(status: ConnectionState): boolean {
  return status.phase === 'live' || ('asOf' in status && status.asOf !== undefined);
}

const idOf = ({ store, anyId }: Pick<Watched, 'store' | 'anyId'>): CallId =>
  store.getState().recording.callId ?? anyId;

export function createAnnouncer(desktop: AgentDesktop, messages: BaseMessages): Announcer {
  let announce: Announce = () => undefined;
  let soundTime = 0;
  const ofDesktop = watchedOn.get(desktop.connection) ?? new Set<Watched>();
  watchedOn.set(desktop.connection, ofDesktop);
  /** What this announcer watches, by the ids that its widgets were given. */
  const own = new Map<CallId, Watched>();
  let unwatchConnection: (() => void) | undefined;

  const watchedCalls = (): ReadonlySet<CallId> => new Set([...ofDesktop].map(idOf));
  const firstFor = (callId: CallId): Watched | undefined =>
    [...ofDesktop].find((each) => idOf(each) === callId);

  const say = (
    about: string,
    announcement: Announcement | undefined,
    callLabel?: CallLabel,
  ): void => {
    if (!announcement || !mayBeSaid(about, announcement.text)) return;
    const { text, politeness = 'polite' } = announcement;
    const label = watchedCalls().size > 1 ? callLabel?.() : undefined;
    const sentence = label === undefined ? text : messages.spoken.about(label, text);
    const speak = (): void => announce(sentence, politeness);
    if (soundTime > 0 && politeness === 'assertive') inTime(speak, soundTime);
    else speak();
  };

  const watchCall = (anyId: CallId, callLabel: CallLabel): Watched => {
    const store = desktop.call(anyId);
    let before = store.getInitialState().recording;
    let clearTimer: (() => void) | undefined;

    /**
     * Other announcers may watch the same call, under this id or another. Only the first announces
     * it.
     */
    const sayAsFirst = (announcement: Announcement | undefined): void => {
      const callId = idOf(watched);
      if (firstFor(callId) === watched) say(callId, announcement, callLabel);
    };
    const onChange = (): void => {
      const after = store.getState().recording;
      if (after === before) return;
      // The call is being read again. Until then it is not known whether there is anything to
      // announce.
      if (after.doubt && after.state === 'Unknown') return;
      sayAsFirst(announceRecording(before, after, messages));
      if (after.pending?.requestId !== before.pending?.requestId) {
        clearTimer?.();
        if (after.pending)
          clearTimer = inTime(() => {
            sayAsFirst(announcePending(store.getState().recording, messages));
          }, slow);
      }
      before = after;
    };
    let unsubscribe: (() => void) | undefined = store.subscribe(onChange);
    // This waits until the mount is over, because StrictMode mounts everything twice and "Recording
    // is paused" must be announced once.
    queueMicrotask(() => {
      if (unsubscribe) onChange();
    });
    const watched: Watched = {
      announcer,
      anyId,
      store,
      callLabel,
      widgets: 0,
      stop: () => {
        clearTimer?.();
        unsubscribe?.();
        unsubscribe = undefined;
      },
    };
    return watched;
  };

  const watchConnection = (): (() => void) => {
    const { connection } = desktop;
    /** What was said last of a connection that is not there, by whichever announcer is the first. */
    let said: ConnectionState['phase'] | undefined;
    let isAnyStateShown = isAnyStateKnown(connection.getState());
    let clearTimer: (() => void) | undefined;
    const isFirst = (): boolean => {
      const [first] = ofDesktop;
      return first?.announcer === announcer;
    };
    /** The phase is asked only now, because a lost connection often turns out to be a lost sign-in. */
    const sayWhatIsWrong = (): void => {
      const { phase } = connection.getState();
      if (phase === said) return;
      said = phase;
      if (isFirst()) say('connection', whatIsWrong(phase, isAnyStateShown));
    };

    const unsubscribe = connection.subscribe(({ phase }, before) => {
      if (phase === before.phase) return;
      clearTimer?.();
      if (phase === 'live') {
        if (said && isFirst()) say('connection', connectedAgain());
        said = undefined;
        isAnyStateShown = true;
      } else if (isAnyStateShown || phase === 'signed-out') {
        clearTimer = inTime(sayWhatIsWrong, longLost);
      }
    });
    return () => {
      clearTimer?.();
      unsubscribe();
    };
  };

  /** What the agent hears of a connection that is not there: "Signed out. May be out of date." */
  const whatIsWrong = (
    phase: ConnectionState['phase'],
    isAnyStateShown: boolean,
  ): Announcement => ({
    text:
      phase === 'lost'
        ? messages.spoken.connectionLost
        : sentences(
            messages,
            messages.connection[phase] + messages.fullStop,
            isAnyStateShown && messages.stale,
          ),
    politeness: 'assertive',
  });

  /**
   * "Connected. Recording.": the state is added only when one call is watched, because it would not
   * be clear of which call it is.
   */
  const connectedAgain = (): Announcement => {
    const calls = watchedCalls();
    const [callId] = calls.size === 1 ? calls : [];
    const state =
      callId &&
      messages.states[desktop.call(callId).getState().recording.state] + messages.fullStop;
    return {
      text: sentences(messages, messages.spoken.connected, state),
    };
  };

  const announcer: Announcer = {
    say: (anyId, announcement) => {
      const callId = idOf({ anyId, store: desktop.call(anyId) });
      say(callId, announcement, firstFor(callId)?.callLabel);
    },
    waitForSound: (milliseconds) => {
      soundTime = milliseconds;
      return () => {
        soundTime = 0;
      };
    },
    speakThrough: (newAnnounce) => {
      announce = newAnnounce;
    },
    watch: (anyId, callLabel) => {
      const watched = own.get(anyId) ?? watchCall(anyId, callLabel);
      own.set(anyId, watched);
      ofDesktop.add(watched);
      watched.widgets += 1;
      unwatchConnection ??= watchConnection();
      return () => {
        watched.widgets -= 1;
        if (watched.widgets > 0) return;
        watched.stop();
        own.delete(anyId);
        ofDesktop.delete(watched);
        if (own.size > 0) return;
        unwatchConnection?.();
        unwatchConnection = undefined;
      };
    },
  };
  return announcer;
}
