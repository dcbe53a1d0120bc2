import type { RecordingOperationName } from '../model/recording.ts';
import type { SimulatedCall } from './simulatedCalls.ts';
import type { SwitchCommand } from './simulatedSwitch.ts';

/** An operation that was POSTed. */
export interface SimulatedRequest {
  readonly callId: string;
  readonly operationName: RecordingOperationName;
}

/** Functions for everything that can happen to an agent's desktop. */
export interface Simulation {
  /** The operations that were POSTed, oldest first. */
  readonly requests: readonly SimulatedRequest[];
  /** The calls as they really are at the simulated server, also when the desktop was not told. */
  readonly calls: () => readonly SimulatedCall[];

  /** The next operation is refused with this `statusCode`, and nothing happens. */
  readonly rejectNext: (statusCode: RefusalStatusCode) => void;
  /** The next operation is answered with 0, and nothing happens. Real servers do this. */
  readonly acceptAndDoNothing: () => void;
  /** The next operation is carried out, but the connection breaks before the answer. */
  readonly loseNextAnswer: () => void;
  /** The event of the next operation comes before the answer. */
  readonly sendNextEventFirst: () => void;
  /** The next event is never sent, although the change that it tells of has happened. */
  readonly loseNextEvent: () => void;
  /** From now on events arrive this many ms after the change. 0 ends the delay. */
  readonly delayEvents: (milliseconds: number) => void;
  /** From now on nothing is performed or answered until `release`. */
  readonly hold: () => void;
  /** What `hold` has held is performed and answered. */
  readonly release: () => void;

  /**
   * Someone who is not the agent changes a recording: a supervisor, a rule, or the device.
   *
   * @throws Error when the switch does not allow it now
   */
  readonly supervisor: (operationName: RecordingOperationName, callId: string) => void;
  /** The other side hangs up. @throws Error when there is no such call */
  readonly endCall: (callId: string) => void;
  /** Anything else that happens at a switch: a new call, hold, transfer. @throws Error as above */
  readonly happen: (command: SwitchCommand) => void;
  /** Sends any message of your own on the channel of the calls. */
  readonly say: (message: unknown) => void;

  /** Breaks the connection, or only one half of it: operations and reads, or notifications. */
  readonly disconnect: (half?: 'rest' | 'notifications') => void;
  /** Restores the connection. Missed events are not repeated; the desktop reads the calls. */
  readonly reconnect: () => void;
  /** The server no longer knows the agent, and refuses every request. */
  readonly signOut: () => void;
  /** The host signed in again; it still has to call `desktop.refresh()`. */
  readonly signIn: () => void;

  /**
   * Lets time pass on a faked clock (Vitest, Jest, Sinon). The simulation and the desktop have one
   * clock, the page's, so that deadlines, delayed events and ages all move together.
   *
   * @throws Error when the clock is not faked, or only a part of it: timers, `Date` and `performance`
   *   have to be
   */
  readonly advance: (milliseconds: number) => Promise<void>;
}

/** The codes of a refusal. @see "Web Services API Reference": the `statusCode` table */
type RefusalStatusCode = 1 | 2 | 3 | 4 | 5 | 6 | 9 | 10 | 20;
