import type { Diagnostic, OnDiagnostic } from '../model/diagnostic.ts';
import { createDesktopStore } from '../store/desktopStore.ts';
import type { NotificationLink } from '../transport/notificationLink.ts';
import type { RestClient } from '../transport/restClient.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { createCallReader } from './callReader.ts';
import { createLiveness } from './liveness.ts';
import { createOperations, type Operations } from './operations.ts';
import { watchPage } from './page.ts';
import { createReconciler } from './reconcile.ts';

/** The two halves of a wire. Genesys Web Services is one; a simulated switch is another. */
export interface Wire {
  readonly rest: RestClient;
  readonly link: NotificationLink;
}

/** The one junction of wire and store. */
export function assembleDesktop(
  { rest, link }: Wire,
  options: Pick<AgentDesktopOptions, 'confirmationTimeout' | 'onDiagnostic' | 'onSignedOut'>,
): AgentDesktop {
  const onDiagnostic = guarded(options.onDiagnostic);
  const store = createDesktopStore();
  const reconciler = createReconciler({
    store,
    onDiagnostic,
    onDoubt: () => void liveness.reread(),
    onErrorMessage: (error) => operations.receiveErrorMessage(error),
  });
  const reader = createCallReader({ rest, reconciler, onDiagnostic });
  const operations: Operations = createOperations({
    store,
    rest,
    reader,
    confirmationTimeout: options.confirmationTimeout ?? 10_000,
  });
  const liveness = createLiveness({
    store,
    link,
    reader,
    onMessage: reconciler.receiveMessage,
    onDiagnostic,
    onSignedOut: () => {
      callHost(onDiagnostic, 'onSignedOut', options.onSignedOut);
    },
  });

  const open = (): (() => void) => {
    liveness.start();
    const unwatch = watchPage({
      onBack: (wasAway) => {
        if (wasAway) liveness.doubt();
        void liveness.wake();
      },
      onGone: liveness.stop,
      onRestored: liveness.start,
    });
    return () => {
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
    refresh: liveness.wake,
    performOperation: async (callId, operationName) =>
      operations.send(operations.request(callId, operationName)),
    requestOperation: operations.request,
    sendOperation: operations.send,
    checkAgain: operations.checkAgain,
  };
}

/**
 * Open while anybody holds it. Opening and closing wait for the end of the task: StrictMode holds,
 * lets go and holds again, and a handshake cannot be taken back.
 */
function shared(open: () => () => void): () => () => void {
  let holders = 0;
  let close: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (): void => {
    timer = undefined;
    if (holders > 0) close ??= open();
    else {
      close?.();
      close = undefined;
    }
  };
  const settleLater = (): void => {
    timer ??= setTimeout(settle, 0);
  };

  return () => {
    holders += 1;
    settleLater();
    let isHolding = true;
    return () => {
      if (!isHolding) return;
      isHolding = false;
      holders -= 1;
      settleLater();
    };
  };
}

/** A host's mistake in its own callback must not cost the agent the truth. */
function guarded(onDiagnostic: OnDiagnostic | undefined): OnDiagnostic {
  return (diagnostic: Diagnostic) => {
    try {
      onDiagnostic?.(diagnostic);
    } catch {
      // There is nobody left to tell.
    }
  };
}

function callHost(
  onDiagnostic: OnDiagnostic,
  callback: string,
  call: (() => void) | undefined,
): void {
  try {
    call?.();
  } catch (cause) {
    onDiagnostic({ code: 'host-callback-failed', callback, cause });
  }
}
