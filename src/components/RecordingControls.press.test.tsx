import { MutationCache, onlineManager, QueryClient } from '@tanstack/react-query';
import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventOf, wireCall } from '../doubles/fakeWire.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const paused = simulatedCall({ id: 'c1', recordingState: 'Paused' });

function fixture(options: RenderedDesktopOptions = {}): Promise<RenderedDesktop> {
  return renderDesktop(<RecordingControls callId="c1" />, { calls: [recording], ...options });
}

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

describe.each([
  ['on', true],
  ['off', false],
])('one request per press, with StrictMode %s', (_, isStrict) => {
  it('for a double click', async () => {
    const { simulation, user, pass } = await fixture({ isStrict });
    await user.dblClick(button('Pause recording'));
    await pass(20_000);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'PauseCallRecording' }]);
  });

  it('for clicks in the same tick, before React has drawn anything', async () => {
    const { simulation, pass } = await fixture({ isStrict });
    simulation.hold();
    const pause = button('Pause recording');
    act(() => {
      pause.click();
      pause.click();
      button('Stop recording').click();
    });
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
  });

  it('for two widgets that show the same call', async () => {
    const { simulation, pass } = await renderDesktop(
      <>
        <RecordingControls callId="c1" callLabel="left" />
        <RecordingControls callId="c1" callLabel="right" />
      </>,
      { calls: [recording], isStrict },
    );
    simulation.hold();
    const both = screen.getAllByRole('button', { name: 'Pause recording' });
    expect(both).toHaveLength(2);
    act(() => {
      for (const each of both) each.click();
    });
    // Both widgets show that the one press is pending.
    expect(screen.getAllByRole('button', { name: 'Pausing…' })).toHaveLength(2);
    simulation.release();
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
    expect(screen.getAllByText('Paused')).toHaveLength(2);
  });

  it('for a held key, however long', async () => {
    const { simulation, pass } = await fixture({ isStrict });
    const primary = button('Pause recording');
    holdEnter(primary, { repeat: false });
    await pass(1_000);
    expect(button('Resume recording')).toBe(primary);
    holdEnter(primary, { repeat: true });
    await pass(1_000);
    // The label has not changed for more than 1.5 s, so a press that has just begun would be sent.
    holdEnter(primary, { repeat: true });
    await pass(1_000);
    expect(simulation.requests).toHaveLength(1);
  });

  it('for a widget that is unmounted and mounted again while the operation is pending', async () => {
    const { simulation, show, pass } = await fixture({ isStrict });
    simulation.hold();
    fireEvent.click(button('Pause recording'));
    show(null);
    await pass(0);
    show(<RecordingControls callId="c1" />);
    expect(button('Pausing…')).toHaveAttribute('aria-disabled', 'true');
    fireEvent.click(button('Pausing…'));
    simulation.release();
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
    expect(screen.getByText('Paused')).toBeVisible();
  });

  it('for a host whose own MutationCache makes every mutation wait', async () => {
    const queryClient = new QueryClient({
      mutationCache: new MutationCache({
        onMutate: () => new Promise((resolve) => setTimeout(resolve, 50)),
      }),
    });
    const { simulation, user, pass } = await fixture({ isStrict, queryClient });
    await user.dblClick(button('Pause recording'));
    expect(button('Pausing…')).toHaveAttribute('aria-disabled', 'true');
    await pass(100);
    expect(simulation.requests).toHaveLength(1);
    expect(screen.getByText('Paused')).toBeVisible();
  });

  it('for a host whose QueryClient repeats failed mutations', async () => {
    const queryClient = new QueryClient({
      defaultOptions: { mutations: { retry: 3, retryDelay: 10 } },
    });
    const { simulation, user, pass } = await fixture({ isStrict, queryClient });
    simulation.rejectNext(4);
    await user.click(button('Pause recording'));
    await pass(20_000);
    expect(simulation.requests).toHaveLength(1);
  });
});

