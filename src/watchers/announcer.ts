import type { AgentDesktop } from '../client/agentDesktop.ts';
import { onePerDesktop } from '../client/onePerDesktop.ts';
import { inTime } from '../client/shownWindows.ts';
import {
  announcePending,
  announceRecording,
  type Announcement,
  type Politeness,
} from '../i18n/announceRecording.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { callLabelOf } from '../model/callLabel.ts';
import type { CallId } from '../model/call.ts';
import { announceConnection } from './announceConnection.ts';
import { claimAnnouncement } from './announcedOnPage.ts';
import { watchTransitions } from './watchTransitions.ts';

/**
 * Announces a sentence to screen readers. A host may give its own function, to use its own live
 * region.
 */
export type Announce = (text: string, politeness: Politeness) => void;

/** It is called for each announcement, because a caller's name is often known only later. */
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
  /** Sets the function that makes the announcements from now on. */
  readonly setAnnounce: (announce: Announce) => void;
}

/** A pending operation is announced only when it takes longer than this. In ms. */
const announcePendingAfter = 700;

/** A call that one announcer watches, under the id that its widgets were given. */
interface Watched {
  readonly announcer: Announcer;
  /** The one id of the call that is shown under that id now. */
  callId: CallId;
  readonly callLabel: CallLabel;
  widgets: number;
  readonly stop: () => void;
}

/** What all announcers of a desktop watch, in the order in which they began to. */
interface WatchedOnDesktop {
  readonly all: Set<Watched>;
  /** The same by call, so that an announcement costs the same with one call and with a thousand. */
  readonly byCall: Map<CallId, Set<Watched>>;
}

const watchedOn = onePerDesktop((): WatchedOnDesktop => ({ all: new Set(), byCall: new Map() }));

/**
 * @param messages returns the words of now. The announcer must not start again for other words, because
 *   it would announce each pause once more, and forget what it is about to announce
 */
export function createAnnouncer(desktop: AgentDesktop, messages: () => BaseMessages): Announcer {
  let announce: Announce = () => undefined;
  const { all, byCall } = watchedOn(desktop);
  /** What this announcer watches, by the ids that its widgets were given. */
  const own = new Map<CallId, Watched>();
  let unwatchConnection: (() => void) | undefined;

  const firstFor = (callId: CallId): Watched | undefined =>
    byCall.get(callId)?.values().next().value;
  const add = (watched: Watched): void => {
    all.add(watched);
    byCall.set(watched.callId, (byCall.get(watched.callId) ?? new Set()).add(watched));
  };
  const remove = (watched: Watched): void => {
    all.delete(watched);
    const ofCall = byCall.get(watched.callId);
    ofCall?.delete(watched);
    if (ofCall?.size === 0) byCall.delete(watched.callId);
  };

  const say = (
    about: string,
    announcement: Announcement | undefined,
    callLabel?: CallLabel,
  ): void => {
    if (!announcement || !claimAnnouncement(about, announcement.text)) return;
    const { text, politeness = 'polite' } = announcement;
    const label = byCall.size > 1 ? callLabelOf(callLabel?.()) : undefined;
    const sentence = label === undefined ? text : messages().spoken.about(label, text);
    announce(sentence, politeness);
  };

  const watchCall = (anyId: CallId, callLabel: CallLabel): Watched => {
    const store = desktop.call(anyId);
    let clearTimer: (() => void) | undefined;

    /**
     * Other announcers may watch the same call, under this id or another. Only the first announces
     * it.
     */
    const sayAsFirst = (announcement: Announcement | undefined): void => {
      if (firstFor(watched.callId) === watched) say(watched.callId, announcement, callLabel);
    };
    /** After a transfer, an id may name another call. */
    const follow = (callId: CallId): void => {
      if (callId === watched.callId) return;
      remove(watched);
      watched.callId = callId;
      add(watched);
    };
    const stopTransitions = watchTransitions(
      {
        ...store,
        subscribe: (listener) =>
          store.subscribe((now, before) => {
            follow(now.recording.callId ?? anyId);
            listener(now, before);
          }),
      },
      store.getInitialState().recording,
      (before, after) => {
        sayAsFirst(announceRecording(before, after, messages()));
        if (after.pending?.requestId === before.pending?.requestId) return;
        clearTimer?.();
        if (after.pending)
          clearTimer = inTime(() => {
            sayAsFirst(announcePending(store.getState().recording, messages()));
          }, announcePendingAfter);
      },
    );
    const watched: Watched = {
      announcer,
      callId: store.getState().recording.callId ?? anyId,
      callLabel,
      widgets: 0,
      stop: () => {
        clearTimer?.();
        stopTransitions();
      },
    };
    return watched;
  };

  const watchConnection = (): (() => void) =>
    announceConnection(desktop.connection, messages, {
      isFirst: () => {
        const [first] = all;
        return first?.announcer === announcer;
      },
      say: (announcement) => say('connection', announcement),
      stateOfOnlyCall: () => {
        const [callId] = byCall.size === 1 ? byCall.keys() : [];
        return callId === undefined ? undefined : desktop.call(callId).getState().recording.state;
      },
    });

  const announcer: Announcer = {
    say: (anyId, announcement) => {
      const { callId = anyId } = desktop.call(anyId).getState().recording;
      say(callId, announcement, firstFor(callId)?.callLabel);
    },
    setAnnounce: (newAnnounce) => {
      announce = newAnnounce;
    },
    watch: (anyId, callLabel) => {
      const watched = own.get(anyId) ?? watchCall(anyId, callLabel);
      own.set(anyId, watched);
      add(watched);
      watched.widgets += 1;
      unwatchConnection ??= watchConnection();
      return () => {
        watched.widgets -= 1;
        if (watched.widgets > 0) return;
        watched.stop();
        own.delete(anyId);
        remove(watched);
        if (own.size > 0) return;
        unwatchConnection?.();
        unwatchConnection = undefined;
      };
    },
  };
  return announcer;
}
