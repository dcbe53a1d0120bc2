import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { findChromium, isExecutable } from './chromium.mjs';
import { entryPointsOf, isForTypes, typeFaults } from './hostTypes.mjs';

// What `npm run hosts` checks in addition to the text of a page.

/** Where pictures are written that should be equal and are not. */
const pictures = fileURLToPath(new URL('../playwright-report/hosts', import.meta.url));

/**
 * Returns why a page cannot be followed on this machine. The reason is printed, so that nobody
 * believes that the page was followed.
 *
 * @param {string} name of the page
 * @param {boolean} isAsked whether somebody named the page
 */
export function whyNotRun(name, isAsked) {
  if (name === 'Cypress' && !isAsked)
    return 'Cypress downloads a program of its own. Where that can be had: npm run hosts -- Cypress';
  if (name === 'Nginx' && !hasNginx())
    return 'There is no nginx, and none could be installed. With one it is: npm run hosts -- Nginx';
  return undefined;
}

function hasNginx() {
  const isThere = () => ['/usr/sbin/nginx', '/usr/bin/nginx'].some(isExecutable);
  if (isThere() || spawnSync('nginx', ['-v']).status === 0) return true;
  // `setup.mjs` installs the browser under the same condition.
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'nginx-light'];
  spawnSync('apt-get', ['update'], { env });
  spawnSync('apt-get', install, { env });
  return isThere();
}

/**
 * What to install in the place of the packages that a page names, and the name of this variant.
 *
 * @typedef {{ title?: string, versions?: Readonly<Record<string, string>> }} Variant
 */

/**
 * The versions with which a page is followed: those that npm gives today, and others that it names.
 *
 * @param {string} name of the page
 * @returns {readonly Variant[]}
 */
export function variantsOf(name) {
  if (name === 'Jest')
    return [
      {},
      {
        title: '29',
        versions: { jest: 'jest@29', 'jest-environment-jsdom': 'jest-environment-jsdom@29' },
      },
    ];
  if (name === 'Vitest')
    return [
      {},
      {
        title: '3',
        versions: {
          'vitest@4': 'vitest@3',
          vite: 'vite@7',
          '@vitejs/plugin-react': '@vitejs/plugin-react@5',
        },
      },
    ];
  return [{}];
}

/**
 * @typedef {object} Host
 * @property {string} folder
 * @property {(program: string, ...args: string[]) => string} run
 * @property {(program: string, ...args: string[]) => string} fails returns what a command says that fails
 * @property {(look: (page: import('playwright').Page) => Promise<void>) => Promise<void>} open
 */

/**
 * Files in addition to those of the page, commands that replace the page's commands, and what is
 * done at the end.
 *
 * @typedef {object} Checks
 * @property {Readonly<Record<string, string>>} [files]
 * @property {Readonly<Record<string, string>>} [replacements]
 * @property {(host: Host) => Promise<void>} [afterwards]
 */

/**
 * A mistake: the text that is replaced, the text that replaces it, and what the compiler has to
 * report then.
 *
 * @typedef {readonly [string, string, RegExp]} Mistake
 */

/**
 * @param {string} name of the page
 * @returns {Checks}
 */
export function checksOf(name) {
  return checks[name] ?? {};
}

