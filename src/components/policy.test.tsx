import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { ConfirmStop } from './ConfirmStop.tsx';
import { RecordingControls, type RecordingControlsProps } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });

async function fixture(
  props: Omit<RecordingControlsProps, 'callId'> = {},
  options: RenderedDesktopOptions = {},
): Promise<RenderedDesktop & { readonly announced: string[] }> {
  const announced: string[] = [];
  const rendered = await renderDesktop(<RecordingControls callId="c1" {...props} />, {
    calls: [recording],
    announce: (text, politeness) => announced.push((politeness === 'assertive' ? '! ' : '') + text),
    ...options,
  });
  return { ...rendered, announced };
}

const twoStepStop: RecordingControlsProps['renderButton'] = (props, { slot }) =>
  slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />;

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

function names(): (string | null)[] {
  return screen.queryAllByRole('button').map((each) => each.getAttribute('aria-label'));
}

describe('the operations that a desktop may show', () => {
  it('can be fewer than the capabilities allow', async () => {
    await fixture({ operations: ['PauseCallRecording', 'ResumeCallRecording'] });
    expect(names()).toEqual(['Pause recording']);
  });

  it('are never more than the capabilities allow', async () => {
    await fixture(
      { operations: ['StartCallRecording', 'StopCallRecording'] },
      { calls: [{ ...recording, capabilities: ['PauseCallRecording', 'StopCallRecording'] }] },
    );
    expect(names()).toEqual(['Stop recording']);
  });

  it('can be none, and the state is still shown', async () => {
    await fixture({ operations: [] });
    expect(names()).toEqual([]);
    expect(screen.getByText('Recording')).toBeVisible();
  });

  it('also limit Try again', async () => {
    const { simulation, pass, show } = await fixture();
    simulation.rejectNext(3);
    fireEvent.click(button('Pause recording'));
    await pass(0);
    expect(button('Try again')).toBeVisible();
    show(<RecordingControls callId="c1" operations={['StopCallRecording']} />);
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});

describe('an operation that the host has a reason against', () => {
  const unavailable = { StopCallRecording: 'The caller has to agree first.' };

  it('keeps its place and its tab stop, and shows the reason', async () => {
    const { user, simulation } = await fixture({ unavailable });
    const stop = button('Stop recording');
    expect(stop).toHaveAttribute('aria-disabled', 'true');
    expect(stop).not.toBeDisabled();
    expect(stop).toHaveAccessibleDescription('The caller has to agree first.');
    expect(screen.getByText('The caller has to agree first.')).toBeVisible();
    await user.tab();
    await user.tab();
    expect(stop).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(simulation.requests).toEqual([]);
  });

  it('announces the reason when it is pressed', async () => {
    const { user, announced, simulation } = await fixture({ unavailable });
    await user.click(button('Stop recording'));
    expect(announced).toEqual(['The caller has to agree first.']);
    expect(simulation.requests).toEqual([]);
  });

  it('leaves the other operations available', async () => {
    const { user, pass, simulation } = await fixture({ unavailable });
    expect(button('Pause recording')).not.toHaveAttribute('aria-disabled');
    expect(button('Pause recording')).not.toHaveAttribute('aria-describedby');
    await user.click(button('Pause recording'));
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
  });

  it('is not offered when the capabilities do not allow it', async () => {
    await fixture({ unavailable: { StartCallRecording: 'No.' } });
    expect(names()).toEqual(['Pause recording', 'Stop recording']);
    expect(screen.queryByText('No.')).toBeNull();
  });
});

describe('a veto', () => {
  it('sends nothing, and its reason is shown and announced', async () => {
    const asked: unknown[] = [];
    const { user, announced, simulation, pass } = await fixture(
      {},
      {
        onBeforeOperation: (request) => {
          asked.push(request);
          return 'This call is disputed.';
        },
      },
    );
    await user.click(button('Stop recording'));
    await pass(0);
    expect(asked).toEqual([{ callId: 'c1', operationName: 'StopCallRecording' }]);
    expect(simulation.requests).toEqual([]);
    expect(
      screen.getByText('Could not stop. Still recording. This call is disputed.'),
    ).toBeVisible();
    expect(document.querySelector("[data-part='note']")).toHaveAttribute('data-tone', 'failure');
    expect(announced).toEqual(['! Could not stop. Still recording. This call is disputed.']);
    expect(button('Stop recording')).toHaveFocus();
  });

  it('also applies to operations that the host itself asks for', async () => {
    const { desktop, simulation } = await fixture({}, { onBeforeOperation: () => 'No.' });
    await expect(desktop.performOperation('c1', 'PauseCallRecording')).rejects.toMatchObject({
      code: 'vetoed',
      message: 'No.',
    });
    expect(simulation.requests).toEqual([]);
  });

  it('has no other effect', async () => {
    const { user, pass, simulation } = await fixture(
      {},
      {
        onBeforeOperation: ({ operationName }) =>
          operationName === 'StopCallRecording' ? 'No.' : undefined,
      },
    );
    await user.click(button('Pause recording'));
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
    expect(screen.getByText('Paused')).toBeVisible();
  });

  // A mistake of the host must not prevent an agent from pausing before a card number is said.
  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('a mistake of the host’s');
      },
    ],
    ['is async', () => Promise.reject(new Error('a mistake of the host’s'))],
    ['returns something that is not a text', () => ({ reason: 'no' })],
  ])(
    'of a host whose function %s counts as no veto, and the host is told',
    async (_name, mistake) => {
      const onDiagnostic = vi.fn();
      const { user, pass, simulation } = await fixture(
        {},
        // A host without TypeScript may return anything.
        { onBeforeOperation: mistake as () => string | undefined, onDiagnostic },
      );
      await user.click(button('Stop recording'));
      await pass(2_000);
      expect(simulation.requests).toHaveLength(1);
      expect(onDiagnostic).toHaveBeenCalledWith(
        expect.objectContaining({ code: 'host-callback-failed', callback: 'onBeforeOperation' }),
      );
    },
  );
});

