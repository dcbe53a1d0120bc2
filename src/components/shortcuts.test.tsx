import { fireEvent, screen } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { useRecordingShortcuts, type RecordingShortcuts } from '../hooks/useRecordingShortcuts.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { ConfirmStop } from './ConfirmStop.tsx';
import { RecordingControls, type RecordingControlsProps } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const other = simulatedCall({ id: 'c2', recordingState: 'Recording' });

const shortcuts: RecordingShortcuts = {
  StartCallRecording: 'Alt+Shift+B',
  PauseCallRecording: 'Alt+Shift+P',
  ResumeCallRecording: 'Alt+Shift+R',
  StopCallRecording: 'Control+F9',
};

const alt = { altKey: true, shiftKey: true } as const;
const pauseKey = { key: 'P', code: 'KeyP', ...alt } as const;
const resumeKey = { key: 'R', code: 'KeyR', ...alt } as const;
const stopKey = { key: 'F9', code: 'F9', ctrlKey: true } as const;

/** The controls of a call, with shortcuts. */
function Call({
  callId,
  map = shortcuts,
  ...rest
}: RecordingControlsProps & { readonly map?: RecordingShortcuts | undefined }): ReactElement {
  const ref = useRecordingShortcuts(map);
  return <RecordingControls ref={ref} callId={callId} {...rest} />;
}

async function fixture(
  ui: ReactNode = <Call callId="c1" />,
  options: RenderedDesktopOptions = {},
): Promise<
  RenderedDesktop & {
    readonly announced: string[];
    readonly asked: () => Promise<readonly string[]>;
  }
> {
  const announced: string[] = [];
  const rendered = await renderDesktop(ui, {
    calls: [recording, other],
    announce: (text) => announced.push(text),
    ...options,
  });
  // A request is sent in a later task, so the test waits before it looks for wrong requests.
  const asked = async (): Promise<readonly string[]> => {
    await rendered.pass(0);
    return rendered.simulation.requests.map((each) => `${each.operationName} ${each.callId}`);
  };
  return { ...rendered, announced, asked };
}

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

/** React 18 and React 19 take this attribute in different ways. */
function putOutOfReach(element: Element | null): void {
  element?.setAttribute('inert', '');
}

/** @returns whether the browser may do its own action for that key */
function press(init: object, on: Element = document.body): boolean {
  return fireEvent.keyDown(on, init);
}

describe.each([
  ['on', true],
  ['off', false],
])('a shortcut, with StrictMode %s', (_, isStrict) => {
  it('presses its button, wherever the focus is, and leaves the focus there', async () => {
    const { asked, pass } = await fixture(
      <>
        <Call callId="c1" />
        <button type="button">Elsewhere</button>
      </>,
      { isStrict },
    );
    button('Elsewhere').focus();
    expect(press(pauseKey, button('Elsewhere'))).toBe(false);
    expect(button('Pausing…')).toHaveAttribute('aria-disabled', 'true');
    await pass(1_600);
    expect(button('Elsewhere')).toHaveFocus();
    press(resumeKey, button('Elsewhere'));
    await pass(1_600);
    press(stopKey, button('Elsewhere'));
    expect(await asked()).toEqual([
      'PauseCallRecording c1',
      'ResumeCallRecording c1',
      'StopCallRecording c1',
    ]);
  });

  it('is shown on the button that exists now, and on no other', async () => {
    const { simulation, meanwhile, show } = await fixture(<Call callId="c1" />, { isStrict });
    const primary = button('Pause recording');
    expect(primary).toHaveAttribute('aria-keyshortcuts', 'Alt+Shift+P');
    expect(primary).toHaveAttribute('title', 'Alt+Shift+P');
    expect(button('Stop recording')).toHaveAttribute('aria-keyshortcuts', 'Control+F9');
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    expect(button('Resume recording')).toBe(primary);
    expect(primary).toHaveAttribute('aria-keyshortcuts', 'Alt+Shift+R');
    expect(primary).toHaveAttribute('title', 'Alt+Shift+R');
    show(<Call callId="c1" map={{ StopCallRecording: 'Alt+S' }} />);
    expect(primary).not.toHaveAttribute('aria-keyshortcuts');
    expect(primary).not.toHaveAttribute('title');
    expect(button('Stop recording')).toHaveAttribute('title', 'Alt+S');
  });

  it('does nothing unless the host sets it, and nothing after the host has removed it', async () => {
    const { show, asked } = await fixture(<RecordingControls callId="c1" />, { isStrict });
    expect(press(pauseKey)).toBe(true);
    show(<Call callId="c1" />);
    show(<Call callId="c1" map={{}} />);
    expect(press(pauseKey)).toBe(true);
    expect(button('Pause recording')).not.toHaveAttribute('aria-keyshortcuts');
    show(<Call callId="c1" />);
    show(null);
    expect(press(pauseKey)).toBe(true);
    expect(await asked()).toEqual([]);
  });
});

