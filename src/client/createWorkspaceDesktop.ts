import { createWorkspaceWire } from '../transport/workspaceWire.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';
import { withReportedHeaders } from './reportingHeaders.ts';
import { createSetupWatch } from './setupMistakes.ts';

/**
 * Makes an agent's desktop on the Workspace API, v3, instead of Genesys Web Services. Nothing is
 * sent before `connect`. Initializing the workspace and activating the voice channel stay the
 * host's, as does the CometD client that it needs for them: give that as `cometd`. A server holds
 * the poll of one client of a browser only, and answers a second one late: without `cometd` each
 * notification may come up to two seconds after it was sent.
 *
 * @throws AgentDesktopError `invalid-option` when an option cannot work
 * @example
 * const desktop = createWorkspaceDesktop({
 *   baseUrl: 'https://gapi.example',
 *   headers: () => ({ Authorization: `Bearer ${token()}`, 'x-api-key': apiKey }),
 *   // The client that initialized the workspace: a second one of the same browser is served late.
 *   cometd,
 * });
 */
export function createWorkspaceDesktop(options: AgentDesktopOptions = {}): AgentDesktop {
  const setup = createSetupWatch(options);
  const desktop = assembleDesktop(
    createWorkspaceWire(withReportedHeaders(setup.options)),
    setup.options,
  );
  setup.watch(desktop);
  return desktop;
}
