import { createWorkspaceWire } from '../transport/workspaceWire.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { createDesktop } from './createDesktop.ts';

/**
 * Makes an agent's desktop on the Workspace API, v3, instead of Genesys Web Services. Nothing is
 * sent before `connect`. The host initializes the workspace and activates the voice channel. It needs
 * a CometD client for that; give this client as `cometd`. A server holds the long-poll of only one
 * client of a browser and answers a second one late, so without `cometd` each notification may come
 * up to two seconds late.
 *
 * @throws AgentDesktopError `invalid-option` if an option cannot work
 * @example
 * const desktop = createWorkspaceDesktop({
 *   baseUrl: 'https://gapi.example',
 *   headers: () => ({ Authorization: `Bearer ${token()}`, 'x-api-key': apiKey }),
 *   // The client that initialized the workspace. The server would answer a second one late.
 *   cometd,
 * });
 */
export function createWorkspaceDesktop(options: AgentDesktopOptions = {}): AgentDesktop {
  return createDesktop(options, createWorkspaceWire);
}