describe('a shortcut does nothing', () => {
  it.each([
    ['a text field', <input key="field" aria-label="here" />],
    ['a field for numbers', <input key="field" type="number" aria-label="here" />],
    ['a text area', <textarea key="field" aria-label="here" />],
    ['a select', <select key="field" aria-label="here" />],
    [
      'an editor',
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- an editor's line
      <div key="field" contentEditable suppressContentEditableWarning>
        <p aria-label="here">Dear Ada</p>
      </div>,
    ],
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- what hosts do
    ['a host’s own field', <div key="field" role="textbox" tabIndex={0} aria-label="here" />],
  ])('in %s', async (_, field) => {
    const { asked } = await fixture([<Call key="call" callId="c1" />, field]);
    expect(press(pauseKey, screen.getByLabelText('here'))).toBe(true);
    expect(await asked()).toEqual([]);
  });

  it.each([
    ['a held key', { ...pauseKey, repeat: true }],
    ['an input method', { ...pauseKey, isComposing: true }],
    ['an input method that sets only the key', { ...pauseKey, key: 'Process' }],
    ['the key alone', { key: 'p', code: 'KeyP' }],
    ['a modifier too few', { ...pauseKey, shiftKey: false }],
    ['a modifier too many', { ...pauseKey, ctrlKey: true }],
    ['another letter at the same place on the keyboard', { ...pauseKey, key: 'R' }],
    [
      'AltGr, which types a character',
      { key: 'S', code: 'KeyS', ctrlKey: true, altKey: true, modifierAltGraph: true },
    ],
  ])('for %s', async (_, init) => {
    const { asked } = await fixture(
      <Call
        callId="c1"
        map={{ PauseCallRecording: 'Alt+Shift+P', StopCallRecording: 'Control+Alt+S' }}
      />,
    );
    expect(press(init)).toBe(true);
    expect(await asked()).toEqual([]);
  });

  it('where the host has taken the key already', async () => {
    const { asked } = await fixture(
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a host's desktop
      <div onKeyDown={(event) => event.preventDefault()}>
        <Call callId="c1" />
      </div>,
    );
    press(pauseKey, button('Pause recording'));
    expect(await asked()).toEqual([]);
  });

  it('while the operation is not allowed, and the browser’s own action is prevented, too', async () => {
    const { asked } = await fixture();
    expect(press(resumeKey)).toBe(false);
    expect(await asked()).toEqual([]);
  });

  it('while another operation is pending', async () => {
    const { simulation, asked } = await fixture();
    simulation.hold();
    press(pauseKey);
    press(stopKey);
    press(pauseKey);
    simulation.release();
    expect(await asked()).toEqual(['PauseCallRecording c1']);
  });

  it('within half a second of a change, like any press', async () => {
    const { simulation, meanwhile, asked, pass } = await fixture();
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    press(resumeKey);
    await pass(1_600);
    expect(await asked()).toEqual([]);
    press(resumeKey);
    expect(await asked()).toEqual(['ResumeCallRecording c1']);
  });

  it('but says why, if the host has given a reason against the operation', async () => {
    const { announced, asked } = await fixture(
      <Call callId="c1" unavailable={{ StopCallRecording: 'The caller has to agree first.' }} />,
    );
    press(stopKey);
    expect(announced).toEqual(['The caller has to agree first.']);
    expect(await asked()).toEqual([]);
  });

  it('if the host does not show the operation', async () => {
    const { asked } = await fixture(<Call callId="c1" operations={['StopCallRecording']} />);
    press(pauseKey);
    expect(await asked()).toEqual([]);
  });

  it('if its button is hidden or inert', async () => {
    const { asked, show } = await fixture(
      <div hidden>
        <Call callId="c1" />
      </div>,
    );
    press(pauseKey);
    show(
      <div ref={putOutOfReach}>
        <Call callId="c1" />
      </div>,
    );
    press(pauseKey);
    expect(await asked()).toEqual([]);
  });

  // A widget in a shadow tree was pressed although the part of the page around it was inert.
  it.each(['inert', 'hidden'])(
    'if its button is in a shadow tree whose host is in an element that is %s',
    async (name) => {
      const around = document.createElement('div');
      around.setAttribute(name, '');
      const host = document.createElement('div');
      document.body.append(around);
      around.append(host);
      const shadow = host.attachShadow({ mode: 'open' });
      const { asked } = await fixture(createPortal(<Call callId="c1" />, shadow));
      expect(shadow.querySelector('[data-operation=PauseCallRecording]')).not.toBeNull();
      press(pauseKey);
      expect(await asked()).toEqual([]);
      around.removeAttribute(name);
      press(pauseKey);
      expect(await asked()).toEqual(['PauseCallRecording c1']);
      around.remove();
    },
  );

  it('if the host vetoes the operation', async () => {
    const { asked } = await fixture(<Call callId="c1" />, { onBeforeOperation: () => 'No.' });
    press(stopKey);
    expect(await asked()).toEqual([]);
    expect(screen.getByText('Could not stop. Still recording. No.')).toBeVisible();
  });
});

