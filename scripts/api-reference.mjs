// `npm run api-reference`: makes the API reference from the doc comments, with TypeDoc. The book has it
// below /api once it was made (.storybook/main.ts), so `npm run build-storybook` makes it first. It is
// not a part of `npm test`, because it takes as long as a whole suite there.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
process.chdir(root);
const out = join(root, 'node_modules/.cache/tallylight-api');

// TypeDoc needs the JavaScript API of TypeScript, and TypeScript 7 has none.
register('./typescriptWithApi.mjs', import.meta.url);
const { Application, Converter, OptionDefaults, ReflectionKind } = await import('typedoc');

/** The names that a host imports, by the source of each entry point. */
const entryPoints = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync('package.json', 'utf8')).exports)
    // The other entry points have no code of their own: stylesheets, scripts, types for templates,
    // and one that only exports what others export. All languages have the same words, so one
    // language is enough.
    .filter(([path]) => !/\.(css|js|json)$|\/(jsx|vue|svelte|all)$/.test(path))
    .map(([path, target]) => [path.replace('*', 'de'), target.import.types.replace('*', 'de')])
    .map(([path, types]) => [sourceOf(types), path.replace('.', 'tallylight')]),
);
const tsconfig = join(root, 'node_modules/.cache/tallylight-api.tsconfig.json');
mkdirSync(dirname(tsconfig), { recursive: true });
writeFileSync(
  tsconfig,
  JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      jsx: 'react-jsx',
      types: ['vite/client', 'node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    },
    files: Object.keys(entryPoints).map((file) => join(root, file)),
  }),
);

const app = await Application.bootstrap({
  name: 'Tallylight',
  entryPoints: Object.keys(entryPoints),
  tsconfig,
  readme: 'none',
  // `npm run typecheck` checks the types, with the TypeScript that they are written for.
  skipErrorChecking: true,
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  disableSources: true,
  hideGenerator: true,
  navigation: { includeFolders: false },
  sort: ['kind', 'alphabetical'],
  // `@selector` says how a stylesheet finds an attribute.
  blockTags: [...OptionDefaults.blockTags, '@selector'],
  validation: { notExported: false, invalidLink: true, notDocumented: true },
  requiredToBeDocumented: ['Class', 'Enum', 'Function', 'Interface', 'TypeAlias', 'Variable'],
  treatWarningsAsErrors: true,
});
app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
  if (!reflection.kindOf(ReflectionKind.Module)) return;
  const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? [];
  const source = declaration?.getSourceFile().fileName.slice(root.length + 1) ?? '';
  reflection.name = entryPoints[source] ?? reflection.name;
});

const project = await app.convert();
if (!project) process.exit(1);
app.validate(project);
rmSync(out, { recursive: true, force: true });
await app.generateDocs(project, out);
process.exitCode = app.logger.hasErrors() || app.logger.hasWarnings() ? 1 : 0;

/**
 * @param {string} types a file of declarations, as package.json names it
 * @returns {string} the source that it is made from
 */
function sourceOf(types) {
  const source = types.replace('./dist/', 'src/');
  return (
    ['.ts', '.tsx'].map((ending) => source.replace('.d.ts', ending)).find(existsSync) ?? source
  );
}
