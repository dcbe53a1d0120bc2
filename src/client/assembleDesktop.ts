import type { AgentDesktopError } from '../model/errors.ts';
import { createDesktopStore } from '../store/desktopStore.ts';
import type { Wire } from '../transport/wire.ts';
import type { AgentDesktop, DesktopOptions } from './agentDesktop.ts';
import { createCallReader } from './callReader.ts';
import { createEventOrder } from './eventOrder.ts';
import { createLiveness } from './liveness.ts';
import { createOperations } from './operations.ts';
import { watchPage } from './page.ts';
import { createReconciler } from './reconcile.ts';
import { watchSleep } from './sleep.ts';
import { createChannelWatch } from './watchChannel.ts';

/**
 * Makes an agent's desktop on a wire of your own. This is the one place where the wire and the store
 * are connected. For Genesys Web Services use `createAgentDesktop`. Nothing is sent before `connect`.
 *
 * @example
 * const desktop = assembleDesktop(wire, { onDiagnostic: report });
 * const disconnect = desktop.connect();
 */
export function assembleDesktop(
  { rest, link, protocol }: Wire,
  options: DesktopOptions = {},
): AgentDesktop {
  // An error that `onDiagnostic` itself throws cannot be reported to anybody.
  const onDiagnostic = guarded(options.onDiagnostic, () => undefined);
  const store = createDesktopStore((cause) => {
    onDiagnostic({ code: 'host-callback-failed', callback: 'subscribe', cause });
  });
  const channelWatch = createChannelWatch(link.channel, onDiagnostic);
  const order = createEventOrder();
  const reconciler = createReconciler({
    store,
    order,
    protocol,
    onDiagnostic,
    readCallsSoon: () => {
      liveness.readSoon();
    },
    onReadChange: channelWatch.readChange,
  });
  const onFailure = (error: AgentDesktopError): void => {
    liveness.noticeFailure(error);
  };
  const reader = createCallReader({
    rest,
    order,
    reconciler,
    tabs: link.reads,
    knownCalls: () =>
      store.callIds.getState().flatMap((callId) => {
        const { call, recording } = store.entry(callId);
        return call && !recording.ended ? [call.id] : [];
      }),
    onDiagnostic,
    onFailure,
    onAllRead: () => {
      liveness.noticeAllRead();
    },
    onReadElsewhere: () => liveness.noticeReadElsewhere(),
  });
  const operations = createOperations({
    store,
    rest,
    reader,
    tabs: link.operations,
    // With 0 or NaN an operation would end before it was sent, so the default is used. Timers cannot
    // wait much longer than 2e9 ms: with a longer time they would fire at once.
    confirmationTimeout: Math.min(options.confirmationTimeout || 10_000, 2e9),
    onBeforeOperation: options.onBeforeOperation,
    onDiagnostic,
    onFailure,
  });
  const liveness = createLiveness({
    store,
    link,
    reader,
    onMessage: (message) => {
      channelWatch.hear();
      const error = reconciler.receiveMessage(message);
      if (error) operations.receiveErrorMessage(error);
    },
    onHearing: (change) => {
      if (change === 'begins') channelWatch.open(order.latest());
      else channelWatch.close();
    },
    onOperation: operations.receiveOperation,
    onRead: reader.receiveReadMessage,
    onDiagnostic,
    onSignedOut: guarded(options.onSignedOut, (cause) => {
      onDiagnostic({ code: 'host-callback-failed', callback: 'onSignedOut', cause });
    }),
  });

  const open = (): (() => void) => {
    liveness.start();
    const stopWatchingSleep = watchSleep(liveness.wakeFromSleep);
    const unwatch = watchPage({
      onBack: liveness.wake,
      onGone: liveness.stop,
      onRestored: liveness.start,
    });
    return () => {
      stopWatchingSleep();
      unwatch();
      liveness.stop();
      reconciler.stop();
    };
  };

  return {
    connection: store.connection,
    callIds: store.callIds,
    call: store.call,
    connect: shared(open),
    refresh: () => liveness.wake(),
    performOperation: async (callId, operationName) =>
      operations.send(operations.request(callId, operationName)),
    requestOperation: operations.request,
    sendOperation: operations.send,
    checkAgain: operations.checkAgain,
    report: onDiagnostic,
  };
}

/**
 * Calls `open` for the first holder and closes after the last one. It waits for the end of the
 * present task before it opens or closes, because StrictMode connects, disconnects and connects
 * again in one task, and a handshake that was sent cannot be taken back.
 */
function shared(open: () => () => void): () => () => void {
  let holders = 0;
  let close: (() => void) | undefined;

  const hold = (change: 1 | -1): void => {
    holders += change;
    setTimeout(() => {
      if (holders > 0) close ??= open();
      else {
        close?.();
        close = undefined;
      }
    }, 0);
  };

  return () => {
    hold(1);
    let isHolding = true;
    return () => {
      if (isHolding) hold(-1);
      isHolding = false;
    };
  };
}

/** An error in a callback of the host must not stop what the agent is shown from being updated. */
function guarded<Args extends readonly unknown[]>(
  callback: ((...args: Args) => void) | undefined,
  onFailure: (cause: unknown) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      callback?.(...args);
    } catch (cause) {
      onFailure(cause);
    }
  };
}
