import { screen } from '@testing-library/react';
import { createRef, type ReactElement, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { ConfirmStop } from './ConfirmStop.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingToolbar } from './RecordingToolbar.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });

const controls = <RecordingControls callId="c1" />;

function bar(inside: ReactNode = controls): ReactElement {
  return (
    <>
      <input aria-label="Before" />
      <RecordingToolbar aria-label="Call">
        <button type="button">Hold</button>
        {inside}
        <button type="button">Transfer</button>
      </RecordingToolbar>
      <input aria-label="After" />
    </>
  );
}

function fixture(
  options: RenderedDesktopOptions = {},
  ui: ReactNode = bar(),
): Promise<RenderedDesktop> {
  return renderDesktop(ui, { calls: [recording], ...options });
}

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

/** The elements inside that the Tab key can reach. */
function stops(): (string | null)[] {
  return screen
    .getAllByRole('button')
    .filter(({ tabIndex }) => tabIndex === 0)
    .map((each) => each.getAttribute('aria-label') ?? each.textContent);
}

/** Presses keys, one after the other, and returns where the focus was after each. */
async function walk(
  { user }: RenderedDesktop,
  ...keys: readonly string[]
): Promise<(string | null)[]> {
  const seen: (string | null)[] = [];
  for (const key of keys) {
    await user.keyboard(`{${key}}`);
    const { activeElement } = document;
    seen.push(activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? null);
  }
  return seen;
}

describe.each([
  ['on', true],
  ['off', false],
])('a toolbar, with StrictMode %s', (_, isStrict) => {
  it('is one tab stop, and the next Tab leaves it', async () => {
    const { user } = await fixture({ isStrict });
    expect(screen.getByRole('toolbar', { name: 'Call' })).toBeVisible();
    expect(stops()).toEqual(['Hold']);
    await user.tab();
    await user.tab();
    expect(button('Hold')).toHaveFocus();
    await user.tab();
    expect(screen.getByLabelText('After')).toHaveFocus();
  });

  it('moves the focus with the arrow keys in a circle, and with Home and End to the ends', async () => {
    const rendered = await fixture({ isStrict });
    button('Hold').focus();
    expect(
      await walk(rendered, 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft'),
    ).toEqual(['Pause recording', 'Stop recording', 'Transfer', 'Hold', 'Transfer']);
    expect(await walk(rendered, 'Home', 'ArrowLeft', 'Home', 'End')).toEqual([
      'Hold',
      'Transfer',
      'Hold',
      'Transfer',
    ]);
  });

  it('remembers the button on which the focus left it', async () => {
    const rendered = await fixture({ isStrict });
    button('Hold').focus();
    await walk(rendered, 'ArrowRight', 'ArrowRight');
    await rendered.user.tab();
    expect(screen.getByLabelText('After')).toHaveFocus();
    await rendered.user.tab({ shift: true });
    expect(button('Stop recording')).toHaveFocus();
    expect(stops()).toEqual(['Stop recording']);
  });

  it('includes buttons that appear later, and stays one stop', async () => {
    const rendered = await fixture({ isStrict });
    rendered.simulation.rejectNext(3);
    await rendered.user.click(button('Pause recording'));
    await rendered.pass(0);
    expect(stops()).toEqual(['Pause recording']);
    expect(await walk(rendered, 'ArrowRight', 'ArrowRight', 'ArrowRight')).toEqual([
      'Stop recording',
      'Try again',
      'Transfer',
    ]);
  });

  it('moves its stop to the nearest button when the button of the stop disappears', async () => {
    const { user, simulation, meanwhile } = await fixture({ isStrict });
    button('Stop recording').focus();
    await user.tab();
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c1');
    });
    expect(stops()).toEqual(['Start recording']);
    expect(screen.getByLabelText('After')).toHaveFocus();
  });

  it('moves its stop with the focus when a focused button disappears', async () => {
    const rendered = await fixture({ isStrict });
    button('Hold').focus();
    await walk(rendered, 'ArrowRight', 'ArrowRight', 'Enter');
    await rendered.pass(0);
    expect(button('Start recording')).toHaveFocus();
    expect(stops()).toEqual(['Start recording']);
  });

  it('leads from the status to the next button when the last button of the call has disappeared', async () => {
    const rendered = await fixture({ isStrict });
    button('Stop recording').focus();
    await rendered.meanwhile(() => {
      rendered.simulation.endCall('c1');
    });
    expect(document.querySelector('[data-part="status"]')).toHaveFocus();
    expect(stops()).toEqual(['Hold']);
    expect(await walk(rendered, 'ArrowRight')).toEqual(['Hold']);
  });

  it('reaches pending buttons, which keep the focus', async () => {
    const rendered = await fixture({ isStrict });
    rendered.simulation.hold();
    button('Hold').focus();
    await walk(rendered, 'ArrowRight', 'Enter');
    expect(button('Pausing…')).toHaveFocus();
    expect(await walk(rendered, 'ArrowRight', 'ArrowLeft')).toEqual(['Stop recording', 'Pausing…']);
    rendered.simulation.release();
    await rendered.pass(0);
    expect(button('Resume recording')).toHaveFocus();
  });

  it('includes the buttons of the question before a Stop', async () => {
    const rendered = await fixture(
      { isStrict },
      bar(
        <RecordingControls
          callId="c1"
          renderButton={(props, { slot }) =>
            slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />
          }
        />,
      ),
    );
    button('Pause recording').focus();
    await walk(rendered, 'ArrowRight', 'Enter');
    expect(button('Don’t stop')).toHaveFocus();
    expect(stops()).toEqual(['Don’t stop']);
    expect(await walk(rendered, 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'Escape')).toEqual([
      'Stop recording',
      'Transfer',
      'Stop recording',
      'Stop recording',
    ]);
    expect(screen.queryByRole('button', { name: 'Don’t stop' })).toBeNull();
    expect(stops()).toEqual(['Stop recording']);
    expect(rendered.simulation.requests).toEqual([]);
  });
});

