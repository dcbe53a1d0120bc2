import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { CallList } from './CallList.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import { RecordingTimeline } from './RecordingTimeline.tsx';
import { renderDesk } from './renderDesk.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

const calls = [simulatedCall({ id: 'c1', recordingState: 'Recording' })];

const widgets: readonly (readonly [name: string, ui: ReactElement, roots: number])[] = [
  ['RecordingControls', <RecordingControls callId="c1" />, 1],
  ['RecordingStatus', <RecordingStatus callId="c1" />, 1],
  ['ConnectionStatus', <ConnectionStatus />, 1],
  // The list, and the controls in it.
  ['CallList', <CallList />, 2],
  ['RecordingTimeline', <RecordingTimeline callId="c1" />, 1],
  ['PauseLimit', <PauseLimit callId="c1" limit={60_000} />, 1],
  ['SensitiveSection', <SensitiveSection callId="c1" />, 1],
];

function roots(): readonly Element[] {
  return [...document.querySelectorAll("[data-tallylight]:not([data-tallylight='announcements'])")];
}

describe('a provider that is unstyled', () => {
  it.each(widgets)('says so on the root of %s', async (_, ui, count) => {
    await renderDesk(ui, { calls, unstyled: true });
    expect(roots()).toHaveLength(count);
    for (const root of roots()) expect(root).toHaveAttribute('data-unstyled', '');
  });

  it.each(widgets)('is not the usual one: %s', async (_, ui) => {
    await renderDesk(ui, { calls });
    for (const root of roots()) expect(root).not.toHaveAttribute('data-unstyled');
  });

  it('still keeps what is only heard out of sight', async () => {
    await renderDesk(null, { unstyled: true });
    for (const region of document.querySelectorAll("[data-tallylight='announcements']"))
      expect(region).not.toHaveAttribute('data-unstyled');
  });
});

it('a single widget can be unstyled by hand', async () => {
  await renderDesk(
    <>
      <RecordingControls callId="c1" data-unstyled="" />
      <RecordingStatus callId="c1" data-testid="status" />
    </>,
    { calls },
  );
  expect(screen.getByRole('group')).toHaveAttribute('data-unstyled', '');
  expect(screen.getByTestId('status')).not.toHaveAttribute('data-unstyled');
});
