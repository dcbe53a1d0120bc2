import type { ConnectionState } from '../model/connection.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useFreshWhenShown } from './useFreshWhenShown.ts';
import { useReadable } from './useReadable.ts';

/**
 * Returns whether what is shown can be trusted now, and if not, since when.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const isLive = useConnectionStatus().phase === 'live';
 */
export function useConnectionStatus(): ConnectionState {
  const { connection } = useDesktopContext('useConnectionStatus').desktop;
  useFreshWhenShown(connection);
  return useReadable(connection);
}
