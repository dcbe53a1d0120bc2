import type { OnDiagnostic } from '../model/diagnostic.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import type { AgentDesktopOptions } from './agentDesktop.ts';

/** The same options, with a `headers` function whose failures are also reported. */
export function withReportedHeaders(
  options: AgentDesktopOptions,
  report: OnDiagnostic,
): AgentDesktopOptions {
  const { headers } = options;
  if (!headers) return options;
  const reporting: HeadersCallback = async () => {
    try {
      return await headers();
    } catch (cause) {
      report({ code: 'host-callback-failed', callback: 'headers', cause });
      throw cause;
    }
  };
  return { ...options, headers: reporting };
}
