import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { keepRecordingHistory } from '../watchers/recordingHistory.ts';
import { useCallSummary } from '../hooks/useCallSummary.ts';
import { loadMessages, messageLocales } from '../i18n/loadMessages.ts';
import { eventOf, wireCall } from '../doubles/fakeWire.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { CallSummary } from './CallSummary.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

/**
 * Answers a call from whose beginning the page gets its events. It rings for 5 s, and is recorded
 * after that.
 */
async function answerCall(options: RenderedDesktopOptions = {}): Promise<RenderedDesktop> {
  const fixture = await renderDesktop(<CallSummary callId="c1" />, { calls: [], ...options });
  const { simulation, meanwhile, pass } = fixture;
  await meanwhile(() => {
    simulation.happen({ type: 'begin', call: simulatedCall({ id: 'c1', seconds: 0 }) });
  });
  await pass(5_000);
  await meanwhile(() => {
    simulation.supervisor('StartCallRecording', 'c1');
  });
  return fixture;
}

/** Ends the call, and returns the text of the summary line. */
async function endCall({ simulation, meanwhile }: RenderedDesktop): Promise<string | null> {
  await meanwhile(() => {
    simulation.endCall('c1');
  });
  // A number and its unit are joined by a no-break space.
  return line()?.textContent.replaceAll('\u00a0', ' ') ?? null;
}

const line = (): Element | null => document.querySelector('[data-tallylight=call-summary]');

