import { createContext, useContext, type Context } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { ProvidedMessages } from '../i18n/messages.ts';
import type { Announcer } from '../watchers/announcer.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { MutationClient } from './mutationClient.ts';

export interface DesktopContextValue {
  readonly desktop: AgentDesktop;
  readonly messages: ProvidedMessages;
  /**
   * Returns the messages of the last commit. It is always the same function, for what must not start
   * again when a host gives a new object at each render.
   */
  readonly latestMessages: () => ProvidedMessages;
  /** Holds the mutations. It is the host's react-query client, or the provider's own. */
  readonly queryClient: MutationClient;
  readonly announcer: Announcer;
  /** When a pause lasts longer than this, a text beside it reminds the agent. In ms. */
  readonly remindAfter: number;
  /**
   * Is added to an id of React's `useId`, because another React root of the page may have the same
   * id. Empty on a server.
   */
  readonly idSuffix: string;
  /**
   * Is set on the root of every widget when the stylesheet must not style it. @selector
   * [data-unstyled]
   */
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
