import { english } from '../src/i18n/english.ts';
import type { RecordingOperationName } from '../src/model/recording.ts';
import { simulatedCall, type SimulatedCall } from '../src/testing/simulatedCalls.ts';
import type { Scene, SceneTools } from './playScene.tsx';

// One scene for each state that a widget can show. Every scene is about the call `c1`.

/** A timeout in ms that is longer than any story. */
const never = 2_000_000_000;

function call(recordingState?: string, more: Partial<SimulatedCall> = {}): SimulatedCall {
  return simulatedCall({
    id: 'c1',
    seconds: 94,
    recordingState,
    ...more,
  });
}

function at(recordingState: string | undefined, happen?: Scene['happen']): Scene {
  return {
    calls: [call(recordingState)],
    confirmationTimeout: never,
    happen,
  };
}

/**
 * The agent requested an operation, and it was done this many seconds before the moment that the
 * story shows.
 */
function done(
  operationName: RecordingOperationName,
  seconds: number,
): (loadScene: SceneTools) => Promise<void> {
  return async ({ desktop, ago, until }) => {
    ago(seconds);
    await desktop.performOperation('c1', operationName);
    await until(({ outcome }) => outcome?.ending === 'confirmed');
  };
}

/** The agent requested an operation, and the server has not answered yet. */
function pending(operationName: RecordingOperationName): Scene['happen'] {
  return ({ desktop, simulation }) => {
    simulation.hold();
    void desktop.performOperation('c1', operationName).catch(() => undefined);
  };
}

/**
 * The agent paused it so many seconds before the moment that the story shows. A story of a reminder
 * needs a call of its own, because only one tab of the browser reminds of a call, and the other
 * stories count as tabs.
 */
export function pausedFor(seconds: number, callId = 'c1'): Scene {
  return {
    calls: [call('Recording', { id: callId, seconds: 300 })],
    happen: async ({ desktop, ago, until }) => {
      ago(seconds);
      await desktop.performOperation(callId, 'PauseCallRecording');
      await until(({ outcome }) => outcome?.ending === 'confirmed', callId);
    },
  };
}

function rejected(operationName: RecordingOperationName, statusCode: 3 | 5): Scene['happen'] {
  return async ({ desktop, simulation, until }) => {
    simulation.rejectNext(statusCode);
    await desktop.performOperation('c1', operationName).catch(() => undefined);
    await until(({ outcome }) => outcome?.ending === 'rejected');
  };
}

function unconfirmed(state: string, operationName: RecordingOperationName): Scene {
  return {
    calls: [call(state)],
    confirmationTimeout: 40,
    happen: async ({ desktop, simulation, until }) => {
      simulation.acceptAndDoNothing();
      await desktop.performOperation('c1', operationName);
      await until(({ outcome }) => outcome?.ending === 'unconfirmed');
    },
  };
}

/** The link breaks 18 s before the moment that the story shows. */
const breakLink: Scene['happen'] = ({ simulation, ago }) => {
  ago(18);
  simulation.disconnect();
};

export const checking: Scene = {
  ...at('Recording'),
  before: ({ simulation }) => {
    simulation.hold();
  },
};
export const notRecording: Scene = at(undefined);
export const recordingUntimed: Scene = at('Recording');
export const recording: Scene = at('Paused', done('ResumeCallRecording', 134));
export const paused: Scene = at('Recording', done('PauseCallRecording', 24));
/** It has been paused for so long that the agent is reminded. */
export const pausedForLong: Scene = at('Recording', done('PauseCallRecording', 84));
export const stopped: Scene = at('Stopped');

/** The server does not answer from now on, so a press leads to a pending operation. */
export function unanswered(recordingState: string | undefined): Scene {
  return at(recordingState, ({ simulation }) => {
    simulation.hold();
  });
}
/** The server refuses the next operation: for now with 3, and for good with 5. */
export function refusing(recordingState: string, statusCode: 3 | 5): Scene {
  return at(recordingState, ({ simulation }) => {
    simulation.rejectNext(statusCode);
  });
}
/** The server accepts the next operation and does not do it. */
export const acceptingInVain: Scene = {
  calls: [call('Recording')],
  confirmationTimeout: 40,
  happen: ({ simulation }) => {
    simulation.acceptAndDoNothing();
  },
};
export const startPending: Scene = at(undefined, pending('StartCallRecording'));
export const pausePending: Scene = at('Recording', pending('PauseCallRecording'));
export const resumePending: Scene = at('Paused', pending('ResumeCallRecording'));
export const stopPending: Scene = at('Recording', pending('StopCallRecording'));

