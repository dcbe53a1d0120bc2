import type { ReportedRecordingState } from './recording.ts';

/**
 * A call's id as the server spells it. Opaque: equal to `connId` on 8.5.0/8.5.1 servers and
 * to `callUuid` on later ones.
 */
export type CallId = string;

/** One of the other parties on a call, old and new spellings folded into one. */
export interface Participant {
  /** What to show: the server's own formatting where there is one. May be empty. */
  readonly formattedPhoneNumber: string;
  readonly phoneNumber?: string;
  readonly e164Number?: string;
  readonly digits?: string;
}

/**
 * A call resource as the server last described it.
 *
 * @see "Web Services API Reference": StartCallRecording, CometD notification, `data.call`
 */
export interface Call {
  readonly id: CallId;
  readonly connId?: string;
  readonly callUuid?: string;
  /** `Ringing`, `Dialing`, `Established`, `Held`, `Released`, `Completed`, or any other word. */
  readonly state: string;
  readonly recordingState: ReportedRecordingState;
  /** The word in `recordingState` that made it `Unknown`, cut to 40 characters. */
  readonly unknownRecordingState?: string;
  /** The authority on what may be asked now. Unknown names are kept; repeats are not. */
  readonly capabilities: readonly string[];
  readonly participants: readonly Participant[];
  readonly ani?: string;
  readonly dnis?: string;
  readonly callType?: string;
  /** Seconds since the call began, as of the message that said so. */
  readonly duration?: number;
  readonly mute?: string;
  readonly supervisorListeningIn?: boolean;
  readonly monitoring?: boolean;
  readonly monitoredUserMuted?: boolean;
  /** Personal data: shown as text at the most, never logged. */
  readonly userData: Readonly<Record<string, unknown>>;
  /** Never fetched: a URL that arrives in an event must not receive credentials. */
  readonly deviceUri?: string;
  /** Never fetched, like `deviceUri`. */
  readonly uri?: string;
  readonly path?: string;
  readonly parentCallUri?: string;
}

/** Whether the call is over, and its recording with it. */
export function isOver(call: Call): boolean {
  return call.state === 'Released' || call.state === 'Completed';
}
