import { fireEvent, screen } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { renderDesktop, type RenderedDesktop } from '../doubles/renderDesktop.tsx';
import { usePauseKey } from '../hooks/usePauseKey.ts';
import type { RecordingPolicy } from '../hooks/useRecordingControls.ts';
import { useRecordingShortcuts } from '../hooks/useRecordingShortcuts.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import type { PageKey } from '../watchers/pageKey.ts';
import { RecordingControls } from './RecordingControls.tsx';

const active = simulatedCall({ id: 'c1', recordingState: 'Recording' });
const held = simulatedCall({ id: 'c2', recordingState: 'Recording', state: 'Held' });
const pauseKey = { key: 'P', code: 'KeyP', altKey: true, shiftKey: true } as const;
const f8 = { key: 'F8', code: 'F8' } as const;

function Page({
  shortcut = 'Alt+Shift+P',
  policy,
  children,
}: {
  readonly shortcut?: PageKey | undefined;
  readonly policy?: RecordingPolicy;
  readonly children?: ReactNode;
}): ReactElement {
  const { note } = usePauseKey(shortcut, policy);
  return (
    <>
      <p data-testid="note">{note}</p>
      <textarea aria-label="Note about the call" />
      <textarea aria-label="Editor" onKeyDown={(event) => event.stopPropagation()} />
      {children}
    </>
  );
}

interface Fixture extends RenderedDesktop {
  readonly announced: readonly string[];
  readonly press: (init?: object, on?: Element) => Promise<boolean>;
  readonly asked: () => readonly string[];
}

async function openPage(ui: ReactNode = <Page />, calls = [active, held]): Promise<Fixture> {
  const announced: string[] = [];
  const rendered = await renderDesktop(ui, {
    calls,
    announce: (text, politeness) => announced.push(`${politeness}: ${text}`),
  });
  await rendered.pass(30_000);
  return {
    ...rendered,
    announced,
    press: async (init = pauseKey, on = document.body) => {
      let isFree = true;
      await rendered.meanwhile(() => {
        isFree = fireEvent.keyDown(on, init);
      });
      return isFree;
    },
    asked: () => rendered.simulation.requests.map((each) => `${each.operationName} ${each.callId}`),
  };
}

const note = (): string => screen.getByTestId('note').textContent;

