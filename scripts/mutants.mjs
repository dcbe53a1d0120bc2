// `npm run mutants` changes one small thing at a time in the files below and runs their tests. A
// change that no test notices is listed, and then the command fails. The results are written into
// docs/mutants.md. All files take twenty minutes.
//   npm run mutants -- src/store/callEntry.ts      only this file
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bin } from './bin.mjs';
import { formatted } from './format.mjs';

process.chdir(dirname(import.meta.dirname));

/**
 * A change that makes no difference, with the reason.
 *
 * @typedef {{ line: string, change: string, reason: string }} Equivalent
 *
 * A place in a file, as Stryker reports it: lines and columns count from one.
 * @typedef {{ line: number, column: number }} Place
 * @typedef {{ start: Place, end: Place }} Location
 *
 * What Stryker reports of a file.
 * @typedef {{ status: string, location: Location, replacement: string }} Mutant
 * @typedef {{ mutants: Mutant[], source: string }} Tested
 */

/**
 * The tests that should notice a change of each file.
 *
 * @type {Record<string, string[]>}
 */
const testsOf = {
  'src/store/callEntry.ts': [
    'src/store/callEntry.test.ts',
    'src/client/reconcile.test.ts',
    'src/client/operations.test.ts',
  ],
  'src/store/callViews.ts': ['src/store/desktopStore.test.ts'],
  'src/store/desktopStore.ts': ['src/store/desktopStore.test.ts', 'src/client/reconcile.test.ts'],
  'src/client/eventOrder.ts': ['src/client/eventOrder.test.ts', 'src/client/reconcile.test.ts'],
  'src/client/reconcile.ts': [
    'src/client/reconcile.test.ts',
    'src/client/operations.test.ts',
    'src/client/watchChannel.test.ts',
    'src/client/inspection.test.ts',
  ],
  'src/client/takeAnswer.ts': [
    'src/client/reconcile.test.ts',
    'src/client/operations.test.ts',
    'src/client/inspection.test.ts',
  ],
  'src/client/operations.ts': [
    'src/client/operations.test.ts',
    'src/client/operationsAcrossTabs.test.ts',
  ],
  'src/client/takeTurn.ts': [
    'src/client/operations.test.ts',
    'src/client/operationsAcrossTabs.test.ts',
  ],
  'src/model/backOff.ts': ['src/model/backOff.test.ts'],
  'src/client/connectionStatus.ts': ['src/client/connectionStatus.test.ts'],
  'src/client/liveness.ts': [
    'src/client/liveness.test.ts',
    'src/client/livenessNotices.test.ts',
    'src/client/inspection.test.ts',
  ],
  'src/client/sharedReads.ts': ['src/client/sharedReads.test.ts', 'src/client/readsOfTabs.test.ts'],
  'src/hooks/usePressGuard.ts': [
    'src/components/RecordingControls.press.test.tsx',
    'src/components/shortcuts.test.tsx',
  ],
  'src/watchers/pauseKeeper.ts': ['src/watchers/pauseKeeper.test.ts'],
  'src/i18n/describeBlock.ts': ['src/hooks/useRecordingPaused.test.tsx'],
  'src/hooks/useRecordingPaused.ts': ['src/hooks/useRecordingPaused.test.tsx'],
  'src/transport/sharePhase.ts': [
    'src/transport/sharedLink.test.ts',
    'src/transport/sharePhase.test.ts',
  ],
  'src/transport/tabGroup.ts': [
    'src/transport/sharedLink.test.ts',
    'src/transport/sharePhase.test.ts',
    'src/client/readsOfTabs.test.ts',
  ],
  'src/transport/tabSession.ts': [
    'src/transport/sharedLink.test.ts',
    'src/transport/sharePhase.test.ts',
    'src/client/readsOfTabs.test.ts',
  ],
  'src/transport/sharedLink.ts': [
    'src/transport/sharedLink.test.ts',
    'src/transport/sharePhase.test.ts',
    'src/client/readsOfTabs.test.ts',
  ],
};

const reportFile = '.cache/mutants/report.json';
const page = 'docs/mutants.md';
/** @type {Record<string, Equivalent[]>} by file */
const equivalents = JSON.parse(readFileSync('scripts/mutants/equivalents.json', 'utf8'));

const asked = process.argv.slice(2);
const unknown = asked.filter((file) => !(file in testsOf));
if (unknown.length > 0)
  stop(`No tests are named for ${unknown.join(', ')}. Name them in scripts/mutants.mjs.`);

