import { dirname, join } from 'node:path/posix';
import { parseSync } from 'vite';

/**
 * A declaration, by the file that contains it. One that is outside belongs to another package.
 *
 * @typedef {{ file: string, name: string, isOutside?: boolean }} Found
 *
 * Where an import or an export leads: to a name in another file, or, without `from`, in the same.
 * @typedef {{ from?: string, name: string }} Target
 *
 * @typedef {import('vite').ESTree.Node} Node
 * @typedef {import('vite').ESTree.ModuleExportName} ExportName
 *
 * @typedef {object} Module
 * @property {Map<string, { text: string, names: Set<string> }[]>} declarations with the names they use
 * @property {Map<string, Required<Target>>} imports
 * @property {Map<string, Target>} exports
 * @property {string[]} stars the files of which everything is exported
 * @property {string[]} globals
 * @property {Set<string>} globalNames the names that the globals use
 */

/**
 * Describes what a host can import from each entry point, with signatures, by the built
 * declarations.
 *
 * The text of an entry point has three parts: what it exports; the types that are not exported but
 * used in an export, such as the type of a parameter; and the global types that it declares.
 * Comments are left out, and what an earlier entry point has listed is not listed again.
 *
 * @param {readonly { entryPoint: string, file: string }[]} entryPoints an entry point as a host writes
 *   it, `tallylight/element`, and the file of its declarations
 * @param {(file: string) => string} read
 * @returns {Map<string, string>} by entry point
 */
export function describeEntryPoints(entryPoints, read) {
  /** @type {Map<string, Module>} */
  const modules = new Map();
  const moduleAt = (/** @type {string} */ file) => {
    const module = modules.get(file) ?? parseModule(file, read(file));
    modules.set(file, module);
    return module;
  };
  /** The first entry point that lists a declaration, by declaration. @type {Map<string, string>} */
  const listedBy = new Map();
  return new Map(
    entryPoints.map(({ entryPoint, file }) => [entryPoint, describeEntryPoint(entryPoint, file)]),
  );

  /**
   * @param {string} entryPoint
   * @param {string} file
   */
  function describeEntryPoint(entryPoint, file) {
    /** @type {Map<string, Found>} */
    const exported = new Map();
    for (const name of namesOf(file)) {
      const found = find(file, name);
      if (!found)
        throw new Error(`${file} exports ${name}, which it neither declares nor imports.`);
      exported.set(name, found);
    }
    const keys = new Set([...exported.values()].map(keyOf));
    /** @type {string[]} */
    const lines = [];
    /** @type {Map<string, string[]>} */
    const elsewhere = new Map();
    for (const [name, found] of [...exported].sort(([one], [other]) => compare(one, other))) {
      const before = listedBy.get(keyOf(found)) ?? (found.isOutside ? found.file : undefined);
      if (before === undefined) {
        const isRenamed = name !== found.name;
        lines.push(...textsOf(found).map((text) => (isRenamed ? text : `export ${text}`)));
        if (isRenamed) lines.push(`export { ${found.name} as ${name} };`);
      } else {
        elsewhere.set(before, [...(elsewhere.get(before) ?? []), name]);
      }
    }
    const hidden = reachable([...exported.values()], file)
      .filter((found) => !keys.has(keyOf(found)) && !listedBy.has(keyOf(found)))
      .sort((one, other) => compare(keyOf(one), keyOf(other)));
    for (const found of [...exported.values(), ...hidden])
      if (!listedBy.has(keyOf(found))) listedBy.set(keyOf(found), entryPoint);
    const reexports = [...elsewhere].map(
      ([from, names]) => `export { ${names.join(', ')} } from '${from}';`,
    );
    return [
      ...reexports,
      ...lines,
      ...section('Not exported, but used by the exports above', hidden.flatMap(textsOf)),
      ...section('Global declarations', moduleAt(file).globals),
    ].join('\n\n');
  }

  /**
   * Returns every name that can be imported from a file.
   *
   * @param {string} file
   * @returns {string[]}
   */
  function namesOf(file) {
    const { exports, stars } = moduleAt(file);
    return [...exports.keys(), ...stars.flatMap((from) => namesOf(from))];
  }

  /**
   * Finds where a name that a file exports is declared.
   *
   * @param {string} file
   * @param {string} name
   * @returns {Found | undefined}
   */
  function find(file, name) {
    const { exports, stars } = moduleAt(file);
    const target = exports.get(name);
    if (!target) return stars.map((from) => find(from, name)).find(Boolean);
    const { from, name: as } = target;
    return from === undefined ? findLocal(file, as) : findFrom({ from, name: as });
  }

  /**
   * @param {string} file
   * @param {string} name
   * @returns {Found | undefined}
   */
  function findLocal(file, name) {
    const { declarations, imports } = moduleAt(file);
    if (declarations.has(name)) return { file, name };
    const target = imports.get(name);
    return target && findFrom(target);
  }

  /**
   * @param {Required<Target>} target
   * @returns {Found | undefined}
   */
  function findFrom({ from, name }) {
    return from.startsWith('/') ? { file: from, name, isOutside: true } : find(from, name);
  }

  /** @param {Found} found */
  function textsOf(found) {
    return declarationsOf(found).map(({ text }) => text);
  }

  /** @param {Found} found */
  function declarationsOf({ file, name, isOutside }) {
    return isOutside ? [] : (moduleAt(file).declarations.get(name) ?? []);
  }

  /**
   * Returns all declarations that these names lead to, and those that they lead to, and so on.
   *
   * @param {Found[]} found
   * @param {string} entryPoint
   */
  function reachable(found, entryPoint) {
    /** @type {Map<string, Found>} */
    const seen = new Map();
    /** @type {(file: string, names: Set<string>) => void} */
    const visit = (file, names) => {
      for (const name of names) {
        const next = findLocal(file, name);
        if (!next || next.isOutside || seen.has(keyOf(next))) continue;
        seen.set(keyOf(next), next);
        follow(next);
      }
    };
    const follow = (/** @type {Found} */ each) => {
      for (const { names } of declarationsOf(each)) visit(each.file, names);
    };
    for (const each of found) follow(each);
    visit(entryPoint, moduleAt(entryPoint).globalNames);
    return [...seen.values()];
  }
}

