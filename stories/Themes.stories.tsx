import type { Meta, StoryObj } from '@storybook/react-vite';
import { useId, type ReactElement } from 'react';
import { expect } from 'storybook/test';
import { keepRecordingHistory } from '../src/watchers/recordingHistory.ts';
import { ConnectionStatus } from '../src/components/ConnectionStatus.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { RecordingTimeline } from '../src/components/RecordingTimeline.tsx';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
import * as scenes from './scenes.ts';
import { play, SceneProvider, type Scene, type PlayedScene } from './playScene.tsx';
import './themes/examplePage.css';
import './themes/lightning.css';
import './themes/workspace.css';
import './themes/finesse.css';
import './themes/material.css';
import './themes/console.css';

/** The second call was recorded, paused once for a card number, and recorded again. */
const present: Scene = {
  calls: [],
  happen: async ({ desktop, simulation, ago }) => {
    keepRecordingHistory(desktop);
    const steps: readonly (readonly [seconds: number, step: () => void])[] = [
      [372, () => simulation.happen({ type: 'begin', call: simulatedCall({ id: 'c1' }) })],
      [345, () => simulation.supervisor('StartCallRecording', 'c1')],
      [154, () => simulation.supervisor('PauseCallRecording', 'c1')],
      [70, () => simulation.supervisor('ResumeCallRecording', 'c1')],
    ];
    for (const [seconds, step] of steps) {
      ago(seconds);
      step();
      // The page has heard of the change.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  },
};

const others: readonly (readonly [name: string, about: string, scene: Scene])[] = [
  ['Grace Hopper', 'Card payment', scenes.pausedForLong],
  ['Alan Turing', 'Change of address', scenes.pausePending],
  ['Katherine Johnson', 'Complaint', scenes.rejectedByServer],
  ['Konrad Zuse', 'Delivery', scenes.notConfirmed],
  ['Edsger Dijkstra', 'Shortest way', scenes.outOfDate],
  ['Radia Perlman', 'New line', scenes.notRecording],
  ['Barbara Liskov', 'Finished', scenes.endedWhilePaused],
];

const earlier = [
  ['18 Nov', 'Invoice sent again', 'Margaret Hamilton'],
  ['2 Nov', 'New card', 'Tim Berners-Lee'],
  ['27 Oct', 'Moved to Marylebone', 'Margaret Hamilton'],
] as const;

interface DesktopProps {
  readonly look: 'lightning' | 'workspace' | 'finesse' | 'material' | 'console';
  readonly played: readonly PlayedScene[];
}

/** An agent desktop of a host, with its own buttons and fields beside our widgets. */
function Desktop({ look, played: [main, ...played] }: DesktopProps): ReactElement {
  const id = useId();
  if (!main) throw new Error('There is no call in the middle.');
  return (
    <div
      className={`desk desk-${look}`}
      {...(look === 'console' && { 'data-theme': 'dark' })}
      data-density={densities[look]}
    >
      <SceneProvider scene={main}>
        <header className="desk-bar">
          <span className="desk-mark" aria-hidden="true" />
          <b>Service desk</b>
          <nav className="desk-tabs" aria-label="Desktop">
            <a href="#call" aria-current="page">
              Call
            </a>
            <a href="#customers">Customers</a>
            <a href="#reports">Reports</a>
          </nav>
          <span className="desk-agent">Ready</span>
        </header>
        <div className="desk-rail" aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </div>
        <section className="desk-call" aria-labelledby={`${id}call`}>
          <div className="desk-card">
            <div className="desk-head">
              <h2 id={`${id}call`}>Ada Lovelace</h2>
              <ConnectionStatus />
            </div>
            <div className="desk-inside">
              <dl>
                <div>
                  <dt>Number</dt>
                  <dd>
                    <bdi dir="ltr">+44 20 5550 0101</bdi>
                  </dd>
                </div>
                <div>
                  <dt>Queue</dt>
                  <dd>Billing</dd>
                </div>
                <div>
                  <dt>Verified</dt>
                  <dd>Yes</dd>
                </div>
              </dl>
              <RecordingControls callId="c1" callLabel="Ada Lovelace" />
              <div className="desk-buttons">
                <button type="button">Hold</button>
                <button type="button">Consult</button>
                <button type="button">Transfer</button>
                <button type="button" className="desk-danger">
                  End call
                </button>
              </div>
              <RecordingTimeline callId="c1" />
            </div>
          </div>
          <form className="desk-card">
            <div className="desk-head">
              <h2>Case 20417</h2>
            </div>
            <div className="desk-inside">
              <div className="desk-fields">
                <label>
                  Subject
                  <input defaultValue="Invoice of October" />
                </label>
                <label>
                  Reason
                  <select defaultValue="Billing">
                    <option>Billing</option>
                    <option>Delivery</option>
                  </select>
                </label>
                <label>
                  Notes
                  <textarea rows={2} defaultValue="Was charged twice. Wants the first one back." />
                </label>
              </div>
              <div className="desk-buttons">
                <button type="button">Cancel</button>
                <button type="button" className="desk-primary">
                  Save
                </button>
              </div>
            </div>
          </form>
          <div className="desk-card desk-rest">
            <div className="desk-head">
              <h2>Earlier</h2>
            </div>
            <ul>
              {earlier.map(([when, about, agent]) => (
                <li key={when}>
                  <p>
                    <b>{about}</b> {agent}
                  </p>
                  <span>{when}</span>
                </li>
              ))}
            </ul>
          </div>
        </section>
      </SceneProvider>
      <section className="desk-card desk-side" aria-labelledby={`${id}side`}>
        <div className="desk-head">
          <h2 id={`${id}side`}>All calls</h2>
          <span>{others.length}</span>
        </div>
        <ul>
          {others.map(([name, about], index) => {
            const scene = played[index];
            return (
              <li key={name}>
                <p>
                  <b>{name}</b> {about}
                </p>
                {scene && (
                  <SceneProvider scene={scene}>
                    <RecordingControls callId="c1" callLabel={name} />
                  </SceneProvider>
                )}
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}

const densities = {
  lightning: undefined,
  workspace: 'compact',
  finesse: undefined,
  material: 'touch',
  console: 'compact',
} as const;

const meta: Meta<typeof Desktop> = {
  title: 'Themes',
  component: Desktop,
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  loaders: [
    async () => ({
      played: await Promise.all([present, ...others.map((each) => each[2])].map(play)),
    }),
  ],
  // The loader above has put it there. Storybook types what was loaded as a record of anything.
  render: ({ look }, { loaded }) => (
    <Desktop look={look} played={loaded['played'] as PlayedScene[]} />
  ),
  play: async ({ canvasElement, args: { look } }) => {
    const desk = canvasElement.querySelector<HTMLElement>('.desk');
    if (!desk) throw new Error('There is no desk.');
    const density = densities[look];
    const least = density === 'touch' ? 44 : density === 'compact' ? 24 : 32;
    for (const width of ['1280px', '320px', '']) {
      desk.style.inlineSize = width;
      await expect(desk.scrollWidth).toBeLessThanOrEqual(desk.clientWidth);
      await expect(tooSmall(desk, '[data-part="button"]', least)).toEqual([]);
      const small = '[data-part="remedy"], summary';
      await expect(tooSmall(desk, small, density === 'touch' ? 44 : 24)).toEqual([]);
    }
  },
};

export default meta;

/** The words of all targets that are too small. */
function tooSmall(desk: HTMLElement, selector: string, height: number): readonly string[] {
  return [...desk.querySelectorAll(`[data-tallylight] :is(${selector})`)]
    .filter((each) => {
      const box = each.getBoundingClientRect();
      // The limit is a little lower, because browsers round.
      return box.height < height - 0.1 || box.width < 23.9;
    })
    .map(({ textContent }) => textContent);
}

type Story = StoryObj<typeof Desktop>;

/** The theme has white cards on blue grey, letters of 13 px, and blue buttons. */
export const LightningLikeCrm: Story = { args: { look: 'lightning' } };

/** The theme has a dark bar above a dense page. */
export const WorkspaceLike: Story = { args: { look: 'workspace' } };

/** The theme has gadgets with grey heads and square corners, and a rail beside them. */
export const FinesseLike: Story = { args: { look: 'finesse' } };

/** The theme has tonal colours, round corners, and large targets for touch. */
export const Material: Story = { args: { look: 'material' } };

/** The theme is always dark, and its targets are as small as WCAG allows. */
export const DenseDarkConsole: Story = { args: { look: 'console' } };