describe('the key that pauses the active call', () => {
  it('pauses the call that the server calls established, and not the held one', async () => {
    const { press, asked, pass, desktop, announced } = await openPage();
    expect(await press()).toBe(false);
    await pass(1_000);
    expect(asked()).toEqual(['PauseCallRecording c1']);
    expect(desktop.call('c1').getState().recording).toMatchObject({
      state: 'Paused',
      outcome: { cause: 'shortcut' },
    });
    // No widget shows the call, but the change is announced.
    expect(announced).toEqual(['polite: Recording paused.']);
    expect(note()).toBe('');
  });

  it('follows the agent to another call', async () => {
    const { simulation, press, asked, meanwhile } = await openPage();
    await meanwhile(() => simulation.happen({ type: 'hold', callId: 'c1' }));
    await press();
    expect(asked()).toEqual([]);
    expect(note()).toBe('Not sent: no call is active.');
    await meanwhile(() => simulation.happen({ type: 'retrieve', callId: 'c2' }));
    await press();
    expect(asked()).toEqual(['PauseCallRecording c2']);
    expect(note()).toBe('');
  });

  it('sends nothing if several calls are active, and announces the reason once', async () => {
    const { press, asked, announced, pass } = await openPage(<Page />, [
      active,
      { ...held, state: 'Established' },
    ]);
    await press();
    await press();
    expect(asked()).toEqual([]);
    const text = 'Not sent: several calls are active. Use the button of the call.';
    expect(note()).toBe(text);
    expect(announced).toEqual([`assertive: ${text}`]);
    await pass(8_000);
    expect(note()).toBe('');
  });

  it('sends nothing if no call is active', async () => {
    const { press, asked, announced } = await openPage(<Page />, [held]);
    await press();
    expect(asked()).toEqual([]);
    expect(announced).toEqual(['assertive: Not sent: no call is active.']);
  });

  it('does not guess which of several calls is active while the link is lost', async () => {
    const { press, asked, announced, meanwhile, simulation } = await openPage();
    await meanwhile(() => simulation.disconnect());
    await press();
    expect(asked()).toEqual([]);
    expect(announced.at(-1)).toBe(
      'assertive: Not sent: it is not known which call is active. Use the button of the call.',
    );
  });

  it('requests the pause although the link is lost, if there is only one call', async () => {
    const { press, asked, meanwhile, simulation } = await openPage(<Page />, [active]);
    await meanwhile(() => simulation.disconnect('notifications'));
    await press();
    expect(asked()).toEqual(['PauseCallRecording c1']);
  });

  it('sends one request, however long the key is held or how often it is pressed before the answer', async () => {
    const { press, asked, announced, simulation } = await openPage();
    simulation.hold();
    await press();
    expect(await press({ ...pauseKey, repeat: true })).toBe(false);
    await press();
    expect(asked()).toEqual(['PauseCallRecording c1']);
    expect(announced).toEqual(['polite: Still recording. Pausing…']);
  });

  it('says why there is nothing to pause', async () => {
    const { press, asked, announced, pass } = await openPage(<Page />, [
      simulatedCall({ id: 'c1', recordingState: 'Paused' }),
    ]);
    await press();
    await pass(8_000);
    expect(announced).toEqual(['polite: Still paused.']);
    expect(asked()).toEqual([]);
  });

  it('says that the pause is not allowed if the call does not offer it', async () => {
    const { press, asked, announced } = await openPage(<Page />, [{ ...active, capabilities: [] }]);
    await press();
    expect(announced).toEqual(['assertive: Pausing is not possible now.']);
    expect(asked()).toEqual([]);
  });

  it('keeps the policy of the host', async () => {
    const unavailable = { PauseCallRecording: 'The caller declined.' };
    const { press, asked, announced, show } = await openPage(<Page policy={{ unavailable }} />);
    await press();
    expect(announced).toEqual(['assertive: The caller declined.']);
    show(<Page policy={{ operations: ['StopCallRecording'] }} />);
    await press();
    expect(announced.at(-1)).toBe('assertive: Pausing is not possible now.');
    expect(asked()).toEqual([]);
  });

  it('ignores a press in the half second after a change, and says so', async () => {
    const { press, asked, announced, meanwhile, simulation, pass } = await openPage(<Page />, [
      simulatedCall({ id: 'c1', recordingState: 'Paused' }),
    ]);
    await meanwhile(() => simulation.supervisor('ResumeCallRecording', 'c1'));
    await press();
    expect(asked()).toEqual([]);
    expect(announced).toEqual([
      'assertive: Not sent: the recording had just changed. Press again.',
    ]);
    await pass(600);
    await press();
    expect(asked()).toEqual(['PauseCallRecording c1']);
    expect(note()).toBe('');
  });

  it('works in a text field and in an editor that handles its keys itself', async () => {
    const { press, asked } = await openPage();
    expect(await press(pauseKey, screen.getByRole('textbox', { name: 'Editor' }))).toBe(false);
    expect(asked()).toEqual(['PauseCallRecording c1']);
  });

  it.each([
    ['composing', { ...pauseKey, isComposing: true }],
    ['the end of a composition in Safari', { ...pauseKey, keyCode: 229 }],
    ['another key', { ...pauseKey, key: 'Q', code: 'KeyQ' }],
    ['AltGr, which types a character', { ...pauseKey, ctrlKey: true, modifierAltGraph: true }],
  ])('leaves the field alone: %s', async (_, init) => {
    const { press, asked } = await openPage();
    expect(await press(init, screen.getByLabelText('Note about the call'))).toBe(true);
    expect(asked()).toEqual([]);
  });

  it('leaves a function key to the field that has the focus, and works elsewhere', async () => {
    const { press, asked } = await openPage(<Page shortcut="F8" />);
    expect(await press(f8, screen.getByLabelText('Note about the call'))).toBe(true);
    expect(asked()).toEqual([]);
    expect(await press(f8)).toBe(false);
    expect(asked()).toEqual(['PauseCallRecording c1']);
  });

  it('ignores a key event that the host has handled', async () => {
    const { press, asked } = await openPage();
    const take = (event: Event): void => event.preventDefault();
    addEventListener('keydown', take, true);
    await press();
    removeEventListener('keydown', take, true);
    expect(asked()).toEqual([]);
  });

  it('asks once if a button has the same shortcut', async () => {
    const shortcuts = { PauseCallRecording: 'Alt+Shift+P' } as const;
    function Call(): ReactElement {
      const ref = useRecordingShortcuts(shortcuts);
      return <RecordingControls ref={ref} callId="c2" />;
    }
    const { press, asked } = await openPage(
      <Page>
        <Call />
      </Page>,
    );
    await press();
    expect(asked()).toEqual(['PauseCallRecording c1']);
  });

  it('is off if no key is set, and after the component was unmounted', async () => {
    function Off(): null {
      usePauseKey(undefined);
      return null;
    }
    const { press, asked, show } = await openPage(<Off />);
    expect(await press()).toBe(true);
    show(<Page />);
    show(null);
    expect(await press()).toBe(true);
    expect(asked()).toEqual([]);
  });

  it.each(['P', 'Shift+P', 'F25', ''])(
    'refuses "%s", which is also typed in texts',
    async (key) => {
      // A settings page may pass any text, whatever the type says.
      const wrong = key as PageKey;
      // React 18 logs the error that is thrown.
      const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      await expect(renderDesktop(<Page shortcut={wrong} />)).rejects.toThrow(/nothing was set up/);
      quiet.mockRestore();
    },
  );
});
