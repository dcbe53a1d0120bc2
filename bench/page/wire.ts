import type { AgentDesktopError } from '../../src/model/errors.ts';
import { gws } from '../../src/protocol/gws.ts';
import { callResource, simulatedCall, simulatedCallId } from '../../src/testing/simulatedCalls.ts';
import type { LinkListener } from '../../src/transport/notificationLink.ts';
import type { Wire } from '../../src/transport/wire.ts';

export type State = 'Recording' | 'Paused' | 'Stopped';

export const callIdOf = (index: number): string => simulatedCallId(index + 1);

/** The answer to a read of all calls: so many, all of them in the same state. */
export function callsAnswer(callCount: number, state: State): unknown {
  const calls = Array.from({ length: callCount }, (_, index) => resource(callIdOf(index), state));
  return { statusCode: 0, calls };
}

/**
 * A wire without a network, so that only the library is measured: operations are accepted and have
 * no effect, and the measurement delivers the messages.
 */
export function createPageWire(fetchCalls: () => Promise<unknown>): {
  readonly wire: Wire;
  readonly say: (message: unknown) => void;
  /** The link is open again, so the calls are read again. */
  readonly reopen: () => void;
  /** The link is lost, and so is every message until it is open again. */
  readonly lose: (error: AgentDesktopError) => void;
} {
  let listener: LinkListener | undefined;
  return {
    wire: {
      protocol: gws,
      rest: {
        fetchCalls,
        // A read is never answered, because its answer would be work that is not to be measured.
        fetchCall: () => new Promise(() => undefined),
        performOperation: async () => ({ statusCode: 0 }),
      },
      link: {
        open: (opened) => {
          listener = opened;
          queueMicrotask(opened.onOpen);
        },
        reopen: () => undefined,
        close: () => {
          listener = undefined;
        },
      },
    },
    say: (said) => {
      listener?.onMessage(said);
    },
    reopen: () => {
      listener?.onOpen();
    },
    lose: (error) => {
      listener?.onDown(error);
    },
  };
}

/** A message as CometD delivers it: complete, just parsed, and not shared with anybody. */
export function message(
  callId: string,
  state: State,
  userData: Readonly<Record<string, unknown>> = {},
): unknown {
  return JSON.parse(
    JSON.stringify({
      data: {
        notificationType: 'CallRecordingStateChange',
        call: resource(callId, state, userData),
        phoneNumber: '15000',
        messageType: 'CallStateChangeMessage',
        // Without the server's time, a message that contradicts a read might be older than the read,
        // and the call would be marked until it was read again.
        metrics: { eventProcessing: { serverGenerationTimestamp: Date.now() } },
      },
      channel: '/v2/me/calls',
    }),
  ) as unknown;
}

function resource(callId: string, state: State, userData = {}): unknown {
  const call = simulatedCall({ id: callId, recordingState: state, seconds: 94, userData });
  return callResource(call, '15000');
}
