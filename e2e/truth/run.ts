/*
 * Checks that the widgets never show anything false, whatever happens to the network:
 * `npm run truth -- --seeds 200`.
 *
 * Each seed is a schedule of some twenty events in nine seconds: presses with the mouse, changes by
 * other users, calls that begin and end, and faults of the network and the server. Each schedule is
 * run against the built widgets in a real Chromium, once over long-polling and once over WebSocket.
 * The server records the true states, the page records the shown ones, and `judge.ts` compares them.
 *
 * A *lie* is a confirmed state that a widget shows without a mark (`data-stale`, "Not confirmed",
 * "Treat as recording.", unknown), although it has not been true for more than a second. What no
 * client can know is measured separately:
 * - *silent*: the connection hangs, and the heartbeat (hold + grace, and a second) is not due yet;
 * - *undelivered*: the server has lost, delayed or held back the event of a change by somebody else
 *   while the connection was up, until the next message or read about that call. (The event of the
 *   agent's own press is expected, so the loss of that one is no excuse.) Old messages are sent in
 *   the wrong order only where events carry the time of the server, because without it nobody can
 *   tell an old message from a new one.
 * - *pending*: the operation has been done, and the widget still shows "Recording · pausing…".
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildJavaGws } from '../java-gws/buildJavaGws.ts';
import { buildLibrary, buildPage, servePage } from './buildPage.ts';
import { defectPlugin, defects, expectDefectsFit } from './defects.ts';
import { hasPassed, judge, type Evidence, type Verdict } from './judge.ts';
import { perform, type ServerKind, type Transport } from './perform.ts';
import { makeSchedule } from './schedule.ts';
import { openBrowserRuns } from './browserRuns.ts';

interface Run {
  readonly seed: number;
  readonly transport: Transport;
  readonly server: ServerKind;
  readonly defect: string | undefined;
}

type Result = Run & ({ readonly verdict: Verdict } | { readonly error: string });

const help = `The truth run. The same seed number always repeats the same schedule.

  npm run truth -- [--seeds N] [--from K] [--transport long-polling|websocket|both]
                   [--server mock|java] [--jobs N] [--verbose] [--report FILE]
                   [--defect NAME | --defects]

--server java uses the server line that GWS embeds instead of the mock: Java CometD 3.1 in Jetty 9.4.
Where it cannot be built, the run is skipped, and the output says so.

--defect puts one defect into a copy of the built library, and --defects each of these in turn.
The run then succeeds when every defect is noticed:
${Object.entries(defects)
  .map(([name, { description }]) => `  ${name.padEnd(20)} ${description}`)
  .join('\n')}`;

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '20' },
      from: { type: 'string', default: '1' },
      transport: { type: 'string', default: 'both' },
      server: { type: 'string', default: 'mock' },
      jobs: { type: 'string', default: '6' },
      verbose: { type: 'boolean', default: false },
      report: { type: 'string' },
      defect: { type: 'string' },
      defects: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [seeds, from, jobs] = [values.seeds, values.from, values.jobs].map(Number);
  const all: readonly Transport[] = ['long-polling', 'websocket'];
  const transports = all.filter((each) => values.transport === 'both' || values.transport === each);
  const servers: readonly ServerKind[] = ['mock', 'java'];
  const server = servers.find((each) => each === values.server);
  const broken = values.defects ? Object.keys(defects) : values.defect ? [values.defect] : [];
  const isKnown = broken.every((name) => name in defects) && transports.length > 0;
  if (!isKnown || !server || !Number.isInteger(seeds) || !Number.isInteger(from) || !jobs) {
    console.error(help);
    return 2;
  }
  const build = server === 'java' ? buildJavaGws() : undefined;
  if (build && 'missing' in build) {
    const name = `truth on Java CometD 3.1: ${build.missing}`;
    console.log(`skipped: ${name}`);
    if (values.report !== undefined) writeReport(values.report, [], [name]);
    return 0;
  }

  const runs: Run[] = (broken.length > 0 ? broken : [undefined]).flatMap((defect) =>
    Array.from({ length: seeds ?? 0 }, (_, index) => (from ?? 1) + index).flatMap((seed) =>
      transports.map((transport) => ({ seed, transport, server, defect })),
    ),
  );
  const results = await runAll(runs, jobs, values.verbose);
  if (values.report !== undefined) writeReport(values.report, results);
  return broken.length > 0 ? reportDefects(results, broken) : reportTruth(results);
}

async function runAll(runs: readonly Run[], jobs: number, isVerbose: boolean): Promise<Result[]> {
  console.log('Building the library and the page …');
  const library = await buildLibrary('truth');
  expectDefectsFit(defects, library);
  const names = [...new Set(runs.map(({ defect }) => defect))];
  const pages = new Map<string | undefined, Awaited<ReturnType<typeof servePage>>>();
  for (const name of names) {
    const defect = name === undefined ? undefined : defects[name];
    const plugins = name !== undefined && defect ? [defectPlugin(name, defect, library)] : [];
    pages.set(
      name,
      await servePage(
        await buildPage('e2e/truth/page', `truth-${name ?? 'whole'}`, library, plugins),
      ),
    );
  }
  const browserRuns = await openBrowserRuns();
  console.log(
    `${runs.length} runs, ${jobs} at a time, Chromium ${browserRuns.version}\n${heading}`,
  );

  const waiting = [...runs];
  const results: Result[] = [];
  const worker = async (): Promise<void> => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      // A defect has to be noticed only once.
      const { defect, seed, transport, server } = run;
      if (defect !== undefined && isNoticed(results, defect)) continue;
      const lines: string[] = [];
      const pagePort = pages.get(defect)?.port ?? 0;
      const log = (line: string): unknown => lines.push(line);
      let result: Result;
      try {
        const evidence = await browserRuns.run((browser, stalls) => {
          lines.length = 0;
          return perform(makeSchedule(seed), { browser, transport, server, stalls, pagePort, log });
        });
        result = { ...run, verdict: judge(evidence) };
        lines.push(...linesOf(evidence));
      } catch (error) {
        result = { ...run, error: String(error) };
      }
      results.push(result);
      console.log(rowOf(result));
      const findings = 'verdict' in result ? result.verdict.findings : [];
      for (const finding of findings) console.log(`        ${finding}`);
      if (isVerbose) console.log(lines.sort().join('\n'));
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  await browserRuns.close();
  for (const page of pages.values()) await page.close();
  return results;
}

/** Returns a line for each thing that happened, with its time in front. */
function linesOf({ from, pages, timeline, requests, delivered }: Evidence): string[] {
  const when = (at: number): string => ((at - from) / 1000).toFixed(2).padStart(6);
  return [
    ...pages.flatMap((page, index) => {
      const tab = pages.length > 1 ? `tab ${index + 1}: ` : '';
      return [
        ...page.diagnostics.map(({ at, code }) => `${when(at)}   · ${tab}${code}`),
        ...page.reads.map(
          ({ askedAt, at, url, withoutState }) =>
            `${when(at)}   < ${tab}${url.slice(-20)}, asked at${when(askedAt)}${withoutState.length > 0 ? `, without ${withoutState.map((id) => id.slice(-3)).join(', ')}` : ''}`,
        ),
        ...page.shown
          .filter(({ at }) => at >= from)
          .map(
            ({ at, callId, widget, words, isStale, pending }) =>
              `${when(at)}     ${tab}${callId.slice(-3)}#${widget} ${words}${pending ? ` [${pending}]` : ''}${isStale ? ' (stale)' : ''}`,
          ),
        ...page.events.map(
          ({ at, callId, requestId, operationName, origin, result }) =>
            `${when(at)}   = ${tab}${callId.slice(-3)} ${result} ${operationName ?? ''} by ${origin} (${requestId ?? '–'})`,
        ),
        ...page.sent.map(
          ({ askedAt, callId, operationName, answer }) =>
            `${when(askedAt)}   ^ ${tab}${callId.slice(-3)} ${operationName} → ${answer ? `${answer.status} ${String(answer.statusCode)}` : 'no answer'}`,
        ),
      ];
    }),
    ...delivered.map(
      ({ at, callId, truth }) => `${when(at)}   ! delivered ${callId.slice(-3)} ${truth}`,
    ),
    ...Object.entries(timeline).flatMap(([callId, entries]) =>
      entries.map(
        ({ at, state, recordingState }) =>
          `${when(at)} TRUE ${callId.slice(-3)} ${state} ${recordingState}`,
      ),
    ),
    ...requests.map(
      ({ at, method, path, operationName }) =>
        `${when(at)}   > ${method} ${path.slice(-20)} ${operationName ?? ''}`,
    ),
  ];
}