describe('the press counts for the label that was under it', () => {
  it('never turns the second click of a Pause into a Resume', async () => {
    const { simulation, pass } = await fixture();
    simulation.sendNextEventFirst();
    const primary = button('Pause recording');
    fireEvent.click(primary, { detail: 1 });
    await pass(0);
    expect(button('Resume recording')).toBe(primary);
    // The browser reports the second click of a double click, however long after the first it
    // comes.
    await pass(1_600);
    fireEvent.click(primary, { detail: 2 });
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
  });

  it.each<[string, (button: HTMLElement) => void]>([
    [
      'pointer',
      (each) => {
        fireEvent.pointerDown(each);
        fireEvent.click(each, { detail: 1 });
      },
    ],
    [
      'Enter',
      (each) => {
        fireEvent.keyDown(each, { key: 'Enter' });
        fireEvent.click(each, { detail: 0 });
      },
    ],
    [
      'the space bar',
      (each) => {
        fireEvent.keyDown(each, { key: ' ' });
        fireEvent.keyUp(each, { key: ' ' });
        fireEvent.click(each, { detail: 0 });
      },
    ],
    ['speech input', (each) => fireEvent.click(each, { detail: 0 })],
  ])(
    'drops a press within 1.5 s after the operation of the button has changed, and takes a later one: by %s',
    async (_, pressBy) => {
      const { simulation, pass } = await fixture();
      const primary = button('Pause recording');
      primary.focus();
      pressBy(primary);
      await pass(0);
      expect(button('Resume recording')).toBe(primary);
      await pass(1_498);
      pressBy(primary);
      await pass(1);
      expect(simulation.requests).toHaveLength(1);
      await pass(1);
      pressBy(primary);
      await pass(0);
      expect(simulation.requests.map(({ operationName }) => operationName)).toEqual([
        'PauseCallRecording',
        'ResumeCallRecording',
      ]);
    },
  );

  it('drops a click when someone else changed the label between pressing down and releasing', async () => {
    const { simulation, meanwhile, pass } = await fixture({ calls: [paused] });
    const primary = button('Resume recording');
    fireEvent.pointerDown(primary);
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    await pass(1_600);
    fireEvent.pointerUp(primary);
    fireEvent.click(primary, { detail: 1 });
    await pass(0);
    expect(simulation.requests).toEqual([]);
    // The next press is meant for the present label.
    fireEvent.pointerDown(primary);
    fireEvent.click(primary, { detail: 1 });
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'PauseCallRecording' }]);
  });

  it('drops a click when the call changed between pressing down and releasing', async () => {
    const other = simulatedCall({ id: 'c2', recordingState: 'Recording' });
    const { simulation, show, pass } = await fixture({ calls: [recording, other] });
    const primary = button('Pause recording');
    fireEvent.pointerDown(primary);
    // The host shows the call that rings, so the same button is now about another caller.
    show(<RecordingControls callId="c2" />);
    expect(button('Pause recording')).toBe(primary);
    fireEvent.pointerUp(primary);
    fireEvent.click(primary, { detail: 1 });
    await pass(0);
    expect(simulation.requests).toEqual([]);
    fireEvent.pointerDown(primary);
    fireEvent.click(primary, { detail: 1 });
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c2', operationName: 'PauseCallRecording' }]);
  });

  it('takes a press although a pointer was pressed down on another button and released elsewhere', async () => {
    const { simulation, pass } = await fixture();
    fireEvent.pointerDown(button('Pause recording'));
    // Speech input and shortcuts click without a pointer or a key.
    fireEvent.click(button('Stop recording'));
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'StopCallRecording' }]);
  });

  it('takes a press although another key was pressed on the label before', async () => {
    const { simulation, user, meanwhile, pass } = await fixture({ calls: [paused] });
    const primary = button('Resume recording');
    primary.focus();
    await user.keyboard('{Alt}');
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    await pass(1_600);
    fireEvent.click(primary);
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'PauseCallRecording' }]);
  });

  it.each(['Enter', ' '])(
    'drops a press of the key “%s” whose label was changed by someone else while it was down',
    async (key) => {
      const { simulation, meanwhile, pass } = await fixture({ calls: [paused] });
      const primary = button('Resume recording');
      fireEvent.keyDown(primary, { key });
      await meanwhile(() => {
        simulation.supervisor('ResumeCallRecording', 'c1');
      });
      await pass(1_600);
      fireEvent.keyUp(primary, { key });
      fireEvent.click(primary, { detail: 0 });
      await pass(0);
      expect(simulation.requests).toEqual([]);
    },
  );

  it('takes a press by speech input, although the agent left the window with a key down before', async () => {
    // The key was released in the other window, so it clicked nothing. Much later the press by speech
    // input was taken for its click, and dropped.
    const { simulation, meanwhile, pass } = await fixture({ calls: [paused] });
    const primary = button('Resume recording');
    primary.focus();
    fireEvent.keyDown(primary, { key: ' ' });
    fireEvent.blur(primary);
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    await pass(1_600);
    fireEvent.click(primary, { detail: 0 });
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'PauseCallRecording' }]);
  });

  it('takes a press by speech input, although a pointer was dragged off the label before', async () => {
    const { simulation, meanwhile, pass } = await fixture({ calls: [paused] });
    const primary = button('Resume recording');
    fireEvent.pointerDown(primary);
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    await pass(1_600);
    fireEvent.click(primary, { detail: 0 });
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'PauseCallRecording' }]);
  });

  it.each([
    ['a pointer', 1],
    ['a key', 0],
  ])(
    'does not start again what a second press of %s on Stop would have stopped',
    async (_, detail) => {
      // This happened: an agent stopped a recording, was not sure of it, and pressed again 600 ms
      // later. By then there was a Start under the pointer, and the call was recorded again.
      const { simulation, pass } = await fixture();
      const stop = button('Stop recording');
      stop.focus();
      if (detail === 0) fireEvent.keyDown(stop, { key: 'Enter' });
      fireEvent.click(stop, { detail });
      await pass(600);
      // There is nothing at the place of Stop now. A key press goes to the element that got the
      // focus.
      const start = button('Start recording');
      expect(start).toHaveFocus();
      fireEvent.keyDown(start, { key: 'Enter' });
      fireEvent.click(start, { detail: 0 });
      await pass(0);
      expect(simulation.requests.map(({ operationName }) => operationName)).toEqual([
        'StopCallRecording',
      ]);
      expect(screen.getByText(/^Not sent: the button had just changed/)).toBeVisible();
    },
  );

  it('drops a key that comes after the focus went to a button that did not change', async () => {
    // The server takes Stop away and leaves Pause. An Enter that was meant for Stop now comes to
    // Pause.
    const { simulation, meanwhile, pass } = await fixture();
    const stop = button('Stop recording');
    stop.focus();
    await meanwhile(() => {
      simulation.say(eventOf(wireCall({ id: 'c1' }, { capabilities: ['PauseCallRecording'] })));
    });
    const pause = button('Pause recording');
    expect(pause).toHaveFocus();
    const enter = async (): Promise<void> => {
      fireEvent.keyDown(pause, { key: 'Enter' });
      fireEvent.click(pause, { detail: 0 });
      await pass(0);
    };
    await enter();
    expect(simulation.requests).toEqual([]);
    await pass(1_500);
    await enter();
    expect(simulation.requests).toHaveLength(1);
  });

  it('takes a press by a pointer at once after the focus went to its button', async () => {
    const { simulation, meanwhile, pass } = await fixture();
    button('Stop recording').focus();
    await meanwhile(() => {
      simulation.say(eventOf(wireCall({ id: 'c1' }, { capabilities: ['PauseCallRecording'] })));
    });
    const pause = button('Pause recording');
    expect(pause).toHaveFocus();
    fireEvent.pointerDown(pause);
    fireEvent.click(pause, { detail: 1 });
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
  });

  it('announces once, and shows for a while, that a press was dropped', async () => {
    // This happened: agents pressed, saw nothing happen, and could not tell whether the press was
    // sent.
    const announced: string[] = [];
    const { simulation, pass } = await fixture({ announce: (text) => announced.push(text) });
    const primary = button('Pause recording');
    fireEvent.click(primary);
    await pass(0);
    fireEvent.click(primary);
    fireEvent.click(primary, { detail: 2 });
    await pass(0);
    const words = 'Not sent: the button had just changed. Press again.';
    expect(screen.getByText(words)).toHaveAttribute('data-tone', 'quiet');
    expect(announced.filter((text) => text === words)).toHaveLength(1);
    expect(simulation.requests).toHaveLength(1);
    await pass(8_000);
    expect(screen.queryByText(words)).toBeNull();
  });

  it('hides the note about a dropped press when the next press is sent', async () => {
    const { simulation, pass } = await fixture();
    const primary = button('Pause recording');
    fireEvent.click(primary);
    await pass(0);
    fireEvent.click(primary);
    await pass(1_500);
    expect(screen.getByText(/^Not sent/)).toBeVisible();
    fireEvent.click(primary);
    await pass(0);
    expect(screen.queryByText(/^Not sent/)).toBeNull();
    expect(simulation.requests).toHaveLength(2);
  });

  it('says nothing of the second click of a double click that is pending', async () => {
    const { simulation, user } = await fixture();
    simulation.hold();
    await user.dblClick(button('Pause recording'));
    expect(screen.queryByText(/^Not sent/)).toBeNull();
  });

  it('takes a press at a place that was empty until now, because no other label was there', async () => {
    const { simulation, meanwhile, pass } = await fixture({
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording', capabilities: [] })],
    });
    await meanwhile(() => {
      simulation.say(eventOf(wireCall({ id: 'c1' }, { capabilities: ['StopCallRecording'] })));
    });
    fireEvent.click(button('Stop recording'));
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
  });

  it('drops a press shortly after the widget changed to a call with another operation', async () => {
    // A call rings and is shown in place of the one before, so Pause is Resume at once.
    const other = simulatedCall({ id: 'c2', recordingState: 'Paused' });
    const { simulation, show, pass } = await fixture({ calls: [recording, other] });
    show(<RecordingControls callId="c2" />);
    fireEvent.click(button('Resume recording'), { detail: 1 });
    await pass(0);
    expect(simulation.requests).toEqual([]);
    await pass(1_500);
    fireEvent.click(button('Resume recording'), { detail: 1 });
    await pass(0);
    expect(simulation.requests).toEqual([{ callId: 'c2', operationName: 'ResumeCallRecording' }]);
  });

  it('takes a Stop at any time after a change, because its label was there before', async () => {
    const { simulation, pass } = await fixture();
    fireEvent.click(button('Pause recording'));
    await pass(0);
    expect(button('Resume recording')).toBeVisible();
    fireEvent.click(button('Stop recording'));
    await pass(0);
    expect(simulation.requests.map(({ operationName }) => operationName)).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
  });

  it('does nothing when a pending button is pressed', async () => {
    const { simulation, user, pass } = await fixture();
    simulation.hold();
    await user.click(button('Pause recording'));
    await user.click(button('Pausing…'));
    await user.click(button('Stop recording'));
    await user.keyboard('{Enter}');
    simulation.release();
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
  });

  it('offers no toggle', async () => {
    await fixture();
    expect(document.querySelector('[aria-pressed]')).toBeNull();
  });
});

