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
import { renderDesktop } from '../doubles/renderDesktop.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

const calls = [simulatedCall({ id: 'c1', recordingState: 'Recording' })];

const widgets: readonly {
  readonly name: string;
  readonly ui: ReactElement;
  readonly count: number;
}[] = [
  { name: 'RecordingControls', ui: <RecordingControls callId="c1" />, count: 1 },
  { name: 'RecordingStatus', ui: <RecordingStatus callId="c1" />, count: 1 },
  { name: 'ConnectionStatus', ui: <ConnectionStatus />, count: 1 },
  // The list, and the controls in the list.
  { name: 'CallList', ui: <CallList />, count: 2 },
  { name: 'RecordingTimeline', ui: <RecordingTimeline callId="c1" />, count: 1 },
  { name: 'PauseLimit', ui: <PauseLimit callId="c1" limit={60_000} />, count: 1 },
  { name: 'SensitiveSection', ui: <SensitiveSection callId="c1" />, count: 1 },
];

function roots(): readonly Element[] {
  return [...document.querySelectorAll("[data-tallylight]:not([data-tallylight='announcements'])")];
}

describe('a provider that is unstyled', () => {
  it.each(widgets)('marks the root of $name', async ({ ui, count }) => {
    await renderDesktop(ui, { calls, unstyled: true });
    expect(roots()).toHaveLength(count);
    for (const root of roots()) expect(root).toHaveAttribute('data-unstyled', '');
  });

  it.each(widgets)('is not the default: the root of $name has no mark', async ({ ui, count }) => {
    await renderDesktop(ui, { calls });
    expect(roots()).toHaveLength(count);
    for (const root of roots()) expect(root).not.toHaveAttribute('data-unstyled');
  });

  it('draws the glyphs of the state and of the buttons without the stylesheet', async () => {
    await renderDesktop(<RecordingControls callId="c1" />, { calls, unstyled: true });
    expect(document.querySelectorAll('svg[data-part=glyph]')).toHaveLength(3);
    expect(document.querySelectorAll('[data-glyph]')).toHaveLength(0);
  });

  it('still hides the live regions', async () => {
    await renderDesktop(null, { unstyled: true });
    for (const region of document.querySelectorAll("[data-tallylight='announcements']"))
      expect(region).not.toHaveAttribute('data-unstyled');
  });
});

it('a single widget can be made unstyled with its attribute', async () => {
  await renderDesktop(
    <>
      <RecordingControls callId="c1" data-unstyled="" />
      <RecordingStatus callId="c1" data-testid="status" />
    </>,
    { calls },
  );
  expect(screen.getByRole('group')).toHaveAttribute('data-unstyled', '');
  expect(screen.getByTestId('status')).not.toHaveAttribute('data-unstyled');
});
