import { CometD } from 'cometd';
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { AgentDesktopProvider, createAgentDesktop, RecordingControls } from '../../src/index.ts';
import { createTwin } from './candidates.tsx';
import { updateTwin } from './Twin.tsx';
import { callIdOf, type State } from './wire.ts';

/** Shows a call of a real server until `end` is called, which returns when the DOM changed. */
export interface Watch {
  readonly seen: () => number;
  /** Returns the time of each change by `performance.now()`. */
  readonly end: () => Promise<readonly number[]>;
}

const signIn = { Authorization: `Basic ${btoa('agent:agent')}` };

/** Shows the call with the whole library, as a host would use it. */
export async function watchWithTallylight(baseUrl: string, callId: string): Promise<Watch> {
  const root = document.body.appendChild(document.createElement('main'));
  const desktop = createAgentDesktop({
    baseUrl,
    headers: () => signIn,
    shareConnection: false,
  });
  const reactRoot = createRoot(root);
  reactRoot.render(
    createElement(AgentDesktopProvider, { desktop }, createElement(RecordingControls, { callId })),
  );
  await until(() => desktop.connection.getState().phase === 'live');
  await until(() => root.querySelector('[data-recording-state=Recording]') !== null);
  const widget = root.querySelector('[data-tallylight=recording-controls]');
  if (!widget) throw new Error('No widget was rendered.');
  return watch(widget, async () => {
    reactRoot.unmount();
    await until(() => desktop.connection.getState().phase === 'closed');
    root.remove();
  });
}

/**
 * Shows the call with the least that is possible: a CometD client with a callback that writes one
 * word.
 */
export async function watchWithCallback(baseUrl: string, callId: string): Promise<Watch> {
  const root = document.body.appendChild(document.createElement('main'));
  const close = await subscribeBare(baseUrl, ({ id, recordingState }) => {
    if (id === callId) root.textContent = recordingState;
  });
  return watch(root, async () => {
    await close();
    root.remove();
  });
}

/**
 * Shows the call with the same callback and the twin in the place of the word, which is the least
 * that React takes for this markup.
 */
export async function watchWithTwin(baseUrl: string, callId: string): Promise<Watch> {
  const twin = createTwin(1);
  twin.show(1);
  const close = await subscribeBare(baseUrl, ({ id, recordingState: state }) => {
    if (id !== callId) return;
    // Without this, React would render in a later task, after CometD has sent its next poll.
    flushSync(() => {
      updateTwin(callIdOf(0), { state, note: noteOf[state], since: Date.now() });
    });
  });
  const widget = twin.root.querySelector('[data-tallylight=recording-controls]');
  if (!widget) throw new Error('No twin was rendered.');
  return watch(widget, async () => {
    await close();
    twin.end();
  });
}

const noteOf: Readonly<Record<State, string>> = {
  Recording: 'Recording resumed.',
  Paused: 'Recording paused.',
  Stopped: 'Recording stopped.',
};

/** Subscribes with a bare CometD client. Returns a function that closes it. */
async function subscribeBare(
  baseUrl: string,
  onCall: (call: { readonly id: string; readonly recordingState: State }) => void,
): Promise<() => Promise<void>> {
  // The server accepts CometD only with the session cookie of this request.
  await fetch(`${baseUrl}/api/v2/me`, { headers: signIn, credentials: 'include' });
  const cometd = new CometD();
  cometd.unregisterTransport('websocket');
  cometd.unregisterTransport('callback-polling');
  cometd.configure({
    url: `${baseUrl}/api/v2/notifications`,
    requestHeaders: signIn,
    useWorkerScheduler: false,
    logLevel: 'warn',
  });
  const isSubscribed = new Promise<void>((resolve) => {
    cometd.handshake(() => {
      cometd.subscribe(
        '/v2/me/calls',
        ({ data }) => {
          // The cast is right, because the mock sends messages of this form.
          onCall((data as { call: { id: string; recordingState: State } }).call);
        },
        () => {
          resolve();
        },
      );
    });
  });
  await isSubscribed;
  return () =>
    new Promise((resolve) => {
      cometd.disconnect(() => {
        resolve();
      });
    });
}

function watch(root: Element, end: () => Promise<void>): Watch {
  const changes: number[] = [];
  let shown: string | null = null;
  const observer = new MutationObserver(() => {
    const at = performance.now();
    // The attributes and texts are compared, because the running time of a widget changes too.
    const state = root.getAttribute('data-recording-state') ?? root.textContent;
    if (state !== shown) changes.push(at);
    shown = state;
  });
  observer.observe(root, { subtree: true, childList: true, attributes: true });
  return {
    seen: () => changes.length,
    end: async () => {
      observer.disconnect();
      await end();
      return changes;
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('Waited 10 s in vain.');
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
