import type { AgentDesktopError } from '../model/errors.ts';
import { gws } from '../protocol/gws.ts';
import { requestError } from '../model/requestError.ts';
import { errorOfAnswer } from '../transport/answerError.ts';
import type { LinkListener } from '../transport/notificationLink.ts';
import { gwsAnswers } from '../transport/gwsRest.ts';
import type { Wire } from '../transport/wire.ts';
import { startingCalls, type SimulatedCall } from './simulatedCalls.ts';
import {
  applyToSwitch,
  callResources,
  type SwitchAnswer,
  type SwitchCommand,
  type SwitchState,
  type WireNotification,
} from './simulatedSwitch.ts';
import type { SimulatedRequest, Simulation } from './simulation.ts';

/** What happens to an operation instead of the usual. */
type OperationFault =
  | { readonly kind: 'reject'; readonly statusCode: number }
  | { readonly kind: 'do-nothing' | 'lose-answer' | 'event-first' };

/** A wire with a simulated switch at its end, and functions to make faults. */
export interface SimulatedWire {
  readonly wire: Wire;
  readonly simulation: Omit<Simulation, 'advance'>;
}

export function createSimulatedWire(
  startWith: readonly SimulatedCall[] = startingCalls(),
): SimulatedWire {
  const requests: SimulatedRequest[] = [];
  const faults: OperationFault[] = [];
  let atSwitch: SwitchState = { phoneNumber: '15000', calls: startWith };
  let atSwitchSince = Date.now();
  let eventDelay = 0; // ms
  let eventsToLose = 0;
  let isRestUp = true;
  let areNotificationsUp = true;
  let isSignedIn = true;
  let held: { readonly released: Promise<void>; readonly release: () => void } | undefined;
  let listener: LinkListener | undefined;
  let isOpen = false;

  /** The switch has no clock of its own, so its time is moved on whenever somebody reads it. */
  const atSwitchNow = (): SwitchState => {
    const now = Date.now();
    atSwitch = applyToSwitch(atSwitch, {
      type: 'advance',
      seconds: (now - atSwitchSince) / 1000,
    }).state;
    atSwitchSince = now;
    return atSwitch;
  };

  const say = (message: unknown): void => {
    // A message that nobody listens to is lost, because the server does not repeat it.
    if (isOpen) listener?.onMessage(message);
  };

  const send = (notifications: readonly WireNotification[]): void => {
    for (const notification of notifications) {
      if (eventsToLose > 0) eventsToLose -= 1;
      else if (eventDelay === 0) say(notification);
      else setTimeout(say, eventDelay, notification);
    }
  };

  const carryOut = (command: SwitchCommand): SwitchAnswer => {
    const { state, answer, notifications } = applyToSwitch(atSwitchNow(), command);
    atSwitch = state;
    send(notifications);
    return answer;
  };

  const happen = (command: SwitchCommand): void => {
    const { statusCode, statusMessage } = carryOut(command);
    if (statusCode === 0) return;
    throw new Error(
      `Nothing happened at the simulated switch: ${statusMessage ?? `statusCode ${statusCode}`}. Look at simulation.calls() for what is possible.`,
    );
  };

  const answered = async (answer: () => object): Promise<unknown> => {
    await held?.released;
    if (!isRestUp) throw requestError('network');
    if (!isSignedIn) throw notSignedIn();
    return answer();
  };

  const perform = (command: SwitchCommand): object => {
    const fault = faults.shift();
    if (fault?.kind === 'reject') throw failure(fault);
    const { answer } = applyToSwitch(atSwitchNow(), command);
    if (answer.statusCode !== 0) throw failure(answer);
    // The answer means accepted, so the operation is performed only after it.
    if (fault?.kind === 'event-first') carryOut(command);
    else if (fault?.kind !== 'do-nothing') setTimeout(carryOut, 0, command);
    if (fault?.kind === 'lose-answer') throw requestError('network');
    return answer;
  };

  const openIfUp = (): void => {
    queueMicrotask(() => {
      if (!listener || isOpen) return;
      isOpen = areNotificationsUp && isSignedIn;
      if (isOpen) listener.onOpen();
      else listener.onDown(isSignedIn ? requestError('network') : notSignedIn(), Date.now());
    });
  };

  const goDown = (error: AgentDesktopError): void => {
    if (!isOpen) return;
    isOpen = false;
    listener?.onDown(error, Date.now());
  };

  return {
    wire: {
      protocol: gws,
      rest: {
        fetchCalls: () => answered(() => ({ statusCode: 0, calls: callResources(atSwitchNow()) })),
        fetchCall: (callId) =>
          answered(() => {
            const call = callResources(atSwitchNow()).find(({ id }) => id === callId);
            if (!call) throw failure({ statusCode: 6 });
            return { statusCode: 0, call };
          }),
        performOperation: (callId, operationName) => {
          requests.push({ callId, operationName });
          return answered(() => perform({ type: 'operation', callId, operationName }));
        },
      },
      link: {
        open: (opened) => {
          listener = opened;
          openIfUp();
        },
        reopen: () => {
          // The link opens again even when it is open, because the client asks for it in doubt.
          isOpen = false;
          openIfUp();
        },
        close: () => {
          listener = undefined;
          isOpen = false;
        },
      },
    },
    simulation: {
      requests,
      calls: () => atSwitchNow().calls,
      rejectNext: (statusCode) => {
        faults.push({ kind: 'reject', statusCode });
      },
      acceptAndDoNothing: () => {
        faults.push({ kind: 'do-nothing' });
      },
      loseNextAnswer: () => {
        faults.push({ kind: 'lose-answer' });
      },
      sendNextEventFirst: () => {
        faults.push({ kind: 'event-first' });
      },
      loseNextEvent: () => {
        eventsToLose += 1;
      },
      delayEvents: (milliseconds) => {
        eventDelay = milliseconds;
      },
      hold: () => {
        held ??= hold();
      },
      release: () => {
        const { release } = held ?? {};
        held = undefined;
        release?.();
      },
      supervisor: (operationName, callId) => {
        happen({ type: 'recording', operationName, callId });
      },
      endCall: (callId) => {
        happen({ type: 'complete', callId });
      },
      happen,
      say,
      disconnect: (half) => {
        if (half !== 'notifications') isRestUp = false;
        if (half === 'rest') return;
        areNotificationsUp = false;
        goDown(requestError('network'));
      },
      reconnect: () => {
        isRestUp = true;
        areNotificationsUp = true;
        openIfUp();
      },
      signOut: () => {
        isSignedIn = false;
        goDown(notSignedIn());
      },
      signIn: () => {
        isSignedIn = true;
      },
    },
  };
}

function hold(): { readonly released: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { released, release };
}

function notSignedIn(): AgentDesktopError {
  return failure({ statusCode: 20 });
}

/** The error that the real REST client makes of such an answer. */
function failure({ statusCode, statusMessage }: SwitchAnswer): AgentDesktopError {
  const httpStatus = httpStatuses.get(statusCode) ?? 200;
  return (
    errorOfAnswer(
      { httpStatus, statusCode, statusMessage, body: 'json', path: '', asked: 'one-call' },
      gwsAnswers,
    ) ??
    // This is reached only with the statusCode 0, which means accepted. The test has made a
    // mistake.
    requestError('network')
  );
}

const httpStatuses: ReadonlyMap<number, number> = new Map([
  [4, 500],
  [6, 404],
  [20, 403],
]);