describe.each([
  ['on', true],
  ['off', false],
])('a Stop that cannot be undone, with StrictMode %s', (_, isStrict) => {
  const question = { name: 'Stop recording? It cannot be restarted on this call.' };
  const asking = (options: RenderedDesktopOptions = {}): ReturnType<typeof fixture> =>
    fixture({ renderButton: twoStepStop }, { isStrict, ...options });

  it('asks before it is sent, and is sent after the answer', async () => {
    const { user, pass, simulation } = await asking();
    await user.click(button('Stop recording'));
    expect(simulation.requests).toEqual([]);
    expect(screen.getByRole('group', question)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Don’t stop' })).toHaveFocus();
    // There is only one button of this name, for agents who control the desktop by speech.
    await user.click(button('Stop recording'));
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'StopCallRecording' }]);
    expect(screen.queryByRole('group', question)).toBeNull();
    expect(button('Start recording')).toHaveFocus();
  });

  it.each([
    ['Don’t stop', (desktop: RenderedDesktop) => desktop.user.keyboard('{Enter}')],
    ['Esc', (desktop: RenderedDesktop) => desktop.user.keyboard('{Escape}')],
  ])('goes back to Stop with %s, and nothing is sent', async (__, cancel) => {
    const rendered = await asking();
    await rendered.user.click(button('Stop recording'));
    await cancel(rendered);
    expect(screen.queryByRole('group', question)).toBeNull();
    expect(button('Stop recording')).toHaveFocus();
    expect(rendered.simulation.requests).toEqual([]);
  });

  it('is not answered by the second click of a double click, nor by an Enter that is held', async () => {
    const { pass, simulation } = await asking();
    const stop = button('Stop recording');
    fireEvent.click(stop, { detail: 1 });
    fireEvent.click(button('Stop recording'), { detail: 2 });
    expect(screen.getByRole('group', question)).toBeVisible();
    // The browser clicks the button after a keydown that nobody has prevented.
    expect(fireEvent.keyDown(button('Don’t stop'), { key: 'Enter', repeat: true })).toBe(false);
    expect(fireEvent.keyDown(button('Stop recording'), { key: 'Enter', repeat: true })).toBe(false);
    await pass(0);
    expect(simulation.requests).toEqual([]);
  });

  it('keeps the question until the agent answers, and Pause can be used meanwhile', async () => {
    const { user, pass, simulation } = await asking();
    await user.click(button('Stop recording'));
    await pass(600_000);
    await user.click(button('Pause recording'));
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'PauseCallRecording' }]);
    expect(screen.getByRole('group', question)).toBeVisible();
  });

  it('removes the question when there is nothing left to stop, and keeps the focus in the widget', async () => {
    const { user, meanwhile, simulation } = await asking();
    await user.click(button('Stop recording'));
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c1');
    });
    expect(screen.queryByRole('group', question)).toBeNull();
    expect(button('Start recording')).toHaveFocus();
  });

  it('does not pass Esc on to the elements around the widget', async () => {
    const { user, show } = await asking();
    let heard = 0;
    show(
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
      <div onKeyDown={() => (heard += 1)}>
        <RecordingControls callId="c1" renderButton={twoStepStop} />
      </div>,
    );
    await user.click(button('Stop recording'));
    await user.keyboard('{Escape}');
    expect(heard).toBe(0);
  });
});
