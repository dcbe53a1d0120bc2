import type { Call, CallId } from '../model/call.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useFreshWhenShown } from './useFreshWhenShown.ts';
import { useSelected } from './useReadable.ts';

/**
 * Returns a call as the server last described it, or undefined while the server has said nothing of
 * it. Any of its ids (`id`, `connId`, `callUuid`) will do.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const caller = useCall(callId)?.participants[0]?.formattedPhoneNumber;
 */
export function useCall(callId: CallId): Call | undefined {
  const { desktop } = useDesktopContext('useCall');
  const store = desktop.call(callId);
  useFreshWhenShown(store);
  return useSelected(store, (entry) => entry.call);
}
