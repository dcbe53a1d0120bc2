import { createWorkspaceWire } from '../transport/workspaceWire.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';

/**
 * Makes an agent's desktop on the Workspace API, v3, instead of Genesys Web Services. Nothing is
 * sent before `connect`. Initializing the workspace and activating the voice channel stay the
 * host's, as does the CometD client that it needs for them: give that as `cometd`.
 *
 * @throws AgentDesktopError `invalid-option` when an option cannot work
 * @example
 * const desktop = createWorkspaceDesktop({
 *   baseUrl: 'https://gapi.example',
 *   headers: () => ({ Authorization: `Bearer ${token()}`, 'x-api-key': apiKey }),
 * });
 */
export function createWorkspaceDesktop(options: AgentDesktopOptions = {}): AgentDesktop {
  return assembleDesktop(createWorkspaceWire(options), options);
}
