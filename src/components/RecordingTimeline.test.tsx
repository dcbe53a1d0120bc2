import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { keepRecordingHistory } from '../watchers/recordingHistory.ts';
import { english } from '../i18n/english.ts';
import { loadMessages } from '../i18n/loadMessages.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingTimeline } from './RecordingTimeline.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

/**
 * A call that began two minutes ago. Nothing is known of it until 0:30. It was recorded until 1:00,
 * paused until 1:20, and recorded since then.
 */
async function openCall(options: RenderedDesktopOptions = {}): Promise<RenderedDesktop> {
  const fixture = await renderDesktop(<RecordingTimeline callId="c1" />, {
    calls: [simulatedCall({ id: 'c1', recordingState: 'Recording', seconds: 30 })],
    ...options,
  });
  await fixture.pass(30_000);
  await fixture.meanwhile(() => {
    fixture.simulation.supervisor('PauseCallRecording', 'c1');
  });
  await fixture.pass(20_000);
  await fixture.meanwhile(() => {
    fixture.simulation.supervisor('ResumeCallRecording', 'c1');
  });
  await fixture.pass(40_000);
  return fixture;
}

const bar = (): HTMLElement => screen.getByRole('slider');
const caption = (): string | null | undefined =>
  document.querySelector('[data-part=caption]')?.textContent;
/** The parts from left to right. */
const parts = (): readonly (readonly (string | null)[])[] =>
  [...bar().querySelectorAll('[data-kind]')]
    .map((each) => ['data-kind', 'x', 'width'].map((name) => each.getAttribute(name)))
    .sort(([, one], [, other]) => Number.parseFloat(one ?? '') - Number.parseFloat(other ?? ''));
const rows = (): readonly (readonly (string | null)[])[] => {
  const table = document.querySelector('table');
  if (!table) throw new Error('No table.');
  return [...table.rows].map((row) => [...row.cells].map(({ textContent }) => textContent));
};

