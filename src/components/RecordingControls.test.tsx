import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { recordingOperationNames } from '../model/recording.ts';
import { callResource, simulatedCall } from '../testing/simulatedCalls.ts';
import type { SimulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const paused = simulatedCall({ id: 'c1', recordingState: 'Paused' });
const stopped = simulatedCall({ id: 'c1', recordingState: 'Stopped' });

function fixture(
  call: SimulatedCall,
  options: RenderedDesktopOptions = {},
): Promise<RenderedDesktop> {
  return renderDesktop(<RecordingControls callId="c1" />, { calls: [call], ...options });
}

function widget(): HTMLElement {
  return screen.getByRole('group', { name: 'Call recording' });
}

function buttonNames(): string[] {
  // A link in a note is a remedy and not one of the four operations.
  return [...widget().querySelectorAll('[data-part="button"]')].map(
    (each) => each.getAttribute('aria-label') ?? '',
  );
}

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

describe('before the server has said anything', () => {
  it('says Checking… and offers nothing', async () => {
    const { meanwhile, simulation } = await fixture(recording, {
      before: (wire) => {
        wire.hold();
      },
    });
    expect(widget()).toHaveTextContent(/^Checking…$/);
    expect(screen.queryByRole('button')).toBeNull();
    expect(widget()).toHaveAttribute('data-recording-state', 'Unknown');

    await meanwhile(simulation.release);
    expect(widget()).toHaveTextContent('Recording');
    expect(buttonNames()).toEqual(['Pause recording', 'Stop recording']);
  });

  // A host without TypeScript has no id while no call is selected. The widget said "Not sent: the button
  // had just changed" although nobody had pressed anything.
  it.each([undefined, null, '', 5, {}, '__proto__', '\uD800'])(
    'says of a call with the id %o only that the server does not report it',
    async (given) => {
      await renderDesktop(<RecordingControls callId={given as string} />, { calls: [] });
      expect(widget()).toHaveTextContent(/^UnknownThe server does not report this call\.$/);
    },
  );

  it('says that the server does not report a call, and offers nothing', async () => {
    await renderDesktop(<RecordingControls callId="nobody's" />, { calls: [recording] });
    expect(widget()).toHaveTextContent('The server does not report this call.');
    expect(widget()).not.toHaveTextContent('Recording');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says that there is no connection, and offers nothing', async () => {
    await fixture(recording, {
      before: (simulation) => {
        simulation.disconnect();
      },
    });
    expect(widget()).toHaveTextContent('Connection lost');
    expect(widget()).not.toHaveTextContent('Recording');
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('what the server said', () => {
  it.each([
    ['Recording', 'Recording', ['Pause recording', 'Stop recording']],
    ['Paused', 'Paused', ['Resume recording', 'Stop recording']],
    ['Stopped', 'Stopped', ['Start recording']],
    [undefined, 'Not recording', ['Start recording']],
    ['Snoozing', 'Unknown', []],
  ])('shows %s as %s with its buttons', async (recordingState, word, names) => {
    await fixture(simulatedCall({ id: 'c1', recordingState }));
    expect(widget()).toHaveTextContent(new RegExp(`^${word}`));
    expect(buttonNames()).toEqual(names);
  });

  // Also with contradictions, the state alone decides the word, and the capabilities alone decide
  // the buttons.
  it.each(['Recording', 'Paused', 'Stopped', undefined, 'Snoozing'])(
    'offers exactly what the capabilities allow while %s',
    async (recordingState) => {
      const subsets = Array.from({ length: 16 }, (_, bits) =>
        recordingOperationNames.filter((__, index) => bits & (1 << index)),
      );
      const calls = subsets.map((capabilities, index) =>
        simulatedCall({
          id: `c${index}`,
          // The capabilities come in any order, and some names are unknown.
          capabilities: ['Hold', ...capabilities.toReversed(), 'Juggle'],
          recordingState,
        }),
      );
      await renderDesktop(
        calls.map(({ id }) => <RecordingControls key={id} callId={id} callLabel={id} />),
        { calls },
      );
      subsets.forEach((capabilities, index) => {
        const group = screen.getByRole('group', { name: `Call recording, c${index}` });
        const operations = within(group)
          .queryAllByRole('button')
          .map((each) => each.dataset['operation']);
        // The other operations of a contradiction stand below the two places, so they come after
        // them.
        expect(recordingOperationNames.filter((each) => operations.includes(each))).toEqual(
          capabilities,
        );
        expect(operations).toHaveLength(capabilities.length);
        const places = group.querySelectorAll('[data-place]');
        expect(Array.from(places, (place) => place.getAttribute('data-place'))).toEqual([
          'primary',
          'stop',
        ]);
        expect(places[0]?.querySelectorAll('button')).toHaveLength(
          capabilities.some((name) => name !== 'StopCallRecording') ? 1 : 0,
        );
        // Pause stands at its usual place while the call is recorded, whatever else is offered.
        const isPause =
          recordingState === 'Recording' && capabilities.includes('PauseCallRecording');
        expect(places[0]?.textContent).toMatch(isPause ? /^Pause$/ : /^(?:Start|Pause|Resume)?$/);
        expect(group).toHaveAttribute(
          'data-recording-state',
          recordingState === undefined
            ? capabilities.some((name) => name !== 'StartCallRecording')
              ? 'Unknown'
              : 'None'
            : recordingState === 'Snoozing'
              ? 'Unknown'
              : recordingState,
        );
      });
    },
  );

  it('shows a change that nobody requested on this page, without the name of a person', async () => {
    const { simulation, meanwhile } = await fixture(recording);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    expect(widget()).toHaveTextContent('Recording paused.');
    expect(buttonNames()).toEqual(['Resume recording', 'Stop recording']);
    await meanwhile(() => {
      simulation.supervisor('ResumeCallRecording', 'c1');
    });
    expect(widget()).toHaveTextContent('Recording resumed.');
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c1');
    });
    expect(widget()).toHaveTextContent('Recording stopped.');
    await meanwhile(() => {
      simulation.supervisor('StartCallRecording', 'c1');
    });
    expect(widget()).toHaveTextContent('Recording started.');
  });

  it('shows a clock for a pause whose beginning was reported, outside of any live region', async () => {
    const { simulation, meanwhile, pass } = await fixture(recording);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await pass(84_000);
    const timer = screen.getByRole('timer');
    expect(timer).toHaveTextContent(/^0?1:24$/);
    expect(timer.closest('[aria-live], [role="status"], [role="alert"]')).toBeNull();
  });

  it('says “at least” when the state began before the page was loaded, outside of any live region', async () => {
    const { pass } = await fixture(paused);
    await pass(134_000);
    const timer = screen.getByRole('timer', { name: 'Paused' });
    expect(timer).toHaveTextContent(/^at least 2:14$/);
    expect(timer).not.toHaveAttribute('dir');
    expect(timer.closest('[aria-live], [role="status"], [role="alert"]')).toBeNull();
  });

  it('drops the “at least” with the first change that is reported, and never before', async () => {
    const { simulation, meanwhile, pass } = await fixture(recording);
    await pass(10_000);
    expect(screen.getByRole('timer')).toHaveTextContent(/^at least 0:10$/);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await pass(3_000);
    expect(screen.getByRole('timer')).toHaveTextContent(/^0:03$/);
  });

  it('says “at least” after a change that only a read reported', async () => {
    const { simulation, meanwhile, pass } = await fixture(recording);
    await meanwhile(() => {
      simulation.disconnect();
    });
    simulation.supervisor('PauseCallRecording', 'c1');
    await pass(30_000);
    await meanwhile(() => {
      simulation.reconnect();
    });
    await pass(20_000);
    expect(screen.getByRole('timer', { name: 'Paused' })).toHaveTextContent(/^at least 0:\d\d$/);
  });

  it('says “at least” for a pause whose event was lost', async () => {
    const { simulation, pass } = await fixture(recording);
    simulation.loseNextEvent();
    fireEvent.click(screen.getByRole('button', { name: 'Pause recording' }));
    await pass(10_000);
    await pass(5_000);
    expect(screen.getByRole('timer', { name: 'Paused' })).toHaveTextContent(/^at least 0:1\d$/);
  });

  it('shows no time while the state may be out of date', async () => {
    const { simulation, meanwhile } = await fixture(paused);
    await meanwhile(() => {
      simulation.disconnect();
    });
    expect(screen.queryByRole('timer')).toBeNull();
  });

  it('says that the call ended, and that it was paused at that time', async () => {
    const { simulation, meanwhile } = await fixture(paused);
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(widget()).toHaveTextContent(/^Call ended\s*while paused$/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says only that the call ended if it was recorded to the end', async () => {
    const { simulation, meanwhile } = await fixture(recording);
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(widget()).toHaveTextContent(/^Call ended$/);
  });

  it('treats a state that nobody knows as unknown, and asks the agent to treat it as recording', async () => {
    await fixture(simulatedCall({ id: 'c1', recordingState: 'Archiving' }));
    expect(widget()).toHaveAttribute('data-recording-state', 'Unknown');
    expect(widget()).toHaveTextContent('Unknown');
    expect(widget()).toHaveTextContent('Treat as recording.');
  });

  it('does not render again for a message that only says how long the call has lasted', async () => {
    const { simulation, meanwhile, commits, pass } = await fixture(recording);
    await pass(5_000);
    const before = commits();
    await meanwhile(() => {
      simulation.happen({ type: 'attachData', callId: 'c1', userData: { Topic: 'Card' } });
      simulation.say({
        data: {
          messageType: 'CallStateChangeMessage',
          notificationType: 'StatusChange',
          call: callResource({ ...recording, seconds: 6 }, '15000'),
        },
        channel: '/v2/me/calls',
      });
    });
    expect(commits()).toBe(before);
    // The same observer does notice a change.
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c1');
    });
    expect(commits()).toBeGreaterThan(before);
  });
});

describe.each([
  ['on', true],
  ['off', false],
])('a press, with StrictMode %s', (_, isStrict) => {
  it.each([
    ['Start', stopped, 'Starting…', 'Stopped · starting…', 'Recording'],
    ['Pause', recording, 'Pausing…', 'Recording · pausing…', 'Paused'],
    ['Resume', paused, 'Resuming…', 'Paused · resuming…', 'Recording'],
    ['Stop', recording, 'Stopping…', 'Recording · stopping…', 'Stopped'],
  ])(
    '%s is pending in the same tick, and shows only when confirmed',
    async (label, call, pending, line, confirmed) => {
      const { simulation, desktop, pass } = await fixture(call, { isStrict });
      simulation.delayEvents(300);
      const pressed = button(`${label} recording`);
      pressed.focus();

      fireEvent.click(pressed);
      // The text says first what is true and then what was requested. The stylesheet adds the dot
      // between the two.
      const [truth, asked] = line.split(' · ');
      const status = within(widget()).getByText(truth ?? '').parentElement;
      expect(status).toHaveTextContent(`${truth}${asked}`);
      expect(button(pending)).toBe(pressed);
      expect(pressed).toHaveFocus();
      expect(pressed).toHaveTextContent(pending);
      expect(pressed).toHaveAttribute('aria-disabled', 'true');
      expect(pressed).toHaveAttribute('data-pending');
      expect(pressed).not.toBeDisabled();
      expect(widget()).toHaveAttribute('data-pending', `${label}CallRecording`);
      for (const each of within(widget()).getAllByRole('button'))
        expect(each).toHaveAttribute('aria-disabled', 'true');

      // HTTP 200 means that the request was accepted, so nothing on the screen may change.
      const shown = widget().outerHTML;
      await pass(0);
      expect(desktop.call('c1').getState().recording.pending?.progress).toBe('accepted');
      expect(widget().outerHTML).toBe(shown);

      await pass(300);
      expect(widget()).toHaveTextContent(new RegExp(`^${confirmed}`));
      expect(widget()).not.toHaveAttribute('data-pending');
      expect(simulation.requests).toEqual([
        { callId: 'c1', operationName: `${label}CallRecording` },
      ]);
    },
  );
});

describe('every pending operation ends', () => {
  it('superseded: something else happened', async () => {
    const { simulation, meanwhile } = await fixture(recording);
    simulation.hold();
    fireEvent.click(button('Pause recording'));
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c1');
    });
    expect(widget()).toHaveTextContent('Could not pause. Recording stopped.');
    expect(widget()).not.toHaveAttribute('data-pending');
    expect(buttonNames()).toEqual(['Start recording']);
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('superseded: it is no longer allowed', async () => {
    const { simulation, meanwhile } = await fixture(recording);
    simulation.hold();
    fireEvent.click(button('Pause recording'));
    const revoked = { ...recording, capabilities: ['StopCallRecording'] };
    await meanwhile(() => {
      simulation.say({
        data: {
          messageType: 'CallStateChangeMessage',
          notificationType: 'StatusChange',
          call: callResource(revoked, '15000'),
        },
        channel: '/v2/me/calls',
      });
    });
    expect(widget()).toHaveTextContent('Could not pause. It is no longer allowed.');
    expect(buttonNames()).toEqual(['Stop recording']);
  });

  it.each([
    [1, '', false],
    [2, '', true],
    [3, '', true],
    [4, 'The server reported a fault.', true],
    [5, 'You do not have the permission.', false],
    [6, 'The server does not know this call.', false],
    [9, 'The server reported a fault.', true],
    [10, '', false],
    [20, 'You are signed out.', true],
  ] as const)('rejected with statusCode %i', async (statusCode, reason, canTryAgain) => {
    const { simulation, pass } = await fixture(recording);
    simulation.rejectNext(statusCode);
    fireEvent.click(button('Pause recording'));
    await pass(1_000);
    // When the agent is signed out, nobody knows whether it is still recording.
    const reading = statusCode === 20 ? 'Treat as recording.' : 'Still recording.';
    expect(widget()).toHaveTextContent(`Could not pause. ${reading} ${reason}`.trim());
    expect(widget()).toHaveTextContent(/^Recording/);
    expect(buttonNames()).toEqual(['Pause recording', 'Stop recording']);
    expect(screen.queryAllByRole('button', { name: 'Try again' })).toHaveLength(
      canTryAgain ? 1 : 0,
    );
    expect(simulation.requests).toHaveLength(1);
  });

  it('rejected, and then confirmed by the second press', async () => {
    const { simulation, pass, user } = await fixture(recording);
    simulation.rejectNext(3);
    await user.click(button('Pause recording'));
    await pass(0);
    await user.click(button('Try again'));
    await pass(0);
    expect(widget()).toHaveTextContent(/^Paused/);
    expect(widget()).not.toHaveTextContent('Could not');
    expect(simulation.requests).toHaveLength(2);
  });

  it('rejected when the server cannot be reached: it fails at once, and nothing is sent later', async () => {
    const { simulation, pass, meanwhile } = await fixture(recording);
    simulation.disconnect('rest');
    fireEvent.click(button('Stop recording'));
    await pass(2_000);
    // Nobody can know the outcome, so the careful reading is shown.
    expect(widget()).toHaveTextContent(
      'Could not stop. Treat as recording. The server cannot be reached.',
    );
    await meanwhile(simulation.reconnect);
    await pass(60_000);
    expect(simulation.requests).toHaveLength(1);
    expect(simulation.calls()[0]?.recordingState).toBe('Recording');
  });

  it.each([
    ['Start', stopped, 'Recording may not be running.'],
    ['Pause', recording, 'Treat as recording.'],
    ['Resume', paused, 'Recording may not be running.'],
    ['Stop', recording, 'Treat as recording.'],
  ])(
    'unconfirmed: after %s it says “Not confirmed” and which state the agent should assume',
    async (label, call, careful) => {
      const { simulation, pass } = await fixture(call);
      simulation.acceptAndDoNothing();
      fireEvent.click(button(`${label} recording`));
      await pass(9_999);
      expect(widget()).toHaveAttribute('data-pending');
      await pass(1);
      expect(widget()).not.toHaveAttribute('data-pending');
      expect(widget()).toHaveTextContent(/^Not confirmed/);
      expect(widget()).toHaveTextContent(careful);
      expect(button(`${label} recording`)).not.toHaveAttribute('aria-disabled');
      expect(button('Check again')).toBeVisible();
      expect(button('Try again')).toBeVisible();
    },
  );

  it('unconfirmed, and then confirmed by a late event', async () => {
    const { simulation, pass, meanwhile } = await fixture(recording);
    simulation.acceptAndDoNothing();
    fireEvent.click(button('Pause recording'));
    await pass(10_000);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    expect(widget()).toHaveTextContent(/^Paused/);
    expect(widget()).not.toHaveTextContent('Not confirmed');
    expect(screen.queryByRole('button', { name: 'Check again' })).toBeNull();
  });

  it('unconfirmed and checked again: either nothing has changed, or the new state is shown', async () => {
    const { simulation, pass, user } = await fixture(recording);
    simulation.acceptAndDoNothing();
    fireEvent.click(button('Pause recording'));
    await pass(10_000);
    await user.click(button('Check again'));
    await pass(0);
    expect(widget()).toHaveTextContent('Checked again, no change.');

    simulation.loseNextEvent();
    act(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await user.click(button('Check again'));
    await pass(0);
    expect(widget()).toHaveTextContent(/^Paused/);
    expect(simulation.requests).toHaveLength(1);
  });

  it('unconfirmed, and a check that fails says why, because nothing else changes', async () => {
    // The server answered no read, notifications still arrived, and the button seemed to do nothing.
    const announced: string[] = [];
    const { simulation, pass, user } = await fixture(recording, {
      announce: (text) => announced.push(text),
    });
    simulation.acceptAndDoNothing();
    fireEvent.click(button('Pause recording'));
    await pass(10_000);
    simulation.disconnect('rest');
    await user.click(button('Check again'));
    await pass(0);
    const said = 'Not confirmed. The server cannot be reached.';
    expect(widget()).toHaveTextContent(said);
    expect(announced.at(-1)).toBe(said);
    await pass(8_000);
    expect(widget()).not.toHaveTextContent(said);
    await user.click(button('Check again'));
    await pass(0);
    expect(widget()).toHaveTextContent(said);
    simulation.reconnect();
    await user.click(button('Check again'));
    await pass(0);
    expect(widget()).not.toHaveTextContent(said);
    expect(widget()).toHaveTextContent('Checked again, no change.');
  });

  it('unconfirmed, and then tried again', async () => {
    const { simulation, pass, user } = await fixture(recording);
    simulation.acceptAndDoNothing();
    fireEvent.click(button('Pause recording'));
    await pass(10_000);
    await user.click(button('Try again'));
    await pass(0);
    expect(widget()).toHaveTextContent(/^Paused/);
    expect(simulation.requests).toHaveLength(2);
  });

  it('confirmed by reading when the event is lost', async () => {
    const { simulation, pass } = await fixture(recording);
    simulation.loseNextEvent();
    fireEvent.click(button('Pause recording'));
    await pass(2_000);
    expect(widget()).toHaveTextContent(/^Paused/);
    expect(widget()).not.toHaveTextContent('someone else');
  });

  it('confirmed by an event that comes before the answer', async () => {
    const { simulation, pass } = await fixture(recording);
    simulation.sendNextEventFirst();
    fireEvent.click(button('Stop recording'));
    await pass(0);
    expect(widget()).toHaveTextContent(/^Stopped/);
    await pass(20_000);
    expect(widget()).toHaveTextContent(/^Stopped/);
    expect(widget()).not.toHaveAttribute('data-pending');
  });

  it('confirmed by reading when the answer is lost', async () => {
    const { simulation, pass } = await fixture(recording);
    simulation.loseNextAnswer();
    fireEvent.click(button('Stop recording'));
    await pass(2_000);
    expect(widget()).toHaveTextContent(/^Stopped/);
    expect(widget()).not.toHaveTextContent('Could not stop');
    expect(simulation.requests).toHaveLength(1);
  });

  it('ended, because the call is over', async () => {
    const { simulation, meanwhile } = await fixture(recording);
    simulation.hold();
    fireEvent.click(button('Pause recording'));
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(widget()).toHaveTextContent(/^Call ended$/);
    expect(widget()).not.toHaveAttribute('data-pending');
  });
});

describe('when the link is lost', () => {
  it('marks what was last known, says how old it is, and removes the mark when the link is back', async () => {
    const { simulation, pass, meanwhile } = await fixture(recording);
    await meanwhile(() => {
      simulation.disconnect();
    });
    await pass(18_000);
    expect(widget()).toHaveAttribute('data-stale');
    expect(widget()).toHaveAttribute('data-recording-state', 'Recording');
    expect(widget()).toHaveTextContent(/^Recording\s*last known/);
    expect(widget()).toHaveTextContent('Connection lost');
    expect(widget()).toHaveTextContent(/may be out of date/i);
    expect(widget()).toHaveTextContent(/18/);

    simulation.loseNextEvent();
    simulation.supervisor('StopCallRecording', 'c1');
    await meanwhile(simulation.reconnect);
    expect(widget()).not.toHaveAttribute('data-stale');
    expect(widget()).toHaveTextContent(/^Stopped/);
  });

  it('still works while only notifications are down, and is confirmed by reading', async () => {
    const { simulation, pass, meanwhile, user } = await fixture(recording);
    await meanwhile(() => {
      simulation.disconnect('notifications');
    });
    await user.click(button('Pause recording'));
    await pass(1_000);
    expect(widget()).toHaveTextContent(/^Paused/);
  });

  it('says that the agent is signed out', async () => {
    const { simulation, meanwhile } = await fixture(recording);
    await meanwhile(simulation.signOut);
    expect(widget()).toHaveTextContent('Signed out');
    expect(widget()).toHaveTextContent(/may be out of date/i);
    expect(widget()).toHaveAttribute('data-stale');
  });
});
