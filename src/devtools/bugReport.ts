import { steadyNow, toClientTime } from '../model/steadyClock.ts';
import { callName } from './callName.ts';
import { describeTabCount, type TabCount } from './countTabs.ts';
import { describeConnection } from './describeConnection.ts';
import { linesOf, type Line } from './describeEvent.ts';
import { describeRequest, describeClocks, describeProgress } from './describeOperation.ts';
import { describeState } from './describeState.ts';
import { describeTab } from './describeTab.ts';
import type { InspectionLog } from './inspectionLog.ts';
import { timeOfDay } from './times.ts';
import { libraryVersion } from './version.ts';

export interface BugReportOptions {
  readonly tabs: TabCount;
  /** What the browser says of itself. */
  readonly userAgent: string;
}

/**
 * What the panel shows, as text for somebody who helps. It has no names and numbers of callers, no values
 * of headers, no addresses, and no text of a server or a host. Calls have short names that are made from
 * their ids.
 */
export function bugReport(log: InspectionLog, { tabs, userAgent }: BugReportOptions): string {
  const { connection, link, tab, confirmationTimeout, calls, operations, entries, dropped } = log;
  return [
    'Tallylight: bug report',
    `Version: ${libraryVersion}`,
    `Made: ${new Date(toClientTime(steadyNow())).toISOString()}, at ${timeOfDay(steadyNow())} of this computer`,
    `Browser: ${userAgent}`,
    ...section('What should have happened, and what happened instead', ['(please write it here)']),
    ...section('Now', [
      `Connection: ${describeConnection(connection)}`,
      `Link: ${link ?? 'unknown'}`,
      `This tab: ${describeTab(tab)}`,
      `Tabs that share a link: ${describeTabCount(tabs)}`,
      `An operation may wait for: ${confirmationTimeout ?? '?'} ms`,
    ]),
    ...section(
      'Calls',
      Array.from(
        calls,
        ([callId, recording]) => `${callName(callId)}: ${describeState(recording)}`,
      ),
    ),
    ...section(
      'Operations, oldest first',
      operations.map(({ callId, operation }) =>
        [
          timeOfDay(operation.requestedAt),
          callName(callId),
          [
            describeRequest(operation),
            describeProgress(operation),
            ...describeClocks(operation),
          ].join('; '),
        ].join('  '),
      ),
    ),
    ...section(
      `What happened, oldest first${dropped > 0 ? ` (${dropped} earlier lines were dropped)` : ''}`,
      linesOf(entries).map(lineOfReport),
    ),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', title, ...(lines.length === 0 ? ['(none)'] : lines).map((line) => `  ${line}`)];
}

function lineOfReport({ at, topic, order, call, text, changes }: Line): string {
  const said = [text, ...(changes ? [changes.join(', ') || 'changes nothing'] : [])].join('. ');
  return [
    timeOfDay(at),
    topic.padEnd(10),
    (order === undefined ? '' : `@${order}`).padEnd(5),
    ...(call === undefined ? [] : [call]),
    said,
  ].join('  ');
}
