import { callHost } from '../model/hostCallback.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import type { AgentDesktopOptions } from './agentDesktop.ts';

/** The same options, with a `headers` function whose failures are told to the host as well. */
export function withReportedHeaders(options: AgentDesktopOptions): AgentDesktopOptions {
  const { headers, onDiagnostic } = options;
  if (!headers || !onDiagnostic) return options;
  const reporting: HeadersCallback = async () => {
    try {
      return await headers();
    } catch (cause) {
      callHost(
        'onDiagnostic',
        () => undefined,
        () => {
          onDiagnostic({ code: 'host-callback-failed', callback: 'headers', cause });
        },
      );
      throw cause;
    }
  };
  return { ...options, headers: reporting };
}
