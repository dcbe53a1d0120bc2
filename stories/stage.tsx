import type { Decorator } from '@storybook/react-vite';
import { useContext, type ReactElement, type ReactNode } from 'react';
import type { AgentDesktop } from '../src/client/agentDesktop.ts';
import { AgentDesktopProvider } from '../src/components/AgentDesktopProvider.tsx';
import type { Messages } from '../src/i18n/messages.ts';
import type { CallRecording } from '../src/model/callRecording.ts';
import {
  createSimulatedDesktop,
  type SimulatedDesktop,
  type SimulatedDesktopOptions,
} from '../src/testing/createSimulatedDesktop.ts';
import { StoryLanguage } from './language.tsx';

/** What a story shows: a desktop, and what happened on it until the moment we look. */
export interface Scene extends SimulatedDesktopOptions {
  readonly messages?: Messages;
  /** What happens before anybody connects. */
  readonly before?: (stage: Stage) => void;
  readonly happen?: (stage: Stage) => Promise<void> | void;
}

export interface Stage extends SimulatedDesktop {
  readonly disconnect: () => void;
  /** Sets the clock to so many seconds before the moment we look. */
  readonly ago: (seconds: number) => void;
  /** Waits until the call `c1` is as it should be. */
  readonly until: (isThere: (recording: CallRecording) => boolean) => Promise<void>;
}

/** A scene that was played, and stands still. */
export interface StandingScene {
  readonly desktop: AgentDesktop;
  readonly messages: Messages | undefined;
}

// Every story looks at the same moment, so that no age and no clock ever ticks.
const moment = Date.UTC(2026, 10, 20, 9, 30);
let now = moment;
const realNow = Date.now;
const closing: (() => void)[] = [];
/** Scenes move the one clock, so they are played one after the other. */
let queue: Promise<unknown> = Promise.resolve();

export function play(scene: Scene): Promise<StandingScene> {
  const played = queue.then(() => playNow(scene));
  queue = played.catch(() => undefined);
  return played;
}

/** Lets go of every desktop, and of the clock. */
export function strike(): void {
  for (const close of closing.splice(0)) close();
  Date.now = realNow;
}

/** For a story's `loaders`: plays the scene before anything is drawn. */
export function stage(scene: Scene): () => Promise<{ readonly scene: StandingScene }> {
  return async () => ({ scene: await play(scene) });
}

/** Puts the story on the desktop that its scene left behind. */
export const onStage: Decorator = (Story, { loaded }) => (
  // Put there by `stage` above; Storybook's own type for it is a record of anything.
  <StageProvider scene={loaded['scene'] as StandingScene}>
    <Story />
  </StageProvider>
);

export function StageProvider({
  scene,
  children,
}: {
  readonly scene: StandingScene;
  readonly children: ReactNode;
}): ReactElement {
  const language = useContext(StoryLanguage);
  const { desktop, messages = language } = scene;
  return (
    <AgentDesktopProvider desktop={desktop} {...(messages && { messages })}>
      {children}
    </AgentDesktopProvider>
  );
}

async function playNow({ messages, before, happen, ...options }: Scene): Promise<StandingScene> {
  Date.now = () => now;
  now = moment - 600_000;
  const simulated = createSimulatedDesktop(options);
  const { desktop } = simulated;
  let disconnect = (): void => undefined;
  const acting: Stage = {
    ...simulated,
    disconnect: () => {
      disconnect();
    },
    ago: (seconds) => {
      now = moment - seconds * 1_000;
    },
    until: (isThere) => reached(desktop.call('c1'), ({ recording }) => isThere(recording)),
  };
  before?.(acting);
  disconnect = desktop.connect();
  closing.push(disconnect);
  if (before) await nextTask();
  else await reached(desktop.connection, ({ phase }) => phase === 'live');
  await happen?.(acting);
  await nextTask();
  now = moment;
  // The scene holds the connection; what it left behind must not be mended by being shown.
  return { desktop: { ...desktop, connect: () => () => undefined }, messages };
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
