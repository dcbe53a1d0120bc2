import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './desktop.ts';
import { bundleApp, serve } from './embedding/readersApp.ts';

// A host has a reset stylesheet, and puts classes of its own on the widgets. The reset must not
// change what the agent sees, and the classes must win over our styles.

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const hostOrigin = 'https://desk.example';

/**
 * The kinds of reset stylesheets that hosts have, each with those rules of a well-known one that
 * affect the widgets.
 */
const resets: Readonly<Record<string, string>> = {
  'the one that everybody writes': '* { margin: 0; padding: 0; box-sizing: border-box; border: 0 }',
  'one that unsets everything': '* { all: unset }',
  'the new CSS reset': `
    *:where(:not(html, iframe, canvas, img, svg, video, audio):not(svg *, symbol *)) {
      all: unset; display: revert;
    }
    *, *::before, *::after { box-sizing: border-box; }
    ol, ul, menu, summary { list-style: none; }
    table { border-collapse: collapse; }
    :where([hidden]) { display: none; }`,
  'Eric Meyer’s': `
    html, body, div, span, p, a, dl, dt, dd, ol, ul, li, form, label, table, caption, tbody, tfoot,
    thead, tr, th, td, details, summary, section {
      margin: 0; padding: 0; border: 0; font-size: 100%; font: inherit; vertical-align: baseline;
    }
    body { line-height: 1; }
    ol, ul { list-style: none; }
    table { border-collapse: collapse; border-spacing: 0; }`,
  'a modern one': `
    *, *::before, *::after { box-sizing: border-box; }
    * { margin: 0; padding: 0; font: inherit; }
    img, picture, video, canvas, svg { display: block; max-width: 100%; }
    input, button, textarea, select { font: inherit; color: inherit; background: none; border: none; }
    p, h1, h2, h3 { overflow-wrap: break-word; text-wrap: pretty; }
    button { all: unset; }`,
  'normalize.css': `
    html { line-height: 1.15; }
    button, input, select, textarea { font-family: inherit; font-size: 100%; line-height: 1.15; margin: 0; }
    button { overflow: visible; text-transform: none; }
    button, [type='button'] { -webkit-appearance: button; }
    details { display: block; }
    summary { display: list-item; }
    svg:not(:root) { overflow: hidden; }`,
  'Vite’s first page': `
    :root { line-height: 1.5; }
    button {
      border-radius: 8px; border: 1px solid transparent; padding: 0.6em 1.2em; font-size: 1em;
      font-weight: 500; font-family: inherit; background-color: #1a1a1a; cursor: pointer;
      transition: border-color 0.25s;
    }
    #app { text-align: start; }`,
  'Bootstrap’s reboot': `
    *, *::before, *::after { box-sizing: border-box; }
    p { margin-top: 0; margin-bottom: 1rem; }
    ol, ul { padding-left: 2rem; margin-bottom: 1rem; }
    img, svg { vertical-align: middle; }
    table { caption-side: bottom; border-collapse: collapse; }
    th { text-align: -webkit-match-parent; }
    thead, tbody, tfoot, tr, td, th { border-color: inherit; border-style: solid; border-width: 0; }
    label { display: inline-block; }
    button { border-radius: 0; }
    button, [type='button'] { -webkit-appearance: button; }
    [hidden] { display: none !important; }`,
  // Somebody's page made all of its buttons as wide as their forms, and all of its spans blocks. The
  // labels stood below their glyphs, and *Try again* was as wide as the card.
  'rules for kinds of elements': kindsOfElements('', ''),
  // A rule for each `div` below a class, or in a later layer, may be meant for the roots of the widgets.
  // The attributes of a drawing weigh less than a rule in any layer.
  'rules for kinds of elements in a part of the page': kindsOfElements('.app ', '').replace(
    '.app div,',
    '',
  ),
  'rules for kinds of elements in a later layer': `@layer app { ${kindsOfElements('', '').replace('div,', '').replace('svg { margin', 'i { margin')} }`,
  // Pico and other sheets without classes style attributes of HTML.
  'rules for kinds of attributes': kindsOfElements('', "[type='button']"),
};

