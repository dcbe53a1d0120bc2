import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ComponentPropsWithoutRef, ReactElement, ReactNode } from 'react';
import { expect, fireEvent, userEvent } from 'storybook/test';
import { ConfirmStop } from '../src/components/ConfirmStop.tsx';
import {
  RecordingControls,
  type RecordingControlsProps,
} from '../src/components/RecordingControls.tsx';
import { RecordingToolbar } from '../src/components/RecordingToolbar.tsx';
import { useRecordingShortcuts } from '../src/hooks/useRecordingShortcuts.ts';
import { arabic } from '../src/i18n/locales/ar.ts';
import './Keyboard.css';
import * as scenes from './scenes.ts';
import { later, inProvider, simulationOf, loadScene } from './playScene.tsx';

const meta: Meta<typeof RecordingControls> = {
  title: 'Keyboard',
  component: RecordingControls,
  args: { callId: 'c1' },
  argTypes: { renderButton: { control: false } },
  decorators: [
    (Story) => (
      <div className="keyboard">
        <Story />
      </div>
    ),
    inProvider,
  ],
};

export default meta;
type Story = StoryObj<typeof RecordingControls>;

/** A button of a host. It passes its props on and takes no ref. */
function HostButton({
  icon,
  children,
  ...props
}: ComponentPropsWithoutRef<'button'> & { readonly icon?: ReactNode }): ReactElement {
  return (
    <button type="button" {...props} className="keyboard-button">
      {icon}
      {children}
    </button>
  );
}

/** The toolbar of a call on a host's desktop, with our buttons between those of the host. */
function CallBar(props: RecordingControlsProps): ReactElement {
  return (
    <RecordingToolbar aria-label="Call" className="keyboard-bar">
      <HostButton>Hold</HostButton>
      <RecordingControls {...props} />
      <HostButton>Transfer</HostButton>
    </RecordingToolbar>
  );
}

const twoStepStop: RecordingControlsProps['renderButton'] = (props, { slot }) =>
  slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />;

/** Expects the element with this name to have the focus after each key. */
async function walk(...keys: readonly (readonly [key: string, name: string])[]): Promise<void> {
  for (const [key, name] of keys) {
    await userEvent.keyboard(`{${key}}`);
    await expect(document.activeElement).toHaveAccessibleName(name);
  }
}

/** The toolbar is one stop of the Tab key, and the arrow keys move inside. */
export const Toolbar: Story = {
  loaders: [loadScene(scenes.recording)],
  render: (args) => <CallBar {...args} />,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('toolbar', { name: 'Call' })).toBeVisible();
    await userEvent.tab();
    await expect(canvas.getByRole('button', { name: 'Hold' })).toHaveFocus();
    await walk(
      ['ArrowRight', 'Pause recording'],
      ['ArrowRight', 'Stop recording'],
      ['ArrowRight', 'Transfer'],
      ['ArrowRight', 'Hold'],
      ['End', 'Transfer'],
      ['Home', 'Hold'],
      ['ArrowLeft', 'Transfer'],
      ['ArrowLeft', 'Stop recording'],
    );
    await userEvent.tab();
    await expect(document.body).toHaveFocus();
    await userEvent.tab({ shift: true });
    await expect(canvas.getByRole('button', { name: 'Stop recording' })).toHaveFocus();
  },
};

/** In a right-to-left language the arrow keys follow the direction of the words. */
export const ToolbarRightToLeft: Story = {
  loaders: [loadScene({ ...scenes.recording, messages: arabic })],
  render: (args) => (
    <div dir="rtl">
      <CallBar {...args} />
    </div>
  ),
  play: async ({ canvas }) => {
    canvas.getByRole('button', { name: 'Hold' }).focus();
    const { PauseCallRecording, StopCallRecording } = arabic.operations;
    await walk(
      ['ArrowLeft', PauseCallRecording.name],
      ['ArrowLeft', StopCallRecording.name],
      ['ArrowLeft', 'Transfer'],
      ['ArrowRight', StopCallRecording.name],
      ['ArrowRight', PauseCallRecording.name],
      ['ArrowRight', 'Hold'],
    );
    const [hold, pause] = ['Hold', PauseCallRecording.name].map((name) =>
      canvas.getByRole('button', { name }).getBoundingClientRect(),
    );
    await expect(pause?.left).toBeLessThan(hold?.left ?? 0);
  },
};

/** The arrow keys also reach the answers of a question. */
export const ToolbarThatAsksFirst: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  args: { renderButton: twoStepStop },
  render: (args) => <CallBar {...args} />,
  play: async ({ canvas, loaded }) => {
    canvas.getByRole('button', { name: 'Pause recording' }).focus();
    await walk(
      ['ArrowRight', 'Stop recording'],
      ['Enter', 'Don’t stop'],
      ['ArrowRight', 'Stop recording'],
      ['ArrowLeft', 'Don’t stop'],
      ['ArrowLeft', 'Pause recording'],
    );
    await expect(simulationOf(loaded).requests).toEqual([]);
  },
};