/** @type {Readonly<Record<string, Checks>>} */
const checks = {
  Mui: { afterwards: looksAsAlone },
  ReactAria: { afterwards: looksAsAlone },
  Plain: { afterwards: worksWithoutReact },
  Vue: {
    files: {
      'src/Everything.vue': `
        <script setup lang="ts">
        import 'tallylight/element/all';
        import type { TallylightEventMap } from 'tallylight/element';
        const noLabel: string | undefined = undefined;
        const list = (event: TallylightEventMap['tallylight-callschange']) => event.detail.callIds;
        const see = (event: MouseEvent) => event.clientX;
        const diagnose = (event: TallylightEventMap['tallylight-diagnostic']) => event.detail.code;
        </script>
        <template>
          <tallylight-recording-controls call-id="c1" :call-label="noLabel" class="mine" style="margin: 0" data-theme="dark" />
          <tallylight-recording-status call-id="c1" id="status" title="Status" data-testid="status" :hidden="false" @click="see" />
          <tallylight-sensitive-section call-id="c1" aria-describedby="status"><input /><p slot="blocked">Wait</p></tallylight-sensitive-section>
          <tallylight-pause-limit call-id="c1" :limit="180000" at-limit="remind" />
          <tallylight-recording-timeline call-id="c1" />
          <tallylight-call-list order="arrival" @tallylight-callschange="list" />
          <tallylight-connection-status @tallylight-diagnostic="diagnose" />
          <tallylight-recording-toolbar aria-label="Call"><button>Hold</button></tallylight-recording-toolbar>
        </template>`,
    },
    afterwards: async (host) => {
      await bringsNoReact(host);
      await findsMistakes(host, ['npx', 'vue-tsc', '-p', '.'], {
        'src/App.vue': [
          [':headers="headers"', ':headers="42"', /headers|number/],
          ['call-id="01RCC3N118B1V0SL807GK2LAES000001"', '', /callId/],
          ['base-url', 'base-ulr', /baseUlr/],
          [`'tallylight-recordingchange']) =>`, `'tallylight-operation']) =>`, /detail|to/],
        ],
      });
    },
  },
  Svelte: {
    files: {
      'src/Everything.svelte': `<script lang="ts">
          import 'tallylight/element/all';
          import type {} from 'tallylight/element/svelte';
          const noLabel: string | undefined = undefined;
        </script>
        <tallylight-recording-controls call-id="c1" call-label={noLabel} class="mine" data-theme="dark"></tallylight-recording-controls>
        <tallylight-recording-status call-id="c1" id="status"></tallylight-recording-status>
        <tallylight-sensitive-section call-id="c1"><input /><p slot="blocked">Wait</p></tallylight-sensitive-section>
        <tallylight-pause-limit call-id="c1" limit={180000} at-limit="remind"></tallylight-pause-limit>
        <tallylight-recording-timeline call-id="c1"></tallylight-recording-timeline>
        <tallylight-call-list order="arrival" ontallylight-callschange={(event) => event.detail.callIds.length}></tallylight-call-list>
        <tallylight-connection-status ontallylight-diagnostic={(event) => event.detail.code.length}></tallylight-connection-status>
        <tallylight-recording-toolbar aria-label="Call"><button>Hold</button></tallylight-recording-toolbar>`,
    },
    afterwards: async (host) => {
      await bringsNoReact(host);
      await findsMistakes(host, ['npx', 'svelte-check', '--tsconfig', './tsconfig.json'], {
        'src/App.svelte': [
          ['{headers}', 'headers={42}', /number/],
          ['call-id="01RCC3N118B1V0SL807GK2LAES000001"', '', /call-id/],
          ['event.detail.to', 'event.detail.nothing', /nothing/],
        ],
      });
    },
  },
  Angular: {
    files: {
      'src/everything.ts': `
        import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
        import 'tallylight/element/all';
        @Component({
          selector: 'app-everything',
          schemas: [CUSTOM_ELEMENTS_SCHEMA],
          template: \`
            <tallylight-recording-controls #controls call-id="c1" [callLabel]="noLabel" class="mine" data-theme="dark" />
            <tallylight-recording-status call-id="c1" id="status" />
            <tallylight-sensitive-section call-id="c1" (tallylight-blockchange)="block = $event.detail.block">
              <input /><p slot="blocked">Wait</p>
            </tallylight-sensitive-section>
            <tallylight-pause-limit call-id="c1" [limit]="180000" at-limit="remind" />
            <tallylight-recording-timeline call-id="c1" />
            <tallylight-call-list order="arrival" (tallylight-callschange)="callIds = $event.detail.callIds" />
            <tallylight-connection-status
              (tallylight-connectionchange)="phase = $event.detail.to"
              (tallylight-diagnostic)="code = $event.detail.code"
            />
            <tallylight-recording-toolbar aria-label="Call"><button>Hold</button></tallylight-recording-toolbar>
            <button (click)="controls.callId = 'c2'">Next call</button>
          \`,
        })
        export class Everything {
          noLabel: string | undefined;
          block: string | undefined;
          callIds: readonly string[] = [];
          phase = '';
          code = '';
        }`,
    },
    afterwards: async (host) => {
      await bringsNoReact(host);
      host.run('npx', 'ngc', '-p', 'tsconfig.json', '--noEmit');
      await findsMistakes(host, ['npx', 'ngc', '-p', 'tsconfig.json', '--noEmit'], {
        'src/main.ts': [['$event.detail.to', '$event.detail.nothing', /nothing/]],
        'src/everything.ts': [
          ['$event.detail.callIds', '$event.detail.to', /to/],
          [`controls.callId = 'c2'`, 'controls.callId = 2', /number/],
        ],
      });
    },
  },
  // The template of `create-next-app` has this, and a page is then built once for everybody.
  Next: { files: { 'next.config.js': 'export default { cacheComponents: true };' } },
  Jest: {
    files: {
      'src/clocks.test.js': testsOfClocks(),
      'src/jsdom.test.jsx': testsOfJsdom(),
    },
    afterwards: async ({ folder, run }) => {
      run('npm', 'install', '-D', 'sinon');
      writeFileSync(join(folder, 'src/sinon.test.js'), testsOfSinon());
      run('npx', 'jest', 'src/sinon.test.js');
    },
  },
  Vitest: { files: { 'src/clocks.test.js': testsOfVitestsClocks() } },
  PlaywrightComponents: {
    replacements: findChromium() ? { 'npx playwright install chromium': 'skip' } : {},
  },
};

