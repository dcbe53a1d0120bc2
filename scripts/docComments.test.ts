import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

// The API reference and the editors of hosts show the doc comments, so everything that can be
// imported needs one.

const root = join(import.meta.dirname, '..');

interface Package {
  readonly exports: Readonly<Record<string, unknown>>;
}
// The cast is right, because this is the package's own file.
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;
const entryPoints = Object.entries(exports)
  .filter(([path]) => !/\.(css|json|js)$/.test(path))
  .flatMap(([path, target]) => sourcesOf(path, target));

describe('everything that a host can import has a doc comment', () => {
  it('and every entry point is checked', () => {
    expect(entryPoints.length).toBeGreaterThan(25);
    expect(namesOf(join(root, 'src/index.ts')).length).toBeGreaterThan(100);
  });

  it.each(entryPoints)('in %s', (_entryPoint, file) => {
    const bare = namesOf(file).filter((name) => !isDocumented(file, name));
    expect(bare).toEqual([]);
  });
});

/**
 * Returns the sources behind an entry point. There is one, or with a star one for each file that
 * matches.
 */
function sourcesOf(path: string, target: unknown): readonly (readonly [string, string])[] {
  const { types } = targetOf(target);
  const source = types.replace('./dist/', './src/');
  if (!source.includes('*')) {
    const file = ['.ts', '.tsx', '.d.ts']
      .map((ending) => join(root, source.replace(/\.d\.ts$/, ending)))
      .find(isFile);
    if (file === undefined) throw new Error(`${path} of package.json has no source at ${source}.`);
    return [[path, file]];
  }
  const folder = join(root, dirname(source));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [path.replace('*', file.replace('.ts', '')), join(folder, file)] as const);
}

function targetOf(target: unknown): { readonly types: string } {
  // An entry point with code has its types below the condition `import`.
  const { import: imported } = target as { readonly import: { readonly types: string } };
  return imported;
}

function isFile(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

interface Source {
  /** For each name that the file exports and does not declare: where it comes from. */
  readonly elsewhere: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
  /** The names that the file declares and exports, and whether each has a doc comment. */
  readonly declared: ReadonlyMap<string, boolean>;
}

function namesOf(file: string): readonly string[] {
  const { elsewhere, declared } = sourceAt(file);
  return [...elsewhere.keys(), ...declared.keys()];
}

function isDocumented(file: string, name: string): boolean {
  const { elsewhere, declared } = sourceAt(file);
  const from = elsewhere.get(name);
  return from ? isDocumented(from.file, from.name) : (declared.get(name) ?? false);
}

const read = new Map<string, Source>();

function sourceAt(file: string): Source {
  const known = read.get(file);
  if (known) return known;
  const source = parse(file);
  read.set(file, source);
  return source;
}

function parse(file: string): Source {
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const elsewhere = new Map<string, { readonly file: string; readonly name: string }>();
  const imported = new Map<string, { readonly file: string; readonly name: string }>();
  const declared = new Map<string, boolean>();
  /** A doc comment counts only if nothing but white space is between it and the declaration. */
  const hasComment = (start: number): boolean =>
    comments.some(
      (comment) =>
        comment.type === 'Block' &&
        comment.value.startsWith('*') &&
        comment.end <= start &&
        text.slice(comment.end, start).trim() === '',
    );
  const at = (from: string): string => join(dirname(file), from);
  const nameIn = (node: { readonly type: string }): string =>
    'name' in node ? String(node.name) : String(Reflect.get(node, 'value'));

  for (const node of program.body) {
    if (node.type === 'ImportDeclaration')
      for (const specifier of node.specifiers)
        imported.set(specifier.local.name, {
          file: at(node.source.value),
          name:
            specifier.type === 'ImportSpecifier'
              ? nameIn(specifier.imported)
              : specifier.local.name,
        });
    if (node.type === 'ExportAllDeclaration') {
      for (const name of namesOf(at(node.source.value)))
        elsewhere.set(name, { file: at(node.source.value), name });
    }
    if (node.type !== 'ExportNamedDeclaration') continue;
    for (const { local, exported } of node.specifiers) {
      const from = node.source
        ? { file: at(node.source.value), name: nameIn(local) }
        : imported.get(nameIn(local));
      if (from) elsewhere.set(nameIn(exported), from);
      else declared.set(nameIn(exported), false);
    }
    const { declaration } = node;
    if (!declaration) continue;
    const ids =
      declaration.type === 'VariableDeclaration'
        ? declaration.declarations.map(({ id }) => id)
        : 'id' in declaration && declaration.id
          ? [declaration.id]
          : [];
    for (const id of ids) {
      // For an overloaded function one comment is enough.
      const name = nameIn(id);
      declared.set(name, (declared.get(name) ?? false) || hasComment(node.start));
    }
  }
  return { elsewhere, declared };
}