/** @param {Found} found */
function keyOf({ file, name }) {
  return `${name} in ${file}`;
}

/**
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}

/**
 * @param {string} title
 * @param {string[]} lines
 */
function section(title, lines) {
  return lines.length === 0 ? [] : [`// ${title}.`, ...lines];
}

/**
 * The names in a file of declarations: those that it declares, imports and exports.
 *
 * @param {string} file
 * @param {string} source
 * @returns {Module}
 */
function parseModule(file, source) {
  const { program, comments, errors } = parseSync(file, source, {
    lang: 'ts',
    sourceType: 'module',
  });
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  /** @type {Module} */
  const module = {
    declarations: new Map(),
    imports: new Map(),
    exports: new Map(),
    stars: [],
    globals: [],
    globalNames: new Set(),
  };
  const { declarations, imports, exports, stars, globals, globalNames } = module;
  const textOf = (/** @type {Node} */ node) => withoutComments(source, node, comments).trim();

  const declare = (/** @type {Node} */ node) => {
    const text = textOf(node).replace(/^(export )?(declare )?/, '');
    const names = namesIn(node);
    const declared =
      node.type === 'VariableDeclaration' ? node.declarations.map(({ id }) => id) : [idOf(node)];
    return declared.map((id) => {
      const name = id?.type === 'Identifier' ? id.name : 'default';
      declarations.set(name, [...(declarations.get(name) ?? []), { text, names }]);
      return name;
    });
  };
  const address = (/** @type {string} */ from) =>
    from.startsWith('.') ? declarationAt(file, from) : `/${from}`;

  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      for (const specifier of node.specifiers) {
        const name = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : '*';
        imports.set(specifier.local.name, { from: address(node.source.value), name });
      }
    } else if (node.type === 'ExportAllDeclaration') {
      stars.push(address(node.source.value));
    } else if (node.type === 'ExportDefaultDeclaration') {
      exports.set('default', { name: declare(node.declaration)[0] ?? 'default' });
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration) {
      for (const id of declare(node.declaration)) exports.set(id, { name: id });
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const { local, exported } of node.specifiers)
        exports.set(nameOf(exported), {
          name: nameOf(local),
          ...(node.source && { from: address(node.source.value) }),
        });
    } else if (node.type === 'TSModuleDeclaration' && (node.global || node.id.type === 'Literal')) {
      globals.push(textOf(node));
      for (const name of namesIn(node)) globalNames.add(name);
    } else if (node.type === 'VariableDeclaration' || idOf(node)) {
      declare(node);
    }
  }
  return module;
}

/** @param {ExportName} name */
function nameOf(name) {
  return name.type === 'Literal' ? name.value : name.name;
}

/** @param {Node} node */
function idOf(node) {
  return 'id' in node ? node.id : undefined;
}

/**
 * Returns the file that an import leads to: in `dist/model/recording.d.ts`, `./call.ts` leads to
 * `dist/model/call.d.ts`.
 *
 * @param {string} file
 * @param {string} from
 */
function declarationAt(file, from) {
  return join(dirname(file), from).replace(/\.[jt]sx?$/, '.d.ts');
}

/**
 * Returns the names that a declaration uses, without those of its own members.
 *
 * @param {Node} declaration
 */
function namesIn(declaration) {
  /** @type {Set<string>} */
  const names = new Set();
  // Which members of a node are nodes differs from type to type, so all members are visited.
  const walk = (/** @type {any} */ node) => {
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

/**
 * @param {string} source
 * @param {{ start: number, end: number }} node
 * @param {{ start: number, end: number }[]} comments
 */
function withoutComments(source, { start, end }, comments) {
  let [text, at] = ['', start];
  for (const comment of comments) {
    if (comment.start < at || comment.end > end) continue;
    text += source.slice(at, comment.start);
    at = comment.end;
  }
  // A comment that is removed leaves an empty line.
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
  const all = (/** @type {RegExp} */ pattern) =>
    [...new Set([...rules.matchAll(pattern)].map(([, name = '']) => name))].sort();
  return [
    ...section('Variables', all(/(--tallylight-[\w-]+)/g)),
    ...section('Attributes', all(/(\[data-[^\]]+\])/g)),
  ].join('\n');
}
