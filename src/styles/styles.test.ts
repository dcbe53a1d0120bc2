import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { visuallyHidden } from '../components/hideVisually.ts';
import { recordingOperationNames } from '../model/recording.ts';

interface Rule {
  readonly file: string;
  /** The rules around it, outermost first: `@media (prefers-contrast: more)`. */
  readonly within: readonly string[];
  /** The cascade layer of the rule. */
  readonly layer: 'tallylight' | 'none';
  readonly selectors: readonly string[];
  readonly declarations: readonly (readonly [property: string, value: string])[];
}

const rules = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.css'))
  .flatMap((file) => parseCss(file, readFileSync(new URL(file, import.meta.url), 'utf8')));
const tokens = rules.filter(({ file }) => file === 'tokens.css');
const shapes = rules.filter(({ file }) => file !== 'tokens.css');

describe('the stylesheet', () => {
  it('was read', () => {
    expect(tokens.length).toBeGreaterThan(5);
    expect(shapes.length).toBeGreaterThan(50);
  });

  it('has no rule that applies to unstyled widgets or to elements of the host', () => {
    expect(shapes.flatMap(({ selectors }) => selectors).flatMap(faultOf)).toEqual([]);
  });

  it('hides live regions in the same way as the script does', () => {
    const hidden = rules.find(({ file }) => file === 'announcements.css');
    expect(Object.fromEntries(hidden?.declarations ?? [])).toEqual(visuallyHidden);
  });

  it('has no selectors of high specificity and no `!important`', () => {
    const tooSpecific = shapes
      .flatMap(({ selectors }) => selectors)
      .filter((selector) => (withoutWhere(selector).match(/\[|:/g)?.length ?? 0) > 3);
    expect(tooSpecific).toEqual([]);
    for (const { declarations } of rules)
      for (const [, value] of declarations) expect(value).not.toContain('!');
  });

  // Tailwind's preflight and other resets make each svg a block, so the label of a button was below
  // its glyph.
  it('keeps glyphs on the line of their labels', () => {
    const displays = shapes
      .filter(({ selectors }) => selectors.some((each) => each.endsWith(`[data-part='glyph']`)))
      .flatMap(({ declarations }) => declarations)
      .filter(([property]) => property === 'display')
      .map(([, value]) => value);
    expect(new Set(displays)).toEqual(new Set(['inline-block']));
  });

  // The toolbar of a host was 100 px wider than its page of 320 px, because the toolbar was in a grid and
  // the widget said that it was 380 px wide.
  it('asks for no more width than a page of 320 px has', () => {
    const widths = shapes
      .flatMap(({ declarations }) => declarations)
      .filter(([property]) => property === 'contain-intrinsic-inline-size')
      .map(([, value]) => value);
    expect(widths.length).toBeGreaterThan(3);
    expect(new Set(widths)).toEqual(new Set(['min(380px, 90vw)']));
  });

  it('has a shape of its own for each glyph that is drawn by it', () => {
    const source = readFileSync(
      new URL('../components/RecordingGlyph.tsx', import.meta.url),
      'utf8',
    );
    const names = [...source.matchAll(/ glyph\(\s*'(\w+)'/g)].map(([, name]) => name);
    const shapesOf = names.map((name) =>
      shapes
        .filter(({ selectors }) =>
          selectors.some((each) => each.endsWith(`[data-glyph='${name}']`)),
        )
        .flatMap(({ declarations }) => declarations)
        .map(([, value]) => value),
    );
    expect(shapesOf.length).toBeGreaterThan(5);
    for (const each of shapesOf) expect(each).not.toEqual([]);
    const all = shapesOf.flat();
    expect(new Set(all).size).toBe(all.length);
  });

  it('has a shape of its own for the glyph of each operation', () => {
    const shapesOf = recordingOperationNames.map((name) =>
      shapes
        .filter(({ selectors }) =>
          selectors.some((each) =>
            each.endsWith(`:where([data-operation='${name}'] > span)[data-part='glyph']`),
          ),
        )
        .flatMap(({ declarations }) => declarations)
        .map(([, value]) => value),
    );
    for (const each of shapesOf) expect(each).toHaveLength(1);
    expect(new Set(shapesOf.flat()).size).toBe(recordingOperationNames.length);
  });

  // A rule for every `[data-part='glyph']` below the state made Chromium look at each part of a widget
  // when its state or its mark changed: 17 elements instead of 2, and 90 ms for a thousand marks.
  it('lets nothing but the glyph of the state change its looks with the state of the widget', () => {
    const below = shapes
      .filter(({ file }) => file === 'recording.css')
      .flatMap(({ selectors }) => selectors)
      .filter((each) => /data-(look|stale)[^>]*>/.test(each));
    expect(below.length).toBeGreaterThan(3);
    for (const each of below) expect(each).toMatch(/ > :where\(\[data-glyph\], svg\)$/);
  });

  it('has the rules for the roots of widgets in the cascade layer, and no other rules', () => {
    const isOfRoot = (selector: string): boolean =>
      /^(?!.*::)[^ ]*$/.test(selector.replaceAll(', ', ','));
    const faults = shapes
      .filter(({ file }) => !['hostResets.css', 'announcements.css'].includes(file))
      .flatMap(({ layer, selectors }) =>
        selectors.filter((each) => isOfRoot(each) !== (layer === 'tallylight')),
      );
    expect(faults).toEqual([]);
    expect(new Set(tokens.map(({ layer }) => layer))).toEqual(new Set(['tallylight']));
  });

  // Tailwind's preflight removed the padding and border of every widget when it was loaded after
  // our stylesheet.
  it('repeats the padding and the border of a root without a class outside of the layer', () => {
    const edges = (from: readonly Rule[]): readonly string[] =>
      from.flatMap(({ within, selectors, declarations }) => {
        const said = declarations
          .filter(([property]) => /^(padding|border(?!-radius))/.test(property))
          // A long value may be broken into several lines.
          .map((each) => each.join(': ').replaceAll('( ', '(').replaceAll(' )', ')'));
        const root = selectors.join(', ').replaceAll(`:where(:not([class]), [class=''])`, '');
        return said.length === 0 ? [] : [[...within, root, ...said].join('\n')];
      });
    const inLayer = shapes.filter(({ layer }) => layer === 'tallylight');
    const again = shapes.filter(({ file }) => file === 'hostResets.css');
    expect(edges(again).toSorted()).toEqual(edges(inLayer).toSorted());
    expect(edges(inLayer).length).toBeGreaterThan(10);
  });

  it('sets variables with a specificity of zero, so that any rule of a host overrides them', () => {
    for (const { selectors } of tokens)
      for (const selector of selectors) expect(selector).toMatch(/^:where\(.*\)$/);
  });

  it('sets variables only in the file that lists them for hosts, and that file sets nothing else', () => {
    for (const { declarations } of tokens)
      for (const [property] of declarations) expect(property).toMatch(/^--tallylight-/);
    for (const { file, declarations } of shapes)
      for (const [property] of declarations) expect(`${file} ${property}`).not.toMatch(/ --/);
  });

  // Each of these selectors would apply to elements that it must not apply to.
  it.each([
    `[data-part='button']`,
    `[data-stale] > [data-part='status']`,
    `[data-tallylight] > [data-part='status']`,
    `[data-tallylight='call-list']:where(:not([data-unstyled])) [data-part='button']`,
    `[data-tallylight]:where(:not([data-unstyled])) > [data-part='fields'] input`,
    `:where([data-tallylight]:where(:not([data-unstyled])) [data-part='button'])`,
    `[data-tallylight='connection-status']`,
    `.mine > [data-tallylight]:where(:not([data-unstyled]))`,
  ])('finds that %s applies to too many elements', (selector) => {
    expect(faultOf(selector)).toHaveLength(1);
  });
});

/**
 * Parts that contain no content of the host and no other widget, so everything inside them is ours.
 */
const closedParts = [
  'status',
  'notice',
  'lock',
  'actions',
  'notes',
  'note',
  'times',
  'legend',
  'bar',
  'scale',
];

/**
 * Returns the selector if it may apply to a part of an unstyled widget or to an element of the
 * host.
 */
function faultOf(written: string): readonly string[] {
  const selector = written.replace(`:where(:not([class]), [class=''])`, '');
  if (selector === `[data-tallylight='announcements']`) return [];
  // Its specificity is that of three elements, and it applies to roots only.
  if (selector.startsWith(':not(reset reset reset):where([data-tallylight]')) return [];
  const root =
    /^(?:\[data-tallylight(?:='[\w-]+')?\]|:is\((?:\[data-tallylight='[\w-]+'\](?:, )?)+\)):where\(:not\(\[data-unstyled\]\)\)/.exec(
      selector,
    )?.[0];
  if (root === undefined) return [selector];
  // A timeline and a wall have no children of the host.
  if (/^\[data-tallylight='recording-(timeline|wall)'\]/.test(root)) return [];
  let isClosed = false;
  for (const [combinator, compound] of stepsOf(selector.slice(root.length))) {
    const isOwn = compound.includes(':where(:not([data-unstyled], [data-unstyled] *))');
    if (combinator === ' ' && !isClosed && !isOwn) return [selector];
    const parts = [...compound.matchAll(/\[data-part='([\w-]+)'\]/g)].map(([, part]) => part);
    isClosed ||= parts.length > 0 && parts.every((part) => closedParts.includes(part ?? ''));
  }
  return [];
}

/**
 * Returns what counts for the specificity. An `:is()` with one attribute in each selector counts as
 * one.
 */
function withoutWhere(selector: string): string {
  return selector
    .replaceAll(/:where\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, '')
    .replaceAll(/:is\((\[[^\]]*\])[^)]*\)/g, '$1')
    .replaceAll('::', '');
}

