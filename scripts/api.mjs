import { dirname, join } from 'node:path/posix';
import { parseSync } from 'vite';

/**
 * Describes what a host can import from each entry point, with signatures, by the built
 * declarations.
 *
 * The text of an entry point has three parts: what it exports; the types that are not exported but
 * used in an export, such as the type of a parameter; and the global types that it declares.
 * Comments are left out, and what an earlier entry point has listed is not listed again.
 *
 * @param {readonly { entryPoint: string, file: string }[]} entryPoints
 * @param {(file: string) => string} read
 * @returns {Map<string, string>} by entry point
 */
export function describeEntryPoints(entryPoints, read) {
  const modules = new Map();
  const moduleAt = (file) => {
    if (!modules.has(file)) modules.set(file, parseModule(file, read(file)));
    return modules.get(file);
  };
  /** The entry point that was the first to list a declaration. */
  const told = new Map();
  return new Map(
    entryPoints.map(({ entryPoint, file }) => [entryPoint, describeEntryPoint(entryPoint, file)]),
  );

  function describeEntryPoint(entryPoint, file) {
    const exported = new Map();
    for (const name of namesOf(file)) {
      const found = find(file, name);
      if (!found) throw new Error(`${file} exports ${name}, which is nowhere to be found.`);
      exported.set(name, found);
    }
    const keys = new Set([...exported.values()].map(keyOf));
    const [lines, elsewhere] = [[], new Map()];
    for (const [name, found] of [...exported].sort(byName)) {
      const before = told.get(keyOf(found)) ?? (found.isOutside ? found.file : undefined);
      if (before === undefined) {
        const isRenamed = name !== found.name;
        lines.push(...textsOf(found).map((text) => (isRenamed ? text : `export ${text}`)));
        if (isRenamed) lines.push(`export { ${found.name} as ${name} };`);
      } else {
        elsewhere.set(before, [...(elsewhere.get(before) ?? []), name]);
      }
    }
    const hidden = reachable([...exported.values()], file)
      .filter((found) => !keys.has(keyOf(found)) && !told.has(keyOf(found)))
      .sort((one, other) => byName([keyOf(one)], [keyOf(other)]));
    for (const found of [...exported.values(), ...hidden])
      if (!told.has(keyOf(found))) told.set(keyOf(found), entryPoint);
    const again = [...elsewhere].map(
      ([from, names]) => `export { ${names.join(', ')} } from '${from}';`,
    );
    return [
      ...again,
      ...lines,
      ...section('Not exported, and seen in the above', hidden.flatMap(textsOf)),
      ...section('For everybody', moduleAt(file).globals),
    ].join('\n\n');
  }

  /** Every name that can be imported from a file. */
  function namesOf(file) {
    const { exports, stars } = moduleAt(file);
    return [...exports.keys(), ...stars.flatMap((from) => namesOf(from))];
  }

  /** Where a name that a file exports is declared. */
  function find(file, name) {
    const { exports, stars } = moduleAt(file);
    const target = exports.get(name);
    if (!target) return stars.map((from) => find(from, name)).find(Boolean);
    return target.from === undefined ? findLocal(file, target.name) : findFrom(target);
  }

  function findLocal(file, name) {
    const { declarations, imports } = moduleAt(file);
    if (declarations.has(name)) return { file, name };
    return imports.has(name) ? findFrom(imports.get(name)) : undefined;
  }

  function findFrom({ from, name }) {
    return from.startsWith('/') ? { file: from, name, isOutside: true } : find(from, name);
  }

  function textsOf({ file, name, isOutside }) {
    return isOutside
      ? []
      : moduleAt(file)
          .declarations.get(name)
          .map(({ text }) => text);
  }

  /** All declarations that these name, and those that they name, and so on. */
  function reachable(found, entryPoint) {
    const seen = new Map();
    const visit = (file, names) => {
      for (const name of names) {
        const next = findLocal(file, name);
        if (!next || next.isOutside || seen.has(keyOf(next))) continue;
        seen.set(keyOf(next), next);
        follow(next);
      }
    };
    const follow = ({ file, name }) => {
      for (const { names } of moduleAt(file).declarations.get(name)) visit(file, names);
    };
    for (const each of found) if (!each.isOutside) follow(each);
    visit(entryPoint, moduleAt(entryPoint).globalNames);
    return [...seen.values()];
  }
}

