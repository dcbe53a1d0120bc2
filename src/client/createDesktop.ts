import type { OnDiagnostic } from '../model/diagnostic.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import type { CometdWireOptions } from '../transport/cometdWire.ts';
import type { Wire } from '../transport/wire.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';
import { createSetupWatch } from './setupMistakes.ts';

/** Makes a desktop that also reports mistakes in the set-up, and failures of the host's `headers`. */
export function createDesktop(
  options: AgentDesktopOptions,
  createWire: (options: CometdWireOptions) => Wire,
): AgentDesktop {
  const setup = createSetupWatch(options);
  const report: OnDiagnostic = (diagnostic) => desktop.report(diagnostic);
  // The set-up watches what `headers` returns, so its options are used and not the host's.
  const { headers: watched } = setup.options;
  const headers = watched && reporting(watched, report);
  const wire = createWire({ ...setup.options, headers });
  const desktop = assembleDesktop(wire, setup.options);
  setup.watch(desktop);
  return desktop;
}

function reporting(headers: HeadersCallback, report: OnDiagnostic): HeadersCallback {
  return async () => {
    try {
      return await headers();
    } catch (cause) {
      report({ code: 'host-callback-failed', callback: 'headers', cause });
      throw cause;
    }
  };
}
