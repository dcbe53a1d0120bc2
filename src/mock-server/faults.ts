/** Which requests a fault is for. */
type RequestKind = 'operation' | 'read';

/** The fields of a call that tell of its recording, and that a server may leave out. */
type OptionalField = 'recordingState' | 'capabilities' | 'userData';
export const optionalFields: readonly OptionalField[] = [
  'recordingState',
  'capabilities',
  'userData',
];

interface Reach {
  /** How many events or requests it strikes before it is used up. Default 1. */
  readonly times?: number | 'always' | undefined;
  /** The only call that it strikes. Needed when something happens to other calls as well. */
  readonly callId?: string | undefined;
  /** Strikes with this probability (0 to 1). Default 1. */
  readonly chance?: number | undefined;
}

/** Something that is to go wrong with the next event or the next request. */
export type Fault = Reach &
  (
    | { /** The next event, `ms` later. */ readonly verb: 'late'; readonly ms: number }
    | {
        /**
         * `lost`: it happened, nobody is told. `duplicate`: told twice. `reordered`: held back
         * until the event after it has gone out. `stale`: followed by the call's previous event.
         */
        readonly verb: 'lost' | 'duplicate' | 'reordered' | 'stale';
      }
    | {
        /**
         * `eventBeforeResponse`: the event overtakes the answer. `responseWithoutEvent`:
         * accepted, and then nothing happens at all. `lostResponse`: performed, and the
         * connection breaks before the answer.
         */
        readonly verb: 'eventBeforeResponse' | 'responseWithoutEvent' | 'lostResponse';
      }
    | {
        /** The next event about a call leaves these fields of the call out. */
        readonly verb: 'bareEvent';
        readonly fields: readonly OptionalField[];
      }
    | {
        /** The next answer to a read that holds the call leaves these fields of it out. */
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
        /** The request is answered like this, and nothing is performed. */
        readonly verb: 'httpNext';
        readonly status: number;
        /** Default `json`: `statusCode` 4, or 20 with a 403. */
        readonly body?: 'json' | 'empty' | 'html' | undefined;
        readonly statusCode?: number | undefined;
        /** Default `operation`. */
        readonly on?: RequestKind | undefined;
      }
    | {
        /** The request waits for `ms` and is then performed. */
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
  /** The oldest waiting fault of this kind that strikes here; it is used up by being taken. */
  take<Verb extends FaultVerb>(
    verb: Verb,
    where: { readonly callId: string | undefined; readonly kind?: RequestKind },
  ): FaultOf<Verb> | undefined;
  clear(): void;
  readonly waiting: readonly Fault[];
}

/** @param random 0 ≤ random() < 1, for faults that strike by chance. */
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
