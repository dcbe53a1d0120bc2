import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { expect } from 'storybook/test';
import { CallList } from '../src/components/CallList.tsx';
import { ConnectionStatus } from '../src/components/ConnectionStatus.tsx';
import { RecordingControls } from '../src/components/RecordingControls.tsx';
import { RecordingTimeline } from '../src/components/RecordingTimeline.tsx';
import { loadMessages } from '../src/i18n/loadMessages.ts';
import './Looks.css';
import * as scenes from './scenes.ts';
import { play, SceneProvider, type Scene, type PlayedScene } from './playScene.tsx';

const main: readonly (readonly [name: string, scene: Scene])[] = [
  ['Recording', scenes.recording],
  ['Pausing', scenes.pausePending],
  ['Paused for long', scenes.pausedForLong],
  ['Refused', scenes.rejectedByServer],
  ['Not confirmed', scenes.notConfirmed],
  ['Out of date', scenes.outOfDate],
  ['Not recording', scenes.notRecording],
  ['Contradiction', scenes.contradictoryCapabilities],
];

interface Panel {
  readonly title: string;
  /** The attributes of the element around the widgets, where a host would set them. */
  readonly attributes?: Readonly<Record<`data-${string}`, string>>;
  /** In px. */
  readonly width?: number;
  readonly language?: string;
}

interface LooksProps {
  readonly panels: readonly Panel[];
  readonly played?: readonly (readonly PlayedScene[])[];
  readonly className?: string;
}

/** The main states in every panel, and a timeline. */
function Looks({ panels, played, className = '' }: LooksProps): ReactElement {
  return (
    <div className={`looks ${className}`}>
      {panels.map(({ title, attributes, width }, index) => (
        <section key={title} {...attributes} style={{ inlineSize: width && width + 32 }}>
          <h2>{title}</h2>
          {played?.[index]?.map((scene, place) => {
            const label = `${main[place]?.[0] ?? ''}, ${title}`;
            return (
              <SceneProvider key={label} scene={scene}>
                <RecordingControls callId="c1" callLabel={label} />
                {place === 0 && <RecordingTimeline callId="c1" callLabel={label} />}
                {place === 5 && <ConnectionStatus />}
              </SceneProvider>
            );
          })}
        </section>
      ))}
    </div>
  );
}

const meta: Meta<typeof Looks> = {
  title: 'Looks',
  component: Looks,
  parameters: { controls: { disable: true } },
  loaders: [
    async ({ args: { panels } }) => ({
      played: await Promise.all(
        panels.map(async ({ language }) => {
          const messages = language === undefined ? undefined : await loadMessages(language);
          return Promise.all(main.map(([, scene]) => play({ ...scene, messages })));
        }),
      ),
    }),
  ],
  // The loader above has put it there. Storybook types what was loaded as a record of anything.
  render: (args, { loaded }) => (
    <Looks {...args} played={loaded['played'] as readonly PlayedScene[][]} />
  ),
};

export default meta;
type Story = StoryObj<typeof Looks>;

const heights = { compact: 24, normal: 32, touch: 44 };

/** Every target is large enough, and Stop is far enough from Pause. */
export const Densities: Story = {
  args: {
    panels: Object.keys(heights).map((density) => ({
      title: density,
      attributes: { 'data-density': density },
    })),
  },
  play: async ({ canvasElement }) => {
    for (const [density, height] of Object.entries(heights)) {
      const panel = find(canvasElement, `[data-density="${density}"]`);
      const boxes = (selector: string): readonly DOMRect[] =>
        [...panel.querySelectorAll(selector)].map((each) => each.getBoundingClientRect());
      const buttons = boxes('[data-part="place"] > [data-part="button"]');
      for (const box of buttons) await expect(Math.round(box.height)).toBe(height);
      const small = boxes('[data-part="remedy"], [data-part="notes"] > button, summary');
      await expect(small.length).toBeGreaterThan(4);
      for (const { width, height: tall } of small)
        await expect(Math.round(Math.min(width, tall))).toBeGreaterThanOrEqual(24);
      const [pause, stop] = buttons;
      if (!pause || !stop) throw new Error('There is no Pause beside a Stop.');
      await expect(stop.left - pause.right).toBeGreaterThanOrEqual(8);
    }
  },
};

/** The look is that of `prefers-contrast: more`. */
export const MoreContrast: Story = {
  args: {
    panels: (['light', 'dark'] as const).map((theme) => ({
      title: theme,
      attributes: { 'data-theme': theme, 'data-contrast': 'more' },
    })),
  },
  play: async ({ canvasElement }) => {
    for (const [theme, line] of [
      ['light', 'rgb(86, 94, 107)'],
      ['dark', 'rgb(163, 173, 187)'],
    ]) {
      const button = find(canvasElement, `section[data-theme="${theme}"] [data-part="button"]`);
      await expect(getComputedStyle(button).border).toBe(`2px solid ${line}`);
    }
  },
};