describe('offline', () => {
  it.each(['default', 'host’s'])('sends now, never later (%s QueryClient)', async (whose) => {
    onlineManager.setOnline(false);
    onTestFinished(() => {
      onlineManager.setOnline(true);
    });
    const { simulation, pass } = await fixture(
      whose === 'default' ? {} : { queryClient: new QueryClient() },
    );
    fireEvent.click(button('Pause recording'));
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
    act(() => {
      onlineManager.setOnline(true);
    });
    await pass(20_000);
    expect(simulation.requests).toHaveLength(1);
  });

  it('fails at once when nothing can be reached, and sends nothing when the network returns', async () => {
    onlineManager.setOnline(false);
    onTestFinished(() => {
      onlineManager.setOnline(true);
    });
    const { simulation, pass, meanwhile } = await fixture();
    await meanwhile(() => {
      simulation.disconnect();
    });
    fireEvent.click(button('Stop recording'));
    await pass(2_000);
    expect(screen.getByText(/Could not stop\. Treat as recording\./)).toBeVisible();
    act(() => {
      onlineManager.setOnline(true);
      globalThis.dispatchEvent(new Event('online'));
    });
    await meanwhile(simulation.reconnect);
    await pass(60_000);
    expect(simulation.calls()[0]?.recordingState).toBe('Recording');
    expect(simulation.requests).toHaveLength(1);
  });
});

/** What a browser does while Enter is held down. user-event cannot repeat a key. */
function holdEnter(element: HTMLElement, { repeat }: { readonly repeat: boolean }): void {
  if (fireEvent.keyDown(element, { key: 'Enter', repeat })) fireEvent.click(element, { detail: 0 });
}
