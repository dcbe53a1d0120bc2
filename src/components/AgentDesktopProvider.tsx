'use client';

import { QueryClient, QueryClientContext } from '@tanstack/react-query';
import {
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { createAnnouncer, type Announce } from '../watchers/announcer.ts';
import { DesktopContext } from '../hooks/desktopContext.ts';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import { neverChanges } from '../hooks/useNow.ts';
import { usePauseReminder, type PauseReminder } from '../hooks/usePauseReminder.ts';
import type { MutationClient } from '../hooks/mutationClient.ts';
import { checkMessages } from '../i18n/hostWords.ts';
import type { Messages, ProvidedMessages } from '../i18n/messages.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { callHost } from '../model/hostCallback.ts';
import { CheckedMessages } from './CheckedMessages.tsx';
import { createLiveRegions, LiveRegions } from './LiveRegions.tsx';
import { watchProviderSetup } from './providerSetup.ts';

/** The props of `<AgentDesktopProvider>`. */
export interface AgentDesktopProviderProps {
  /** Make it once with `createAgentDesktop`, outside of rendering. */
  readonly desktop: AgentDesktop;
  /**
   * The host's react-query client, of any version 5, in which the host can watch the mutations.
   *
   * @defaultValue the client of the `<QueryClientProvider>` around it, or else a client of its own
   */
  readonly queryClient?: MutationClient | undefined;
  /** The words of everything that an agent reads or hears. @defaultValue English */
  readonly messages?: Messages | undefined;
  /**
   * Announces sentences to screen readers in the host's way. @defaultValue two live regions of the
   * provider's own
   */
  readonly announce?: Announce | undefined;
  /**
   * Reminds the agent of calls that stay paused, in words and by announcements, whether a widget
   * shows them or not. With `false` it never reminds. @defaultValue after a minute, and every
   * minute
   */
  readonly pauseReminder?: PauseReminder | false | undefined;
  /**
   * With this, the stylesheet does not style any widget inside, for a host that draws them in its
   * own way. For a single widget: `<RecordingControls data-unstyled="" callId={callId} />`.
   */
  readonly unstyled?: boolean | undefined;
  readonly children?: ReactNode | undefined;
}

/**
 * Gives the widgets inside an agent's desktop, and keeps it connected while it is mounted.
 *
 * @example
 * const desktop = createAgentDesktop({ baseUrl: 'https://gws.example' });
 * <AgentDesktopProvider desktop={desktop}><RecordingControls callId={callId} /></AgentDesktopProvider>
 */
export function AgentDesktopProvider({
  messages: given,
  ...props
}: AgentDesktopProviderProps): ReactElement {
  const { connection, report } = props.desktop;
  return (
    <CheckedMessages
      given={given}
      on={connection}
      check={(messages, on) => checkMessages(messages, on, report)}
    >
      {(messages) => <DesktopProvider {...props} messages={messages} />}
    </CheckedMessages>
  );
}

function DesktopProvider({
  desktop,
  queryClient: hostQueryClient,
  messages,
  announce: hostAnnounce,
  pauseReminder,
  unstyled: isUnstyled,
  children,
}: Omit<AgentDesktopProviderProps, 'messages'> & {
  readonly messages: ProvidedMessages;
}): ReactElement {
  const [ownQueryClient] = useState(() => new QueryClient());
  const queryClientAround = useContext(QueryClientContext);
  const [regions] = useState(createLiveRegions);
  const queryClient: MutationClient = hostQueryClient ?? queryClientAround ?? ownQueryClient;
  const announce: Announce = useCallback(
    (text, politeness) => {
      if (!hostAnnounce) {
        regions.announce(text, politeness);
        return;
      }
      // When the host's function fails, at once or later, our own live regions announce the sentence.
      const report: OnDiagnostic = (diagnostic) => {
        desktop.report(diagnostic);
        regions.announce(text, politeness);
      };
      callHost('announce', report, () => hostAnnounce(text, politeness));
    },
    [desktop, hostAnnounce, regions],
  );

  const [{ latestMessages, setLatest }] = useState(() => keepLatest(messages));
  useCommitEffect(() => setLatest(messages), [setLatest, messages]);
  const announcer = useMemo(
    () => createAnnouncer(desktop, latestMessages),
    [desktop, latestMessages],
  );
  // This runs with the commit and not after it, because a press may come before effects run.
  useCommitEffect(() => {
    // A host may give a new function at each render. The announcer must not start again because of
    // that.
    announcer.setAnnounce(announce);
  }, [announcer, announce]);
  useEffect(() => desktop.connect(), [desktop]);
  useEffect(
    () => watchProviderSetup(desktop.report, isUnstyled ? null : regions.regions.polite.current),
    [desktop, regions, isUnstyled],
  );

  const [ownSuffix] = useState(createIdSuffix);
  // The first render must be the same on a server and in the browser, where a page may have several
  // React roots.
  const idSuffix = useSyncExternalStore(neverChanges, ownSuffix, () => '');
  const remindAfter = usePauseReminder(desktop, announcer, latestMessages, pauseReminder);

  const value = useMemo(
    () => ({
      desktop,
      messages,
      latestMessages,
      queryClient,
      announcer,
      remindAfter,
      idSuffix,
      unstyled: isUnstyled ? ('' as const) : undefined,
    }),
    [desktop, messages, latestMessages, queryClient, announcer, remindAfter, idSuffix, isUnstyled],
  );
  return (
    <DesktopContext.Provider value={value}>
      {children}
      <LiveRegions {...regions} lang={messages.locale} dir={messages.dir} />
    </DesktopContext.Provider>
  );
}

/** Keeps the messages of the last commit. Both functions always stay the same. */
function keepLatest(first: ProvidedMessages): {
  readonly latestMessages: () => ProvidedMessages;
  readonly setLatest: (messages: ProvidedMessages) => void;
} {
  let latest = first;
  return {
    latestMessages: () => latest,
    setLatest: (messages) => {
      latest = messages;
    },
  };
}

/**
 * Returns a function that returns the same random suffix each time. It is made at the first call, which
 * happens only in a browser: Next does not build a page for which a server has to make a random number.
 */
function createIdSuffix(): () => string {
  let suffix: string | undefined;
  return () => (suffix ??= Math.random().toString(36).slice(2));
}
