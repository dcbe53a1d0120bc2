import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

// ARCHITECTURE.md lists the files that a notification and a press pass. A new contributor relies on
// these lists, so they are compared with the imports in the code.

const root = dirname(import.meta.dirname);
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

interface Step {
  readonly file: string;
  /** The files between the step before and this one, where neither of the two imports the other. */
  readonly through: readonly string[];
}

interface Leg {
  readonly title: string;
  readonly direction: 'up' | 'down';
  readonly steps: readonly Step[];
}

/** The layer of each folder, as the page says. */
const layers: ReadonlyMap<string, number> = new Map(
  rowsOf(section('The layers')).flatMap(([layer, folder]) => {
    const [path] = pathsIn(folder);
    return path === undefined ? [] : [[path, Number(layer)]];
  }),
);

const legsOf = (title: string): readonly Leg[] =>
  section(title)
    .split('\n#### ')
    .slice(1)
    .map((text) => {
      const name = text.split('\n')[0] ?? '';
      return {
        title: name,
        direction: /^\d+\. Up /.test(name) ? 'up' : 'down',
        steps: rowsOf(text).flatMap(([first, , through]): Step[] => {
          const [file] = pathsIn(first);
          return file === undefined ? [] : [{ file, through: pathsIn(through) }];
        }),
      };
    });

describe.each([
  { title: 'The path of a notification', most: 12 },
  { title: 'The path of a press', most: 10 },
])('$title in ARCHITECTURE.md', ({ title, most }) => {
  const legs = legsOf(title);
  const steps = legs.flatMap((leg) => leg.steps);

  it('names files that exist', () => {
    expect(steps.length).toBeGreaterThan(5);
    const named = steps.flatMap(({ file, through }) => [file, ...through]);
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('says how many files it passes, and that these are few', () => {
    const files = new Set(steps.map(({ file }) => file));
    const said = Number(/\*\*(\d+) files\*\*/.exec(section(title))?.[1]);
    expect(said).toBe(files.size);
    expect(files.size).toBeLessThanOrEqual(most);
  });

  it('begins each part with a file of the part before', () => {
    const known = new Set(legs[0]?.steps.map(({ file }) => file));
    for (const leg of legs) {
      expect(known).toContain(leg.steps[0]?.file);
      for (const { file } of leg.steps) known.add(file);
    }
  });

  it.each(legs.map((leg) => [leg.title, leg] as const))(
    'lists files that import each other: %s',
    (_, { steps: ofLeg }) => {
      for (const [before, after] of pairs(ofLeg)) {
        const chain = [before.file, ...after.through, after.file];
        for (const [one, other] of pairs(chain)) expect(unconnected(one, other)).toBeUndefined();
      }
    },
  );

  it.each(legs.map((leg) => [leg.title, leg] as const))(
    'goes in one direction through the layers: %s',
    (_, { direction, steps: ofLeg }) => {
      for (const [before, after] of pairs(ofLeg)) {
        const [lower, upper] =
          direction === 'up' ? [before.file, after.file] : [after.file, before.file];
        expect(layerOf(lower), `${before.file} → ${after.file}`).toBeLessThanOrEqual(
          layerOf(upper),
        );
      }
    },
  );
});

describe('the path of a notification', () => {
  it('does not return to the client or to the transport once the store has the message', () => {
    const [, , toStore, toScreen] = legsOf('The path of a notification');
    expect(layerOf(toStore?.steps.at(-1)?.file ?? '')).toBe(layers.get('src/store'));
    const passed = toScreen?.steps.map(({ file }) => folderOf(file)) ?? [];
    expect(passed).not.toContain('src/client');
    expect(passed).not.toContain('src/transport');
  });
});

describe('the layers in ARCHITECTURE.md', () => {
  it('include every folder of src that is published', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['demo', 'doubles', 'styles'].includes(entry.name))
      .map(({ name }) => `src/${name}`);
    expect([...layers.keys()].sort()).toEqual(folders.sort());
  });

  it('are the ones that the imports respect', () => {
    const upward = [...layers.keys()].flatMap(modulesIn).flatMap((file) =>
      importsOf(file)
        .filter((target) => layers.has(folderOf(target)) && layerOf(target) > layerOf(file))
        .map((target) => `${file} imports ${target}`),
    );
    expect(upward).toEqual([]);
  });
});

describe('"To add an operation" in ARCHITECTURE.md', () => {
  // A new contributor was told that no other file knows the names of the operations. Twelve files did.
  it('lists every file whose code names an operation', () => {
    const [, list = ''] = page.split('\n### To add an operation\n');
    const listed = [...(list.split('\n### ')[0] ?? '').matchAll(/`(src\/[^`]+)`/g)].map(
      ([, path = '']) => path,
    );
    const naming = [...layers.keys()]
      .flatMap(modulesIn)
      .filter((file) => /\b(Start|Pause|Resume|Stop)CallRecording\b/.test(codeOf(file)));
    expect(naming.length).toBeGreaterThan(10);
    expect(naming.filter((file) => !listed.includes(file))).toEqual([]);
  });
});

describe('every path in ARCHITECTURE.md', () => {
  it('exists', () => {
    const paths = [...page.matchAll(/`((?:src|docs|scripts|stories)\/[^`<]+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the glossary in ARCHITECTURE.md', () => {
  it('has no more than 25 words', () => {
    const words = rowsOf(section('Glossary'));
    expect(words.length).toBeGreaterThan(10);
    expect(words.length).toBeLessThanOrEqual(25);
  });
});

describe('the list in docs/decisions/README.md', () => {
  it('has every decision, and each page begins with its number', () => {
    const folder = join(root, 'docs/decisions');
    const files = readdirSync(folder).filter((name) => name !== 'README.md');
    const index = readFileSync(join(folder, 'README.md'), 'utf8');
    const listed = [...index.matchAll(/^(\d+)\. \[(.+)\]\((.+)\)$/gm)];
    expect(listed.map(([, , , file]) => file)).toEqual(files.sort());
    const titles = files.map((file) => readFileSync(join(folder, file), 'utf8').split('\n')[0]);
    expect(titles).toEqual(listed.map(([, number, title]) => `# ${number}. ${title}`));
  });
});

/** Returns what is wrong when neither of two files imports the other. */
function unconnected(one: string, other: string): string | undefined {
  return importsOf(one).includes(other) || importsOf(other).includes(one)
    ? undefined
    : `${one} and ${other} do not import each other`;
}

/** The modules of a folder, without tests and without the list of what can be imported. */
function modulesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name) && name !== 'index.ts')
    .map((name) => `${folder}/${name}`);
}

/** The text of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
}

function importsOf(file: string): readonly string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) =>
    posix.join(posix.dirname(file), path),
  );
}

function folderOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

function layerOf(file: string): number {
  return layers.get(folderOf(file)) ?? Number.NaN;
}

/** The text below a heading, up to the next one of the same level. */
function section(title: string): string {
  const [, text = ''] = page.split(`\n## ${title}\n`);
  return text.split('\n## ')[0] ?? '';
}

/** Returns the cells of every table row without the heading. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[ :-]+\|/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([first]) => !['File', 'Layer', 'Word'].includes(first ?? ''));
}

function pathsIn(cell = ''): readonly string[] {
  return [...cell.matchAll(/`(src\/[^`]+)`/g)].map(([, path = '']) => path);
}

function pairs<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.slice(1).map((item, index) => [items[index] ?? item, item] as const);
}
