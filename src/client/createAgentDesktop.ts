import { createGwsWire } from '../transport/gwsWire.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';
import { withReportedHeaders } from './reportingHeaders.ts';
import { createSetupWatch } from './setupMistakes.ts';

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
  const setup = createSetupWatch(options);
  const reporting = withReportedHeaders(setup.options, (diagnostic) => {
    desktop.report(diagnostic);
  });
  const desktop = assembleDesktop(createGwsWire(reporting), setup.options);
  setup.watch(desktop);
  return desktop;
}