const heading =
  ' seed  transport      lie ms  silent  undelivered  pending  stuck  double  lost  author  wrong call  late  end    recovered  presses  stall';

function rowOf(result: Result): string {
  const { seed, transport, defect } = result;
  const name = `${String(seed).padStart(5)}  ${transport.padEnd(12)}`;
  const broken = defect === undefined ? '' : `  [${defect}]`;
  if ('error' in result) return `${name}  COULD NOT BE RUN: ${result.error}${broken}`;
  const { verdict } = result;
  const cells = [
    String(verdict.lie).padStart(8),
    String(verdict.silent).padStart(8),
    String(verdict.undelivered).padStart(13),
    String(verdict.whilePending).padStart(9),
    String(verdict.stuckPendings).padStart(7),
    String(verdict.duplicatePosts).padStart(8),
    String(verdict.lostOperations).padStart(6),
    String(verdict.wrongAuthors).padStart(8),
    String(verdict.wrongCalls).padStart(12),
    String(verdict.lateElsewhere).padStart(6),
    `  ${verdict.isEndWrong ? 'WRONG' : 'true '}`,
    (verdict.recovery === undefined ? '–' : `${verdict.recovery} ms`).padStart(11),
    String(verdict.presses).padStart(9),
    String(verdict.longestStall).padStart(7),
  ];
  return `${name}${cells.join('')}${hasPassed(verdict) ? '' : '  ✗'}${broken}`;
}