/**
 * Splits ` > a b` into [['>', 'a'], [' ', 'b']]. What is in parentheses or brackets is not split.
 */
function stepsOf(selector: string): readonly (readonly [combinator: string, compound: string])[] {
  const compounds = /\s*([>+~]|\s)\s*((?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|[^\s>+~(])+)/g;
  return [...selector.matchAll(compounds)].map(([, combinator = '', compound = '']) => [
    combinator,
    compound,
  ]);
}

const light = valuesOf(`[data-theme='light']`);
const dark = valuesOf(`[data-theme='dark']`);
const themes = {
  light,
  dark,
  'light, more contrast': { ...light, ...valuesOf(`[data-contrast='more']`) },
  'dark, more contrast': { ...dark, ...valuesOf(`[data-contrast='more']`) },
};

describe.each(Object.entries(themes))('colours in %s', (name, theme) => {
  const isMore = name.includes('more');
  // A filled button has these two colours the other way round, so they are not compared here.
  const grounds = [...tokensIn(['background']), ...mixes].filter(
    (token) => token !== 'good' && token !== 'text',
  );
  const texts = tokensIn(['color']).filter((token) => token !== 'surface');
  const drawings = tokensIn(['border', 'border-color', 'outline', 'stroke', 'fill', 'background'])
    .filter((token) => !grounds.includes(token))
    // The thin line around the widget carries no information that the texts inside do not carry.
    .filter((token) => isMore || token !== 'line');

  it('were read', () => {
    expect(grounds).toEqual(expect.arrayContaining(['surface', 'hover']));
    expect(texts).toEqual(expect.arrayContaining(['text', 'quiet', 'accent', 'failure']));
    expect(drawings).toEqual(expect.arrayContaining(['line-strong', 'focus', 'recording']));
  });

  it.each(grounds.flatMap((ground) => texts.map((text) => [text, ground] as const)))(
    '%s is readable on %s',
    (text, ground) => {
      expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(isMore ? 7 : 4.5);
    },
  );

  it.each(grounds.flatMap((ground) => drawings.map((drawing) => [drawing, ground] as const)))(
    '%s is visible on %s',
    (drawing, ground) => {
      expect(contrast(theme, drawing, ground)).toBeGreaterThanOrEqual(isMore ? 4.5 : 3);
    },
  );

  // The veil covers the words, too, so both colours are taken as they are seen through it.
  it.each(['text', 'quiet'])('%s is readable in blocked fields', (token) => {
    expect(veils.length).toBeGreaterThan(1);
    for (const share of veils)
      expect(
        contrastOf(
          luminanceOf(veiled(theme, token, share)),
          luminanceOf(veiled(theme, 'surface', share)),
        ),
      ).toBeGreaterThanOrEqual(isMore ? 7 : 4.5);
  });
});

describe('tokens', () => {
  it('have the same values wherever they are written twice', () => {
    // They are written for the setting of the system and for that of the page, and for the default
    // theme and the chosen one.
    expect(valuesOf(':host', 'prefers-color-scheme: dark')).toEqual(dark);
    expect(valuesOf(':host', 'prefers-contrast: more')).toEqual(valuesOf(`[data-contrast='more']`));
    expect(valuesOf(':host')).toMatchObject(light);
    expect(Object.keys(dark)).toEqual(Object.keys(light));
    for (const density of ['compact', 'touch'])
      expect(Object.keys(valuesOf(`[data-density='${density}']`))).toEqual(
        Object.keys(valuesOf(`[data-density='normal']`)),
      );
  });

  it('make the targets large enough for fingers', () => {
    expect(parseFloat(valuesOf(`[data-density='compact']`)['target'] ?? '')).toBe(24);
    expect(parseFloat(valuesOf(`[data-density='touch']`)['target'] ?? '')).toBe(44);
    // The distance between Pause and Stop is never smaller.
    const spaces = tokens
      .flatMap(({ declarations }) => declarations)
      .filter(([property]) => property === '--tallylight-space')
      .map(([, value]) => parseFloat(value));
    expect(Math.min(...spaces)).toBe(8);
  });

  it('are all set, or have a fallback', () => {
    const declared = Object.keys(valuesOf(':host'));
    const unset = uses.filter(([name, fallback]) => !declared.includes(name) && !fallback);
    expect(unset).toEqual([]);
  });

  it('are listed in the guide with their defaults', () => {
    const guide = readFileSync(new URL('../../stories/docs/Theming.md', import.meta.url), 'utf8');
    const documented = [
      ...guide.matchAll(/^\| `--tallylight-([\w-]+)`\s*\|[^|]*\|\s*([^|]*?)\s*\|/gm),
    ];
    const defaults: Record<string, string> = { ...valuesOf(':host') };
    for (const [name, fallback] of uses) {
      if (fallback === undefined || name in defaults) continue;
      const other = /^var\(--tallylight-([\w-]+)\)$/.exec(fallback)?.[1];
      defaults[name] = other === undefined ? fallback : `-${other}`;
    }
    expect(
      Object.fromEntries(
        documented.map(([, name, value = '']) => [name, value.replaceAll('`', '')]),
      ),
    ).toEqual(defaults);
  });
});

/** Every variable that a rule uses, and its fallback where nobody has set it. */
const uses = rules.flatMap(({ declarations }) =>
  declarations.flatMap(([, value]) =>
    [...value.matchAll(/var\(\s*--tallylight-([\w-]+)(?:,\s*((?:[^()]|\([^()]*\))+))?\s*\)/g)].map(
      ([, name = '', fallback]) => [name, fallback] as const,
    ),
  ),
);

/**
 * Returns the tokens of these properties. A token whose fallback is another token counts as that
 * one.
 */
function tokensIn(properties: readonly string[]): readonly string[] {
  const names = shapes
    .flatMap(({ declarations }) => declarations)
    .filter(([property]) => properties.includes(property))
    .filter(([, value]) => !value.startsWith('color-mix('))
    .flatMap(([, value]) => Array.from(value.matchAll(/var\(--tallylight-([\w-]+)\)/g)))
    .map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => /^(#|var)/.test(valuesOf(':host')[name] ?? ''));
}

/** The tinted surfaces of the states, as they are written in the stylesheet. */
const mixes = [
  ...new Set(
    shapes
      .flatMap(({ declarations }) => declarations)
      .filter(([, value]) => !value.includes('transparent)'))
      .flatMap(([, value]) => value.match(/color-mix\(.*\)/) ?? []),
  ),
];

/** How much of the colour of the text lies over blocked fields. */
const veils = shapes
  .flatMap(({ declarations }) => declarations)
  .flatMap(([, value]) =>
    Array.from(
      value.matchAll(/color-mix\(in srgb, var\(--tallylight-text\) (\d+)%, transparent\)/g),
    ),
  )
  .map(([, share = '']) => Number(share) / 100);

function veiled(
  theme: Readonly<Record<string, string>>,
  token: string,
  share: number,
): readonly number[] {
  const veil = coloursOf(theme, theme['text'] ?? '');
  return coloursOf(theme, theme[token] ?? '').map(
    (each, at) => (veil[at] ?? 0) * share + each * (1 - share),
  );
}

/**
 * Returns what tokens.css sets for one of its selectors, either outside of media queries or in one.
 */
function valuesOf(selector: string, medium?: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tokens
      .filter(({ within }) =>
        medium === undefined ? within.length === 0 : within.some((each) => each.includes(medium)),
      )
      .filter(({ selectors }) => selectors.some((each) => each.includes(selector)))
      .flatMap(({ declarations }) => declarations)
      .map(([property, value]) => [property.replace('--tallylight-', ''), value]),
  );
}

function contrast(theme: Readonly<Record<string, string>>, one: string, other: string): number {
  return contrastOf(luminance(theme, one), luminance(theme, other));
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrastOf(...luminances: readonly [number, number]): number {
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

function luminance(theme: Readonly<Record<string, string>>, token: string): number {
  return luminanceOf(coloursOf(theme, theme[token] ?? token));
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminanceOf(colours: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colours
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Red, green and blue, of 255. */
function coloursOf(theme: Readonly<Record<string, string>>, value: string): readonly number[] {
  const other = /^var\(--tallylight-([\w-]+)\)$/.exec(value)?.[1];
  if (other !== undefined) return coloursOf(theme, theme[other] ?? '');
  const [, one, share, rest] =
    /^color-mix\( ?in srgb, (.+) var\(--tallylight-([\w-]+)\), (.+?) ?\)$/.exec(value) ?? [];
  if (one !== undefined && share !== undefined && rest !== undefined) {
    const part = parseFloat(valuesWith(theme)[share] ?? '') / 100;
    const ground = coloursOf(theme, rest);
    return coloursOf(theme, one).map((each, at) => each * part + (ground[at] ?? 0) * (1 - part));
  }
  const hex = /^#(?:(..)(..)(..)|(.)(.)(.))$/.exec(value)?.slice(1).filter(Boolean);
  if (!hex) throw new Error(`"${value}" is a colour whose contrast nobody knows.`);
  return hex.map((digits) => parseInt(digits.padStart(2, digits), 16));
}

/** A theme sets colours only. All other values come from the page. */
function valuesWith(theme: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...valuesOf(':host'), ...theme };
}

/** Parses as much of CSS as we write: no nesting, and no semicolons or braces in strings. */
function parseCss(file: string, text: string): readonly Rule[] {
  const found: Rule[] = [];
  const within: string[] = [];
  for (const [, before = '', end] of text
    .replaceAll(/\/\*[^]*?\*\/|@import[^;]*;/g, '')
    .matchAll(/([^{}]*)([{}])/g)) {
    const words = before.trim().replaceAll(/\s+/g, ' ');
    if (end === '{') {
      within.push(words);
      continue;
    }
    const prelude = within.pop() ?? '';
    if (prelude.startsWith('@')) continue;
    found.push({
      file,
      within: within.filter((each) => !each.startsWith('@layer')),
      layer: within.includes('@layer tallylight') ? 'tallylight' : 'none',
      selectors: splitOutside(prelude, ','),
      declarations: words
        .split(';')
        .filter((each) => each.trim() !== '')
        .map((each) => {
          const colon = each.indexOf(':');
          return [each.slice(0, colon).trim(), each.slice(colon + 1).trim()];
        }),
    });
  }
  return found;
}

/** Splits at each separator that is not in parentheses, and removes the blanks inside of these. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of text.replaceAll(/\(\s+/g, '(').replaceAll(/\s+\)/g, ')')) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}