const shortcuts = {
  StartCallRecording: 'Alt+Shift+B',
  PauseCallRecording: 'Alt+Shift+P',
  ResumeCallRecording: 'Alt+Shift+R',
  StopCallRecording: 'Control+Alt+S',
} as const;

function WithShortcuts(props: RecordingControlsProps): ReactElement {
  const ref = useRecordingShortcuts(shortcuts);
  return (
    <div className="keyboard-keys">
      <RecordingControls ref={ref} {...props} />
    </div>
  );
}

/** The host chooses the shortcuts, and a line of its stylesheet shows them on the buttons. */
export const Shortcuts: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  render: (args) => <WithShortcuts {...args} />,
  play: async ({ canvas, loaded }) => {
    const { requests } = simulationOf(loaded);
    const primary = canvas.getByRole('button', { name: 'Pause recording' });
    await expect(primary).toHaveAttribute('aria-keyshortcuts', 'Alt+Shift+P');
    await expect(primary).toHaveAttribute('title', 'Alt+Shift+P');
    // AltGr reports Control and Alt on some keyboard layouts, so this key press is not the
    // shortcut.
    await fireEvent.keyDown(document.body, {
      key: 'ś',
      code: 'KeyS',
      ctrlKey: true,
      altKey: true,
      modifierAltGraph: true,
    });
    await expect(requests).toEqual([]);
    await userEvent.keyboard('{Alt>}{Shift>}P{/Shift}{/Alt}');
    await expect(await canvas.findByRole('button', { name: 'Resume recording' })).toBe(primary);
    await expect(primary).toHaveAttribute('aria-keyshortcuts', 'Alt+Shift+R');
    later(1_600);
    await userEvent.keyboard('{Alt>}{Shift>}R{/Shift}{/Alt}');
    await canvas.findByRole('button', { name: 'Pause recording' });
    await expect(requests.map(({ operationName }) => operationName)).toEqual([
      'PauseCallRecording',
      'ResumeCallRecording',
    ]);
  },
};

/** Shortcuts do nothing while the agent is typing. */
export const ShortcutsWhileTyping: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  render: (args) => (
    <>
      <WithShortcuts {...args} />
      <label>
        Notes <textarea />
      </label>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an editor has no tag */}
      <div aria-label="Letter" contentEditable role="textbox" suppressContentEditableWarning>
        Dear Ada
      </div>
    </>
  ),
  play: async ({ canvas, loaded }) => {
    for (const name of ['Notes', 'Letter']) {
      await userEvent.click(canvas.getByRole('textbox', { name }));
      await userEvent.keyboard('{Alt>}{Shift>}P{/Shift}{/Alt}');
    }
    await expect(simulationOf(loaded).requests).toEqual([]);
  },
};

/** Pressing the shortcut for Stop a second time does not confirm the Stop. */
export const ShortcutsAskFirst: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  args: { renderButton: twoStepStop },
  render: (args) => <WithShortcuts {...args} />,
  play: async ({ canvas, loaded }) => {
    await userEvent.keyboard('{Control>}{Alt>}S{/Alt}{/Control}');
    await expect(canvas.getByRole('button', { name: 'Don’t stop' })).toHaveFocus();
    await userEvent.keyboard('{Control>}{Alt>}S{/Alt}{/Control}');
    await expect(canvas.getByRole('button', { name: 'Don’t stop' })).toHaveFocus();
    await expect(simulationOf(loaded).requests).toEqual([]);
  },
};

/** The buttons of a host, with our names, words, glyphs and press guards. */
export const ButtonsOfYourOwn: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  args: {
    renderButton: (props, { glyph, label }) => (
      <HostButton {...props} icon={glyph}>
        {label}
      </HostButton>
    ),
  },
  play: async ({ canvas }) => {
    const primary = canvas.getByRole('button', { name: 'Pause recording' });
    await expect(primary).toHaveClass('keyboard-button');
    await userEvent.click(primary);
    await expect(await canvas.findByRole('button', { name: 'Resume recording' })).toBe(primary);
    await expect(primary).toHaveFocus();
  },
};

/**
 * The widget works without our stylesheet. `unstyled` on the provider does the same for every
 * widget.
 */
export const Unstyled: Story = {
  loaders: [loadScene(scenes.paused)],
  render: (args) => <RecordingControls {...args} data-unstyled="" />,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('group')).toHaveAttribute('data-unstyled');
    await expect(canvas.getByRole('button', { name: 'Resume recording' })).toBeVisible();
  },
};
