/** Which requests a fault is for. */
type RequestKind = 'operation' | 'read';

/** The fields of a call that describe its recording, and that a server may leave out. */
type OptionalField = 'recordingState' | 'capabilities' | 'userData';
export const optionalFields: readonly OptionalField[] = [
  'recordingState',
  'capabilities',
  'userData',
];

interface Reach {
  /** How many events or requests it affects before it is used up. Default 1. */
  readonly times?: number | 'always' | undefined;
  /** The only call that it affects. It is needed when something happens to other calls as well. */
  readonly callId?: string | undefined;
  /** The probability with which it affects an event or request (0 to 1). Default 1. */
  readonly chance?: number | undefined;
}

/** A fault of the next event or the next request. */
export type Fault = Reach &
  (
    | { /** The next event, `ms` later. */ readonly verb: 'late'; readonly ms: number }
    | {
        /**
         * `lost`: the change happens, but no event is sent. `duplicate`: the event is sent twice.
         * `reordered`: the event is held back until the next one was sent. `stale`: the previous event
         * of the call is sent after it.
         */
        readonly verb: 'lost' | 'duplicate' | 'reordered' | 'stale';
      }
    | {
        /**
         * `eventBeforeResponse`: the event comes before the answer. `responseWithoutEvent`: the
         * operation is accepted, and then nothing happens. `lostResponse`: the operation is done, and
         * the connection breaks before the answer.
         */
        readonly verb: 'eventBeforeResponse' | 'responseWithoutEvent' | 'lostResponse';
      }
    | {
        /** The next event about a call leaves out these fields of the call. */
        readonly verb: 'bareEvent';
        readonly fields: readonly OptionalField[];
      }
    | {
        /** The next answer to a read that contains the call leaves out these fields of it. */
        readonly verb: 'bareAnswer';
        readonly fields: readonly OptionalField[];
      }
    | {
        /**
         * The next event is stamped by a node of the cluster whose clock is `ms` ahead of the
         * others, or behind them when `ms` is negative.
         */
        readonly verb: 'nodeClock';
        readonly ms: number;
      }
    | { /** Refused. */ readonly verb: 'rejectNext'; readonly statusCode: number }
    | {
        /** The request is answered with this status, and nothing is done. */
        readonly verb: 'httpNext';
        readonly status: number;
        /** The body of the answer. Default `json`: `statusCode` 4, or 20 with a 403. */
        readonly body?: 'json' | 'empty' | 'html' | undefined;
        readonly statusCode?: number | undefined;
        /** Default `operation`. */
        readonly on?: RequestKind | undefined;
      }
    | {
        /** The request waits for `ms`, and then it is handled. */
        readonly verb: 'slow';
        readonly ms: number;
        /** Default `operation`. */
        readonly on?: RequestKind | undefined;
      }
  );

type FaultVerb = Fault['verb'];
type FaultOf<Verb extends FaultVerb> = Extract<Fault, { readonly verb: Verb }>;

export interface Faults {
  add(fault: Fault): void;
  /** Takes the oldest fault of this kind that applies here. A fault is used up when it is taken. */
  take<Verb extends FaultVerb>(
    verb: Verb,
    where: { readonly callId: string | undefined; readonly kind?: RequestKind },
  ): FaultOf<Verb> | undefined;
  clear(): void;
  readonly waiting: readonly Fault[];
}

/** @param random 0 ≤ random() < 1, for faults with a probability */
export function createFaults(random: () => number): Faults {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      const left = fault.times === 'always' ? Infinity : (fault.times ?? 1);
      waiting.push({ fault, left });
    },
    take(verb, { callId, kind }) {
      const entry = waiting.find(
        ({ fault }) =>
          fault.verb === verb &&
          (fault.callId === undefined || fault.callId === callId) &&
          (kind === undefined ||
            ('on' in fault ? (fault.on ?? 'operation') : 'operation') === kind) &&
          random() < (fault.chance ?? 1),
      );
      if (entry === undefined) return undefined;
      entry.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return hasVerb(entry.fault, verb) ? entry.fault : undefined;
    },
    clear() {
      waiting = [];
    },
    get waiting() {
      return waiting.map(({ fault }) => fault);
    },
  };
}

function hasVerb<Verb extends FaultVerb>(fault: Fault, verb: Verb): fault is FaultOf<Verb> {
  return fault.verb === verb;
}