describe('the line about a call that is over', () => {
  it('is not shown while the call goes on', async () => {
    await answerCall();
    expect(line()).toBeNull();
  });

  it('says how much was not recorded to an agent who forgot to resume', async () => {
    const fixture = await answerCall();
    await fixture.pass(40_000);
    await fixture.meanwhile(() => fixture.simulation.supervisor('PauseCallRecording', 'c1'));
    await fixture.pass(130_000);
    expect(await endCall(fixture)).toBe('Call ended while paused. Not recorded: 2 min 10 sec.');
    expect(line()).toHaveAttribute('data-ended-as', 'Paused');
    expect(line()).not.toHaveAttribute('data-uncertain');
  });

  it('adds up all pauses and the time after a Stop', async () => {
    const fixture = await answerCall();
    const { simulation, meanwhile, pass } = fixture;
    for (const operationName of ['PauseCallRecording', 'ResumeCallRecording'] as const) {
      await meanwhile(() => simulation.supervisor(operationName, 'c1'));
      await pass(20_000);
    }
    await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
    await pass(25_000);
    expect(await endCall(fixture)).toBe('Not recorded: 45 sec.');
  });

  it('says how long was recorded if nothing is missing', async () => {
    const fixture = await answerCall();
    await fixture.pass(3_661_000);
    expect(await endCall(fixture)).toBe('Recorded: 1 hr 1 min 1 sec.');
  });

  it('says that the call was not recorded, if it never was', async () => {
    const fixture = await renderDesktop(<CallSummary callId="c1" />, {
      calls: [simulatedCall({ id: 'c1', seconds: 0 })],
    });
    await fixture.pass(30_000);
    expect(await endCall(fixture)).toBe('Not recorded.');
  });

  it('says "at least" after a reload, and how long the page does not know of', async () => {
    const fixture = await renderDesktop(<CallSummary callId="c1" />, {
      calls: [simulatedCall({ id: 'c1', recordingState: 'Paused', seconds: 40 })],
    });
    await fixture.pass(20_000);
    expect(await endCall(fixture)).toBe(
      'Call ended while paused. Not recorded: at least 20 sec. Unknown: 40 sec.',
    );
    expect(line()).toHaveAttribute('data-uncertain');
  });

  it('does not say that the call ended while paused if no message of its end has arrived', async () => {
    const fixture = await answerCall();
    const { simulation, meanwhile, pass } = fixture;
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    await pass(30_000);
    await meanwhile(() => simulation.disconnect());
    await meanwhile(() => simulation.endCall('c1'));
    await pass(60_000);
    await meanwhile(() => simulation.reconnect());
    await pass(60_000);
    expect(line()).toHaveAttribute('data-ended-as', 'Unknown');
    expect(line()).toHaveTextContent(/^Not recorded: at least 30 sec\. Unknown: /);
  });

  it('says that there was doubt when a message was lost and a read reported the change', async () => {
    const fixture = await answerCall();
    const { simulation, meanwhile, pass } = fixture;
    await meanwhile(() => {
      simulation.loseNextEvent();
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await pass(70_000);
    expect(await endCall(fixture)).toMatch(
      /^Call ended while paused\. Not recorded: .* sec\. There was doubt: these times may not be exact\.$/,
    );
    expect(line()).toHaveAttribute('data-uncertain');
  });

  it('says that there was doubt when the server contradicted itself', async () => {
    const fixture = await answerCall();
    const { simulation, meanwhile, pass } = fixture;
    await pass(40_000);
    await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
    await meanwhile(() => {
      // No operation leads from Stopped to Paused.
      simulation.say(eventOf(wireCall({ id: 'c1', recordingState: 'Paused', seconds: 100 })));
    });
    await pass(5_000);
    expect(await endCall(fixture)).toContain('There was doubt');
  });

  it('does not mention a doubt that a read has settled', async () => {
    // The read is so recent that the message may be older. So the call is read again, and the read
    // confirms the message.
    const fixture = await renderDesktop(<CallSummary callId="c1" />, {
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording', seconds: 0 })],
    });
    const { desktop, simulation, meanwhile, pass } = fixture;
    await pass(1_000);
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    expect(desktop.call('c1').getState().recording.doubt).toBe('contradicted-read');
    await pass(10_000);
    expect(desktop.call('c1').getState().recording.doubt).toBeUndefined();
    expect(await endCall(fixture)).toBe('Call ended while paused. Not recorded: 10 sec.');
  });

  it('says that there was doubt when the call ended while a Pause was pending', async () => {
    const fixture = await answerCall();
    const { desktop, simulation, meanwhile, pass } = fixture;
    await pass(10_000);
    await meanwhile(() => {
      simulation.acceptAndDoNothing();
      void desktop.performOperation('c1', 'PauseCallRecording');
    });
    await pass(1_000);
    expect(await endCall(fixture)).toBe(
      'Recorded: 11 sec. There was doubt: these times may not be exact.',
    );
  });

  it('stays while the agent writes a note, although the desktop forgets the call', async () => {
    const fixture = await answerCall();
    const { simulation, meanwhile, pass, show, desktop } = fixture;
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    await pass(12_000);
    const text = await endCall(fixture);
    await pass(180_000);
    expect(desktop.callIds.getState()).toEqual([]);
    show(<CallSummary callId="c1" className="note" />);
    expect(line()).toHaveTextContent(text ?? '');
  });

  it('knows the whole call if the history was kept, although the line is rendered only after the end', async () => {
    const fixture = await answerCall({ before: (_, desktop) => keepRecordingHistory(desktop) });
    const { simulation, meanwhile, pass, show } = fixture;
    show(null);
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    await pass(12_000);
    await meanwhile(() => simulation.endCall('c1'));
    show(<CallSummary callId="c1" />);
    expect(line()).toHaveTextContent('Call ended while paused. Not recorded: 12 sec.');
  });

  it('changes to the next call when it gets another id', async () => {
    const fixture = await answerCall();
    await fixture.pass(30_000);
    await endCall(fixture);
    fixture.show(<CallSummary callId="c2" />);
    expect(line()).toBeNull();
  });

  it.each(messageLocales)('is complete in %s', async (locale) => {
    const fixture = await answerCall({ messages: await loadMessages(locale) });
    const { simulation, meanwhile, pass } = fixture;
    await meanwhile(() => {
      simulation.loseNextEvent();
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await pass(130_000);
    expect(await endCall(fixture)).toMatchSnapshot();
  });
});

describe('useCallSummary', () => {
  it('returns the numbers, and the text for a note', async () => {
    function Note(): ReactElement {
      const summary = useCallSummary('c1');
      return <output>{JSON.stringify(summary)}</output>;
    }
    const { simulation, meanwhile, pass } = await renderDesktop(<Note />, {
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording', seconds: 0 })],
    });
    await pass(10_000);
    await meanwhile(() => simulation.endCall('c1'));
    expect(JSON.parse(screen.getByRole('status').textContent)).toEqual({
      endedAs: 'Recording',
      recorded: 10_000,
      notRecorded: 0,
      notKnown: 0,
      isDoubted: false,
      text: 'Recorded: 10\u00a0sec.',
    });
  });
});
