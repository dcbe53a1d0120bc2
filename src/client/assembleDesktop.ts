import { callHost, guardedDiagnostic } from '../model/hostCallback.ts';
import { timeOption } from '../model/timeOption.ts';
import { createDesktopStore } from '../store/desktopStore.ts';
import type { Wire } from '../transport/wire.ts';
import type { AgentDesktop, DesktopOptions } from './agentDesktop.ts';
import { createCallReader } from './callReader.ts';
import { createEventOrder } from './eventOrder.ts';
import { createInspector } from './inspection.ts';
import { createLiveness } from './liveness.ts';
import { createNotices } from './notices.ts';
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
  const tellHost = guardedDiagnostic(options.onDiagnostic);
  const inspector = createInspector(tellHost);
  const onDiagnostic: typeof tellHost = (diagnostic) => {
    inspector.tell?.({ type: 'diagnostic', diagnostic });
    tellHost(diagnostic);
  };
  const confirmationTimeout = timeOption(options.confirmationTimeout, 10_000);
  inspector.note({ type: 'confirmation-timeout', milliseconds: confirmationTimeout });
  const store = createDesktopStore((cause) => {
    onDiagnostic({ code: 'host-callback-failed', callback: 'subscribe', cause });
  });
  const order = createEventOrder();
  const { notify, receiveBy } = createNotices();
  const channelWatch = createChannelWatch(link.channel, onDiagnostic);
  const reconciler = createReconciler({
    store,
    order,
    protocol,
    inspector,
    onDiagnostic,
    notify,
    onReadChange: channelWatch.readChange,
  });
  const reader = createCallReader({
    rest,
    order,
    reconciler,
    tabs: link.reads,
    inspector,
    knownCalls: () =>
      store.callIds.getState().flatMap((callId) => {
        const { call, recording } = store.entry(callId);
        return call && !recording.ended ? [call.id] : [];
      }),
    onDiagnostic,
    notify,
  });
  const operations = createOperations({
    store,
    order,
    rest,
    reader,
    tabs: link.operations,
    confirmationTimeout,
    onBeforeOperation: options.onBeforeOperation,
    onDiagnostic,
    notify,
  });
  const liveness = createLiveness({
    store,
    link,
    reader,
    inspector,
    receiveNotices: receiveBy,
    onMessage: (message) => {
      channelWatch.receive();
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
    onSignedOut: () => callHost('onSignedOut', onDiagnostic, () => options.onSignedOut?.()),
  });

  const open = (): (() => void) => {
    operations.join();
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
    inspect: inspector.inspect,
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
