import type { AgentDesktop } from '../client/agentDesktop.ts';
import { inSlices } from '../client/inSlices.ts';
import { onePerDesktop } from '../client/onePerDesktop.ts';
import { isStale, lastRightAt, type ConnectionState } from '../model/connection.ts';
import { ageStep } from '../i18n/duration.ts';
import { onTick, timeAtTick } from './everySecond.ts';

/** What widgets show of the connection. It is the same object until something in it differs. */
export interface ShownConnection {
  readonly status: ConnectionState;
  /** The time from which the shown age is computed (steady clock, epoch ms); 0 without an age. */
  readonly now: number;
}

/** Something that shows the connection. */
interface ConnectionFollower {
  /**
   * Is called for all followers in one task when what they show has become out of date, so it must
   * mark that and do little else.
   */
  readonly onStale: () => void;
  /** Is called after each change, up to some frames later, so that the page does not stand still. */
  readonly onChange: () => void;
}

/**
 * The connection of a desktop for those who show it with each of many calls. To render a thousand
 * widgets takes some 200 ms, so they are called in slices. A mark that stays some frames longer says
 * nothing untrue. A mark that comes later would, so `onStale` sets it before anything is rendered.
 *
 * Code that acts on the connection, such as a field that closes, has to follow `desktop.connection`
 * itself.
 */
export interface ShownConnectionStore {
  /** Returns what is true now, also for followers that have not been called yet. */
  readonly getState: () => ShownConnection;
  readonly getInitialState: () => ShownConnection;
  readonly follow: (follower: ConnectionFollower) => () => void;
}

export const shownConnectionOf: (desktop: AgentDesktop) => ShownConnectionStore =
  onePerDesktop(createShownConnection);

function createShownConnection({ connection }: AgentDesktop): ShownConnectionStore {
  const initial: ShownConnection = { status: connection.getInitialState(), now: 0 };
  const followers = new Set<ConnectionFollower>();
  let last = initial;
  let stopFollowing = (): void => undefined;
  let stopClock: (() => void) | undefined;

  const getState = (): ShownConnection => {
    const status = connection.getState();
    const asOf = lastRightAt(status);
    const now = asOf === undefined ? 0 : asOf + ageStep(timeAtTick() - asOf);
    if (status !== last.status || now !== last.now) last = { status, now };
    return last;
  };

  let reported = initial;
  const report = (): void => {
    const now = getState();
    if (now === reported) return;
    reported = now;
    void inSlices([...followers], (slice) => {
      for (const follower of slice) if (followers.has(follower)) follower.onChange();
    });
  };
  const settleClock = (): void => {
    const isAging = followers.size > 0 && lastRightAt(connection.getState()) !== undefined;
    if (isAging) stopClock ??= onTick(report);
    else {
      stopClock?.();
      stopClock = undefined;
    }
  };
  const onConnection = (status: ConnectionState, before: ConnectionState): void => {
    if (isStale(status) && !isStale(before)) for (const { onStale } of followers) onStale();
    report();
    settleClock();
  };

  return {
    getState,
    getInitialState: () => initial,
    follow: (follower) => {
      if (followers.size === 0) {
        reported = getState();
        stopFollowing = connection.subscribe(onConnection);
      }
      followers.add(follower);
      settleClock();
      return () => {
        followers.delete(follower);
        if (followers.size > 0) return;
        stopFollowing();
        settleClock();
      };
    },
  };
}
