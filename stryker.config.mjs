// Settings of Stryker, which changes one small thing of a file at a time and runs the tests of that
// file, to see whether they notice. `npm run mutants` starts it, file by file: scripts/mutants.mjs.

export default {
  testRunner: 'vitest',
  // The configuration has two projects, and no browser.
  vitest: { configFile: 'scripts/mutants/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner', './scripts/mutants/unreachable.mjs'],
  ignorers: ['unreachable'],
  mutator: {
    // The compiler finds these two before any test runs, and Stryker cannot ask it: TypeScript 7 has
    // no JavaScript API. A string here is a member of a named union, which '' is not, or a text that
    // says something to a person. An object that is emptied lacks what its type demands.
    excludedMutations: ['StringLiteral', 'ObjectLiteral'],
  },
  // `@ts-nocheck` in each file is not needed, because nothing checks the types of the copies.
  disableTypeChecks: false,
  // Stryker would rewrite the paths in tsconfig.json with the API that TypeScript 7 does not have.
  // The paths need no change, so the name of a file that does not exist is given.
  tsconfigFile: 'no-tsconfig.json',
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 5_000,
  reporters: ['json'],
  jsonReporter: { fileName: '.cache/mutants/report.json' },
  tempDirName: '.cache/mutants/copy',
  ignorePatterns: ['.storybook', 'bench', 'e2e', 'public', 'stories', 'dist', 'dist-*'],
  allowConsoleColors: false,
};
