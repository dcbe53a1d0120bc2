import { fireEvent, screen } from '@testing-library/react';
import { useState, type ComponentPropsWithoutRef, type ReactElement, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls, type RecordingControlsProps } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });

/** A button of the host. It passes its props on and uses no refs. */
function HostButton({
  icon,
  children,
  ...props
}: ComponentPropsWithoutRef<'button'> & { readonly icon?: ReactNode }): ReactElement {
  return (
    <span className="host">
      {/* oxlint-disable-next-line react/button-has-type -- it is among the props */}
      <button {...props} className="host-button">
        {icon}
        <b>{children}</b>
      </button>
    </span>
  );
}

const ofTheHost: RecordingControlsProps['renderButton'] = (props, { glyph, label }) => (
  <HostButton {...props} icon={glyph}>
    {label}
  </HostButton>
);

function fixture(
  renderButton: RecordingControlsProps['renderButton'],
  options: RenderedDesktopOptions = {},
): Promise<RenderedDesktop> {
  return renderDesktop(<RecordingControls callId="c1" renderButton={renderButton} />, {
    calls: [recording],
    ...options,
  });
}

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

describe.each([
  ['on', true],
  ['off', false],
])('a host’s own button, with StrictMode %s', (_, isStrict) => {
  it('has the names, the texts and the glyph of our button', async () => {
    await fixture(ofTheHost, { isStrict });
    const pause = button('Pause recording');
    expect(pause).toHaveClass('host-button');
    expect(pause).toHaveTextContent(/^Pause$/);
    expect(pause.querySelectorAll('svg')).toHaveLength(1);
    expect(button('Stop recording')).toHaveAttribute('data-slot', 'stop');
  });

  it('also gets its texts as props', async () => {
    await fixture((props) => <HostButton {...props} />, { isStrict });
    expect(button('Pause recording')).toHaveTextContent(/^Pause$/);
    expect(button('Pause recording').querySelectorAll('svg')).toHaveLength(1);
  });

  it('stays one element from Pause to Resume, and keeps the focus', async () => {
    const { user, simulation, pass } = await fixture(ofTheHost, { isStrict });
    simulation.hold();
    const primary = button('Pause recording');
    await user.click(primary);
    expect(button('Pausing…')).toBe(primary);
    expect(primary).toHaveAttribute('aria-disabled', 'true');
    expect(primary).toHaveFocus();
    simulation.release();
    await pass(0);
    expect(button('Resume recording')).toBe(primary);
    expect(primary).toHaveFocus();
  });

  it('gives its focus to the button that remains', async () => {
    const { user, pass } = await fixture(ofTheHost, { isStrict });
    await user.click(button('Stop recording'));
    await pass(0);
    expect(button('Start recording')).toHaveFocus();
  });

  it('has the same guards as our button', async () => {
    const { user, simulation, pass } = await fixture(ofTheHost, { isStrict });
    await user.dblClick(button('Pause recording'));
    await pass(100);
    fireEvent.click(button('Resume recording'));
    await pass(20_000);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'PauseCallRecording' }]);
  });
});

it('can be rendered by the host for one operation only', async () => {
  await fixture((props, { operationName }) =>
    operationName === 'StopCallRecording' ? <HostButton {...props} /> : <button {...props} />,
  );
  expect(button('Stop recording')).toHaveClass('host-button');
  expect(button('Pause recording')).not.toHaveClass('host-button');
});

it('may call hooks, although the number of buttons changes', async () => {
  // A host took its translations from a hook there. When the call was paused, React removed the widget.
  const { meanwhile, simulation } = await renderDesktop(
    <RecordingControls
      callId="c1"
      renderButton={function useOwnButton(props, { slot }) {
        const [presses, setPresses] = useState(0);
        return (
          <button {...props} onKeyUp={() => setPresses(presses + 1)} title={`${slot} ${presses}`} />
        );
      }}
    />,
    { calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })] },
  );
  fireEvent.keyUp(screen.getByRole('button', { name: 'Stop recording' }), { key: 'x' });
  expect(screen.getByTitle('stop 1')).toHaveAccessibleName('Stop recording');
  await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
  expect(screen.getAllByRole('button')).toHaveLength(1);
  await meanwhile(() => simulation.supervisor('StartCallRecording', 'c1'));
  expect(screen.getByRole('button', { name: 'Pause recording' })).toHaveAttribute(
    'title',
    'primary 0',
  );
});