/** Rules such as a page has for its own texts and buttons, without a class for each. */
function kindsOfElements(around: string, button: string): string {
  return `
    ${around}div, ${around}section {
      display: flex; gap: 20px; width: 50%; max-width: 90%; min-height: 70px; margin-bottom: 10px; text-align: center;
    }
    ${around}span {
      display: block; float: left; width: 100%; padding: 4px; margin: 2px; text-shadow: 1px 1px red;
      vertical-align: super; position: relative; top: 3px;
    }
    ${around}p {
      display: flex; width: 50%; max-width: 10ch; margin: 1em 0; text-indent: 2em; line-height: 2; opacity: 0.5;
    }
    ${around}button${button} {
      display: flex; float: right; width: 100%; min-width: 160px; height: 60px; margin: 1em;
      box-shadow: 0 0 9px red; opacity: 0.8; letter-spacing: 3px; line-height: 3; text-shadow: 1px 1px red;
      text-transform: uppercase; word-spacing: 9px; justify-content: flex-end; transform: scale(1.1);
    }
    ${around}ul, ${around}li { display: flex; width: 50%; margin: 3px; padding: 9px; text-indent: 2em; }
    ${around}svg { width: 100%; height: auto; }
    ${around}svg { margin: 3px; opacity: 0.5; }
    ${around}table, ${around}th, ${around}td, ${around}details, ${around}summary {
      width: 100%; height: 50px; margin: 3px; text-shadow: 1px 1px red; background: lime;
    }`;
}

const preflight = `
  *, ::after, ::before, ::backdrop, ::file-selector-button {
    box-sizing: border-box; margin: 0; padding: 0; border: 0 solid;
  }
  html, :host { line-height: 1.5; }
  table { text-indent: 0; border-color: inherit; border-collapse: collapse; }
  ol, ul, menu { list-style: none; }
  summary { display: list-item; }
  img, svg, video, canvas { display: block; vertical-align: middle; }
  img, video { max-width: 100%; height: auto; }
  button, input, select, textarea, ::file-selector-button {
    font: inherit; letter-spacing: inherit; color: inherit; border-radius: 0;
    background-color: transparent; opacity: 1;
  }
  button, input:where([type='button']) { appearance: button; }
  [hidden]:where(:not([hidden='until-found'])) { display: none !important; }`;
const utilities =
  '.p-8 { padding: 2rem } .border-0 { border-width: 0 } .bg-lime { background: lime } .flex-col { flex-direction: column }';

/** As in shadcn/ui and other kits, the base layer sets a colour for every border. */
const tailwind4 = `
  @layer theme, base, components, utilities;
  @layer base { ${preflight} * { border-color: red; outline-color: red } }
  @layer utilities { ${utilities} }`;

/** What Tailwind 3 generates: the same rules without cascade layers. */
const tailwind3 = `${preflight} ${utilities}`;

const widgets = `
  <RecordingControls callId="c1" />
  <RecordingControls callId="c2" />
  <RecordingControls callId="c4" />
    <RecordingStatus callId="c3" />
    <ConnectionStatus />
    <RecordingControls callId="c1" renderButton={(props, { slot }) =>
      slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />} />
    <SensitiveSection callId="c5">
      <div className="theirs" style={{ height: 40, overflow: 'hidden' }}>A field <button>Theirs</button></div>
    </SensitiveSection>
    <PauseLimit callId="c2" limit={3_600_000} />
    <RecordingTimeline callId="c1" />
    <CallList />`;

