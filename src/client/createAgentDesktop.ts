import type { Diagnostic, OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
import { createDesktopStore } from '../store/desktopStore.ts';
import { createAuthorization } from '../transport/authorization.ts';
import { createCometdLink } from '../transport/cometdLink.ts';
import { createHostCometdLink } from '../transport/hostCometdLink.ts';
import { createRestClient } from '../transport/restClient.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { createCallReader } from './callReader.ts';
import { createLiveness } from './liveness.ts';
import { createOperations, type Operations } from './operations.ts';
import { watchPage } from './page.ts';
import { createReconciler } from './reconcile.ts';

/**
 * Makes an agent's desktop: the one junction of wire and store. Nothing is sent before `connect`.
 * Signing in and the contact-center session stay the host's.
 *
 * @throws AgentDesktopError `invalid-option` when an option cannot work
 * @example
 * const desktop = createAgentDesktop({ baseUrl: 'https://gws.example' });
 * const disconnect = desktop.connect();
 */
export function createAgentDesktop(options: AgentDesktopOptions = {}): AgentDesktop {
  const baseUrl = checkedBaseUrl(options.baseUrl ?? '');
  const channel = options.channel ?? '/v2/me/calls';
  const onDiagnostic = guarded(options.onDiagnostic);

  const store = createDesktopStore();
  const authorization = createAuthorization(options.headers);
  const rest = createRestClient({
    baseUrl,
    authorization,
    credentials: options.credentials ?? 'include',
    requestTimeout: options.requestTimeout ?? 8_000,
  });
  const link = options.cometd
    ? createHostCometdLink(options.cometd, channel)
    : createCometdLink({
        url: baseUrl + (options.notificationsPath ?? '/api/v2/notifications'),
        channel,
        transport: options.transport ?? 'long-polling',
        authorization,
        admit: () => rest.fetchMe(),
        heartbeat: options.heartbeat ?? { hold: 10_000, grace: 3_000 },
      });

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

function checkedBaseUrl(baseUrl: string): string {
  const url = baseUrl.replace(/\/+$/, '');
  if (url === '' || url.startsWith('/')) return url;
  const parsed = parsedUrl(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.search) {
    throw new AgentDesktopError(
      'invalid-option',
      'baseUrl is not the http(s) address of a server, so nothing can be reached. Give it without a user name, a query or /api/v2, for example https://gws.example.',
    );
  }
  return url;
}

function parsedUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
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
