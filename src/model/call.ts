import type { ReportedRecordingState } from './recording.ts';

/**
 * The id of a call as the server spells it. It has no meaning of its own. It is equal to `connId` on
 * servers of the versions 8.5.0 and 8.5.1, and to `callUuid` on later ones.
 */
export type CallId = string;

/** One of the other parties on a call. The fields have the same names for all versions of a server. */
export interface Participant {
  /** The number as it is shown, formatted by the server if it does so. It may be empty. */
  readonly formattedPhoneNumber: string;
  readonly phoneNumber?: string | undefined;
  readonly e164Number?: string | undefined;
  readonly digits?: string | undefined;
}

/**
 * A call resource as the server last described it.
 *
 * @see "Web Services API Reference": StartCallRecording, CometD notification, `data.call`
 */
export interface Call {
  readonly id: CallId;
  readonly connId?: string | undefined;
  readonly callUuid?: string | undefined;
  /** `Ringing`, `Dialing`, `Established`, `Held`, `Released`, `Completed`, or any other word. */
  readonly state: string;
  readonly recordingState: ReportedRecordingState;
  /** The word in `recordingState` that made it `Unknown`, cut to 40 characters. */
  readonly unknownRecordingState?: string | undefined;
  /** They alone decide what may be asked now. Unknown names are kept, and repeated ones are not. */
  readonly capabilities: readonly string[];
  readonly participants: readonly Participant[];
  readonly ani?: string | undefined;
  readonly dnis?: string | undefined;
  readonly callType?: string | undefined;
  /** How many seconds ago the call had begun when the server made the message. */
  readonly duration?: number | undefined;
  readonly mute?: string | undefined;
  readonly supervisorListeningIn?: boolean | undefined;
  readonly monitoring?: boolean | undefined;
  readonly monitoredUserMuted?: boolean | undefined;
  /** This is personal data. It may be shown as text, and it is never logged. */
  readonly userData: Readonly<Record<string, unknown>>;
  /** It is never fetched, because a URL that arrives in an event must not receive credentials. */
  readonly deviceUri?: string | undefined;
  /** It is never fetched, like `deviceUri`. */
  readonly uri?: string | undefined;
  readonly path?: string | undefined;
  readonly parentCallUri?: string | undefined;
}

/** Whether the call is over. Its recording is then over too. */
export function isOver(call: Call): boolean {
  return call.state === 'Released' || call.state === 'Completed';
}

/** Undefined for an empty number too. */
export function numberOfOtherParty({ participants }: Call): string | undefined {
  return participants[0]?.formattedPhoneNumber || undefined;
}