function keyOf({ file, name }) {
  return `${name} in ${file}`;
}

function byName([one], [other]) {
  return one < other ? -1 : Number(one > other);
}

function section(title, lines) {
  return lines.length === 0 ? [] : [`// ${title}.`, ...lines];
}

/** The names in a file of declarations: those that it declares, imports and exports. */
function parseModule(file, source) {
  const { program, comments, errors } = parseSync(file, source, {
    lang: 'ts',
    sourceType: 'module',
  });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const declarations = new Map();
  const [imports, exports] = [new Map(), new Map()];
  const [stars, globals, globalNames] = [[], [], new Set()];
  const textOf = (node) => withoutComments(source, node, comments).trim();

  const declare = (node) => {
    const text = textOf(node).replace(/^(export )?(declare )?/, '');
    const names = namesIn(node);
    const ids = node.declarations?.map(({ id }) => id.name) ?? [node.id.name];
    for (const id of ids) declarations.set(id, [...(declarations.get(id) ?? []), { text, names }]);
    return ids;
  };
  const address = (from) => (from.startsWith('.') ? declarationAt(file, from) : `/${from}`);

  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      for (const { local, imported } of node.specifiers)
        imports.set(local.name, { from: address(node.source.value), name: imported?.name ?? '*' });
    } else if (node.type === 'ExportAllDeclaration') {
      stars.push(address(node.source.value));
    } else if (node.type === 'ExportDefaultDeclaration') {
      exports.set('default', { name: declare(node.declaration)[0] });
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration) {
      for (const id of declare(node.declaration)) exports.set(id, { name: id });
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const { local, exported } of node.specifiers)
        exports.set(exported.name, {
          name: local.name,
          ...(node.source && { from: address(node.source.value) }),
        });
    } else if (node.type === 'TSModuleDeclaration' && (node.global || node.id.type === 'Literal')) {
      globals.push(textOf(node));
      for (const name of namesIn(node)) globalNames.add(name);
    } else if (node.id ?? node.declarations) {
      declare(node);
    }
  }
  return { declarations, imports, exports, stars, globals, globalNames };
}

/** `./call.ts` in `dist/model/recording.d.ts` is `dist/model/call.d.ts`. */
function declarationAt(file, from) {
  return join(dirname(file), from).replace(/\.[jt]sx?$/, '.d.ts');
}

/** The names that a declaration uses; not those of its own members. */
function namesIn(declaration) {
  const names = new Set();
  const walk = (node) => {
    if (Array.isArray(node)) node.forEach(walk);
    if (typeof node?.type !== 'string') return;
    if (node.type === 'Identifier') names.add(node.name);
    for (const [key, child] of Object.entries(node)) {
      if (key === 'key' && !node.computed) continue;
      if (typeof child === 'object' && child !== null) walk(child);
    }
  };
  walk(declaration);
  return names;
}

function withoutComments(source, { start, end }, comments) {
  let [text, at] = ['', start];
  for (const comment of comments) {
    if (comment.start < at || comment.end > end) continue;
    text += source.slice(at, comment.start);
    at = comment.end;
  }
  // A comment leaves its line behind.
  return (text + source.slice(at, end)).replace(/\n(\s*\n)+/g, '\n');
}

/**
 * Describes the public part of a stylesheet: the variables that it sets and the attributes in its
 * selectors.
 *
 * @param {string} css
 */
export function describeStyles(css) {
  const rules = css.replace(/\/\*[^]*?\*\//g, '');
  const all = (pattern) =>
    [...new Set([...rules.matchAll(pattern)].map(([, name]) => name))].sort();
  return [
    ...section('Variables', all(/(--tallylight-[\w-]+)/g)),
    ...section('Attributes', all(/(\[data-[^\]]+\])/g)),
  ].join('\n');
}
