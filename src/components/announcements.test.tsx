import { fireEvent, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { callResource, simulatedCall, type SimulatedCall } from '../testing/simulatedCalls.ts';
import { english } from '../i18n/english.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const paused = simulatedCall({ id: 'c1', recordingState: 'Paused' });

/**
 * A desktop and everything that was announced there, in order. `!` marks an announcement that
 * interrupts.
 */
async function listen(
  call: SimulatedCall,
  ui: ReactNode = <RecordingControls callId="c1" />,
  options: RenderedDesktopOptions = {},
): Promise<RenderedDesktop & { readonly announced: string[] }> {
  const announced: string[] = [];
  const fixture = await renderDesktop(ui, {
    calls: [call],
    announce: (text, politeness) => announced.push((politeness === 'assertive' ? '! ' : '') + text),
    ...options,
  });
  return { ...fixture, announced };
}

function press(name: string): void {
  fireEvent.click(screen.getByRole('button', { name }));
}

describe('an agent who listens', () => {
  it('hears nothing when a widget shows a state that was there before', async () => {
    const { announced } = await listen(recording);
    expect(announced).toEqual([]);
  });

  it('hears at once that the recording is paused, and only once, also in StrictMode', async () => {
    const { announced } = await listen(paused, undefined, { isStrict: true });
    expect(announced).toEqual(['Recording is paused.']);
  });

  it('hears once that each of the four operations is confirmed', async () => {
    const { announced, pass } = await listen(
      simulatedCall({ id: 'c1', recordingState: 'Stopped' }),
      <>
        <RecordingControls callId="c1" />
        <RecordingStatus callId="c1" />
      </>,
    );
    for (const name of ['Start', 'Pause', 'Resume', 'Stop']) {
      press(`${name} recording`);
      // React 18 renders at the end of the time that passes, and the guard counts from what is
      // rendered.
      await pass(200);
      await pass(1_600);
    }
    expect(announced).toEqual([
      'Recording started.',
      'Recording paused.',
      'Recording resumed.',
      'Recording stopped.',
    ]);
  });

  it('hears what is still true when the server takes its time', async () => {
    const { announced, simulation, pass } = await listen(recording);
    simulation.delayEvents(2_000);
    simulation.hold();
    press('Pause recording');
    await pass(699);
    expect(announced).toEqual([]);
    await pass(1);
    expect(announced).toEqual(['Still recording. Pausing…']);
    simulation.release();
    await pass(2_000);
    expect(announced).toEqual(['Still recording. Pausing…', 'Recording paused.']);
  });

  it('is interrupted by a refusal, which says what is still true', async () => {
    const { announced, simulation, pass } = await listen(recording);
    simulation.rejectNext(5);
    press('Pause recording');
    await pass(0);
    expect(announced).toEqual(['! Could not pause. Still recording.']);
  });

  it('hears “Treat as recording” when nobody confirms, and later that a check found no change', async () => {
    const { announced, simulation, pass } = await listen(recording);
    simulation.acceptAndDoNothing();
    press('Pause recording');
    await pass(10_000);
    expect(announced).toEqual([
      'Still recording. Pausing…',
      '! Not confirmed. Treat as recording.',
    ]);
    press('Check again');
    await pass(0);
    expect(announced.at(-1)).toBe('Checked again, no change.');
  });

  it('hears a change that nobody requested on this page, and is interrupted if it undoes a pause', async () => {
    const { announced, simulation, meanwhile } = await listen(recording);
    for (const operation of [
      'PauseCallRecording',
      'ResumeCallRecording',
      'StopCallRecording',
      'StartCallRecording',
    ] as const) {
      await meanwhile(() => {
        simulation.supervisor(operation, 'c1');
      });
    }
    expect(announced).toEqual([
      'Recording paused.',
      '! Recording resumed.',
      'Recording stopped.',
      'Recording started.',
    ]);
  });

  it('hears that a call ended while its recording was paused', async () => {
    const { announced, simulation, meanwhile } = await listen(paused);
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(announced).toEqual(['Recording is paused.', 'Call ended while paused.']);
  });

  it('hears that the connection is lost, and the state when it is back', async () => {
    const { announced, simulation, meanwhile, pass } = await listen(recording);
    await meanwhile(simulation.disconnect);
    await pass(1_000);
    expect(announced).toEqual(['! Connection lost. Recording state may be old.']);
    await meanwhile(simulation.reconnect);
    await pass(10_000);
    expect(announced.slice(1)).toEqual(['Connected. Recording.']);
  });

  // The sign-in of an agent had run out, and the screen said so. But the announcement said that
  // the connection was lost, so the agent waited and did not sign in.
  it('hears that the sign-in has run out, and not that the connection is lost', async () => {
    const { announced, simulation, meanwhile, pass, desktop } = await listen(recording);
    await meanwhile(simulation.signOut);
    await pass(120_000);
    expect(announced).toEqual(['! Signed out. May be out of date.']);
    simulation.signIn();
    await meanwhile(() => void desktop.refresh());
    await pass(10_000);
    expect(announced.slice(1)).toEqual(['Connected. Recording.']);
  });

  it('hears first that the connection is lost and then that the sign-in has run out', async () => {
    const { announced, simulation, meanwhile, pass } = await listen(recording);
    await meanwhile(simulation.disconnect);
    await pass(5_000);
    simulation.signOut();
    await meanwhile(simulation.reconnect);
    await pass(120_000);
    expect(announced).toEqual([
      '! Connection lost. Recording state may be old.',
      '! Signed out. May be out of date.',
    ]);
  });

  it('hears that the sign-in has run out before anything was shown', async () => {
    const { announced, pass } = await listen(recording, undefined, {
      before: (simulation) => simulation.signOut(),
    });
    await pass(5_000);
    expect(announced).toEqual(['! Signed out.']);
  });

  it('hears that the page has closed the connection, and not that it is lost', async () => {
    const { announced, pass } = await listen(recording);
    window.dispatchEvent(new Event('pagehide'));
    await pass(5_000);
    expect(announced).toEqual(['! Disconnected. May be out of date.']);
  });

  it('hears which call it is while there are several', async () => {
    const { announced, simulation, meanwhile } = await listen(
      recording,
      <>
        <RecordingControls callId="c1" callLabel="Ada King" />
        <RecordingControls callId="c2" callLabel="Alan Turing" />
      </>,
      { calls: [recording, simulatedCall({ id: 'c2', recordingState: 'Recording' })] },
    );
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c2');
    });
    expect(announced).toEqual(['Alan Turing: Recording stopped.']);
  });
});

