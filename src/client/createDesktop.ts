import { AgentDesktopError } from '../model/errors.ts';
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
  // A host without TypeScript may give the headers themselves instead of a function. After the server
  // has refused them, there would be nothing to ask for new ones.
  if (options.headers && typeof options.headers !== 'function')
    throw new AgentDesktopError(
      'invalid-option',
      'The option headers is not a function. No desktop was created, and nothing was sent. Give a function that returns the headers, because it is called again when the server refuses them.',
    );
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
