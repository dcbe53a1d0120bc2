import { guardedDiagnostic } from '../model/hostCallback.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import type { AgentDesktopOptions } from './agentDesktop.ts';

/** The same options, with a `headers` function whose failures are also reported to the host. */
export function withReportedHeaders(options: AgentDesktopOptions): AgentDesktopOptions {
  const { headers, onDiagnostic } = options;
  if (!headers || !onDiagnostic) return options;
  const report = guardedDiagnostic(onDiagnostic);
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
