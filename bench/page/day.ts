import { flushSync } from 'react-dom';
import { assembleDesktop } from '../../src/client/assembleDesktop.ts';
import {
  callResource,
  simulatedCall,
  simulatedCallId,
  type WireCall,
} from '../../src/testing/simulatedCalls.ts';
import { mountCallList } from './callList.tsx';
import { nextTask } from './measure.ts';
import { callsAnswer, createPageWire } from './wire.ts';

/** A desktop that is used for a whole day: calls come, are paused and resumed many times, and end. */
export interface Day {
  /** Lets so many events happen, each in a task of its own. Returns how long each took to be drawn, in µs. */
  readonly live: (events: number) => Promise<number[]>;
  readonly end: () => void;
}

const callsAtOnce = 10;
/** How many messages there are about one call. The last of them says that the call is over. */
const messagesPerCall = 100;

export async function createDay(): Promise<Day> {
  const { wire, say } = createPageWire(async () => callsAnswer(0, 'Recording'));
  const goingOn = new Map<string, unknown>();
  // The calls are read about once a minute, and a call that is not in the answer is over.
  const fetchCalls = async (): Promise<unknown> => ({
    statusCode: 0,
    calls: [...goingOn.values()],
  });
  const desktop = assembleDesktop({ ...wire, rest: { ...wire.rest, fetchCalls } }, {});
  const { end } = mountCallList(desktop);
  await new Promise<void>((resolve) => {
    const unsubscribe = desktop.connection.subscribe(({ phase }) => {
      if (phase !== 'live') return;
      unsubscribe();
      resolve();
    });
  });

  let past = 0;
  return {
    live: async (events) => {
      const took: number[] = [];
      for (const until = past + events; past < until; past += 1) {
        const { call, isOver } = callAt(past);
        if (isOver) goingOn.delete(call.id);
        else goingOn.set(call.id, call);
        const message = messageAbout(call);
        const from = performance.now();
        flushSync(() => {
          say(message);
        });
        took.push((performance.now() - from) * 1_000);
        await nextTask();
      }
      return took;
    },
    end,
  };
}

/** Returns the call that an event is about. Several calls go on at once, and their messages alternate. */
function callAt(event: number): { readonly call: WireCall; readonly isOver: boolean } {
  const line = event % callsAtOnce;
  const inLine = Math.floor(event / callsAtOnce);
  const number = Math.floor(inLine / messagesPerCall) * callsAtOnce + line + 1;
  const at = inLine % messagesPerCall;
  const isOver = at === messagesPerCall - 1;
  const call = simulatedCall({
    id: simulatedCallId(number),
    state: isOver ? 'Released' : 'Established',
    recordingState: isOver ? 'Stopped' : at % 2 === 0 ? 'Recording' : 'Paused',
    seconds: at * 5,
  });
  return { call: callResource(call, '15000'), isOver };
}

function messageAbout(call: WireCall): unknown {
  return {
    data: {
      notificationType: 'CallRecordingStateChange',
      call,
      phoneNumber: '15000',
      messageType: 'CallStateChangeMessage',
      metrics: { eventProcessing: { serverGenerationTimestamp: Date.now() } },
    },
    channel: '/v2/me/calls',
  };
}