describe('RecordingTimeline', () => {
  it('draws the recorded, paused and unknown parts in proportion', async () => {
    await openCall();
    expect(parts()).toEqual([
      ['unknown', '0.000%', '25.000%'],
      ['recorded', '25.000%', '25.000%'],
      ['paused', '50.000%', '16.667%'],
      ['recorded', '66.667%', '33.333%'],
    ]);
  });

  it('contains the same in a table', async () => {
    await openCall();
    expect(rows()).toEqual([
      ['Call recording', 'From', 'To', 'Length'],
      ['Unknown', '0:00', '0:30', '0:30'],
      ['Recorded', '0:30', '1:00', '0:30'],
      ['Paused', '1:00', '1:20', '0:20'],
      ['Recorded', '1:20', 'now', '0:40'],
    ]);
  });

  it('adds up each kind', async () => {
    await openCall();
    const items = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      'Recorded 1:10',
      'Paused 0:20',
      'Unknown 0:30',
    ]);
  });

  // An agent read "Unknown 0:00" for a call whose events had all arrived from beginning to end.
  it('does not mention a kind of time that the call does not have', async () => {
    const { show, meanwhile, pass, simulation } = await openCall();
    show(<RecordingTimeline callId="c2" />);
    await meanwhile(() => {
      simulation.happen({
        type: 'begin',
        call: simulatedCall({ id: 'c2', recordingState: 'Recording' }),
      });
    });
    await pass(10_000);
    const [group] = screen.getAllByRole('group');
    expect(group).toHaveTextContent('Recorded 0:00 to now');
    expect(group).not.toHaveTextContent(/Unknown|Paused|Not recorded/);
  });

  it('shows the loss of the link for a moment as one second, and never as no time', async () => {
    const { meanwhile, pass, simulation } = await openCall();
    await meanwhile(() => simulation.disconnect('notifications'));
    await pass(300);
    await meanwhile(simulation.reconnect);
    await pass(5_000);
    const items = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent).join()).not.toContain('0:00');
    for (const row of rows()) expect(row.at(-1)).not.toBe('0:00');
    expect(rows().flat()).toContain('Unknown');
  });

  it('shows the times of the last pause at first', async () => {
    await openCall();
    expect(caption()).toBe('Paused 1:00 to 1:20');
    expect(bar()).toHaveAttribute('aria-valuetext', 'Paused: 1:00 to 1:20');
  });

  it('shows the exact times of the part that the arrow keys are on', async () => {
    const { user } = await openCall();
    await user.tab();
    expect(bar()).toHaveFocus();
    await user.keyboard('{ArrowRight}');
    expect(caption()).toBe('Recorded 1:20 to now');
    expect(bar()).toHaveAttribute('aria-valuetext', 'Recorded: 1:20 to now');
    await user.keyboard('{ArrowRight}');
    expect(caption()).toBe('Recorded 1:20 to now');
    await user.keyboard('{Home}');
    expect(caption()).toBe('Unknown 0:00 to 0:30');
    expect(bar()).toHaveAttribute('aria-valuenow', '0');
    await user.keyboard('{End}{ArrowLeft}{ArrowDown}');
    expect(caption()).toBe('Recorded 0:30 to 1:00');
    await user.tab();
    expect(caption()).toBe('Paused 1:00 to 1:20');
  });

  it('shows the exact times of the part under the pointer', async () => {
    await openCall();
    const unheard = bar().querySelector('[data-kind="unknown"]');
    if (!unheard) throw new Error('No part.');
    fireEvent.pointerEnter(unheard);
    expect(caption()).toBe('Unknown 0:00 to 0:30');
    // The part that the arrow keys are on stays the same.
    expect(bar()).toHaveAttribute('aria-valuetext', 'Paused: 1:00 to 1:20');
    fireEvent.pointerLeave(bar());
    expect(caption()).toBe('Paused 1:00 to 1:20');
  });

  it('announces nothing by itself while it has the focus', async () => {
    const { user, pass, meanwhile, simulation } = await openCall();
    await user.tab();
    const text = bar().getAttribute('aria-valuetext');
    await pass(5_000);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await pass(5_000);
    expect(bar()).toHaveAttribute('aria-valuetext', text);
  });

  it('shows a change at once, although its clock ticks once a second', async () => {
    const { pass, meanwhile, simulation } = await openCall();
    await pass(300);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    expect(caption()).toBe('Paused 2:00 to now');
  });

  it('is unknown from the moment when the link was lost', async () => {
    const { pass, simulation } = await openCall();
    simulation.disconnect();
    await pass(10_000);
    expect(rows().slice(-2)).toEqual([
      ['Recorded', '1:20', '2:00', '0:40'],
      ['Unknown', '2:00', 'now', '0:10'],
    ]);
  });

  it('stops growing when the call is over', async () => {
    const { pass, meanwhile, simulation, commits } = await openCall();
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    // The server is asked once more whether the call is really over.
    await pass(1_000);
    const before = commits();
    await pass(30_000);
    expect(commits()).toBe(before);
    expect(rows().at(-1)).toEqual(['Recorded', '1:20', '2:00', '0:40']);
  });

  it('says that it is checking, and draws nothing before anything is known', async () => {
    await renderDesktop(<RecordingTimeline callId="c1" />, {
      before: (simulation) => {
        simulation.hold();
      },
    });
    expect(caption()).toBe('Checking…');
    expect(screen.queryByRole('slider')).toBeNull();
  });

  it('knows what was reported before it was rendered, if the history was kept', async () => {
    const { show } = await openCall({
      before: (_, desktop) => {
        keepRecordingHistory(desktop);
      },
    });
    show(null);
    show(<RecordingTimeline callId="c1" />);
    expect(parts()).toHaveLength(4);
  });

  it('has a name, for a page with several timelines', async () => {
    const { show } = await openCall();
    // The other group is the <details>.
    const [group] = screen.getAllByRole('group');
    expect(group).toHaveAccessibleName('Recording over the call');
    show(<RecordingTimeline callId="c1" callLabel="Ada King" />);
    expect(group).toHaveAccessibleName('Ada King: Recording over the call');
    expect(document.querySelector('table')).toHaveAccessibleName(
      'Ada King: Recording over the call',
    );
  });

  it('uses its own English texts when the host’s catalogue has only the basic ones', async () => {
    const { timeline: _, ...others } = english;
    await openCall({ messages: others as typeof english });
    expect(caption()).toBe('Paused 1:00 to 1:20');
  });

  it('follows the writing direction, also with the arrow keys', async () => {
    const { user } = await openCall({ messages: await loadMessages('he') });
    expect(parts().map(([kind, x]) => [kind, x])).toEqual([
      ['recorded', '0.000%'],
      ['paused', '33.333%'],
      ['recorded', '50.000%'],
      ['unknown', '75.000%'],
    ]);
    await user.tab();
    await user.keyboard('{ArrowLeft}');
    expect(caption()).toContain('עכשיו');
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(bar()).toHaveAttribute('aria-valuenow', '1');
  });

  it('has ids that no other timeline on the page has', async () => {
    const { show } = await openCall();
    show(
      <>
        <RecordingTimeline callId="c1" />
        <RecordingTimeline callId="c1" />
      </>,
    );
    const ids = [...document.querySelectorAll('pattern')].map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
    for (const each of document.querySelectorAll('[fill]'))
      expect(ids).toContain(each.getAttribute('fill')?.slice('url(#'.length, -1));
  });

  it('passes class, handlers and ref to its root', async () => {
    let root: HTMLDivElement | null = null;
    await renderDesktop(
      <RecordingTimeline
        callId="c1"
        className="mine"
        ref={(element) => {
          root = element;
        }}
      />,
    );
    expect(root).toHaveClass('mine');
    expect(root).toHaveAttribute('data-tallylight', 'recording-timeline');
  });
});