describe('the keys of a toolbar', () => {
  it('are up and down when it is vertical', async () => {
    const rendered = await fixture(
      {},
      <RecordingToolbar aria-label="Call" aria-orientation="vertical">
        {controls}
      </RecordingToolbar>,
    );
    button('Pause recording').focus();
    expect(await walk(rendered, 'ArrowDown', 'ArrowRight', 'ArrowUp')).toEqual([
      'Stop recording',
      'Stop recording',
      'Pause recording',
    ]);
  });

  it('are left to text fields inside, to the host, and to shortcuts', async () => {
    const keys: string[] = [];
    const rendered = await fixture(
      {},
      <RecordingToolbar
        aria-label="Call"
        onKeyDown={(event) => {
          keys.push(event.key);
          if (event.key === 'End') event.preventDefault();
        }}
      >
        {controls}
        <input aria-label="Volume" />
      </RecordingToolbar>,
    );
    screen.getByLabelText('Volume').focus();
    expect(await walk(rendered, 'ArrowLeft', 'Home')).toEqual(['Volume', 'Volume']);
    button('Pause recording').focus();
    expect(await walk(rendered, 'End', 'ArrowDown')).toEqual([
      'Pause recording',
      'Pause recording',
    ]);
    await rendered.user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(button('Pause recording')).toHaveFocus();
    expect(keys).toContain('ArrowLeft');
  });

  it('skip what is disabled, hidden or inert', async () => {
    const rendered = await fixture(
      {},
      bar(
        <>
          <button type="button" disabled>
            Mute
          </button>
          <button type="button" hidden>
            Secret
          </button>
          {/* React 18 and React 19 take this attribute in different ways. */}
          <div ref={(element) => element?.setAttribute('inert', '')}>
            <button type="button">Asleep</button>
          </div>
        </>,
      ),
    );
    button('Hold').focus();
    expect(await walk(rendered, 'ArrowRight')).toEqual(['Transfer']);
  });
});

it('passes ref and the rest to its element', async () => {
  const ref = createRef<HTMLDivElement>();
  await fixture(
    {},
    <RecordingToolbar ref={ref} aria-labelledby="title" className="mine" data-testid="bar">
      {controls}
    </RecordingToolbar>,
  );
  expect(ref.current).toBe(screen.getByTestId('bar'));
  expect(ref.current).toHaveClass('mine');
  expect(ref.current).toHaveAttribute('aria-labelledby', 'title');
});
