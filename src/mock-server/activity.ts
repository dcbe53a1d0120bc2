import { type SimulatedCall, simulatedCall, simulatedCallId } from '../testing/simulatedCalls.ts';
import type { SwitchCommand } from '../testing/simulatedSwitch.ts';
import type { Schedule } from './schedule.ts';
import type { Switchboard } from './switchboard.ts';

/** The highest number of calls that it makes at one time. More would make the list hard to read. */
const mostCalls = 3;

const customers = [
  { CustomerName: 'Hedy Lamarr', Topic: 'New contract', otherParty: '+4312345670' },
  { CustomerName: 'Karen Sparck Jones', Topic: 'Invoice', otherParty: '+441223334455' },
  { CustomerName: 'Radia Perlman', Topic: 'No connection', otherParty: '+16175550142' },
  { CustomerName: 'Edsger Dijkstra', Topic: 'Shortest way home', otherParty: '+31402479111' },
  { CustomerName: 'Barbara Liskov', Topic: 'Replacement card', otherParty: '+16175550177' },
  { CustomerName: 'José Ñúñez', Topic: 'Change of address', otherParty: '+34915550123' },
];

/**
 * Makes things happen at the server without a client: calls ring, are answered, recorded by rule, held
 * and released, and a supervisor changes a recording now and then. The calls that exist at the start
 * are left alone, because the person at the demo works with them.
 *
 * @param pace `every`: the average time between two changes, in ms. `random`: a seeded generator, so
 *   that a run can be repeated.
 */
export function startActivity(
  switchboard: Switchboard,
  userName: string,
  { every, random }: { readonly every: number; readonly random: () => number },
  schedule: Schedule,
): void {
  const ownCallIds = new Set<string>();
  let callsMade = 0;

  function tick(): void {
    const calls = switchboard.switchOf(userName).calls.filter(({ id }) => ownCallIds.has(id));
    const call = calls[Math.floor(random() * calls.length)];
    const command =
      call === undefined || (calls.length < mostCalls && random() < 0.3)
        ? nextCall()
        : nextCommand(call, random());
    if (command !== undefined) switchboard.perform(userName, command);
    schedule.later(every * (0.5 + random()), tick);
  }

  function nextCall(): SwitchCommand {
    const id = `${simulatedCallId(500_000 + callsMade)}${userName.toUpperCase()}`;
    const { otherParty, ...userData } = customers[callsMade % customers.length] ?? {
      otherParty: '',
    };
    callsMade += 1;
    ownCallIds.add(id);
    const recordedByRule = random() < 0.7;
    const call = simulatedCall({ id, state: 'Ringing', otherParty, userData, recordedByRule });
    return { type: 'begin', call };
  }

  schedule.later(every / 2, tick);
}

function nextCommand(call: SimulatedCall, chance: number): SwitchCommand | undefined {
  const callId = call.id;
  switch (call.state) {
    case 'Ringing':
    case 'Dialing':
      return { type: 'answer', callId };
    case 'Established':
      if (chance < 0.15) return { type: 'hold', callId };
      if (chance < 0.3) return { type: 'release', callId };
      if (chance < 0.45) return supervise(call);
      return undefined;
    case 'Held':
      return chance < 0.7 ? { type: 'retrieve', callId } : undefined;
    case 'Released':
      return { type: 'complete', callId };
    case 'Completed':
      return undefined;
    default:
      return call.state satisfies never;
  }
}

function supervise({ id: callId, recordingState }: SimulatedCall): SwitchCommand {
  const operationName =
    recordingState === 'Recording'
      ? 'PauseCallRecording'
      : recordingState === 'Paused'
        ? 'ResumeCallRecording'
        : 'StartCallRecording';
  return { type: 'recording', callId, operationName };
}
