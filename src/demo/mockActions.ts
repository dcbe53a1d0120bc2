import type { ControlCommand } from '../mock-server/index.ts';
import { sendToMock } from './mock.ts';
import type { DemoMessages } from './words/english.ts';

/** A command for the mock server. Its words are in `words/`. */
export interface Action {
  readonly name: keyof DemoMessages['faults']['actions'];
  /** The panel adds the `callId`, unless the command is for the whole server. */
  readonly command: WithoutCallId<ControlCommand>;
  readonly isForServer?: true;
}

type WithoutCallId<Command> = Command extends unknown ? Omit<Command, 'callId'> : never;

export interface ActionGroup {
  readonly name: keyof DemoMessages['faults']['groups'];
  /** Whether the group is open at the beginning. */
  readonly isOpen?: true;
  readonly actions: readonly Action[];
}

export const actionGroups: readonly ActionGroup[] = [
  {
    name: 'somebodyElse',
    isOpen: true,
    actions: [
      { name: 'supervisorStop', command: { verb: 'supervisorStop' } },
      { name: 'supervisorPause', command: { verb: 'supervisorPause' } },
      { name: 'supervisorResume', command: { verb: 'supervisorResume' } },
      { name: 'supervisorStart', command: { verb: 'supervisorStart' } },
      { name: 'deviceStop', command: { verb: 'deviceStop' }, isForServer: true },
    ],
  },
  {
    name: 'call',
    actions: [
      {
        name: 'ring',
        command: { verb: 'ring', otherParty: '+441632960101', recordedByRule: true },
        isForServer: true,
      },
      { name: 'answer', command: { verb: 'answer' } },
      { name: 'hold', command: { verb: 'hold' } },
      { name: 'retrieve', command: { verb: 'retrieve' } },
      { name: 'release', command: { verb: 'release' } },
      { name: 'complete', command: { verb: 'complete' } },
      { name: 'transfer', command: { verb: 'transfer' } },
      { name: 'attachData', command: { verb: 'attachData', userData: { Mood: 'Patient' } } },
      {
        name: 'shareUuid',
        command: { verb: 'shareUuid', callUuid: 'SHARED00000000000000000000000001' },
      },
    ],
  },
  {
    name: 'nextEvent',
    actions: [
      { name: 'lost', command: { verb: 'lost' } },
      { name: 'late', command: { verb: 'late', ms: 3000 } },
      { name: 'duplicate', command: { verb: 'duplicate' } },
      { name: 'reordered', command: { verb: 'reordered' } },
      { name: 'stale', command: { verb: 'stale' } },
      { name: 'bareEvent', command: { verb: 'bareEvent', fields: ['recordingState', 'userData'] } },
      {
        name: 'bareAnswer',
        command: { verb: 'bareAnswer', fields: ['recordingState', 'userData'] },
      },
      { name: 'nodeClock', command: { verb: 'nodeClock', ms: -3_600_000 } },
    ],
  },
  {
    name: 'nextPress',
    isOpen: true,
    actions: [
      { name: 'rejectNext', command: { verb: 'rejectNext', statusCode: 2 } },
      { name: 'responseWithoutEvent', command: { verb: 'responseWithoutEvent' } },
      { name: 'eventBeforeResponse', command: { verb: 'eventBeforeResponse' } },
      { name: 'lostResponse', command: { verb: 'lostResponse' } },
      { name: 'slow', command: { verb: 'slow', ms: 5000 } },
      { name: 'unavailable', command: { verb: 'httpNext', status: 503, body: 'empty' } },
      { name: 'webPage', command: { verb: 'httpNext', status: 200, body: 'html' } },
    ],
  },
  {
    name: 'server',
    actions: [
      { name: 'restart', command: { verb: 'restart', ms: 5000 }, isForServer: true },
      { name: 'dropConnections', command: { verb: 'dropConnections' }, isForServer: true },
      { name: 'stall', command: { verb: 'stall', ms: 20_000 }, isForServer: true },
      { name: 'notificationsDown', command: { verb: 'notificationsDown' }, isForServer: true },
      { name: 'notificationsUp', command: { verb: 'notificationsUp' }, isForServer: true },
      { name: 'expireSessions', command: { verb: 'expireSessions' }, isForServer: true },
    ],
  },
  {
    name: 'allDay',
    actions: [
      {
        name: 'everyEventLost',
        command: { verb: 'scenario', name: 'lost-events' },
        isForServer: true,
      },
      { name: 'everythingSlow', command: { verb: 'scenario', name: 'slow' }, isForServer: true },
      { name: 'everythingFlaky', command: { verb: 'scenario', name: 'flaky' }, isForServer: true },
      { name: 'calm', command: { verb: 'calm' }, isForServer: true },
    ],
  },
];

/** Sends a command to the mock and returns its answer as a sentence. */
export async function sendAction(
  action: Action,
  callId: string | undefined,
  faults: DemoMessages['faults'],
): Promise<string> {
  if (!action.isForServer && callId === undefined) return faults.noCall;
  const { label } = faults.actions[action.name];
  const answer = await sendToMock(
    action.isForServer ? action.command : { ...action.command, callId },
  );
  switch (answer.statusCode) {
    case 0:
      return faults.told(label);
    case 2:
      return faults.notPossible(label);
    case 6:
      return faults.unknownCall(label);
    case 'no-answer':
      return faults.noAnswer(label);
    default:
      return faults.notUnderstood(label);
  }
}
