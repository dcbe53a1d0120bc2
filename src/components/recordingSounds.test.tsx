import { fireEvent, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderDesktop, type RenderedDesktop } from '../doubles/renderDesktop.tsx';
import { useRecordingSounds } from '../hooks/useRecordingSounds.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { simulatedCall, type SimulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';

/**
 * `blocked`: no sound is played before somebody presses something. `late`: a sound is only played
 * after a second.
 */
type Browser = 'willing' | 'blocked' | 'late' | 'without Web Audio';

interface Heard {
  /** The sounds and announcements in order, each with the ms since the last call of `since`. */
  readonly heard: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

let log: string[] = [];
let now = 0;

/** The parts of Web Audio that are used, and what the browser does before a user gesture. */
function browserIs(browser: Browser): void {
  let hasPressed = browser !== 'blocked';
  const press = (): void => {
    hasPressed = true;
  };
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, press, true);
  vi.stubGlobal(
    'AudioContext',
    browser === 'without Web Audio'
      ? undefined
      : class {
          state = browser === 'late' ? 'suspended' : 'running';
          readonly currentTime = 0;
          readonly destination = {};
          resume(): Promise<void> {
            return new Promise((resolve) => {
              setTimeout(() => {
                this.state = 'running';
                resolve();
              }, 1_000);
            });
          }
          close(): Promise<void> {
            log.push('closed');
            return Promise.resolve();
          }
        },
  );
  vi.stubGlobal(
    'GainNode',
    class {
      readonly gain = {
        setValueAtTime: (): void => undefined,
        linearRampToValueAtTime: (value: number): void => {
          // A browser does this.
          if (!Number.isFinite(value)) throw new TypeError('The value is not finite.');
          if (value > 0) log.push(`${Date.now() - now} volume ${value}`);
        },
      };
      connect<Target>(target: Target): Target {
        return target;
      }
    },
  );
  vi.stubGlobal(
    'OscillatorNode',
    class {
      constructor(_: unknown, { frequency }: { readonly frequency: number }) {
        log.push(`${Date.now() - now} ${frequency} Hz`);
      }
      connect<Target>(target: Target): Target {
        return target;
      }
      start(): void {
        // The frequency was noted before.
      }
      stop(at: number): void {
        log.push(`stops after ${Math.round(at * 1_000)} ms`);
      }
    },
  );
  Object.defineProperty(navigator, 'userActivation', {
    configurable: true,
    get: () => ({ hasBeenActive: hasPressed }),
  });
}
afterEach(() => {
  log = [];
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'userActivation');
});

function Sounds({ volume }: { readonly volume?: number }): null {
  useRecordingSounds({ volume });
  return null;
}

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const paused = simulatedCall({ id: 'c1', recordingState: 'Paused' });

async function listen(
  browser: Browser = 'willing',
  calls: readonly SimulatedCall[] = [recording],
  ui: ReactElement = <Sounds />,
): Promise<RenderedDesktop & Heard> {
  browserIs(browser);
  const diagnostics: Diagnostic[] = [];
  const rendered = await renderDesktop(
    <>
      {ui}
      <RecordingControls callId="c1" />
    </>,
    {
      calls,
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
      announce: (text, politeness) => log.push(`${Date.now() - now} ${politeness}: ${text}`),
    },
  );
  await rendered.pass(30_000);
  log = [];
  now = Date.now();
  return {
    ...rendered,
    diagnostics,
    get heard() {
      return log.filter((each) => !/volume|stops/.test(each));
    },
  };
}

/** The server refuses an operation, because the agent lacks the permission. */
async function fail(fixture: RenderedDesktop): Promise<void> {
  await fixture.meanwhile(() => {
    fixture.simulation.rejectNext(5);
    void fixture.desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
  });
  await fixture.pass(300);
}

const falling = ['392 Hz', '262 Hz'];
const rising = ['659 Hz', '784 Hz', '988 Hz'];
const tones = (heard: readonly string[]): readonly string[] =>
  heard.filter((each) => each.endsWith('Hz')).map((each) => each.replace(/^\d+ /, ''));

