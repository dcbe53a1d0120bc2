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
import { usePauseReminder, type PauseReminder } from '../hooks/usePauseReminder.ts';
import type { MutationClient } from '../hooks/mutationClient.ts';
import { baseEnglish } from '../i18n/baseEnglish.ts';
import { withLocaleTag } from '../i18n/localeTag.ts';
import type { Messages, ProvidedMessages } from '../i18n/messages.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { callHost } from '../model/hostCallback.ts';
import { createLiveRegions, LiveRegions } from './LiveRegions.tsx';
import { watchProviderSetup } from './providerSetup.ts';

export interface AgentDesktopProviderProps {
  /** Made once with `createAgentDesktop`, outside of rendering. */
  readonly desktop: AgentDesktop;
  /**
   * The host's react-query client, any 5.x, where its mutations can be watched.
   *
   * @defaultValue the one of the `<QueryClientProvider>` around it, else one of its own
   */
  readonly queryClient?: MutationClient | undefined;
  /** Every word an agent reads or hears. @defaultValue English */
  readonly messages?: Messages | undefined;
  /** Says things aloud in the host's way. @defaultValue two live regions of the provider's own */
  readonly announce?: Announce | undefined;
  /**
   * Reminds of calls that stay paused, in words and aloud, whether a widget shows them or not.
   * `false` never does. @defaultValue after a minute, and every minute
   */
  readonly pauseReminder?: PauseReminder | false | undefined;
  /**
   * The stylesheet leaves every widget inside alone, for a host that draws them in its own way.
   * For a single widget: `<RecordingControls data-unstyled="" callId={callId} />`.
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
  desktop,
  queryClient: hostQueryClient,
  messages: hostMessages,
  announce: hostAnnounce,
  pauseReminder,
  unstyled: isUnstyled,
  children,
}: AgentDesktopProviderProps): ReactElement {
  const [ownQueryClient] = useState(() => new QueryClient());
  const queryClientAround = useContext(QueryClientContext);
  const [regions] = useState(createLiveRegions);
  const queryClient: MutationClient = hostQueryClient ?? queryClientAround ?? ownQueryClient;
  const messages = useMemo<ProvidedMessages>(
    () => withLocaleTag(hostMessages ?? baseEnglish),
    [hostMessages],
  );
  const announce: Announce = useCallback(
    (text, politeness) => {
      let isSaid = true;
      const report: OnDiagnostic = (diagnostic) => {
        isSaid = false;
        desktop.report(diagnostic);
      };
      if (hostAnnounce) callHost('announce', report, () => hostAnnounce(text, politeness));
      // Where the host's way of saying things fails, what happened is said in ours.
      if (!hostAnnounce || !isSaid) regions.announce(text, politeness);
    },
    [desktop, hostAnnounce, regions],
  );

  const announcer = useMemo(() => createAnnouncer(desktop, messages), [desktop, messages]);
  // With the commit and not after it: a press may come before the effects.
  useCommitEffect(() => {
    // A host may give a new function each time: that must not start the watching anew.
    announcer.speakThrough(announce);
  }, [announcer, announce]);
  useEffect(() => desktop.connect(), [desktop]);
  useEffect(
    () => watchProviderSetup(desktop.report, isUnstyled ? null : regions.regions.polite.current),
    [desktop, regions, isUnstyled],
  );

  const [ownSuffix] = useState(() => Math.random().toString(36).slice(2));
  // The first render is the same on a server and in the browser, which has several roots.
  const idSuffix = useSyncExternalStore(
    neverChanges,
    () => ownSuffix,
    () => '',
  );
  const remindAfter = usePauseReminder(desktop, announcer, messages, pauseReminder);

  const value = useMemo(
    () => ({
      desktop,
      messages,
      queryClient,
      announcer,
      remindAfter,
      idSuffix,
      unstyled: isUnstyled ? ('' as const) : undefined,
    }),
    [desktop, messages, queryClient, announcer, remindAfter, idSuffix, isUnstyled],
  );
  return (
    <DesktopContext.Provider value={value}>
      {children}
      <LiveRegions {...regions} lang={messages.locale} dir={messages.dir} />
    </DesktopContext.Provider>
  );
}

const neverChanges = (): (() => void) => () => undefined;