it('a shortcut asks the question of a Stop that cannot be undone, and never answers it', async () => {
  const { asked, user } = await fixture(
    <Call
      callId="c1"
      renderButton={(props, { slot }) =>
        slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />
      }
    />,
  );
  press(stopKey);
  expect(button('Don’t stop')).toHaveFocus();
  press(stopKey, button('Don’t stop'));
  expect(await asked()).toEqual([]);
  expect(button('Stop recording')).not.toHaveAttribute('aria-keyshortcuts');
  await user.click(button('Stop recording'));
  expect(await asked()).toEqual(['StopCallRecording c1']);
});

it('a shortcut presses its button although the focus is on another button', async () => {
  const { asked, user } = await fixture();
  button('Pause recording').focus();
  await user.keyboard('{Control>}{F9}{/Control}');
  expect(await asked()).toEqual(['StopCallRecording c1']);
});

describe('the key', () => {
  it.each([
    ['Option on a Mac', { key: '∏', code: 'KeyP' }],
    ['a dead key', { key: 'Dead', code: 'KeyP' }],
    ['a Greek layout', { key: 'Π', code: 'KeyP' }],
    ['a Hebrew layout', { key: 'פ', code: 'KeyP' }],
    ['Dvorak, where P is elsewhere', { key: 'P', code: 'KeyR' }],
    ['Caps Lock', { key: 'p', code: 'KeyP' }],
  ])('is found with %s', async (_, key) => {
    const { asked } = await fixture();
    press({ ...alt, ...key });
    expect(await asked()).toEqual(['PauseCallRecording c1']);
  });

  it('can be a digit with Shift, too', async () => {
    const { asked } = await fixture(
      <Call callId="c1" map={{ PauseCallRecording: 'Alt+Shift+1' }} />,
    );
    press({ ...alt, key: '!', code: 'Digit1' });
    expect(await asked()).toEqual(['PauseCallRecording c1']);
  });
});

