import type { Decorator } from '@storybook/react-vite';
import { useContext, useEffect, type ReactElement, type ReactNode } from 'react';
import {
  AgentDesktopProvider,
  type AgentDesktopProviderProps,
} from '../src/components/AgentDesktopProvider.tsx';
import type { Messages } from '../src/i18n/messages.ts';
import type { CallRecording } from '../src/model/callRecording.ts';
import {
  createSimulatedDesktop,
  type SimulatedDesktop,
  type SimulatedDesktopOptions,
} from '../src/testing/createSimulatedDesktop.ts';
import type { Simulation } from '../src/testing/simulation.ts';
import { StoryLanguage } from './language.tsx';

/**
 * What a story shows: a desktop, and what happened on it before the moment that the story shows.
 */
export interface Scene extends SimulatedDesktopOptions {
  readonly messages?: Messages | undefined;
  /** What the host gives its provider in addition. */
  readonly provider?: Pick<AgentDesktopProviderProps, 'announce' | 'pauseReminder'>;
  /** What happens before anybody connects. */
  readonly before?: (loadScene: SceneTools) => void;
  readonly happen?: ((loadScene: SceneTools) => Promise<void> | void) | undefined;
}

export interface SceneTools extends SimulatedDesktop {
  readonly disconnect: () => void;
  /** Sets the clock to so many seconds before the moment that the story shows. */
  readonly ago: (seconds: number) => void;
  /** Waits until a call is as it should be. The call is `c1` unless another id is given. */
  readonly until: (
    isThere: (recording: CallRecording) => boolean,
    callId?: string,
  ) => Promise<void>;
}

/** A scene after it was played. Nothing changes until the story does something. */
export interface PlayedScene extends SimulatedDesktop {
  readonly messages: Messages | undefined;
  readonly provider: Scene['provider'];
  /** Disconnects the desktop. The last scene of a page also restores the page's own clock. */
  readonly disconnect: () => void;
}

// All stories show the same moment, so that no age and no clock differs between pictures. Time
// passes after a person has pressed something. The presses of a story's `play` do not count,
// because they are not trusted events.
const moment = Date.UTC(2026, 10, 20, 9, 30);
let now = moment;
let pressedAt: number | undefined;
const realNow = Date.now;
// oxlint-disable-next-line typescript/unbound-method -- called on the page's own object below
const realSinceStart = performance.now;
const sinceStart = (): number => realSinceStart.call(performance);
for (const press of ['pointerdown', 'keydown'])
  addEventListener(press, ({ isTrusted }) => {
    // The clock starts a second late, because press guards would drop a press in the moment of a
    // change.
    if (isTrusted) pressedAt ??= realNow() - 1_000;
  });
/** How many scenes are on the page. */
let playedScenes = 0;
/** All scenes set the same clock, so they are played one after the other. */
let queue: Promise<unknown> = Promise.resolve();

export async function play(scene: Scene): Promise<PlayedScene> {
  const played = queue.then(() => playNow(scene));
  let last: Promise<unknown> = played.catch(() => undefined);
  queue = last;
  // Nothing is shown before the last scene of a page was played, because widgets would see the
  // clock jump.
  do await last;
  while (last !== (last = queue));
  return played;
}

/** For a story's `loaders`: plays the scene before anything is drawn. */
export function loadScene(scene: Scene): () => Promise<{ readonly scene: PlayedScene }> {
  return async () => ({ scene: await play(scene) });
}

/** For a story's `play`: lets so many ms pass. */
export function later(milliseconds: number): void {
  now += milliseconds;
}

/** For a story's `play`: the simulation, which can make things happen. */
export function simulationOf(loaded: Record<string, unknown>): Simulation {
  // `loadScene` has put it there. Storybook types what was loaded as a record of anything.
  return (loaded['scene'] as PlayedScene).simulation;
}

/** Gives the story the looks of `examples.css`. */
export const inExample: Decorator = (Story) => (
  <div className="example">
    <Story />
  </div>
);

/** Renders the story inside a provider with the desktop of its scene. */
export const inProvider: Decorator = (Story, { loaded }) => (
  // `loadScene` has put it there. Storybook types what was loaded as a record of anything.
  <SceneProvider scene={loaded['scene'] as PlayedScene}>
    <Story />
  </SceneProvider>
);

