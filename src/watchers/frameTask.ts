import { inTime } from '../client/shownWindows.ts';

/** How long a page whose frames have stopped waits before it runs the task, in ms. */
const longestWait = 250;

/** A task that runs once with the next frame, however often it was scheduled. */
export interface FrameTask {
  readonly schedule: () => void;
  readonly cancel: () => void;
}

export function createFrameTask(task: () => void): FrameTask {
  let phase: 'idle' | 'scheduled' = 'idle';
  let stop = (): void => undefined;

  return {
    schedule: () => {
      if (phase === 'scheduled') return;
      phase = 'scheduled';
      // A hidden page gets no frames, so a timer runs the task as well. The first of the two counts.
      const stopTimer = inTime(run, longestWait);
      const frame = requestAnimationFrame(run);
      stop = () => {
        stopTimer();
        cancelAnimationFrame(frame);
      };
    },
    cancel,
  };

  function run(): void {
    cancel();
    task();
  }

  function cancel(): void {
    phase = 'idle';
    stop();
  }
}