/** Opens a page with these widgets. The host's stylesheet is before ours. */
async function open(page: Page, jsx: string, css = '', head = ''): Promise<void> {
  const app = await bundleApp({
    '/entry.tsx': `
      import 'tallylight/styles.css';
      import { createRoot } from 'react-dom/client';
      import {
        AgentDesktopProvider, CallList, ConfirmStop, ConnectionStatus, PauseLimit, RecordingControls,
        RecordingStatus, RecordingTimeline, SensitiveSection,
      } from 'tallylight';
      import { createSimulatedDesktop, simulatedCall } from '${dist}testing/index.js';
      const { desktop } = createSimulatedDesktop({
        calls: ['Recording', 'Paused', 'Stopped', undefined, 'Recording'].map((recordingState, index) =>
          simulatedCall({ id: 'c' + (index + 1), recordingState })),
      });
      const main = document.body.appendChild(document.createElement('main'));
      main.className = 'app';
      createRoot(main).render(
        <AgentDesktopProvider desktop={desktop}>${jsx}</AgentDesktopProvider>);`,
  });
  const files = new Map(app).set(
    '/',
    (app.get('/') ?? '').replace(
      '<title>',
      `<style>${head}</style><style id="before">${css}</style><title>`,
    ),
  );
  await serve(page.context(), hostOrigin, (path) => files.get(path));
  await page.goto(hostOrigin);
  await expect(page.locator('[data-recording-state=Recording]').first()).toBeAttached();
}

/** Returns the computed style and the box of each of our elements. */
async function stylesOf(
  page: Page,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const found = await page.evaluate((properties) => {
    const ours = '[data-tallylight]:not([data-tallylight=announcements])';
    return [...document.querySelectorAll(`${ours}, ${ours} *`)]
      .filter((each) => !each.closest('.theirs, [hidden]'))
      .map((element, index) => {
        const style = getComputedStyle(element);
        const values = properties.map((property) => [property, style.getPropertyValue(property)]);
        const edges = ['top', 'right', 'bottom', 'left'].map((side) => {
          const read = (what: string): string => style.getPropertyValue(`border-${side}-${what}`);
          // A border of width 0 also has a style and a colour, which nobody sees.
          return read('width') === '0px'
            ? ''
            : [read('width'), read('style'), read('color')].join(' ');
        });
        const box = element.getBoundingClientRect();
        // The elapsed time changes what is drawn or written in these elements.
        const isTicking =
          element.closest('[data-part=bar] svg') !== null ||
          element.matches('span[data-part=status]');
        const place = isTicking ? [box.y, box.height] : [box.x, box.y, box.width, box.height];
        const name = element.getAttribute('data-part') ?? element.getAttribute('data-tallylight');
        return [
          `${index} ${element.localName} ${name ?? ''}`,
          {
            ...Object.fromEntries(values),
            border: edges.join(', '),
            outline: style.outlineStyle === 'none' ? '' : style.outline,
            place: place.map((each) => each.toFixed(1)).join(', '),
          },
        ] as const;
      });
  }, compared);
  return new Map(found);
}

/** The properties that are compared. Borders, outlines and boxes are compared separately. */
const compared: readonly string[] = `
  display position float visibility opacity overflow z-index contain flex flex-wrap
  align-items gap margin padding border-radius background-color background-image
  box-shadow color cursor transition font-size font-weight font-style font-variant
  line-height letter-spacing text-align text-decoration text-transform white-space
  hyphens list-style border-collapse border-spacing min-height user-select fill stroke
  min-width max-width text-shadow text-indent word-spacing transform top
  stroke-width stroke-linecap stroke-dasharray d
`
  .trim()
  .split(/\s+/);

/** The styles of the page around the widgets, which the widgets inherit. */
const around = `main {
  display: block; position: absolute; top: 0; left: 0; width: 1000px;
  font: 16px/1.5 sans-serif; color: #000;
}
.theirs { all: revert !important; display: block !important; height: 40px !important; overflow: hidden !important; }`;

