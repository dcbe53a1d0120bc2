import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'vite';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const { version, dependencies, peerDependencies }: Manifest = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
);

// What npm installs for a host, with sub-paths such as `react/jsx-runtime`, and Node's own modules.
// None of it is copied into the package, because a page would then load it twice.
const external = [
  ...Object.keys({ ...dependencies, ...peerDependencies }).map(
    (name) => new RegExp(`^${name}($|/)`),
  ),
  /^node:/,
];

/** The library. `scripts/build.mjs` adds the stylesheet and the declarations. */
const config: UserConfig = defineConfig({
  plugins: [react()],
  define: { TALLYLIGHT_VERSION: JSON.stringify(version) },
  build: {
    target: 'es2022',
    copyPublicDir: false,
    // A library is minified by whoever bundles it; until then it should be readable.
    minify: false,
    sourcemap: true,
    lib: {
      entry: {
        index: 'src/index.ts',
        'workspace-v3': 'src/workspace-v3.ts',
        'supervisor/index': 'src/supervisor/index.ts',
        'element/jsx': 'src/element/jsx.ts',
        'testing/index': 'src/testing/index.ts',
        'devtools/index': 'src/devtools/index.ts',
        'mock-server/index': 'src/mock-server/index.ts',
        'mock-server/command': 'src/mock-server/command.ts',
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external,
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        entryFileNames: '[name].js',
        // A server component may import the entry point, but hooks cannot run there. The files of
        // components have "use client" in their source.
        banner: ({ name }) => (name.startsWith('hooks/') ? '"use client";' : ''),
      },
    },
  },
});

export default config;