describe('sounds', () => {
  // A screen-reader user heard "Could not pause. Still recording." a third of a second after the failure,
  // because the announcement waited for the sound. It also waited where no sound was played.
  it('fall when an operation fails, and the announcement does not wait for the sound', async () => {
    const fixture = await listen();
    await fail(fixture);
    expect(tones(fixture.heard)).toEqual(falling);
    const at = (part: string): number =>
      Number(fixture.heard.find((each) => each.includes(part))?.split(' ')[0]);
    expect(fixture.heard.join()).toContain('assertive: Could not pause. Still recording.');
    expect(at('assertive')).toBeLessThanOrEqual(at('392 Hz'));
  });

  it.each([
    ['a failure', fail],
    [
      'a recording that goes on',
      async (fixture: RenderedDesktop) => {
        await fixture.meanwhile(() => fixture.simulation.supervisor('ResumeCallRecording', 'c2'));
        await fixture.pass(400);
      },
    ],
  ])('are over before a screen reader begins to speak of %s', async (_, happen) => {
    const other = simulatedCall({ id: 'c2', recordingState: 'Paused' });
    await happen(await listen('willing', [recording, other]));
    const ends = log
      .filter((each) => each.startsWith('stops'))
      .map((each) => Number(each.match(/\d+/)?.[0]));
    expect(Math.max(...ends)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...ends)).toBeLessThanOrEqual(160);
  });

  it('rise when somebody else resumes a recording that the agent had paused', async () => {
    const fixture = await listen('willing', [paused]);
    await fixture.meanwhile(() => fixture.simulation.supervisor('ResumeCallRecording', 'c1'));
    await fixture.pass(400);
    expect(tones(fixture.heard)).toEqual(rising);
    expect(fixture.heard.join()).toContain('assertive: Recording resumed.');
  });

  it('are not played for the agent’s own operations, nor for a pause by somebody else', async () => {
    const fixture = await listen('willing', [paused]);
    await fixture.meanwhile(() => {
      void fixture.desktop.performOperation('c1', 'ResumeCallRecording');
    });
    await fixture.pass(20_000);
    await fixture.meanwhile(() => fixture.simulation.supervisor('PauseCallRecording', 'c1'));
    await fixture.pass(400);
    expect(tones(fixture.heard)).toEqual([]);
    // An announcement that is not urgent comes at once.
    expect(fixture.heard.map((each) => each.replace(/^\d+ /, ''))).toEqual([
      'polite: Recording resumed.',
      'polite: Recording paused.',
    ]);
  });

  it('are played when it is unknown whether a Stop took place', async () => {
    const fixture = await listen();
    await fixture.meanwhile(() => {
      fixture.simulation.acceptAndDoNothing();
      void fixture.desktop.performOperation('c1', 'StopCallRecording');
    });
    await fixture.pass(11_000);
    expect(tones(fixture.heard)).toEqual(falling);
  });

  it('are also played for a call that no widget shows', async () => {
    const other = simulatedCall({ id: 'c2', recordingState: 'Paused' });
    const fixture = await listen('willing', [recording, other]);
    await fixture.meanwhile(() => fixture.simulation.supervisor('ResumeCallRecording', 'c2'));
    await fixture.pass(400);
    expect(tones(fixture.heard)).toEqual(rising);
  });

  it('have the volume that the agent has set', async () => {
    const fixture = await listen('willing', [recording], <Sounds volume={2} />);
    await fail(fixture);
    expect(log.filter((each) => each.includes('volume'))).toHaveLength(2);
    expect(log.find((each) => each.includes('volume'))).toContain('volume 1');
  });

  // A host read the value of a slider before the slider was rendered, and got NaN.
  it('have the default volume if the given one is not a number', async () => {
    const fixture = await listen('willing', [recording], <Sounds volume={Number.NaN} />);
    await fail(fixture);
    expect(log.find((each) => each.includes('volume'))).toContain('volume 0.3');
  });

  it('are not played before somebody has pressed something, and a diagnostic reports that once', async () => {
    const fixture = await listen('blocked');
    await fail(fixture);
    await fail(fixture);
    expect(tones(fixture.heard)).toEqual([]);
    expect(fixture.diagnostics.filter(({ code }) => code === 'sound-blocked')).toEqual([
      { code: 'sound-blocked', reason: 'no-gesture' },
    ]);
    fireEvent.pointerDown(screen.getByRole('group', { name: 'Call recording' }));
    await fixture.pass(2_000);
    await fail(fixture);
    expect(tones(fixture.heard)).toEqual(falling);
  });

  it('are not played late, when the browser allows them only after a second', async () => {
    const fixture = await listen('late');
    await fail(fixture);
    await fixture.pass(2_000);
    expect(tones(fixture.heard)).toEqual([]);
    expect(fixture.diagnostics).toContainEqual({ code: 'sound-blocked', reason: 'no-gesture' });
    await fail(fixture);
    expect(tones(fixture.heard)).toEqual(falling);
  });

  it('are left out where there is no Web Audio', async () => {
    const fixture = await listen('without Web Audio');
    await fail(fixture);
    await fixture.pass(400);
    expect(fixture.heard.at(-1)).toContain('assertive: Could not pause.');
    expect(fixture.diagnostics).toContainEqual({ code: 'sound-blocked', reason: 'not-supported' });
  });

  it('end with the component, and what is announced goes on', async () => {
    const fixture = await listen();
    await fail(fixture);
    fixture.show(<RecordingControls callId="c1" />);
    expect(log).toContain('closed');
    await fixture.pass(5_000);
    log = [];
    await fail(fixture);
    expect(tones(fixture.heard)).toEqual([]);
    expect(fixture.heard.join()).toContain('assertive: Could not pause.');
  });
});