test('a host’s reset stylesheet changes nothing that the agent sees', async ({ page }) => {
  test.slow();
  await open(page, widgets, '', around);
  // The question before a Stop and the table of the times are opened, so that they are compared
  // too.
  await page.locator('main > div').nth(5).getByRole('button', { name: 'Stop recording' }).click();
  await page.locator('details').evaluateAll((all) => {
    for (const each of all) each.toggleAttribute('open', true);
  });
  const before = await stylesOf(page);
  expect(before.size).toBeGreaterThan(150);
  // The order of the two stylesheets matters only where one of our rules has the same specificity
  // as the reset, so most resets are tried in one order.
  const inOrders = [
    ...Object.entries(resets).map(([name, css]) => [name, css, 'after'] as const),
    ['one that unsets everything', '* { all: unset }', 'before'],
    ['Tailwind 3', tailwind3, 'after'],
    ['Tailwind 4', tailwind4, 'before'],
    ['Tailwind 4', tailwind4, 'after'],
  ] as const;
  for (const [name, css, order] of inOrders) {
    await setHostStyles(page, css, order);
    const lost: string[] = [];
    for (const [element, style] of await stylesOf(page))
      for (const [property, value] of Object.entries(style)) {
        const was = before.get(element)?.[property];
        if (was !== value) lost.push(`${element}: ${property} was ${was}, is ${value}`);
      }
    expect.soft(lost, `${name}, ${order} our stylesheet`).toEqual([]);
  }
  await setHostStyles(page, '', 'before');
  expect(await stylesOf(page)).toEqual(before);
});

/** Puts a host's stylesheet before or after ours, and removes the previous one. */
async function setHostStyles(page: Page, css: string, order: 'before' | 'after'): Promise<void> {
  await page.evaluate(
    async ([text, place]) => {
      for (const old of document.querySelectorAll('style[data-host]')) old.remove();
      const style = Object.assign(document.createElement('style'), { textContent: text });
      style.dataset['host'] = '';
      if (place === 'before') document.head.prepend(style);
      else document.body.append(style);
    },
    [css, order] as const,
  );
}

// The wall of a supervisor has a stylesheet of its own. Its filters were as wide as the wall, one below the
// other, on a page whose buttons are.
test('a host’s rules for kinds of elements change nothing of a supervisor’s wall', async ({
  page,
}) => {
  const app = await bundleApp({
    '/entry.tsx': `
      import 'tallylight/styles.css';
      import 'tallylight/supervisor.css';
      import { createRoot } from 'react-dom/client';
      import { RecordingWall } from 'tallylight/supervisor';
      const calls = ['Recording', 'Paused', 'Stopped', 'None'].map((recordingState, index) => ({
        id: 'c' + index, agent: 'Agent ' + index, recordingState, inStateFor: 600_000, beginning: 'seen',
      }));
      const source = {
        subscribe: (listener) => {
          listener({ type: 'snapshot', calls });
          return () => undefined;
        },
      };
      createRoot(document.body.appendChild(document.createElement('main'))).render(
        <RecordingWall source={source} />);`,
  });
  await serve(page.context(), hostOrigin, (path) => app.get(path));
  await page.goto(hostOrigin);
  await expect(page.getByText('Agent 3')).toBeVisible();
  await setHostStyles(page, around, 'before');
  const before = await stylesOf(page);
  expect(before.size).toBeGreaterThan(50);
  for (const name of [
    'rules for kinds of elements',
    'one that unsets everything',
    'the one that everybody writes',
    'a modern one',
    'Vite’s first page',
  ]) {
    await setHostStyles(page, `${around} ${resets[name] ?? ''}`, 'after');
    const lost: string[] = [];
    for (const [element, style] of await stylesOf(page))
      for (const [property, value] of Object.entries(style)) {
        const was = before.get(element)?.[property];
        if (was !== value) lost.push(`${element}: ${property} was ${was}, is ${value}`);
      }
    expect.soft(lost, name).toEqual([]);
  }
});

