import { keepRecordingHistory } from '../src/watchers/recordingHistory.ts';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import type { Scene, SceneTools } from './playScene.tsx';

type Happening = (tools: SceneTools) => void;

/**
 * A call that the page has heard from its first second, with what happened so many seconds before
 * the moment that the story shows.
 */
export function callWith(...happenings: readonly (readonly [ago: number, Happening])[]): Scene {
  return {
    calls: [],
    confirmationTimeout: 2_000_000_000,
    happen: async (tools) => {
      keepRecordingHistory(tools.desktop);
      for (const [seconds, happening] of [[372, begin] as const, ...happenings]) {
        tools.ago(seconds);
        happening(tools);
        // The page hears of the change meanwhile.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

const begin: Happening = ({ simulation }) =>
  simulation.happen({ type: 'begin', call: simulatedCall({ id: 'c1' }) });
export const start: Happening = ({ simulation }) =>
  simulation.supervisor('StartCallRecording', 'c1');
export const pause: Happening = ({ simulation }) =>
  simulation.supervisor('PauseCallRecording', 'c1');
export const resume: Happening = ({ simulation }) =>
  simulation.supervisor('ResumeCallRecording', 'c1');
export const stop: Happening = ({ simulation }) => simulation.supervisor('StopCallRecording', 'c1');
export const loseLink: Happening = ({ simulation }) => simulation.disconnect();
export const end: Happening = ({ simulation }) => simulation.endCall('c1');
