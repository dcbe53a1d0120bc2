import type { AgentDesktop } from '../client/agentDesktop.ts';
import { useDesktopContext } from './desktopContext.ts';

/**
 * Returns the desktop that the provider was given, for what no other hook does: `refresh()`,
 * `connect()`.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 */
export function useAgentDesktop(): AgentDesktop {
  return useDesktopContext('useAgentDesktop').desktop;
}
