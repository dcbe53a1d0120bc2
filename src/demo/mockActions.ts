import type { ControlCommand } from '../mock-server/index.ts';

/** Something that the mock server can be told to do. */
export interface Action {
  readonly label: string;
  /** What it is, and what there is to see then. */
  readonly about: string;
  /** `callId` is added from the panel, unless the whole server is meant. */
  readonly command: WithoutCallId<ControlCommand>;
  /** What is shown after the mock has done it. */
  readonly done: string;
  readonly isForServer?: true;
}

type WithoutCallId<Command> = Command extends unknown ? Omit<Command, 'callId'> : never;

export interface ActionGroup {
  readonly title: string;
  /** Shown without being asked for. */
  readonly isOpen?: true;
  readonly actions: readonly Action[];
}

export const actionGroups: readonly ActionGroup[] = [
  {
    title: 'Somebody else',
    isOpen: true,
    actions: [
      {
        label: 'Supervisor stops recording',
        about: 'A change nobody here asked for: the widgets say whose it was.',
        command: { verb: 'supervisorStop' },
        done: 'The supervisor stopped the recording.',
      },
      {
        label: 'Supervisor pauses',
        about: 'It can be resumed here all the same.',
        command: { verb: 'supervisorPause' },
        done: 'The supervisor paused the recording.',
      },
      {
        label: 'Supervisor resumes',
        about: 'Try it while a payment is open: its fields are blocked at once.',
        command: { verb: 'supervisorResume' },
        done: 'The supervisor resumed the recording.',
      },
      {
        label: 'Supervisor starts recording',
        about: 'On a call that was not recorded, or no longer.',
        command: { verb: 'supervisorStart' },
        done: 'The supervisor started the recording.',
      },
      {
        label: 'The phone stops all recordings',
        about: 'One stop for every call of this agent’s device.',
        command: { verb: 'deviceStop' },
        done: 'Every recording of this phone was stopped.',
        isForServer: true,
      },
    ],
  },
  {
    title: 'The call',
    actions: [
      {
        label: 'A call rings',
        about: 'A rule records it as soon as it is answered.',
        command: { verb: 'ring', otherParty: '+441632960101', recordedByRule: true },
        done: 'A call is ringing.',
        isForServer: true,
      },
      {
        label: 'Answer the call',
        about: 'Only while it rings.',
        command: { verb: 'answer' },
        done: 'The call was answered.',
      },
      {
        label: 'Put it on hold',
        about: 'Holding a call does not pause its recording.',
        command: { verb: 'hold' },
        done: 'The call is on hold.',
      },
      {
        label: 'Take it back',
        about: 'Only while it is on hold.',
        command: { verb: 'retrieve' },
        done: 'The call is back.',
      },
      {
        label: 'Caller hangs up',
        about: 'A call that ends while its recording is paused says so.',
        command: { verb: 'release' },
        done: 'The caller hung up.',
      },
      {
        label: 'Clear the call away',
        about: 'The server forgets a call that has ended; its end stays in sight for a minute.',
        command: { verb: 'complete' },
        done: 'The server has forgotten the call.',
      },
      {
        label: 'Transfer the call',
        about: 'It goes on under another id, and this agent’s recording of it stops.',
        command: { verb: 'transfer' },
        done: 'The call goes on under another id.',
      },
      {
        label: 'Attach data',
        about: 'A message about something else: nothing changes but the details.',
        command: { verb: 'attachData', userData: { Mood: 'Patient' } },
        done: 'The call’s data says how patient the caller is.',
      },
      {
        label: 'Share a callUuid',
        about: 'Two calls can have the same `callUuid`. Do this to both of them.',
        command: { verb: 'shareUuid', callUuid: 'SHARED00000000000000000000000001' },
        done: 'From now on the call is described with the shared `callUuid`.',
      },
    ],
  },
  {
    title: 'The next event',
    actions: [
      {
        label: 'Lose the next event',
        about: 'It happened, and nobody is told: the call is read again.',
        command: { verb: 'lost' },
        done: 'The next event of this call will be lost.',
      },
      {
        label: 'Delay the next event 3 s',
        about: 'Until then it is pending, and what was true stays on show.',
        command: { verb: 'late', ms: 3000 },
        done: 'The next event of this call will be 3 s late.',
      },
      {
        label: 'Send the next event twice',
        about: 'The second one changes nothing, and is not spoken of.',
        command: { verb: 'duplicate' },
        done: 'The next event of this call will come twice.',
      },
      {
        label: 'Send the next two the wrong way round',
        about: 'The next event is held back until the one after it has gone out.',
        command: { verb: 'reordered' },
        done: 'The next event of this call will come after the one that follows it.',
      },
      {
        label: 'Send an old event after the next',
        about: 'What is out of date is refused, and noted at the foot of this column.',
        command: { verb: 'stale' },
        done: 'The next event of this call will be followed by the one before it.',
      },
      {
        label: 'Leave fields out of the next event',
        about: 'A missing state is not taken for “not recording”: the call is read again.',
        command: { verb: 'bareEvent', fields: ['recordingState', 'userData'] },
        done: 'The next event of this call will name no recording state.',
      },
      {
        label: 'Leave fields out of the next answer',
        about: 'What the server does not say is unknown, and is not guessed.',
        command: { verb: 'bareAnswer', fields: ['recordingState', 'userData'] },
        done: 'The next answer that holds this call will name no recording state.',
      },
      {
        label: 'Stamp the next event an hour early',
        about: 'The clocks of a cluster differ: the event is doubted and the call is read again.',
        command: { verb: 'nodeClock', ms: -3_600_000 },
        done: 'The next event of this call will seem to be an hour old.',
      },
    ],
  },
  {
    title: 'The next press',
    isOpen: true,
    actions: [
      {
        label: 'Refuse the next operation',
        about: 'The server says no, and the widget says what is still true.',
        command: { verb: 'rejectNext', statusCode: 2 },
        done: 'The next operation on this call will be refused.',
      },
      {
        label: 'Server accepts and does nothing',
        about: '“Not confirmed. Treat as recording.”, after ten seconds.',
        command: { verb: 'responseWithoutEvent' },
        done: 'The next operation on this call will be accepted, and then nothing will happen.',
      },
      {
        label: 'Send the event before the answer',
        about: 'The event counts; the answer then changes nothing.',
        command: { verb: 'eventBeforeResponse' },
        done: 'The next event of this call will overtake the answer.',
      },
      {
        label: 'Lose the answer',
        about: 'It is done, and the line breaks before the server can say so.',
        command: { verb: 'lostResponse' },
        done: 'The next operation on this call will be done, and its answer lost.',
      },
      {
        label: 'Answer after 5 s',
        about: 'The press is pending meanwhile, and a second one is not sent.',
        command: { verb: 'slow', ms: 5000 },
        done: 'The next operation on this call will be kept waiting for 5 s.',
      },
      {
        label: 'Fail with HTTP 503',
        about: 'Nothing was done, and it can be tried again.',
        command: { verb: 'httpNext', status: 503, body: 'empty' },
        done: 'The next operation on this call will fail with HTTP 503.',
      },
      {
        label: 'Answer with a web page',
        about: 'As a proxy’s sign-in page would: HTTP 200, and no answer at all.',
        command: { verb: 'httpNext', status: 200, body: 'html' },
        done: 'The next operation on this call will be answered with a web page.',
      },
    ],
  },
  {
    title: 'The server',
    actions: [
      {
        label: 'Restart server (5 s)',
        about: 'What was last known stays, marked as old; then the calls are read again.',
        command: { verb: 'restart', ms: 5000 },
        done: 'The server is restarting. It will be back in 5 s.',
        isForServer: true,
      },
      {
        label: 'Break all connections',
        about: 'They are made again at once.',
        command: { verb: 'dropConnections' },
        done: 'Every connection was broken.',
        isForServer: true,
      },
      {
        label: 'Silent network death 20 s',
        about: 'Nothing is answered, and no connection breaks.',
        command: { verb: 'stall', ms: 20_000 },
        done: 'For 20 s nothing will be answered, and no connection will break.',
        isForServer: true,
      },
      {
        label: 'Take notifications down',
        about: 'Presses still work, and are confirmed by reading the call.',
        command: { verb: 'notificationsDown' },
        done: 'Notifications are down. Requests still work.',
        isForServer: true,
      },
      {
        label: 'Bring notifications up',
        about: 'And the calls are read again.',
        command: { verb: 'notificationsUp' },
        done: 'Notifications are up.',
        isForServer: true,
      },
      {
        label: 'Sign everybody out',
        about: 'This page knows how to sign in again by itself.',
        command: { verb: 'expireSessions' },
        done: 'All sessions ended. This page signs in again by itself.',
        isForServer: true,
      },
    ],
  },
  {
    title: 'All day long',
    actions: [
      {
        label: 'Every event is lost',
        about: 'Everything is done, nothing is told.',
        command: { verb: 'scenario', name: 'lost-events' },
        done: 'From now on every event is lost.',
        isForServer: true,
      },
      {
        label: 'Everything is slow',
        about: 'Answers take 1.5 s, events another 3 s.',
        command: { verb: 'scenario', name: 'slow' },
        done: 'From now on everything takes its time.',
        isForServer: true,
      },
      {
        label: 'Everything is flaky',
        about: 'Now and then something is lost, late, told twice or refused.',
        command: { verb: 'scenario', name: 'flaky' },
        done: 'From now on now and then something goes wrong.',
        isForServer: true,
      },
      {
        label: 'Forget all this',
        about: 'The end of everything that was asked for here and still waits.',
        command: { verb: 'calm' },
        done: 'Nothing that was asked for here is waiting any more.',
        isForServer: true,
      },
    ],
  },
];

/** Sends a command to the mock and returns its answer as a sentence. */
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