let isAllNoticed = true;
for (const file of asked.length > 0 ? asked : Object.keys(testsOf)) {
  const { total, survivors, equivalent, stale } = judge(file, run(file));
  const killed = total - survivors.length - equivalent;
  console.log(`${file}: ${total} mutants, ${killed} killed, ${equivalent} equivalent.`);
  for (const { number, line, change } of survivors)
    console.log(`  Nobody notices, in line ${number}: ${line}\n    ${change}`);
  for (const { line, change } of stale)
    console.log(`  Listed as equivalent, but noticed or gone: ${line}\n    ${change}`);
  isAllNoticed &&= survivors.length + stale.length === 0;
  await publish(file, [total, killed, equivalent, survivors.length]);
}
process.exit(isAllNoticed ? 0 : 1);

/**
 * @param {string} file
 * @returns {Tested}
 */
function run(file) {
  const command = [bin('@stryker-mutator/core', 'stryker'), 'run', '--mutate', file];
  const env = { ...process.env, TESTS_OF_MUTANTS: testsOf[file]?.join(',') };
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit', env });
  if (status !== 0) stop(`Stryker could not test the mutants of ${file}; see above.`);
  return JSON.parse(readFileSync(reportFile, 'utf8')).files[file];
}

/**
 * @param {string} file
 * @param {Tested} tested
 */
function judge(file, { mutants, source }) {
  const lines = source.split('\n');
  const tested = mutants.filter(({ status }) => status !== 'Ignored');
  const known = equivalents[file] ?? [];
  const unseen = new Set(known);
  const survivors = [];
  let equivalent = 0;
  for (const { status, location, replacement } of tested) {
    // A mutant that throws outside of a test, or never ends, fails a run of the tests as well.
    if (status !== 'Survived' && status !== 'NoCoverage') continue;
    const line = lines[location.start.line - 1]?.trim() ?? '';
    const change = `${short(textAt(lines, location))} → ${short(replacement)}`;
    const entry = known.find((each) => each.line === line && each.change === change);
    if (entry) {
      equivalent += 1;
      unseen.delete(entry);
    } else survivors.push({ number: location.start.line, line, change });
  }
  return { total: tested.length, survivors, equivalent, stale: [...unseen] };
}

/**
 * @param {string[]} lines
 * @param {Location} location
 */
function textAt(lines, { start, end }) {
  const text = lines.slice(start.line - 1, end.line);
  // The last line is cut first, because it may also be the first line.
  text.push(text.pop()?.slice(0, end.column - 1) ?? '');
  text.unshift(text.shift()?.slice(start.column - 1) ?? '');
  return text.join(' ');
}

/**
 * Puts a text on one line, and leaves out the middle of a long one.
 *
 * @param {string} text
 */
function short(text) {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 60)} … ${line.slice(-57)}` : line;
}

/**
 * Writes the row of a file into the table, and below it all mutants that change nothing.
 *
 * @param {string} file
 * @param {number[]} counts
 */
async function publish(file, counts) {
  const before = readFileSync(page, 'utf8');
  const [head] = before.split('<!-- from here on written by npm run mutants -->');
  const rows = new Map(
    [...before.matchAll(/^\| `(src\/[^`]+)` *\|.*$/gm)].map(([row, name]) => [name, row]),
  );
  const today = new Date().toISOString().slice(0, 10);
  rows.set(file, `| \`${file}\` | ${[...counts, today].join(' | ')} |`);
  const table = Object.keys(testsOf).flatMap((name) => rows.get(name) ?? []);
  const reasons = Object.entries(equivalents).map(
    ([name, entries]) => `### \`${name}\`\n\n${byReason(entries).map(listed).join('\n')}\n`,
  );
  const text = [
    `${head}<!-- from here on written by npm run mutants -->\n`,
    '| File | Mutants | Killed | Equivalent | Surviving | Date |',
    '| --- | --- | --- | --- | --- | --- |',
    ...table,
    '',
    '## Equivalent mutants\n',
    ...reasons,
  ];
  writeFileSync(page, await formatted(page, text.join('\n')));
}

/** @param {Equivalent[]} entries */
function byReason(entries) {
  /** @type {Map<string, Equivalent[]>} */
  const groups = new Map();
  for (const entry of entries)
    groups.set(entry.reason, [...(groups.get(entry.reason) ?? []), entry]);
  return [...groups];
}

/** @param {[string, Equivalent[]]} group */
function listed([reason, entries]) {
  return `- ${reason}\n${entries.map(({ change }) => `  - ${code(change)}`).join('\n')}`;
}

/** @param {string} text */
function code(text) {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  console.error(message);
  process.exit(1);
}
