import { inTime } from '../client/shownWindows.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { callHost } from '../model/hostCallback.ts';
import { startStopwatch } from '../model/steadyClock.ts';
import type { WallSource } from '../model/wallSource.ts';

/** The subscription of a wall to its source, which also notices that the source is silent. */
export interface WallSubscription {
  readonly start: () => void;
  /** Subscribes to the source anew, because only the snapshot that follows is complete. */
  readonly renew: () => void;
  /** Notes that the source has said something that could be read, so it is not silent. */
  readonly noteHeard: () => void;
  readonly stop: () => void;
}

/** Is called for what happens to a subscription, and no more once that is renewed or stopped. */
interface SubscriptionListener {
  readonly onMessage: (message: unknown) => void;
  /** The source's `subscribe` threw an error, or its promise was rejected. */
  readonly onFailed: () => void;
  /** The source has been silent for longer than it promised. It is called again while that lasts. */
  readonly onSilent: () => void;
}

// The default and the bounds of `silentAfter`, in ms.
const defaultSilence = 30_000;
const shortestSilence = 1_000;
const longestSilence = 3_600_000;

export function createWallSubscription(
  source: WallSource,
  { onMessage, onFailed, onSilent }: SubscriptionListener,
  report: OnDiagnostic,
): WallSubscription {
  /** How long it is since the source was subscribed to, or last heard. In ms. */
  let quietFor = (): number => 0;
  let close = (): void => undefined;
  let stopWatching = (): void => undefined;

  return {
    start: () => {
      open();
      stopWatching = watchSilence();
    },
    renew: open,
    noteHeard: () => {
      quietFor = startStopwatch();
    },
    stop: () => {
      stopWatching();
      close();
    },
  };

  /** Subscribes to the source, in the place of the subscription before. */
  function open(): void {
    close();
    const subscription: { phase: 'open' | 'closed'; unsubscribe: unknown } = {
      phase: 'open',
      unsubscribe: undefined,
    };
    close = () => {
      if (subscription.phase === 'open') end(subscription.unsubscribe);
      subscription.phase = 'closed';
    };
    quietFor = startStopwatch();
    subscription.unsubscribe = callHost(
      'source.subscribe',
      (diagnostic) => {
        report(diagnostic);
        if (subscription.phase === 'open') onFailed();
      },
      () =>
        source.subscribe((message) => {
          if (subscription.phase === 'open') onMessage(message);
        }),
    );
    // A source that sends its snapshot inside `subscribe` may have made the host remove the wall.
    if (subscription.phase === 'closed') end(subscription.unsubscribe);
  }

  /** Ends what the host has returned, which can be anything and may throw. */
  function end(unsubscribe: unknown): void {
    if (typeof unsubscribe !== 'function') return;
    callHost('source.subscribe', report, () =>
      Reflect.apply(unsubscribe as () => unknown, undefined, []),
    );
  }

  /** Checks again and again whether the source has been silent for too long. */
  function watchSilence(): () => void {
    const silentAfter = silenceOf(source, report);
    let cancel = inTime(check, silentAfter);
    return () => cancel();

    function check(): void {
      const quiet = quietFor();
      if (quiet >= silentAfter) onSilent();
      cancel = inTime(check, quiet < silentAfter ? silentAfter - quiet : silentAfter);
    }
  }
}

function silenceOf(source: WallSource, report: OnDiagnostic): number {
  const asked: unknown = callHost('source.silentAfter', report, () => source.silentAfter);
  if (asked === undefined || asked === null) return defaultSilence;
  if (typeof asked === 'number' && asked >= shortestSilence && asked <= longestSilence)
    return asked;
  report({
    code: 'unreadable-input',
    source: 'wall',
    problem: `silentAfter: expected milliseconds, from ${shortestSilence} to ${longestSilence}`,
  });
  return defaultSilence;
}