// After an interruption, one answer of the server contained some hundred messages. The screen reader
// read all of them, one after the other, although the screen showed only the last one.
describe('messages about a call that arrive together', () => {
  const message = (
    recordingState: SimulatedCall['recordingState'],
    more: Partial<SimulatedCall> = {},
  ): unknown => ({
    data: {
      notificationType: 'CallRecordingStateChange',
      call: callResource({ ...recording, recordingState, ...more }, '15000'),
      messageType: 'CallStateChangeMessage',
    },
  });

  it('are announced once, with the state after the last one', async () => {
    const { announced, simulation, meanwhile } = await listen(recording);
    await meanwhile(() => {
      for (let times = 0; times < 50; times += 1) {
        simulation.say(message('Paused'));
        simulation.say(message('Recording'));
      }
      simulation.say(message('Paused'));
    });
    expect(announced).toEqual(['Recording paused.']);
  });

  it('are announced although the state is the same again, and interrupt when a pause was undone', async () => {
    const { announced, simulation, meanwhile } = await listen(recording);
    await meanwhile(() => {
      simulation.say(message('Paused'));
      simulation.say(message('Recording'));
    });
    expect(announced).toEqual(['! Recording resumed.']);
  });

  it('do not replace the announcement that the agent’s operation is not possible', async () => {
    const { announced, simulation, meanwhile } = await listen(recording);
    simulation.hold();
    press('Pause recording');
    await meanwhile(() => {
      simulation.say(message('Recording', { capabilities: ['StopCallRecording'] }));
      simulation.say(message('Stopped'));
    });
    expect(announced).toEqual([
      '! Could not pause. It is no longer allowed.',
      'Recording stopped.',
    ]);
  });
});

describe('a call that two widgets know by two of its ids', () => {
  it('is announced once', async () => {
    const { announced, desktop, simulation, meanwhile, pass, show } = await listen(recording);
    const connId = desktop.call('c1').getState().call?.connId ?? '';
    const byConnId = <RecordingControls key="by connId" callId={connId} />;
    show([<RecordingControls key="by id" callId="c1" />, byConnId]);
    await pass(0);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    expect(announced).toEqual(['Recording paused.']);
    // The widget that announced is unmounted, and the other one is still mounted.
    show([byConnId]);
    await pass(0);
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect(announced.slice(1)).toEqual(['! Recording resumed.']);
  });
});

describe('a message that names no state', () => {
  it('is not announced before the call was read again, and then only if the state is still unknown', async () => {
    const { announced, simulation, meanwhile, pass } = await listen(recording);
    const unnamed = { id: 'c1', state: 'Established', capabilities: ['PauseCallRecording'] };
    const say = (call: object): void => {
      simulation.say({ data: { messageType: 'CallStateChangeMessage', call } });
    };
    await meanwhile(() => say(unnamed));
    await pass(2_000);
    expect(announced).toEqual([]);
  });
});