function reportTruth(results: readonly Result[]): number {
  const verdicts = results.flatMap((result) => ('verdict' in result ? [result.verdict] : []));
  const errors = results.length - verdicts.length;
  const sum = (of: (verdict: Verdict) => number): number =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0);
  const recoveries = verdicts.flatMap(({ recovery }) => recovery ?? []).sort((a, b) => a - b);
  const broken = verdicts.filter((verdict) => !hasPassed(verdict)).length + errors;
  console.log(`
── ${results.length} runs ${'─'.repeat(50)}
lie time            ${sum(({ lie }) => lie)} ms
stuck pendings      ${sum(({ stuckPendings }) => stuckPendings)}
duplicate POSTs     ${sum(({ duplicatePosts }) => duplicatePosts)} (and ${sum(({ resentPosts }) => resentPosts)} that Chromium sent again by itself)
lost operations     ${sum(({ lostOperations }) => lostOperations)} of ${sum(({ presses }) => presses)} presses
wrong authors       ${sum(({ wrongAuthors }) => wrongAuthors)}
wrong calls         ${sum(({ wrongCalls }) => wrongCalls)}
late in other tab   ${sum(({ lateElsewhere }) => lateElsewhere)}
wrong ends          ${sum(({ isEndWrong }) => Number(isEndWrong))}
time to recover     median ${recoveries[Math.floor(recoveries.length / 2)] ?? '–'} ms, longest ${recoveries.at(-1) ?? '–'} ms
not lies, but not true either: ${sum(({ silent }) => silent)} ms before the heartbeat was due, ${sum(({ undelivered }) => undelivered)} ms that were not delivered, ${sum(({ whilePending }) => whilePending)} ms pending
longest stall of this machine: ${Math.max(0, ...verdicts.map(({ longestStall }) => longestStall))} ms
could not be run    ${errors}`);
  for (const replay of replaysOfFailing(results)) console.log(replay);
  console.log(`${results.length - broken} runs passed, ${broken} failed`);
  return broken === 0 ? 0 : 1;
}

function replaysOfFailing(results: readonly Result[]): readonly string[] {
  return results
    .filter((result) => !('verdict' in result) || !hasPassed(result.verdict))
    .map(({ seed, transport, server }) => {
      const on = server === 'mock' ? '' : ` --server ${server}`;
      return `--seeds 1 --from ${seed} --transport ${transport}${on}`;
    })
    .map((which) => `replay: npm run truth -- ${which} --verbose`);
}

function isNoticed(results: readonly Result[], name: string): boolean {
  return results.some(
    (result) => result.defect === name && 'verdict' in result && !hasPassed(result.verdict),
  );
}

function reportDefects(results: readonly Result[], names: readonly string[]): number {
  console.log('');
  for (const name of names) {
    const mark = isNoticed(results, name) ? 'noticed' : 'NOT NOTICED';
    console.log(`${mark.padEnd(12)} ${name.padEnd(20)} ${defects[name]?.description}`);
  }
  const missed = names.filter((name) => !isNoticed(results, name)).length;
  console.log(`${names.length - missed} defects noticed, ${missed} not`);
  return missed === 0 ? 0 : 1;
}

/** `npm test` reads this report and counts the results. */
function writeReport(
  file: string,
  results: readonly Result[],
  skipped: readonly string[] = [],
): void {
  const failures = replaysOfFailing(results);
  const passed = results.length - failures.length;
  writeFileSync(file, JSON.stringify({ passed, failures, skipped }));
}
