import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { expect } from 'storybook/test';
import { ConnectionStatus } from '../src/components/ConnectionStatus.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import './AllStates.css';
import * as scenes from './scenes.ts';
import { play, StageProvider, type Scene, type StandingScene } from './stage.tsx';

const rows: readonly (readonly [name: string, scene: Scene])[] = [
  ['Checking', scenes.checking],
  ['Not recording', scenes.notRecording],
  ['Starting', scenes.startPending],
  ['Recording', scenes.recording],
  ['Pausing', scenes.pausePending],
  ['Paused', scenes.paused],
  ['Paused for long', scenes.pausedForLong],
  ['Resuming', scenes.resumePending],
  ['Stopping', scenes.stopPending],
  ['Stopped', scenes.stopped],
  ['Paused, by others', scenes.pausedBySomeoneElse],
  ['Refused', scenes.rejectedByServer],
  ['No permission', scenes.noPermission],
  ['Not confirmed', scenes.notConfirmed],
  ['Superseded', scenes.superseded],
  ['Out of date', scenes.outOfDate],
  ['Signed out', scenes.signedOut],
  ['Not reported', scenes.notReported],
  ['Unknown', scenes.unknownState],
  ['Contradiction', scenes.contradictoryCapabilities],
  ['Ended', scenes.endedWhilePaused],
];

const phases: readonly Scene[] = [
  scenes.neverConnected,
  scenes.checking,
  scenes.recordingUntimed,
  scenes.outOfDate,
  scenes.signedOut,
  scenes.closed,
];

function AllStates({
  standing,
  connections,
}: {
  readonly standing: readonly StandingScene[];
  readonly connections: readonly StandingScene[];
}): ReactElement {
  return (
    <div className="all-states">
      {standing.map((scene, index) => {
        const name = rows[index]?.[0] ?? '';
        return (
          <section key={name}>
            <h2>{name}</h2>
            <StageProvider scene={scene}>
              <RecordingControls callId="c1" callLabel={name} />
            </StageProvider>
          </section>
        );
      })}
      <section>
        <h2>Connection</h2>
        <div>
          {connections.map((scene) => (
            <StageProvider key={scene.desktop.connection.getState().phase} scene={scene}>
              <ConnectionStatus />
            </StageProvider>
          ))}
        </div>
      </section>
    </div>
  );
}

const meta: Meta<typeof AllStates> = {
  title: 'All states',
  component: AllStates,
  parameters: { layout: 'fullscreen', controls: { disable: true } },
};

export default meta;

export const Overview: StoryObj<typeof AllStates> = {
  loaders: [
    async () => ({
      standing: await Promise.all(rows.map(([, scene]) => play(scene))),
      connections: await Promise.all(phases.map(play)),
    }),
  ],
  // Put there by the loader above; Storybook's own type for it is a record of anything.
  render: (_, { loaded }) => (
    <AllStates
      standing={loaded['standing'] as StandingScene[]}
      connections={loaded['connections'] as StandingScene[]}
    />
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('group')).toHaveLength(rows.length);
  },
};

const turns: readonly Scene[] = [
  scenes.recordingUntimed,
  scenes.pausePending,
  scenes.stopPending,
  scenes.paused,
  scenes.resumePending,
  scenes.outOfDate,
  scenes.rejectedByServer,
];

/** Whatever the words do, no button moves under the pointer, on a wide panel or a narrow one. */
export const ButtonsStayInPlace: StoryObj<typeof AllStates> = {
  loaders: [async () => ({ standing: await Promise.all(turns.map(play)) })],
  // Put there by the loader above; Storybook's own type for it is a record of anything.
  render: (_, { loaded }) => (
    <AllStates standing={loaded['standing'] as StandingScene[]} connections={[]} />
  ),
  play: async ({ canvas }) => {
    const groups = canvas.getAllByRole('group');
    for (const width of [560, 480, 430, 380, 340, 280]) {
      const places = groups.map((group) => {
        group.style.inlineSize = `${width}px`;
        const { left, top } = group.getBoundingClientRect();
        return [...group.querySelectorAll('[data-part="button"]')].map((button) => {
          const place = button.getBoundingClientRect();
          return [Math.round(place.left - left), Math.round(place.top - top)];
        });
      });
      for (const place of places) await expect(place).toEqual(places[0]);
      for (const group of groups) await expect(group.scrollWidth).toBeLessThanOrEqual(width);
    }
  },
};