/**
 * Checks that a button of the host looks in our widget as it looks outside, pixel by pixel.
 *
 * @param {Host} host
 */
async function looksAsAlone({ open }) {
  await open(async (page) => {
    await page.getByRole('button', { name: 'Pause recording' }).first().waitFor();
    for (const name of ['Pause recording', 'Stop recording']) {
      const drawn = page.getByRole('button', { name }).first();
      const place = await drawn.evaluate((button) => {
        const parent = button.parentElement;
        if (!parent) throw new Error('The button is in no widget.');
        const alone = button.cloneNode(true);
        if (!(alone instanceof HTMLElement)) throw new Error('The button is no element of HTML.');
        for (const { name: attribute } of Array.from(alone.attributes))
          if (attribute.startsWith('data-') && !/^data-(rac|react-aria)/.test(attribute))
            alone.removeAttribute(attribute);
        // The glyph and the label inside are ours. They keep the size and the gap that they have in
        // the widget.
        const inside = '[data-part=glyph], [data-part=label], svg';
        const drawnInside = button.querySelectorAll(inside);
        /** @type {NodeListOf<HTMLElement | SVGElement>} */
        const parts = alone.querySelectorAll(inside);
        for (const [index, part] of parts.entries()) {
          const drawnPart = drawnInside[index];
          if (!drawnPart) continue;
          const style = getComputedStyle(drawnPart);
          part.style.cssText = ['inline-size', 'block-size', 'margin', 'display']
            .map((property) => `${property}: ${style.getPropertyValue(property)}`)
            .join(';');
        }
        // The copy gets the room and the inherited font that the button has in the widget.
        const around = document.createElement('div');
        const said = getComputedStyle(parent);
        const box = button.getBoundingClientRect();
        alone.id = 'alone';
        alone.style.cssText += `;width:${box.width}px;height:${box.height}px`;
        around.append(alone);
        document.body.append(around);
        let surface = button.closest('[data-tallylight]');
        while (surface && /^rgba\(.*, 0\)$/.test(getComputedStyle(surface).backgroundColor))
          surface = surface.parentElement;
        const background = surface ? getComputedStyle(surface).backgroundColor : 'white';
        around.style.cssText = `position:fixed;display:grid;padding:8px;z-index:9;
          left:${box.left - 8}px;top:${(box.top % 1) + 400}px;
          background:${background};font:${said.font};color:${said.color};
          letter-spacing:${said.letterSpacing};text-transform:${said.textTransform}`;
        return { x: box.left - 2, width: box.width + 4, height: box.height + 4 };
      });
      const alone = page.locator('#alone');
      await page.mouse.move(0, 0);
      await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished)));
      const pictureOf = async (/** @type {import('playwright').Locator} */ button) => {
        const box = await button.boundingBox();
        if (!box) throw new Error(`"${name}" is not to be seen.`);
        return page.screenshot({ clip: { ...place, y: box.y - 2 } });
      };
      const [one, other] = await Promise.all([pictureOf(drawn), pictureOf(alone)]);
      await alone.evaluate((button) => button.parentElement?.remove());
      if (isAlike(one, other)) continue;
      mkdirSync(pictures, { recursive: true });
      writeFileSync(join(pictures, `${name}.png`), one);
      writeFileSync(join(pictures, `${name} alone.png`), other);
      throw new Error(`"${name}" looks different in the widget and alone: see ${pictures}`);
    }
  });
}

/**
 * Whether two pictures show the same. The surface of a widget is a mixture of colours, so the edges that
 * a button draws upon it differ by a little. A line of another colour differs by a hundredth.
 *
 * @param {Buffer} one
 * @param {Buffer} other
 */