describe('with several calls, a shortcut is for the one that has the focus', () => {
  const both = (
    <>
      <Call callId="c1" callLabel="Ada" />
      <Call callId="c2" callLabel="Grace" />
      <button type="button">Elsewhere</button>
    </>
  );

  it('and for no call when none has the focus', async () => {
    const { asked } = await fixture(both);
    press(pauseKey, button('Elsewhere'));
    expect(await asked()).toEqual([]);
    const [, graces] = screen.getAllByRole('button', { name: 'Pause recording' });
    if (graces) press(pauseKey, graces);
    expect(await asked()).toEqual(['PauseCallRecording c2']);
  });

  it('also when the calls are in one element', async () => {
    function All(): ReactElement {
      return (
        <div ref={useRecordingShortcuts(shortcuts)}>
          <RecordingControls callId="c1" callLabel="Ada" />
          <RecordingControls callId="c2" callLabel="Grace" />
        </div>
      );
    }
    const { asked } = await fixture(<All />);
    press(pauseKey);
    expect(await asked()).toEqual([]);
    const [adas] = screen.getAllByRole('button', { name: 'Pause recording' });
    if (adas) press(pauseKey, adas);
    expect(await asked()).toEqual(['PauseCallRecording c1']);
  });

  it('and needs no focus when only one call has the button', async () => {
    const { asked, simulation, meanwhile } = await fixture(both);
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    press(pauseKey);
    expect(await asked()).toEqual(['PauseCallRecording c2']);
  });

  it('and asks once when one call is shown twice', async () => {
    const { asked } = await fixture(
      <>
        <Call callId="c1" />
        <Call callId="c1" callLabel="again" />
      </>,
    );
    press(pauseKey);
    expect(await asked()).toEqual(['PauseCallRecording c1']);
  });
});

it.each<[string, RecordingShortcuts, RegExp]>([
  ['without a modifier', { PauseCallRecording: 'Shift+P' }, /Give it Alt, Control or Meta/],
  ['without a key', { PauseCallRecording: 'Alt+Enter' }, /is not a shortcut/],
  [
    'for two operations',
    { PauseCallRecording: 'Alt+P', ResumeCallRecording: 'Alt+p' },
    /Give each its own/,
  ],
])('a shortcut %s is refused at once', (_, map, words) => {
  function Wrong(): null {
    useRecordingShortcuts(map);
    return null;
  }
  expect(() => renderToString(<Wrong />)).toThrow(words);
  expect(() => renderToString(<Wrong />)).toThrow(
    expect.objectContaining({ name: 'AgentDesktopError', code: 'invalid-option' }),
  );
});

it('leaves a title that the host has set unchanged', async () => {
  await fixture(
    <Call callId="c1" renderButton={(props) => <button {...props} title="Pause (P)" />} />,
  );
  expect(button('Pause recording')).toHaveAttribute('title', 'Pause (P)');
  expect(button('Pause recording')).toHaveAttribute('aria-keyshortcuts', 'Alt+Shift+P');
});

describe('a call that its widgets know by two of its ids', () => {
  // This happened: the agent pressed Alt+Shift+P, and nothing happened, because the page took the
  // two widgets for two calls.
  it('counts as one call for a shortcut, which the record names as the cause', async () => {
    const { desktop, show, pass, asked } = await fixture();
    const connId = desktop.call('c1').getState().call?.connId ?? '';
    show([<Call key="by id" callId="c1" />, <Call key="by connId" callId={connId} />]);
    await pass(0);
    fireEvent.keyDown(document.body, pauseKey);
    expect(await asked()).toEqual(['PauseCallRecording c1']);
    expect(desktop.call('c1').getState().recording.change?.cause).toBe('shortcut');
    for (const group of screen.getAllByRole('group'))
      expect(group).toHaveAttribute('data-call-id', 'c1');
  });
});
