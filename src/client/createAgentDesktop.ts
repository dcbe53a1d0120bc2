import { createGwsWire } from '../transport/gwsWire.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { createDesktop } from './createDesktop.ts';

/**
 * Makes an agent's desktop on Genesys Web Services. Nothing is sent before `connect`. The host signs
 * the agent in and manages the contact-center session.
 *
 * @throws AgentDesktopError `invalid-option` if an option cannot work
 * @example
 * const desktop = createAgentDesktop({ baseUrl: 'https://gws.example' });
 * const disconnect = desktop.connect();
 */
export function createAgentDesktop(options: AgentDesktopOptions = {}): AgentDesktop {
  return createDesktop(options, createGwsWire);
}
