/**
 * What is proven about the present session of a CometD client. Two answers within one session prove
 * that notifications arrive, in either order: the server has granted the subscription, and it has
 * answered a `/meta/connect` with success and without the advice to stop.
 */
export type SubscriptionPhase =
  /** There is no session, or nothing is proven about it. */
  | 'unproven'
  /** The server has granted the subscription. */
  | 'granted'
  /** The server has answered a `/meta/connect`. */
  | 'answered'
  /** Both have happened. The heartbeat notices when no further `/meta/connect` is answered. */
  | 'receiving'
  /** The caller has ended the tracking. */
  | 'stopped';

export type SubscriptionEvent =
  | 'subscription-granted'
  | 'connect-answered'
  /** The library sends the next `/meta/connect` in the same session, so the subscription is kept. */
  | 'connect-failed'
  | 'session-ended';

/** A phase that an event does not list stays as it is. */
const transitions: Readonly<
  Record<SubscriptionEvent, Readonly<Partial<Record<SubscriptionPhase, SubscriptionPhase>>>>
> = {
  'subscription-granted': { unproven: 'granted', answered: 'receiving' },
  'connect-answered': { unproven: 'answered', granted: 'receiving' },
  'connect-failed': { answered: 'unproven', receiving: 'granted' },
  'session-ended': { granted: 'unproven', answered: 'unproven', receiving: 'unproven' },
};

export function phaseAfter(phase: SubscriptionPhase, event: SubscriptionEvent): SubscriptionPhase {
  return transitions[event][phase] ?? phase;
}