export const rejectedByServer: Scene = at('Recording', rejected('PauseCallRecording', 3));
export const noPermission: Scene = at('Recording', rejected('StopCallRecording', 5));
export const notConfirmed: Scene = unconfirmed('Recording', 'PauseCallRecording');
export const resumeNotConfirmed: Scene = unconfirmed('Paused', 'ResumeCallRecording');
/** The agent has checked it, and nothing has changed. */
export const checkedAgain: Scene = {
  ...notConfirmed,
  happen: async (tools) => {
    await notConfirmed.happen?.(tools);
    await tools.desktop.checkAgain('c1');
  },
};
export const startRefused: Scene = at(undefined, rejected('StartCallRecording', 3));
export const superseded: Scene = at('Recording', async ({ desktop, simulation, until }) => {
  simulation.hold();
  void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
  simulation.supervisor('StopCallRecording', 'c1');
  await until(({ outcome }) => outcome?.ending === 'superseded');
});
export const pausedBySomeoneElse: Scene = at('Recording', ({ simulation, ago }) => {
  ago(7);
  simulation.supervisor('PauseCallRecording', 'c1');
});
export const stoppedBySomeoneElse: Scene = at('Recording', ({ simulation }) => {
  simulation.supervisor('StopCallRecording', 'c1');
});

/** The server cannot be reached. This has the longest note in most languages. */
export const notReached: Scene = at('Recording', async (tools) => {
  tools.simulation.disconnect();
  await tools.desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
  await tools.until(({ outcome }) => outcome?.ending === 'rejected');
});

export const outOfDate: Scene = at('Recording', breakLink);
export const pausedOutOfDate: Scene = at('Paused', breakLink);
export const signedOut: Scene = at('Recording', ({ simulation, ago }) => {
  ago(41);
  simulation.signOut();
});
export const unreachable: Scene = {
  ...at('Recording'),
  before: ({ simulation }) => {
    simulation.disconnect();
  },
};
export const notReported: Scene = { calls: [] };

export const unknownState: Scene = at('Transcribing');
export const contradictoryCapabilities: Scene = {
  calls: [
    call('Recording', {
      capabilities: [
        'StopCallRecording',
        'ResumeCallRecording',
        'PauseCallRecording',
        'StartCallRecording',
      ],
    }),
  ],
};
export const noCapabilities: Scene = { calls: [call('Recording', { capabilities: [] })] };
export const stopOnly: Scene = {
  calls: [call('Recording', { capabilities: ['StopCallRecording'] })],
};

export const ended: Scene = at('Recording', ({ simulation }) => {
  simulation.endCall('c1');
});
export const endedWhilePaused: Scene = at('Paused', ({ simulation }) => {
  simulation.endCall('c1');
});

/** Words as long as a translation might have. */
export const longWords: Scene = {
  ...paused,
  messages: {
    ...english,
    locale: 'de',
    states: { ...english.states, Paused: 'Gesprächsaufzeichnung unterbrochen' },
    operations: {
      ...english.operations,
      ResumeCallRecording: {
        ...english.operations.ResumeCallRecording,
        label: 'Aufzeichnung fortsetzen',
        name: 'Aufzeichnung fortsetzen',
      },
      StopCallRecording: {
        ...english.operations.StopCallRecording,
        label: 'Endgültig beenden',
        name: 'Endgültig beenden',
      },
    },
  },
};

export const neverConnected: Scene = {
  ...at('Recording'),
  before: ({ disconnect }) => {
    // The desktop is disconnected before its connection has been opened.
    queueMicrotask(disconnect);
  },
};
export const closed: Scene = at('Recording', ({ ago, disconnect }) => {
  ago(125);
  disconnect();
});
