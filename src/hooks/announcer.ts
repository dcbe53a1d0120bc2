import type { AgentDesktop } from '../client/agentDesktop.ts';
import {
  announcePending,
  announceRecording,
  type Announcement,
  type Politeness,
} from '../i18n/announceRecording.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { sentences } from '../i18n/sentences.ts';
import type { CallId } from '../model/call.ts';

/** Says something aloud. A host may give its own, to put it through its one live region. */
export type Announce = (text: string, politeness: Politeness) => void;

/** Asked each time: a caller's name is often known only later. */
type CallLabel = () => string | undefined;

/** Watches the calls that are on the screen, and says what happens to them. Once, however many widgets. */
export interface Announcer {
  /** @returns a function that stops watching, once everyone who watches the call has called theirs */
  readonly watch: (callId: CallId, callLabel: CallLabel) => () => void;
  /** Says something about a call, named as its widget names it. */
  readonly say: (callId: CallId, announcement: Announcement) => void;
  /** From now on what there is to say is said this way. */
  readonly speakThrough: (announce: Announce) => void;
}

/** A pending operation is spoken of only when it takes longer than this. In ms. */
const slow = 700;
/** So is a lost connection: a short one is over before the sentence is. In ms. */
const longLost = 1_000;

export function createAnnouncer(desktop: AgentDesktop, messages: BaseMessages): Announcer {
  let announce: Announce = () => undefined;
  const watched = new Map<CallId, Watched>();
  let unwatchConnection: (() => void) | undefined;

  const say = (announcement: Announcement | undefined, callLabel?: CallLabel): void => {
    if (!announcement) return;
    const { text, politeness = 'polite' } = announcement;
    const label = watched.size > 1 ? callLabel?.() : undefined;
    announce(label === undefined ? text : messages.spoken.about(label, text), politeness);
  };

  const watchCall = (callId: CallId, callLabel: CallLabel): (() => void) => {
    const store = desktop.call(callId);
    let before = store.getInitialState().recording;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const onChange = (): void => {
      const after = store.getState().recording;
      if (after === before) return;
      say(announceRecording(before, after, messages), callLabel);
      if (after.pending?.requestId !== before.pending?.requestId) {
        clearTimeout(timer);
        if (after.pending)
          timer = setTimeout(() => {
            say(announcePending(store.getState().recording, messages), callLabel);
          }, slow);
      }
      before = after;
    };
    let unsubscribe: (() => void) | undefined = store.subscribe(onChange);
    // After the mount has settled: StrictMode mounts twice, and one "is paused" is enough.
    queueMicrotask(() => {
      if (unsubscribe) onChange();
    });
    return () => {
      clearTimeout(timer);
      unsubscribe?.();
      unsubscribe = undefined;
    };
  };

  const watchConnection = (): (() => void) => {
    const { connection } = desktop;
    let isLossSaid = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const unsubscribe = connection.subscribe(({ phase }, before) => {
      if (phase === 'live') {
        clearTimeout(timer);
        if (isLossSaid) say(connectedAgain());
        isLossSaid = false;
      } else if (before.phase === 'live') {
        timer = setTimeout(() => {
          isLossSaid = true;
          announce(messages.spoken.connectionLost, 'assertive');
        }, longLost);
      }
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  };

  /** "Connected. Recording.": with the state where there is one call it can be the state of. */
  const connectedAgain = (): Announcement => {
    const [callId] = watched.size === 1 ? watched.keys() : [];
    const state =
      callId &&
      messages.states[desktop.call(callId).getState().recording.state] + messages.fullStop;
    return {
      text: sentences(messages, messages.spoken.connected, state),
    };
  };

  return {
    say: (callId, announcement) => {
      // A widget may know the call by another of its ids.
      const store = desktop.call(callId);
      const [, about] = [...watched].find(([id]) => desktop.call(id) === store) ?? [];
      say(announcement, about?.callLabel);
    },
    speakThrough: (newAnnounce) => {
      announce = newAnnounce;
    },
    watch: (callId, callLabel) => {
      const current = watched.get(callId) ?? {
        watchers: 0,
        callLabel,
        stop: watchCall(callId, callLabel),
      };
      watched.set(callId, current);
      current.watchers += 1;
      unwatchConnection ??= watchConnection();
      return () => {
        current.watchers -= 1;
        if (current.watchers > 0) return;
        current.stop();
        watched.delete(callId);
        if (watched.size > 0) return;
        unwatchConnection?.();
        unwatchConnection = undefined;
      };
    },
  };
}

interface Watched {
  watchers: number;
  readonly callLabel: CallLabel;
  readonly stop: () => void;
}
