import { createGwsWire } from '../transport/gwsWire.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';
import { withReportedHeaders } from './reportingHeaders.ts';

/**
 * Makes an agent's desktop on Genesys Web Services. Nothing is sent before `connect`. Signing in
 * and the contact-center session stay the host's.
 *
 * @throws AgentDesktopError `invalid-option` when an option cannot work
 * @example
 * const desktop = createAgentDesktop({ baseUrl: 'https://gws.example' });
 * const disconnect = desktop.connect();
 */
export function createAgentDesktop(options: AgentDesktopOptions = {}): AgentDesktop {
  return assembleDesktop(createGwsWire(withReportedHeaders(options)), options);
}
