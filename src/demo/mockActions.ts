/** Something that the mock server can be told to do. `callId` is added from the panel. */
export interface Action {
  readonly label: string;
  readonly command: Readonly<Record<string, unknown>> & { readonly verb: string };
  /** What is true once the mock has said yes. */
  readonly done: string;
  /** It concerns the whole server, not the chosen call. */
  readonly isForServer?: true;
}

/** @see `ControlCommand` in src/mock-server/control.ts */
export const actionGroups: readonly {
  readonly title: string;
  readonly actions: readonly Action[];
}[] = [
  {
    title: 'Somebody else',
    actions: [
      {
        label: 'Supervisor stops recording',
        command: { verb: 'supervisorStop' },
        done: 'The supervisor stopped the recording.',
      },
      {
        label: 'Supervisor pauses',
        command: { verb: 'supervisorPause' },
        done: 'The supervisor paused the recording.',
      },
      {
        label: 'Supervisor resumes',
        command: { verb: 'supervisorResume' },
        done: 'The supervisor resumed the recording.',
      },
      {
        label: 'A call rings',
        command: { verb: 'ring', otherParty: '+441632960101', recordedByRule: true },
        done: 'A call is ringing.',
        isForServer: true,
      },
      {
        label: 'Answer the call',
        command: { verb: 'answer' },
        done: 'The call was answered.',
      },
      {
        label: 'Caller hangs up',
        command: { verb: 'release' },
        done: 'The caller hung up.',
      },
    ],
  },
  {
    title: 'The next event',
    actions: [
      {
        label: 'Lose the next event',
        command: { verb: 'lost' },
        done: 'The next event of this call will be lost.',
      },
      {
        label: 'Delay the next event 3 s',
        command: { verb: 'late', ms: 3000 },
        done: 'The next event of this call will be 3 s late.',
      },
      {
        label: 'Send the next event twice',
        command: { verb: 'duplicate' },
        done: 'The next event of this call will come twice.',
      },
    ],
  },
  {
    title: 'The next press',
    actions: [
      {
        label: 'Refuse the next operation',
        command: { verb: 'rejectNext', statusCode: 2 },
        done: 'The next operation on this call will be refused.',
      },
      {
        label: 'Fail with HTTP 503',
        command: { verb: 'httpNext', status: 503, body: 'empty' },
        done: 'The next operation on this call will fail with HTTP 503.',
      },
      {
        label: 'Send the event before the answer',
        command: { verb: 'eventBeforeResponse' },
        done: 'The next event of this call will overtake the answer.',
      },
      {
        label: 'Server accepts and does nothing',
        command: { verb: 'responseWithoutEvent' },
        done: 'The next operation on this call will be accepted, and then nothing will happen.',
      },
    ],
  },
  {
    title: 'The server',
    actions: [
      {
        label: 'Restart server (5 s)',
        command: { verb: 'restart', ms: 5000 },
        done: 'The server is restarting. It will be back in 5 s.',
        isForServer: true,
      },
      {
        label: 'Take notifications down',
        command: { verb: 'notificationsDown' },
        done: 'Notifications are down. Requests still work.',
        isForServer: true,
      },
      {
        label: 'Bring notifications up',
        command: { verb: 'notificationsUp' },
        done: 'Notifications are up.',
        isForServer: true,
      },
      {
        label: 'Silent network death 20 s',
        command: { verb: 'stall', ms: 20_000 },
        done: 'For 20 s nothing will be answered, and no connection will break.',
        isForServer: true,
      },
      {
        label: 'Sign everybody out',
        command: { verb: 'expireSessions' },
        done: 'All sessions ended. This page signs in again by itself.',
        isForServer: true,
      },
      {
        label: 'Forget all this',
        command: { verb: 'calm' },
        done: 'Nothing that was asked for above is waiting any more.',
        isForServer: true,
      },
    ],
  },
];

/** Tells the mock, and returns its answer in words. */
export async function tellMock(action: Action, callId: string | undefined): Promise<string> {
  if (!action.isForServer && callId === undefined) return 'There is no call to do this to.';
  const command = action.isForServer ? action.command : { ...action.command, callId };
  try {
    const answer = await fetch('/mock/control', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(command),
    });
    const body: unknown = await answer.json();
    switch (typeof body === 'object' && body !== null && Reflect.get(body, 'statusCode')) {
      case 0:
        return action.done;
      case 2:
        return `${action.label}: not possible in this call's state.`;
      case 6:
        return `${action.label}: the server no longer knows this call.`;
      default:
        return `${action.label}: the mock server did not understand.`;
    }
  } catch {
    return `${action.label}: the mock server did not answer.`;
  }
}