/** What Pico 2 says of groups. It joins the fields and buttons of a group into one row. */
const picosGroups = `
  [role=group] {
    display: inline-flex; position: relative; width: 100%; margin-bottom: 1rem; border-radius: 0.25rem;
    box-shadow: 0 0 0 rgba(0, 0, 0, 0); vertical-align: middle; transition: box-shadow 0.2s ease-in-out;
  }
  [role=group] > *, [role=group] input { position: relative; flex: 1 1 auto; margin-bottom: 0; }
  [role=group] > *:not(:first-child) {
    margin-left: 0; border-top-left-radius: 0; border-bottom-left-radius: 0;
  }
  [role=group] > *:not(:last-child) { border-top-right-radius: 0; border-bottom-right-radius: 0; }
  [role=group] > *:focus { z-index: 2; }
  [role=group] button:not(:first-child), [role=group] [type=button]:not(:first-child) { margin-left: -1px; }
  [role=group] button, [role=group] [type=button] { width: auto; }
  [type=submit], [type=reset], [type=button] { width: 100%; margin-bottom: 1rem; }
  details summary::after { display: block; width: 1rem; height: 1rem; float: right; content: ''; }`;

// A page with Pico showed the bar, the scale and the table of a timeline side by side, and the fields of
// a section beside its notice.
test('a host that makes a row of each group moves no part inside of a widget', async ({ page }) => {
  await open(page, widgets, '', around);
  await page.locator('main > div').nth(5).getByRole('button', { name: 'Stop recording' }).click();
  await page.locator('details').evaluateAll((all) => {
    for (const each of all) each.toggleAttribute('open', true);
  });
  const placesInWidgets = (): Promise<readonly Place[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-tallylight][role=group] *')]
        .filter((each) => !each.closest('.theirs, [hidden], [data-part=bar] svg'))
        .map((each) => {
          const box = each.getBoundingClientRect();
          const widget = each.closest('[data-tallylight]')?.getBoundingClientRect();
          const name = each.getAttribute('data-part') ?? each.localName;
          return { name, x: box.x - (widget?.x ?? 0), y: box.y - (widget?.y ?? 0) };
        }),
    );
  const before = await placesInWidgets();
  expect(before.length).toBeGreaterThan(80);
  for (const css of [picosGroups, `@layer host { ${picosGroups} }`])
    for (const order of ['before', 'after'] as const) {
      await setHostStyles(page, css, order);
      // The second of two buttons is one pixel nearer, and the margins of two parts add up.
      const moved = (await placesInWidgets()).filter(
        ({ x, y }, index) =>
          Math.abs(x - (before[index]?.x ?? 0)) > 1 || Math.abs(y - (before[index]?.y ?? 0)) > 6,
      );
      expect.soft(moved, order).toEqual([]);
    }
});

