import { fireEvent, screen } from '@testing-library/react';
import { Component, createRef, StrictMode, type ReactElement, type ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { OperationOutcome } from '../model/operation.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const paused = simulatedCall({ id: 'c1', recordingState: 'Paused' });

const form = (
  <SensitiveSection callId="c1">
    <input aria-label="Card number" />
    <button type="button">Pay</button>
  </SensitiveSection>
);

/** A desktop with the form, and what was announced there. */
async function fixture(
  options: RenderedDesktopOptions = {},
  ui: ReactNode = form,
): Promise<RenderedDesktop & { announced: string[] }> {
  const announced: string[] = [];
  const rendered = await renderDesktop(ui, {
    calls: [recording],
    announce: (text, politeness) => announced.push((politeness === 'assertive' ? '! ' : '') + text),
    ...options,
  });
  // The first read, the request, its answer and its event take one task each.
  await rendered.pass(5);
  return { ...rendered, announced };
}

function section(): HTMLElement {
  return screen.getByRole('group', { name: 'Sensitive details' });
}

function block(): string | null {
  return section().getAttribute('data-blocked');
}

function field(): HTMLInputElement {
  // The input is hidden from the accessibility tree while it is blocked, so it is found by its
  // element name.
  return section().querySelector('input') as HTMLInputElement;
}

function fields(): Element | null {
  return section().querySelector('[data-part="fields"]');
}

function notice(): Element | null {
  return section().querySelector('[data-part="notice"]');
}

function operations({ simulation }: RenderedDesktop): string[] {
  return simulation.requests.map(({ operationName }) => operationName.replace('CallRecording', ''));
}

describe.each([
  ['on', true],
  ['off', false],
])('a section that opens, with StrictMode %s', (_, isStrict) => {
  it('requests one pause, waits until the server says Paused, and resumes when it closes', async () => {
    const all = await fixture({ isStrict, before: (simulation) => simulation.delayEvents(300) });
    const { simulation, pass, show } = all;
    expect(operations(all)).toEqual(['Pause']);
    expect(block()).toBe('pausing');
    expect(notice()).toHaveTextContent('Waiting for the pause…');
    await pass(290);
    expect(fields()).toHaveAttribute('inert');
    await pass(10);
    expect(block()).toBeNull();
    expect(fields()).not.toHaveAttribute('inert');
    expect(notice()).toHaveTextContent('Paused');
    show(null);
    await pass(1_000);
    expect(operations(all)).toEqual(['Pause', 'Resume']);
    expect(simulation.calls()[0]?.recordingState).toBe('Recording');
  });
});

describe('the fields', () => {
  it('are blocked from the very first frame, before anything is known', async () => {
    await fixture({ before: (simulation) => simulation.hold() });
    expect(fields()).toHaveAttribute('inert');
    expect(fields()).toHaveAttribute('aria-hidden', 'true');
    expect(block()).toBe('checking');
  });

  it('can be used at once on a call that is not recorded, and no pause is requested', async () => {
    for (const recordingState of [undefined, 'Stopped']) {
      const { unmount, ...rendered } = await mount(simulatedCall({ id: 'c1', recordingState }));
      expect(block()).toBeNull();
      expect(operations(rendered)).toEqual([]);
      unmount();
    }
  });

  it('are blocked when a recording starts there, which is paused then', async () => {
    const rendered = await fixture({ calls: [simulatedCall({ id: 'c1' })] });
    const { simulation, meanwhile, pass } = rendered;
    simulation.delayEvents(0);
    simulation.hold();
    await meanwhile(() => {
      simulation.supervisor('StartCallRecording', 'c1');
    });
    expect(block()).toBe('pausing');
    await meanwhile(simulation.release);
    await pass(0);
    expect(operations(rendered)).toEqual(['Pause']);
    // The message about the new recording came right after a read that did not contain it.
    expect(block()).toBe('in-doubt');
    await pass(500);
    expect(block()).toBeNull();
    rendered.show(null);
    await pass(0);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('are blocked when someone resumes, until the agent has it paused again', async () => {
    const rendered = await fixture();
    const { desktop, simulation, meanwhile, pass, user } = rendered;
    const lastOutcome = (): OperationOutcome | undefined =>
      desktop.call('c1').getState().recording.outcome;
    expect(lastOutcome()?.cause).toBe('sensitive-section');
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect(block()).toBe('recording');
    expect(notice()).toHaveTextContent('Recording is running again.');
    // The section does not pause again, because somebody has resumed on purpose.
    await pass(30_000);
    expect(operations(rendered)).toEqual(['Pause']);
    await user.click(screen.getByRole('button', { name: 'Pause again' }));
    await pass(0);
    expect(block()).toBeNull();
    // This Pause was pressed by somebody.
    expect(lastOutcome()).toMatchObject({ ending: 'confirmed' });
    expect(lastOutcome()?.cause).toBe('button');
    rendered.show(null);
    await pass(0);
    expect(operations(rendered)).toEqual(['Pause', 'Pause', 'Resume']);
  });

  it('do not cause a new pause when someone resumes a pause that was there before', async () => {
    const rendered = await fixture({ calls: [paused] });
    await rendered.meanwhile(() => {
      rendered.simulation.supervisor('ResumeCallRecording', 'c1');
    });
    await rendered.pass(5_000);
    expect(operations(rendered)).toEqual([]);
    expect(block()).toBe('recording');
    await rendered.user.click(screen.getByRole('button', { name: 'Pause again' }));
    await rendered.pass(5);
    expect(block()).toBeNull();
  });

  it('cause another pause when someone stops the recording and starts a new one', async () => {
    const rendered = await fixture();
    for (const operation of ['StopCallRecording', 'StartCallRecording'] as const)
      await rendered.meanwhile(() => {
        rendered.simulation.supervisor(operation, 'c1');
      });
    await rendered.pass(5);
    expect(operations(rendered)).toEqual(['Pause', 'Pause']);
    expect(block()).toBeNull();
  });

  it('are blocked in the same tick as the agent presses Resume beside them', async () => {
    const { simulation, user, pass } = await fixture(
      {},
      <>
        <RecordingControls callId="c1" />
        {form}
      </>,
    );
    await pass(1_600);
    simulation.hold();
    await user.click(screen.getByRole('button', { name: 'Resume recording' }));
    expect(block()).toBe('resuming');
    expect(notice()).toHaveTextContent('Resuming…');
  });

  it('are blocked while the state may be out of date, and can be used again after a read', async () => {
    const { simulation, meanwhile, pass } = await fixture();
    expect(block()).toBeNull();
    await meanwhile(() => {
      simulation.disconnect('notifications');
    });
    expect(block()).toBe('out-of-date');
    expect(notice()).toHaveTextContent('Connection lost.');
    await meanwhile(simulation.reconnect);
    await pass(10_000);
    expect(block()).toBeNull();
  });

  it('are blocked while the state is not a known one', async () => {
    const { simulation, meanwhile } = await fixture();
    await meanwhile(() => {
      simulation.say({
        data: {
          notificationType: 'CallRecordingStateChange',
          messageType: 'CallStateChangeMessage',
          call: {
            id: 'c1',
            state: 'Established',
            recordingState: 'Transcribing',
            capabilities: [],
          },
        },
        channel: '/v2/me/calls',
      });
    });
    expect(block()).toBe('unknown');
  });

  it('have a lock above them whose text says whether they can be used', async () => {
    // This happened: agents saw a pale form and typed into it nevertheless, because no text said that
    // it was locked.
    const { simulation, meanwhile } = await fixture();
    const lock = (): Element | null => document.querySelector("[data-part='lock']");
    expect(lock()).toHaveTextContent('Fields ready.');
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect(lock()).toHaveTextContent('Fields blocked.');
  });

  it('stay blocked after the call, which may continue under another id, until the agent goes on', async () => {
    const { simulation, meanwhile, user } = await fixture();
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(block()).toBe('ended');
    expect(notice()).toHaveTextContent('Call ended.');
    await user.click(screen.getByRole('button', { name: 'Unlock the fields' }));
    expect(block()).toBeNull();
  });
});

describe('a pause that does not come', () => {
  it('stays blocked when refused, says so, and tries again when asked to', async () => {
    const rendered = await fixture({ before: (simulation) => simulation.rejectNext(3) });
    const { user, pass } = rendered;
    expect(block()).toBe('refused');
    expect(notice()).toHaveTextContent('Could not pause. Still recording.');
    await pass(60_000);
    expect(operations(rendered)).toEqual(['Pause']);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await pass(0);
    expect(operations(rendered)).toEqual(['Pause', 'Pause']);
    expect(block()).toBeNull();
  });

  it('offers no second try if none can succeed, but shows what the host renders', async () => {
    await fixture(
      { before: (simulation) => simulation.rejectNext(5) },
      <SensitiveSection
        callId="c1"
        renderBlocked={({ block: why }) => why === 'refused' && <p>Call 4711.</p>}
      >
        <input />
      </SensitiveSection>,
    );
    expect(notice()).toHaveTextContent('You do not have the permission.');
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    expect(screen.getByText('Call 4711.')).toBeVisible();
  });

  it('stays blocked while nobody confirms it, until a late confirmation comes', async () => {
    const { simulation, pass, user } = await fixture({
      before: (s) => s.acceptAndDoNothing(),
    });
    await pass(10_000);
    expect(block()).toBe('not-confirmed');
    expect(notice()).toHaveTextContent('Not confirmed. Treat as recording.');
    await user.click(screen.getByRole('button', { name: 'Check again' }));
    await pass(0);
    // The call was read again, and it is still recording.
    expect(block()).toBe('refused');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await pass(0);
    expect(block()).toBeNull();
    expect(simulation.requests).toHaveLength(2);
  });

  it('says why a check failed, because the fields stay blocked and nothing else changes', async () => {
    const { simulation, pass, user } = await fixture({
      before: (s) => s.acceptAndDoNothing(),
    });
    await pass(10_000);
    simulation.disconnect('rest');
    await user.click(screen.getByRole('button', { name: 'Check again' }));
    await pass(0);
    expect(block()).toBe('not-confirmed');
    expect(notice()).toHaveTextContent('The server cannot be reached.');
  });

  it('is confirmed by reading when its event is lost', async () => {
    const { pass } = await fixture({ before: (simulation) => simulation.loseNextEvent() });
    expect(block()).toBe('pausing');
    await pass(2_000);
    expect(block()).toBeNull();
  });

  it('says that there is no Pause among the capabilities', async () => {
    const rendered = await fixture({
      calls: [{ ...recording, capabilities: ['StopCallRecording'] }],
    });
    expect(operations(rendered)).toEqual([]);
    expect(block()).toBe('not-allowed');
    expect(notice()).toHaveTextContent('Pausing is not possible now. Still recording.');
  });

  it('says why the host has vetoed it', async () => {
    const rendered = await fixture({ onBeforeOperation: () => 'Not on this line.' });
    expect(operations(rendered)).toEqual([]);
    expect(notice()).toHaveTextContent('Could not pause. Still recording. Not on this line.');
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});

describe('when the section closes', () => {
  it('leaves a pause that somebody else made', async () => {
    const rendered = await fixture({ calls: [paused] });
    expect(block()).toBeNull();
    rendered.show(null);
    await rendered.pass(30_000);
    expect(operations(rendered)).toEqual([]);
  });

  it('changes nothing when someone else has stopped the recording, or has paused it again', async () => {
    for (const undo of [
      ['StopCallRecording'],
      ['ResumeCallRecording', 'PauseCallRecording'],
    ] as const) {
      const { unmount, ...rendered } = await mount(recording);
      for (const operation of undo)
        await rendered.meanwhile(() => {
          rendered.simulation.supervisor(operation, 'c1');
        });
      rendered.show(null);
      await rendered.pass(30_000);
      expect(operations(rendered)).toEqual(['Pause']);
      unmount();
    }
  });

  it('resumes only when the last of several has closed, whatever id they know the call by', async () => {
    const both = (
      <>
        {form}
        <SensitiveSection callId={recording.connId}>
          <input />
        </SensitiveSection>
      </>
    );
    const rendered = await fixture({}, both);
    rendered.show(
      <>
        {null}
        <SensitiveSection callId={recording.connId}>
          <input />
        </SensitiveSection>
      </>,
    );
    await rendered.pass(5_000);
    expect(operations(rendered)).toEqual(['Pause']);
    expect(block()).toBeNull();
    rendered.show(null);
    await rendered.pass(0);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('does not resume in between when one section takes the place of another', async () => {
    const rendered = await fixture({ isStrict: true }, <SensitiveSection key="1" callId="c1" />);
    rendered.show(<SensitiveSection key="2" callId="c1" />);
    await rendered.pass(5_000);
    expect(operations(rendered)).toEqual(['Pause']);
  });

  it('resumes as soon as its pause is confirmed, if it closes before that', async () => {
    const rendered = await fixture({ before: (simulation) => simulation.delayEvents(400) });
    expect(block()).toBe('pausing');
    rendered.show(null);
    await rendered.pass(390);
    expect(operations(rendered)).toEqual(['Pause']);
    await rendered.pass(1_001);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('resumes after a pause that was unconfirmed and took place late', async () => {
    const rendered = await fixture({ before: (simulation) => simulation.acceptAndDoNothing() });
    await rendered.pass(10_000);
    rendered.show(null);
    await rendered.pass(5_000);
    await rendered.meanwhile(() => {
      rendered.simulation.supervisor('PauseCallRecording', 'c1');
    });
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('stays paused when the form crashes, until the agent resumes', async () => {
    // This happened: an agent was in the middle of a card number when the form crashed on a bad
    // digit. The section was unmounted with it, the recording resumed, and the caller went on
    // reading out the number.
    const rendered = await fixture(
      {},
      <>
        <RecordingControls callId="c1" />
        <Caught>
          <SensitiveSection callId="c1">
            <Bomb />
          </SensitiveSection>
        </Caught>
      </>,
    );
    expect(block()).toBeNull();
    await breakTheForm(rendered);
    expect(screen.getByText('Gone.')).toBeVisible();
    await rendered.pass(60_000);
    expect(operations(rendered)).toEqual(['Pause']);
    await rendered.user.click(screen.getByRole('button', { name: 'Resume recording' }));
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('resumes when the host shows the form again after a crash and closes it', async () => {
    const ui = (key: number): ReactNode => (
      <Caught key={key}>
        <SensitiveSection callId="c1">
          <Bomb />
        </SensitiveSection>
      </Caught>
    );
    const rendered = await fixture({}, ui(1));
    await breakTheForm(rendered);
    rendered.show(ui(2));
    await rendered.pass(5_000);
    expect(operations(rendered)).toEqual(['Pause']);
    expect(block()).toBeNull();
    rendered.show(null);
    await rendered.pass(0);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('passes the error of the form to the host unchanged', async () => {
    const errors: unknown[] = [];
    const rendered = await fixture(
      {},
      <Caught onError={(error) => errors.push(error)}>
        <SensitiveSection callId="c1">
          <Bomb />
        </SensitiveSection>
      </Caught>,
    );
    await breakTheForm(rendered);
    expect(errors).toEqual([new Error('broken')]);
  });

  it('stays paused when what the host shows beside blocked fields crashes', async () => {
    const rendered = await fixture(
      {},
      <Caught>
        <SensitiveSection
          callId="c1"
          renderBlocked={({ block: why }) => {
            if (why === 'out-of-date') throw new Error('broken');
            return null;
          }}
        >
          <input />
        </SensitiveSection>
      </Caught>,
    );
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await rendered.meanwhile(() => rendered.simulation.disconnect('notifications'));
    silent.mockRestore();
    expect(screen.getByText('Gone.')).toBeVisible();
    await rendered.meanwhile(() => rendered.simulation.reconnect());
    await rendered.pass(60_000);
    expect(operations(rendered)).toEqual(['Pause']);
  });

  it('reads before it resumes while notifications are down', async () => {
    const rendered = await fixture();
    const { simulation, meanwhile, pass, show } = rendered;
    await meanwhile(() => {
      simulation.disconnect('notifications');
      simulation.supervisor('StopCallRecording', 'c1');
    });
    show(null);
    await pass(60_000);
    expect(operations(rendered)).toEqual(['Pause']);
  });

  it('resumes although notifications are down, and waits while nothing can be reached', async () => {
    const rendered = await fixture();
    const { simulation, meanwhile, pass, show } = rendered;
    await meanwhile(() => {
      simulation.disconnect();
    });
    show(null);
    await pass(5_000);
    expect(operations(rendered)).toEqual(['Pause']);
    await meanwhile(simulation.reconnect);
    await pass(30_000);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
  });

  it('tries only once when the resume is refused', async () => {
    const rendered = await fixture();
    rendered.simulation.rejectNext(5);
    rendered.show(<RecordingControls callId="c1" />);
    await rendered.pass(120_000);
    expect(operations(rendered)).toEqual(['Pause', 'Resume']);
    expect(screen.getByText(/Could not resume\. Still paused\./)).toBeVisible();
  });
});

describe('focus and announcements', () => {
  it('takes the focus out of a field that is blocked, and gives it back', async () => {
    const { simulation, meanwhile, pass, user } = await fixture();
    await user.click(field());
    await user.keyboard('42');
    await meanwhile(() => {
      simulation.disconnect('notifications');
    });
    expect(notice()).toHaveFocus();
    await user.keyboard('42');
    await meanwhile(simulation.reconnect);
    await pass(10_000);
    expect(field()).toHaveFocus();
    expect(field()).toHaveValue('42');
  });

  it('does not take the focus back from where the agent went', async () => {
    const { simulation, meanwhile, pass, user } = await fixture(
      {},
      <>
        {form}
        <textarea aria-label="Notes" />
      </>,
    );
    await user.click(field());
    await meanwhile(() => {
      simulation.disconnect('notifications');
    });
    await user.click(screen.getByRole('textbox', { name: 'Notes' }));
    await meanwhile(simulation.reconnect);
    await pass(10_000);
    expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveFocus();
  });

  it('does not take the focus when it opens, and takes it from a field that gets it too early', async () => {
    await fixture(
      { before: (simulation) => simulation.delayEvents(200) },
      <>
        <textarea aria-label="Notes" ref={(notes) => notes?.focus()} />
        <SensitiveSection callId="c1">
          <input ref={(input) => input?.focus()} />
        </SensitiveSection>
      </>,
    );
    expect(screen.getByRole('textbox', { name: 'Notes' })).toHaveFocus();
  });

  it('keeps the focus when the button of a remedy disappears', async () => {
    const { user, pass } = await fixture({ before: (simulation) => simulation.rejectNext(3) });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await pass(0);
    expect(notice()).toHaveFocus();
  });

  it('announces when the fields can be used and when they cannot any more', async () => {
    const { announced, simulation, meanwhile } = await fixture();
    expect(announced.at(-1)).toBe('Fields ready.');
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect(announced.slice(2)).toEqual(['! Recording resumed.', '! Fields blocked.']);
  });

  it('passes ref, className and the rest on to its root', async () => {
    const ref = createRef<HTMLDivElement>();
    await fixture(
      {},
      <SensitiveSection callId="c1" ref={ref} className="mine" aria-label="Card" />,
    );
    expect(ref.current).toHaveClass('mine');
    expect(screen.getByRole('group', { name: 'Card' })).toBe(ref.current);
  });
});

/** A desktop that can be replaced by another one within a test. */
async function mount(call: typeof recording): Promise<RenderedDesktop & { unmount: () => void }> {
  const rendered = await fixture({ calls: [call] });
  return { ...rendered, unmount: () => rendered.show(<StrictMode />) };
}

async function breakTheForm(rendered: RenderedDesktop): Promise<void> {
  // React logs the error.
  const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  fireEvent.click(screen.getByRole('button', { name: 'Break' }));
  await rendered.pass(0);
  silent.mockRestore();
}

class Caught extends Component<{
  readonly children: ReactNode;
  readonly onError?: (error: unknown) => void;
}> {
  override state = { isCaught: false };
  static getDerivedStateFromError(): { isCaught: boolean } {
    return { isCaught: true };
  }
  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error);
  }
  override render(): ReactNode {
    return this.state.isCaught ? <p>Gone.</p> : this.props.children;
  }
}

class Bomb extends Component {
  override state = { isLit: false };
  override render(): ReactElement {
    if (this.state.isLit) throw new Error('broken');
    return (
      <button type="button" onClick={() => this.setState({ isLit: true })}>
        Break
      </button>
    );
  }
}