it('is in English where a function of the host fails, and the host is told', async () => {
  const failing = (): never => {
    throw new Error('No words');
  };
  const diagnostics: Diagnostic[] = [];
  const { announced, simulation, meanwhile } = await listen(
    recording,
    <>
      <RecordingControls callId="c1" callLabel="Ada King" />
      <RecordingControls callId="c2" callLabel="Alan Turing" />
    </>,
    {
      calls: [recording, simulatedCall({ id: 'c2', recordingState: 'Recording' })],
      messages: { ...english, spoken: { ...english.spoken, about: failing } },
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    },
  );
  await meanwhile(() => {
    simulation.supervisor('StopCallRecording', 'c2');
  });
  expect(announced).toEqual(['Alan Turing: Recording stopped.']);
  expect(screen.getAllByRole('group')[1]).toHaveAttribute('data-recording-state', 'Stopped');
  expect(diagnostics).toMatchObject([{ code: 'host-callback-failed', callback: 'messages' }]);
});

describe('the live regions', () => {
  it.each(['display: none', 'visibility: hidden'])(
    'are replaced by others while the page hides the provider by %s',
    async (style) => {
      // The page hid a part of itself when the agent went to another one. Then nothing was announced: not
      // even that a recording was still paused.
      const { simulation, meanwhile, pass } = await renderDesktop(
        <RecordingControls callId="c1" />,
        {
          calls: [recording],
        },
      );
      const part = document.querySelector('[aria-live]')?.parentElement;
      part?.setAttribute('style', style);
      await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
      await pass(100);
      const heard = (): readonly string[] =>
        [...document.querySelectorAll('[aria-live]')]
          .filter((region) => region.checkVisibility({ checkVisibilityCSS: true }))
          .map(({ textContent }) => textContent);
      expect(heard()).toEqual(['Recording paused.', '']);
      part?.removeAttribute('style');
      await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
      await pass(100);
      expect(heard()).toEqual(['Recording stopped.', '']);
    },
  );

  const regionTexts = (): readonly string[] =>
    [...document.querySelectorAll('[aria-live]')].map(({ textContent }) => textContent);

  it('are not made again and again while the page hides all of itself', async () => {
    const { simulation, meanwhile, pass } = await renderDesktop(<RecordingControls callId="c1" />, {
      calls: [recording],
    });
    const added = vi.fn();
    const observer = new MutationObserver(added);
    observer.observe(document.body, { childList: true, subtree: true });
    document.body.inert = true;
    document.body.setAttribute('aria-hidden', 'true');
    onTestFinished(() => {
      observer.disconnect();
      document.body.inert = false;
      document.body.removeAttribute('aria-hidden');
    });
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    await pass(3_000);
    expect(added.mock.calls.length).toBeLessThan(10);
    expect(regionTexts()).toEqual(['Recording paused.', '']);
  });

  it('say all that happens in one moment, the urgent and the rest, in their order and in one region', async () => {
    // Somebody resumed one call and paused another at once. The sentence about the pause removed the
    // one about the recording before a screen reader could read it.
    const { simulation, meanwhile, pass } = await renderDesktop(
      <>
        <RecordingControls callId="c1" callLabel="Ada" />
        <RecordingControls callId="c2" callLabel="Bob" />
      </>,
      { calls: [recording, simulatedCall({ id: 'c2', recordingState: 'Paused' })] },
    );
    await pass(2_000);
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c2');
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await pass(100);
    expect(regionTexts()).toEqual(['', 'Bob: Recording resumed. Ada: Recording paused.']);
    // The next sentence stands alone again, so that nobody reads an old one beside it.
    await pass(2_000);
    await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
    await pass(100);
    expect(regionTexts()).toEqual(['Ada: Recording stopped.', '']);
  });

  it('end with what is true, when a pause is undone in the same moment', async () => {
    const { simulation, meanwhile, pass } = await renderDesktop(<RecordingControls callId="c1" />, {
      calls: [recording],
    });
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    await meanwhile(() => simulation.supervisor('ResumeCallRecording', 'c1'));
    await pass(130);
    expect(regionTexts()).toEqual(['', 'Recording paused. Recording resumed.']);
  });

  it('exist and are empty from the start, and announce the same sentence twice', async () => {
    const { simulation, meanwhile, pass } = await renderDesktop(<RecordingControls callId="c1" />, {
      calls: [recording],
    });
    const assertive = document.querySelector('[aria-live="assertive"]');
    const polite = document.querySelector('[aria-live="polite"]');
    expect(assertive).toBeEmptyDOMElement();
    expect(polite).toBeEmptyDOMElement();

    for (let times = 0; times < 2; times += 1) {
      await meanwhile(() => {
        simulation.supervisor('StopCallRecording', 'c1');
      });
      expect(polite).toBeEmptyDOMElement();
      await pass(60);
      expect(polite).toHaveTextContent('Recording stopped.');
      await meanwhile(() => {
        simulation.supervisor('StartCallRecording', 'c1');
      });
      await pass(60);
    }
    expect(assertive).toBeEmptyDOMElement();
  });
});
