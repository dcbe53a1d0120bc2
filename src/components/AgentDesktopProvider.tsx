'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { DesktopContext } from '../hooks/desktopContext.ts';
import { english } from '../i18n/english.ts';
import { createMutationClient } from '../hooks/ownMutations.ts';
import type { Messages } from '../i18n/messages.ts';

export interface AgentDesktopProviderProps {
  /** Made once with `createAgentDesktop`, outside of rendering. */
  readonly desktop: AgentDesktop;
  /** The host's react-query client. Without it the provider keeps one of its own. */
  readonly queryClient?: QueryClient;
  /** Every word an agent reads. @defaultValue English */
  readonly messages?: Messages;
  readonly children?: ReactNode;
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
  messages = english,
  children,
}: AgentDesktopProviderProps): ReactElement {
  const [ownQueryClient] = useState(createMutationClient);
  const queryClient = hostQueryClient ?? ownQueryClient;

  useEffect(() => desktop.connect(), [desktop]);

  const value = useMemo(
    () => ({ desktop, messages, queryClient }),
    [desktop, messages, queryClient],
  );
  return <DesktopContext.Provider value={value}>{children}</DesktopContext.Provider>;
}
