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
import './Hands.css';
import * as scenes from './scenes.ts';
import { later, inProvider, simulationOf, loadScene } from './playScene.tsx';

const meta: Meta<typeof RecordingControls> = {
  title: 'Hands',
  component: RecordingControls,
  args: { callId: 'c1' },
  argTypes: { renderButton: { control: false } },
  decorators: [
    (Story) => (
      <div className="hands">
        <Story />
      </div>
    ),
    inProvider,
  ],
};

export default meta;
type Story = StoryObj<typeof RecordingControls>;

/** A host's own button. It hands its props on, and knows nothing of refs. */
function HostButton({
  icon,
  children,
  ...props
}: ComponentPropsWithoutRef<'button'> & { readonly icon?: ReactNode }): ReactElement {
  return (
    <button type="button" {...props} className="hands-button">
      {icon}
      {children}
    </button>
  );
}

/** A call's toolbar on a host's desktop: its own buttons, and ours between them. */
function CallBar(props: RecordingControlsProps): ReactElement {
  return (
    <RecordingToolbar aria-label="Call" className="hands-bar">
      <HostButton>Hold</HostButton>
      <RecordingControls {...props} />
      <HostButton>Transfer</HostButton>
    </RecordingToolbar>
  );
}

const twoStepStop: RecordingControlsProps['renderButton'] = (props, { slot }) =>
  slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />;

/** What has the focus after each of these keys. */
async function walk(...keys: readonly (readonly [key: string, name: string])[]): Promise<void> {
  for (const [key, name] of keys) {
    await userEvent.keyboard(`{${key}}`);
    await expect(document.activeElement).toHaveAccessibleName(name);
  }
}

/** One stop of the Tab key for all of it; the arrow keys go through. */
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

/** The arrow keys go where the words go. */
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

/** The keys go through a question and its answers like through everything else. */
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
    <div className="hands-keys">
      <RecordingControls ref={ref} {...props} />
    </div>
  );
}

/** Chosen by the host, and written on each button with a line of its stylesheet. */
export const Shortcuts: Story = {
  loaders: [loadScene(scenes.recordingUntimed)],
  render: (args) => <WithShortcuts {...args} />,
  play: async ({ canvas, loaded }) => {
    const { requests } = simulationOf(loaded);
    const primary = canvas.getByRole('button', { name: 'Pause recording' });
    await expect(primary).toHaveAttribute('aria-keyshortcuts', 'Alt+Shift+P');
    await expect(primary).toHaveAttribute('title', 'Alt+Shift+P');
    // A field of the host's, or a layout with AltGr: nobody meant it.
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

/** What somebody types is theirs. */
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

/** Two presses of the shortcut of a Stop are not its confirmation. */
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

/** A host's own buttons, with our names, words, glyphs and guards. */
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
    await expect(primary).toHaveClass('hands-button');
    await userEvent.click(primary);
    await expect(await canvas.findByRole('button', { name: 'Resume recording' })).toBe(primary);
    await expect(primary).toHaveFocus();
  },
};

/** Nothing of our stylesheet, and all of the rest. For every widget: `unstyled` on the provider. */
export const Unstyled: Story = {
  loaders: [loadScene(scenes.paused)],
  render: (args) => <RecordingControls {...args} data-unstyled="" />,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('group')).toHaveAttribute('data-unstyled');
    await expect(canvas.getByRole('button', { name: 'Resume recording' })).toBeVisible();
  },
};