function isAlike(one, other) {
  const { data, ...size } = PNG.sync.read(one);
  const { data: otherData, ...otherSize } = PNG.sync.read(other);
  if (size.width !== otherSize.width || size.height !== otherSize.height) return false;
  const differing = data.filter((value, index) => Math.abs(value - (otherData[index] ?? 0)) > 2);
  return differing.length <= data.length / 1000;
}

/**
 * Checks that `npm install tallylight` installs neither React nor react-query.
 *
 * @param {Host} host
 */
async function bringsNoReact({ folder }) {
  for (const each of ['react', 'react-dom', '@tanstack/react-query'])
    if (existsSync(join(folder, 'node_modules', each)))
      throw new Error(`${each} was installed, and nobody asked for it.`);
}

/** The entry points that have widgets for React, behind the name of the library. */
const forReact = ['', '/supervisor', '/devtools'];

/** @param {Host} host */
async function worksWithoutReact(host) {
  await bringsNoReact(host);
  const library = join(host.folder, 'node_modules/tallylight');
  const { name, exports } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  for (const module of entryPointsOf(name, exports, library)) {
    // The widgets for React need it, and declarations are no code.
    if (forReact.includes(module.slice(name.length)) || isForTypes(module)) continue;
    host.run('node', '--input-type=module', '--eval', `await import('${module}')`);
    host.run('node', '--input-type=commonjs', '--eval', `require('${module}')`);
  }
}

/**
 * Makes one mistake after the other, and expects the host's compiler to name it.
 *
 * @param {Host} host
 * @param {[string, ...string[]]} command
 * @param {Readonly<Record<string, readonly Mistake[]>>} mistakes by the file in which they are made
 */
async function findsMistakes({ folder, fails }, [program, ...args], mistakes) {
  for (const [file, each] of Object.entries(mistakes)) {
    const path = join(folder, file);
    const right = readFileSync(path, 'utf8');
    for (const [what, by, expected] of each) {
      if (!right.includes(what)) throw new Error(`${file} has no ${what}.`);
      writeFileSync(
        path,
        right.replace(what, () => by),
      );
      const said = fails(program, ...args);
      if (!expected.test(said))
        throw new Error(`With ${by} in the place of ${what} ${args[0]} says: ${said}`);
    }
    writeFileSync(path, right);
  }
}

/**
 * Compiles what a host writes with each version of TypeScript that the README names.
 *
 * @param {string} folder
 * @param {string} tarball
 * @param {(program: string, args: string[], cwd: string) => string} run
 */
