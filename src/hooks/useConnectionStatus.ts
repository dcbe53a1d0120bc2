import { useStore } from 'zustand/react';
import type { ConnectionStatus } from '../model/connection.ts';
import { useDesktopContext } from './desktopContext.ts';

/**
 * Whether what is shown can be trusted now, and if not, since when.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const isLive = useConnectionStatus().phase === 'live';
 */
export function useConnectionStatus(): ConnectionStatus {
  return useStore(useDesktopContext('useConnectionStatus').desktop.connection);
}
