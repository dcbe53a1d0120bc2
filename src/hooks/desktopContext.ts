import { createContext, useContext, type Context } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { ProvidedMessages } from '../i18n/messages.ts';
import type { Announcer } from '../watchers/announcer.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { MutationClient } from './mutationClient.ts';

export interface DesktopContextValue {
  readonly desktop: AgentDesktop;
  readonly messages: ProvidedMessages;
  /** Holds the mutations: the host's react-query client, or the provider's own. */
  readonly queryClient: MutationClient;
  readonly announcer: Announcer;
  /** A pause that lasts longer is told of beside it, in words. In ms. */
  readonly remindAfter: number;
  /** Makes an id of React's one that no other root of the page has. Empty on a server. */
  readonly idSuffix: string;
  /** For the root of every widget: the stylesheet leaves it alone. @selector [data-unstyled] */
  readonly unstyled: '' | undefined;
}

export const DesktopContext: Context<DesktopContextValue | undefined> = createContext<
  DesktopContextValue | undefined
>(undefined);

/** @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>` */
export function useDesktopContext(hook: string): DesktopContextValue {
  const value = useContext(DesktopContext);
  if (!value) {
    throw new AgentDesktopError(
      'no-agent-desktop',
      `No agent desktop here, so ${hook} has no calls to read. Render it inside <AgentDesktopProvider>.`,
    );
  }
  return value;
}