export async function typesOfHosts(folder, tarball, run) {
  const versions = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0'];
  run('npm', ['init', '-y'], folder);
  const compilers = versions.map((each) => `typescript-${each}@npm:typescript@${each}`);
  const hosts = ['react', 'react-dom', '@tanstack/react-query', '@types/react', '@types/react-dom'];
  run('npm', ['install', tarball, ...hosts, '@types/node@20', ...compilers], folder);
  const faults = typeFaults(
    folder,
    Object.fromEntries(
      versions.map((each) => {
        const compiler = join(folder, 'node_modules', `typescript-${each}`);
        const { bin } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8'));
        return [each, join(compiler, bin.tsc)];
      }),
    ),
  );
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/**
 * Tests with an operation that nobody confirms, for each setting of Jest's clocks that a host may
 * have.
 */
function testsOfClocks() {
  return `
    ${unconfirmed()}
    afterEach(() => jest.useRealTimers());

    test.each([
      [{}],
      [{ advanceTimers: true }],
      [{ now: 0 }],
      [{ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }],
    ])('with %j', async (settings) => {
      jest.useFakeTimers(settings);
      expect(await endingAfterTenSeconds()).toBe('unconfirmed');
    });

    test.each([
      [{ doNotFake: ['performance'] }, /performance is not/],
      [{ doNotFake: ['Date'] }, /Date is not/],
      [{ legacyFakeTimers: true }, /legacyFakeTimers/],
    ])('with %j says what is missing', async (settings, words) => {
      jest.useFakeTimers(settings);
      await expect(endingAfterTenSeconds()).rejects.toThrow(words);
    });`;
}

function testsOfVitestsClocks() {
  return `
    import { afterEach, expect, test, vi } from 'vitest';
    ${unconfirmed()}
    afterEach(() => { vi.useRealTimers(); });
    const older = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'];

    test.each([
      [{}],
      [{ now: 0 }],
      [{ shouldAdvanceTime: true }],
      [{ toFake: [...older, 'performance'] }],
    ])('with %j', async (settings) => {
      vi.useFakeTimers(settings);
      expect(await endingAfterTenSeconds()).toBe('unconfirmed');
    });

    test('as Vitest 1 and 2 fake says what is missing', async () => {
      vi.useFakeTimers({ toFake: older });
      await expect(endingAfterTenSeconds()).rejects.toThrow(/performance is not/);
    });`;
}

function testsOfSinon() {
  return `/** @jest-environment node */
    import sinon from 'sinon';
    ${unconfirmed()}
    let clock;
    afterEach(() => clock.restore());

    test('with all that Sinon fakes', async () => {
      clock = sinon.useFakeTimers();
      expect(await endingAfterTenSeconds()).toBe('unconfirmed');
    });

    test('with a clock that goes on by itself', async () => {
      clock = sinon.useFakeTimers({ shouldAdvanceTime: true });
      expect(await endingAfterTenSeconds()).toBe('unconfirmed');
    });

    test('without performance says what is missing', async () => {
      const toFake = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'];
      clock = sinon.useFakeTimers({ toFake });
      await expect(endingAfterTenSeconds()).rejects.toThrow(/performance is not/);
    });`;
}

function unconfirmed() {
  return `import { createSimulatedDesktop, simulatedCall } from 'tallylight/testing';

    async function endingAfterTenSeconds() {
      const { desktop, simulation } = createSimulatedDesktop({
        calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
      });
      const disconnect = desktop.connect();
      await simulation.advance(0);
      simulation.acceptAndDoNothing();
      await desktop.performOperation('c1', 'PauseCallRecording');
      await simulation.advance(10_000);
      disconnect();
      return desktop.call('c1').getState().recording.outcome?.ending;
    }`;
}

/** Tests for everything that the library needs of a browser and that jsdom lacks. */
function testsOfJsdom() {
  return `
    import { render, screen, waitFor } from '@testing-library/react';
    import { userEvent } from '@testing-library/user-event';
    import {
      AgentDesktopProvider, CallList, ConnectionStatus, MiniWindow, PauseLimit, RecordingControls,
      RecordingTimeline, RecordingToolbar, SensitiveSection,
    } from 'tallylight';
    import 'tallylight/element/all';
    import { createSimulatedDesktop, simulatedCall } from 'tallylight/testing';

    const calls = [simulatedCall({ id: 'c1', recordingState: 'Recording' })];

    test('jsdom lacks what it is said to lack', () => {
      expect('inert' in HTMLElement.prototype).toBe(false);
      expect('replaceSync' in CSSStyleSheet.prototype).toBe(false);
      expect('locks' in navigator).toBe(false);
      for (const each of ['BroadcastChannel', 'ResizeObserver', 'IntersectionObserver'])
        expect(globalThis[each]).toBeUndefined();
    });

    test('every widget is there, and a section opens once the server has paused', async () => {
      const error = jest.spyOn(console, 'error');
      const { desktop } = createSimulatedDesktop({ calls });
      const { container, unmount } = render(
        <AgentDesktopProvider desktop={desktop}>
          <RecordingToolbar aria-label="Call"><RecordingControls callId="c1" /></RecordingToolbar>
          <RecordingTimeline callId="c1" />
          <PauseLimit callId="c1" limit={60_000} />
          <ConnectionStatus />
          <CallList />
          <MiniWindow><p>Small</p></MiniWindow>
          <SensitiveSection callId="c1"><input aria-label="Card number" /></SensitiveSection>
        </AgentDesktopProvider>,
      );
      const field = container.querySelector('input');
      expect(field.closest('[inert]')).not.toBeNull();
      await waitFor(() => expect(field.closest('[inert]')).toBeNull());
      await userEvent.type(field, '4111');
      expect(field.value).toBe('4111');
      unmount();
      expect(error).not.toHaveBeenCalled();
    });

    test('an element works', async () => {
      const { desktop } = createSimulatedDesktop({ calls });
      const names = ['recording-controls', 'recording-status', 'sensitive-section', 'pause-limit',
        'recording-timeline', 'call-list', 'connection-status', 'recording-toolbar'];
      for (const name of names) {
        const element = document.createElement('tallylight-' + name);
        element.setAttribute('call-id', 'c1');
        element.setAttribute('limit', '60000');
        element.desktop = desktop;
        document.body.append(element);
      }
      const { shadowRoot } = document.querySelector('tallylight-recording-status');
      await waitFor(() => expect(shadowRoot.textContent).toMatch(/Paused|Recording/));
      await waitFor(() => expect(shadowRoot.textContent).toMatch(/Paused/));
      document.body.replaceChildren();
    });`;
}