/** Themes, densities and contrast can be nested, and the nearest one counts. */
export const Islands: Story = {
  args: {
    panels: [
      { title: 'dark', attributes: { 'data-theme': 'dark' } },
      {
        title: 'compact and light',
        attributes: { 'data-density': 'compact', 'data-theme': 'light' },
      },
    ],
  },
  decorators: [
    (StoryInside) => (
      <div data-contrast="more" data-density="touch" data-theme="light">
        <StoryInside />
      </div>
    ),
  ],
  play: async ({ canvasElement }) => {
    const dark = find(canvasElement, 'section[data-theme="dark"] [data-part="button"]');
    await expect(getComputedStyle(dark).border).toBe('2px solid rgb(163, 173, 187)');
    await expect(dark.offsetHeight).toBe(44);
    await expect(
      find(canvasElement, '[data-density="compact"] [data-part="button"]').offsetHeight,
    ).toBe(24);
  },
};

const narrow: readonly Panel[] = [200, 240, 280, 320].flatMap((width) =>
  ['de', 'pl'].map((language) => ({ title: `${language}, ${width} px`, width, language })),
);

/** Expects that nothing is cut off and that nothing overflows. */
const fits: Story['play'] = async ({ canvasElement }) => {
  for (const times of canvasElement.querySelectorAll('details')) times.open = true;
  const outside = [...canvasElement.querySelectorAll<HTMLElement>('[data-tallylight]')].flatMap(
    (root) => {
      const { left, right } = root.getBoundingClientRect();
      return [...root.querySelectorAll<HTMLElement>('[data-part], p, summary, th, td')]
        .filter((part) => {
          const box = part.getBoundingClientRect();
          if (part.closest('svg') || box.width === 0) return false;
          // A difference of half a pixel comes from the rounding of the browser.
          return (
            (box.left < left - 0.5 ||
              box.right > right + 0.5 ||
              part.scrollWidth > part.clientWidth + 1) &&
            getComputedStyle(part).display !== 'inline'
          );
        })
        .map((part) => `${root.clientWidth} px: ${part.textContent}`);
    },
  );
  await expect(outside).toEqual([]);
};

/**
 * Agent panels are narrow, a page of 1280 px at 400 % is 320 px wide, and some languages have long
 * words.
 */
export const Narrow: Story = {
  args: { panels: narrow, className: 'looks-fixed' },
  play: fits,
};

/** The text has the spacing that WCAG 1.4.12 allows readers to set. */
export const TextSpacing: Story = {
  args: { panels: narrow, className: 'looks-fixed looks-spaced' },
  play: fits,
};

/**
 * The widgets have none of our looks, so that a host can give them its own, also inside a list that
 * keeps ours.
 */
export const Unstyled: Story = {
  args: { panels: [] },
  loaders: [async () => ({ scene: await play(scenes.rejectedByServer) })],
  // The loader above has put it there. Storybook types what was loaded as a record of anything.
  render: (_, { loaded }) => (
    <SceneProvider scene={loaded['scene'] as PlayedScene}>
      <RecordingControls callId="c1" data-unstyled="" />
      <ConnectionStatus data-unstyled="" />
      <RecordingTimeline callId="c1" data-unstyled="" />
      {/* Inherited properties come from the list around and not from our rules for these
          widgets. */}
      <CallList style={{ font: 'inherit', color: 'inherit' }}>
        {(callId) => <RecordingControls callId={callId} callLabel="in a list" data-unstyled="" />}
      </CallList>
    </SceneProvider>
  ),
  play: async ({ canvasElement }) => {
    const bare = [...canvasElement.querySelectorAll('[data-unstyled], [data-unstyled] *')];
    await expect(bare.length).toBeGreaterThan(30);
    const looks = (): readonly string[] => bare.map(looksOf);
    const before = looks();
    const ours = [...document.styleSheets].filter(({ cssRules }) =>
      [...cssRules].some(({ cssText }) => cssText.includes('[data-tallylight')),
    );
    await expect(ours.length).toBeGreaterThan(0);
    const styled = find(canvasElement, '[role="group"]:not([data-unstyled]) [data-part="button"]');
    const styledBefore = looksOf(styled);
    try {
      for (const sheet of ours) sheet.disabled = true;
      await expect(looks()).toEqual(before);
      await expect(looksOf(styled)).not.toBe(styledBefore);
    } finally {
      for (const sheet of ours) sheet.disabled = false;
    }
  },
};

/** All properties that our stylesheet sets and that are not inherited. */
function looksOf(element: Element): string {
  const style = getComputedStyle(element);
  return [
    'display',
    'box-sizing',
    'flex',
    'gap',
    'margin',
    'padding',
    'border',
    'border-radius',
    'background-color',
    'min-width',
    'min-height',
    'position',
    'fill',
    'text-decoration-line',
    'container-type',
    'contain',
    'outline',
  ]
    .map((property) => `${property}: ${style.getPropertyValue(property)}`)
    .concat(element.outerHTML.slice(0, 60))
    .join('; ');
}

function find(within: HTMLElement, selector: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}
