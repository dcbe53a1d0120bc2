import {
  act,
  render,
  screen,
  within,
  type BoundFunctions,
  type queries,
} from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderDesktop, type RenderedDesktop } from '../doubles/renderDesktop.tsx';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { callName } from './callName.ts';
import { keepInspectionLog } from './keepInspectionLog.ts';
import { RecordingDevtools } from './RecordingDevtools.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
});

const call = simulatedCall({ id: 'c1', recordingState: 'Recording' });

/** Finds elements in the shadow root, where Testing Library does not look. */
function panel(): BoundFunctions<typeof queries> {
  const found = document
    .querySelector('[data-tallylight="devtools"]')
    ?.shadowRoot?.querySelector<HTMLElement>('[data-part="panel"]');
  if (!found) throw new Error('There is no panel.');
  return within(found);
}

function part(name: string): HTMLElement {
  return panel().getByRole('group', { name });
}

async function renderDevtools(
  options: Parameters<typeof renderDesktop>[1] = {},
): Promise<RenderedDesktop> {
  const rendered = await renderDesktop(<RecordingDevtools />, { calls: [call], ...options });
  // The panel is rendered by a separate React root.
  await rendered.pass(0);
  return rendered;
}

/** The texts that were written to the clipboard. */
function fakeClipboard(mayCopy: 'allowed' | 'refused'): string[] {
  const copied: string[] = [];
  const writeText = (text: string): Promise<void> => {
    if (mayCopy === 'refused') return Promise.reject(new DOMException('No.', 'NotAllowedError'));
    copied.push(text);
    return Promise.resolve();
  };
  vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(
    // The code under test uses only this function.
    { writeText } as Clipboard,
  );
  return copied;
}

describe('the devtools', () => {
  it('show the state of the connection, and what a message has changed', async () => {
    const { meanwhile, simulation } = await renderDevtools();
    expect(part('Now')).toHaveTextContent('Connectionlive');
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    const [newest] = within(part('What happened, newest first')).getAllByRole('listitem');
    expect(newest).toHaveTextContent('Recording → Paused, by someone else');
    expect(newest).toHaveTextContent(callName('c1'));
    expect(part('Calls')).toHaveTextContent(`${callName('c1')} Paused; allows Resume, Stop`);

    await meanwhile(() => {
      simulation.disconnect();
    });
    expect(part('Now')).toHaveTextContent('Connectionlost');
  });

  it('show the clocks of a pending operation until it has ended', async () => {
    const { desktop, simulation, meanwhile, pass } = await renderDevtools();
    await meanwhile(() => {
      simulation.hold();
      void desktop.performOperation('c1', 'PauseCallRecording');
    });
    await pass(3_000);
    expect(part('Operations')).toHaveTextContent(
      'Pause #1 (host): requestedpending for 3 s, given up in 7 s',
    );
    await meanwhile(() => {
      simulation.release();
    });
    expect(part('Operations')).toHaveTextContent(/confirmed.*accepted after 3.*confirmed after 3/);
  });

  it('show only the lines that the filter allows', async () => {
    const { user, meanwhile, simulation, desktop } = await renderDevtools();
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
      desktop.report({ code: 'sound-blocked', reason: 'no-gesture' });
    });
    const happened = part('What happened, newest first');
    await user.click(within(happened).getByRole('radio', { name: 'Diagnostics (1)' }));
    const lines = within(happened).getAllByRole('listitem');
    expect(lines.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('sound-blocked: no-gesture'),
    ]);
    await user.click(within(happened).getByRole('radio', { name: 'Operations (0)' }));
    expect(happened).toHaveTextContent('Nothing of this kind.');
  });

  it('copy a report, and show what was copied', async () => {
    const { user, pass } = await renderDevtools();
    const copied = fakeClipboard('allowed');
    await user.click(panel().getByRole('button', { name: 'Copy as bug report' }));
    await pass(0);
    expect(panel().getByRole('status')).toHaveTextContent('Copied.');
    expect(copied).toHaveLength(1);
    expect(copied[0]).toContain('Connection: live');
    expect(panel().getByRole('textbox', { name: 'The report' })).toHaveValue(copied[0]);
  });

  // On a page without https a browser has no clipboard, and a frame may not use it.
  it('select the report where the browser does not let the page copy', async () => {
    const { user, pass } = await renderDevtools();
    fakeClipboard('refused');
    await user.click(panel().getByRole('button', { name: 'Copy as bug report' }));
    await pass(0);
    expect(panel().getByRole('status')).toHaveTextContent(
      'The browser did not let this page copy.',
    );
    const text = panel().getByRole<HTMLTextAreaElement>('textbox', { name: 'The report' });
    expect(text.value.slice(text.selectionStart, text.selectionEnd)).toBe(text.value);
    expect(text.value).toContain('Connection: live');
  });

  it('show what happened before they were opened, if the log was kept', async () => {
    const { show, simulation, meanwhile } = await renderDesktop(null, {
      calls: [call],
      before: (_, desktop) => keepInspectionLog(desktop),
    });
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await meanwhile(() => {
      show(<RecordingDevtools />);
    });
    expect(part('What happened, newest first')).toHaveTextContent('connection is connecting');
    expect(part('What happened, newest first')).toHaveTextContent('Recording → Paused');
  });

  it('inspect nothing any more when they are closed, and say that lines are missing', async () => {
    const { show, desktop, meanwhile, simulation } = await renderDevtools({ isStrict: true });
    const inspected = vi.spyOn(desktop, 'inspect');
    await meanwhile(() => {
      show(null);
    });
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await meanwhile(() => {
      show(<RecordingDevtools />);
    });
    expect(inspected).toHaveBeenCalledTimes(1);
    const happened = part('What happened, newest first');
    expect(happened).toHaveTextContent('the devtools stop listening');
    expect(happened).not.toHaveTextContent('Recording → Paused');
    expect(part('Calls')).toHaveTextContent('Paused');
  });

  it('are rendered once in StrictMode', async () => {
    await renderDevtools({ isStrict: true });
    const { shadowRoot } = document.querySelector('[data-tallylight="devtools"]') ?? {};
    expect(shadowRoot?.querySelectorAll('[data-part="panel"]')).toHaveLength(1);
  });

  it('can be given a desktop, without a provider', async () => {
    vi.useFakeTimers();
    const { desktop, simulation } = createSimulatedDesktop({ calls: [call] });
    const disconnect = desktop.connect();
    render(
      <StrictMode>
        <RecordingDevtools desktop={desktop} className="mine" title="Ours" />
      </StrictMode>,
    );
    await act(() => simulation.advance(0));
    expect(part('Now')).toHaveTextContent('Connectionlive');
    expect(screen.getByTitle('Ours')).toHaveClass('mine');
    disconnect();
    vi.useRealTimers();
  });

  it('say what is missing where there is no desktop', () => {
    vi.spyOn(console, 'error').mockReturnValue();
    expect(() => render(<RecordingDevtools />)).toThrow('No agent desktop here');
  });
});
