import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { Playground } from './inPage/Playground.tsx';

const meta: Meta<typeof Playground> = {
  title: 'Playground',
  component: Playground,
  // The lines of the wire show the present time, so no two pictures would be equal.
  tags: ['no-picture'],
  parameters: { controls: { disable: true }, docs: { canvas: { sourceState: 'none' } } },
};

export default meta;
type Story = StoryObj<typeof Playground>;

/** The timeout in ms is long enough for the mock server, also on a busy machine. */
const patient = { timeout: 10_000 };

/** Press the buttons of a call, or make something go wrong first, and read what is sent. */
export const MockServerInThisPage: Story = {
  play: async ({ canvas }) => {
    const wire = within(await canvas.findByRole('group', { name: 'Newest first' }, patient));
    const [pause] = await canvas.findAllByRole('button', { name: 'Pause recording' }, patient);
    if (pause) await userEvent.click(pause);
    await expect(canvas.getByRole('button', { name: 'Pausing…' })).toHaveFocus();
    await wire.findByText('PauseCallRecording');
    await wire.findByText(/CallRecordingStateChange, Established, Paused/, {}, patient);
  },
};

/**
 * The server refuses the operation. The widget says what is still true, and the wire shows the
 * refusal.
 */
export const TheNextPressIsRefused: Story = {
  play: async ({ canvas }) => {
    const wire = within(await canvas.findByRole('group', { name: 'Newest first' }, patient));
    await canvas.findAllByRole('button', { name: 'Pause recording' }, patient);
    await userEvent.click(canvas.getByRole('button', { name: 'Refuse the next operation' }));
    await canvas.findByText('The mock server has been told: Refuse the next operation.');
    const [pause] = canvas.getAllByRole('button', { name: 'Pause recording' });
    if (pause) await userEvent.click(pause);
    await canvas.findByText(/Could not pause\. Still recording\./, {}, patient);
    await expect(wire.getByText('HTTP 400, statusCode 2')).toBeVisible();
  },
};