export function SceneProvider({
  scene,
  children,
}: {
  readonly scene: PlayedScene;
  readonly children: ReactNode;
}): ReactElement {
  const language = useContext(StoryLanguage);
  const { desktop, messages = language, provider } = scene;
  // Each scene is disconnected when it leaves the screen, because a page of the book shows several
  // stories at once.
  useEffect(() => scene.disconnect, [scene]);
  return (
    <AgentDesktopProvider desktop={desktop} messages={messages} {...provider}>
      {children}
    </AgentDesktopProvider>
  );
}

async function playNow({
  messages,
  provider,
  before,
  happen,
  ...options
}: Scene): Promise<PlayedScene> {
  Date.now = () => (pressedAt === undefined ? now : now + realNow() - pressedAt);
  moveSteadyClock();
  pressedAt = undefined;
  playedScenes += 1;
  now = moment - 600_000;
  const simulated = createSimulatedDesktop(options);
  const { desktop } = simulated;
  let disconnect = (): void => undefined;
  const acting: SceneTools = {
    ...simulated,
    disconnect: () => {
      disconnect();
    },
    ago: (seconds) => {
      now = moment - seconds * 1_000;
    },
    until: (isThere, callId = 'c1') =>
      reached(desktop.call(callId), ({ recording }) => isThere(recording)),
  };
  before?.(acting);
  disconnect = connectUnwatched(desktop);
  if (before) await nextTask();
  else await reached(desktop.connection, ({ phase }) => phase === 'live');
  await happen?.(acting);
  await nextTask();
  await settle(desktop);
  now = moment;
  return {
    ...simulated,
    // The scene controls the connection. A widget that is shown must not connect again, because
    // that would repair what the scene has broken.
    desktop: { ...desktop, connect: () => () => undefined },
    messages,
    provider,
    disconnect: () => {
      disconnect();
      playedScenes -= 1;
      if (playedScenes > 0) return;
      Date.now = realNow;
      Reflect.deleteProperty(performance, 'timeOrigin');
      performance.now = realSinceStart;
    },
  };
}

/**
 * The widgets' steady clock is the sum of `performance.timeOrigin` and `performance.now()`: here it
 * is `Date.now()`, to the millisecond. `now` answers with what the origin was computed with, because
 * on a busy machine a millisecond can go by between the two, and an age would be a second less.
 */
function moveSteadyClock(): void {
  let computedWith: number | undefined;
  Object.defineProperty(performance, 'timeOrigin', {
    configurable: true,
    get: () => Date.now() - (computedWith = sinceStart()),
  });
  performance.now = () => {
    const answer = computedWith ?? sinceStart();
    computedWith = undefined;
    return answer;
  };
}

/**
 * Connects a desktop that does not watch for sleep. A scene moves the clock by minutes, which would
 * look like a computer that has slept.
 */
function connectUnwatched(desktop: SimulatedDesktop['desktop']): () => void {
  const { setInterval } = globalThis;
  globalThis.setInterval = Object.assign(() => setTimeout(() => undefined, 0), setInterval);
  const disconnect = desktop.connect();
  // The connection opens at the end of the task, so this runs after it.
  setTimeout(() => {
    globalThis.setInterval = setInterval;
  }, 0);
  return disconnect;
}

/** Waits until nothing is in doubt any more. It does not wait when the server does not answer. */
async function settle({ callIds, call, connection }: SimulatedDesktop['desktop']): Promise<void> {
  const isSettled = (): boolean =>
    connection.getState().phase !== 'live' ||
    callIds.getState().every((callId) => !call(callId).getState().recording.doubt);
  const deadline = performance.now() + 1_000;
  while (!isSettled() && performance.now() < deadline) await nextTask();
}

function reached<T>(
  store: {
    readonly getState: () => T;
    readonly subscribe: (listener: (state: T) => void) => () => void;
  },
  isThere: (state: T) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const look = (state: T): void => {
      if (!isThere(state)) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = store.subscribe(look);
    look(store.getState());
  });
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