/** The place of a part in its widget, in px. */
interface Place {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

test('a class that a host puts on a widget overrides the styles of the widget', async ({
  page,
}) => {
  const classes = 'p-8 border-0 bg-lime flex-col';
  await open(
    page,
    `<RecordingControls callId="c1" className="${classes}" />
     <RecordingStatus callId="c2" className="${classes}" />
     <SensitiveSection callId="c5" className="${classes}" />
     <RecordingTimeline callId="c1" className="${classes}" />`,
  );
  const roots = page.locator('[data-tallylight][class]');
  await expect(roots).toHaveCount(4);
  const expected = { padding: '32px', 'border-width': '0px', 'background-color': 'rgb(0, 255, 0)' };
  // The guide tells users of Tailwind 4 to add this line. With it the class wins in either order.
  const line = '@layer theme, base, tallylight, components, utilities;';
  for (const [name, css, order] of [
    ['Tailwind 3', tailwind3, 'before'],
    ['Tailwind 3', tailwind3, 'after'],
    ['Tailwind 4', tailwind4, 'after'],
    ['Tailwind 4 with the guide’s line', line + tailwind4, 'before'],
  ] as const) {
    await setHostStyles(page, css, order);
    for (const root of await roots.all())
      for (const [property, value] of Object.entries(expected))
        await expect.soft(root, `${name}, ${order} our stylesheet`).toHaveCSS(property, value);
  }
});

test('a host’s class changes only the properties that it sets, whichever reset the host has', async ({
  page,
}) => {
  const line = '@layer theme, base, tallylight, components, utilities;';
  await open(page, '<RecordingControls callId="c1" className="bg-lime" />', line);
  const root = page.locator('[data-tallylight=recording-controls]');
  for (const [name, css] of Object.entries({
    ...resets,
    'Tailwind 3': tailwind3,
    'Tailwind 4': tailwind4,
  }))
    for (const order of ['before', 'after'] as const) {
      await setHostStyles(page, `${line} ${css} .bg-lime { background: lime }`, order);
      const how = `${name}, ${order} our stylesheet`;
      await expect.soft(root, how).toHaveCSS('background-color', 'rgb(0, 255, 0)');
      await expect
        .soft(root, how)
        .toHaveCSS('border-inline-start', /^8px solid rgb\(191, 22, 29\)/);
      await expect.soft(root, how).toHaveCSS('padding', '6px 6px 6px 9px');
      await expect.soft(root, how).toHaveCSS('display', 'flex');
    }
});

test('a host’s rule for a part below the root overrides the protection against resets', async ({
  page,
}) => {
  await open(page, '<RecordingControls callId="c1" /><RecordingTimeline callId="c1" />');
  const part = (name: string): Locator => page.locator(`[data-part=${name}]`).first();
  for (const order of ['before', 'after'] as const) {
    const css = ['word', 'button', 'glyph', 'caption']
      .map((name) => `[data-tallylight] [data-part='${name}'] { opacity: 0.5 }`)
      .join('');
    await setHostStyles(page, `${css} * { opacity: 0.9 }`, order);
    for (const name of ['word', 'button', 'glyph', 'caption'])
      await expect.soft(part(name), `${name}, ${order}`).toHaveCSS('opacity', '0.5');
  }
});

test('what a host renders inside a widget keeps the host’s styles, including its reset', async ({
  page,
}) => {
  await open(
    page,
    `<SensitiveSection callId="c2" renderBlocked={() => <i data-part="mine">Mine</i>}>
       <label data-part="word">Card <input data-part="button" /></label>
       <svg data-part="glyph"><path d="M0 0h9" /></svg>
     </SensitiveSection>
     <SensitiveSection callId="c9" renderBlocked={() => <i data-part="mine">Mine</i>} />
     <CallList>{() => <b data-part="time">Ada</b>}</CallList>
     <RecordingControls callId="c1" renderButton={(props, { glyph, label }) =>
       <button {...props} className="mine"><i>{label}</i></button>} />`,
    '* { outline: 3px solid red; padding: 3px; letter-spacing: 1px }',
  );
  await expect(page.locator('i[data-part=mine]').first()).toBeVisible();
  const theirs = page.locator('[data-part=fields] *, i, b');
  expect(await theirs.count()).toBeGreaterThan(8);
  for (const each of await theirs.all()) {
    await expect.soft(each).toHaveCSS('outline', /3px/);
    await expect.soft(each).toHaveCSS('padding', '3px');
  }
});

// A host used MUI's contained buttons and saw white outlined buttons instead, because our rules had
// a higher specificity than the classes of MUI.
test('a button that a host renders with a class has the host’s styles and none of ours', async ({
  page,
}) => {
  const css = `
    .MuiButton-root {
      display: inline-flex; align-items: center; box-sizing: border-box; min-width: 64px; border: 0;
      border-radius: 4px; padding: 6px 16px; font: 500 0.875rem/1.75 Roboto, sans-serif;
      letter-spacing: 0.02857em; text-transform: uppercase; color: #fff; background-color: #1976d2;
      box-shadow: 0 3px 1px -2px rgb(0 0 0 / 20%); transition: background-color 250ms; cursor: pointer;
    }
    .MuiButton-root:hover { background-color: #1565c0; }
    .MuiButton-root:focus-visible { outline: 0; box-shadow: 0 0 0 4px #90caf9; }
    .react-aria-Button {
      color: #222; background: #f4f4f4; border: 1px solid #8f8f8f; border-radius: 6px; font-size: 1rem;
      text-align: center; margin: 0; outline: none; padding: 6px 10px;
    }
    .tw { border-radius: 9999px; background: black; color: white; padding: 2px 20px }`;
  await open(
    page,
    `{['MuiButton-root', 'react-aria-Button', 'tw'].map((name) =>
       <section key={name}>
         <RecordingControls callId="c1" renderButton={(props, { label }) =>
           <button {...props} className={name}>{label}</button>} />
         <span style={{ display: 'grid', fontSize: 14, lineHeight: 1.4, color: '#1a1d23', inlineSize: 200 }}>
           <button type="button" className={name} data-alone="">Pause</button>
         </span>
       </section>)}`,
    css,
    'button { font: inherit }',
  );
  for (const section of await page.locator('section').all()) {
    for (const name of ['Pause recording', 'Stop recording']) {
      const drawn = section.getByRole('button', { name });
      const alone = section.locator('[data-alone]');
      for (const act of ['rest', 'hover', 'focus'] as const) {
        const [one, other] = [await paintedStyleOf(drawn, act), await paintedStyleOf(alone, act)];
        expect.soft(one, `${name}, ${act}`).toEqual(other);
      }
    }
  }
});

/** Returns the computed style without position and size, and the content of the pseudo-elements. */
async function paintedStyleOf(
  button: Locator,
  act: 'rest' | 'hover' | 'focus',
): Promise<readonly string[]> {
  if (act === 'hover') await button.hover();
  else await button.page().mouse.move(0, 0);
  await button.page().evaluate(() => (document.activeElement as HTMLElement).blur());
  if (act === 'focus') {
    await button.focus();
    await button.page().keyboard.press('Shift');
  }
  await button.evaluate(async (each) => {
    await Promise.all(each.getAnimations().map(async ({ finished }) => finished));
  });
  return button.evaluate((each, room) => {
    const style = getComputedStyle(each);
    return [
      ...[...style]
        .filter((property) => !room.test(property) && !property.startsWith('--'))
        .map((property) => `${property}: ${style.getPropertyValue(property)}`),
      ...['::before', '::after'].map((pseudo) => getComputedStyle(each, pseudo).content),
    ];
  }, /(^|-)(width|height|inline-size|block-size|origin)$(?<!border.*)/);
}

test('a button that a host renders without a class looks like our buttons', async ({ page }) => {
  await open(
    page,
    `<RecordingControls callId="c1" />
     <RecordingControls callId="c1" renderButton={(props) => <button {...props} />} />
     <RecordingControls callId="c1" renderButton={(props) => <button {...props} className="" />} />`,
  );
  const buttons = await page.getByRole('button', { name: 'Pause recording' }).all();
  const [ours, ...same] = await Promise.all(
    buttons.map(async (each) => paintedStyleOf(each, 'rest')),
  );
  expect(same).toEqual([ours, ours]);
});

// A page made a block of each span, so the label of its own button stood below our glyph.
test('the glyph in a button that a host renders stays beside the label, with a gap', async ({
  page,
}) => {
  await open(
    page,
    `<RecordingControls callId="c1" renderButton={(props) => <button {...props} className="mine" />} />`,
  );
  const button = page.getByRole('button', { name: 'Pause recording' });
  for (const css of ['', 'span, svg { display: block; margin: 0 }', preflight]) {
    await setHostStyles(page, css, 'after');
    const glyph = await button.locator('[data-part=glyph]').boundingBox();
    const label = await button.locator('[data-part=label]').boundingBox();
    const gap = (label?.x ?? 0) - (glyph?.x ?? 0) - (glyph?.width ?? 0);
    expect.soft(gap, css).toBeGreaterThan(4);
    expect.soft(gap, css).toBeLessThan(12);
  }
});

test('the focus ring is visible although the host’s reset hides outlines', async ({ page }) => {
  await open(
    page,
    '<RecordingControls callId="c1" />',
    ':focus { outline: none } *:focus-visible { outline: 0 } button:focus { outline: 0 }',
  );
  await page.keyboard.press('Tab');
  const pause = page.getByRole('button', { name: 'Pause recording' });
  await expect(pause).toBeFocused();
  await expect(pause).toHaveCSS('outline', 'rgb(26, 84, 191) solid 2px');
});
