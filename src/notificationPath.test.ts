import { readFileSync } from 'node:fs';
import { adapt } from 'cometd-nodejs-client';
import { expect, it } from 'vitest';
import { createAgentDesktop } from './client/createAgentDesktop.ts';
import { createMockServer } from './mock-server/createMockServer.ts';
import { simulatedCallId } from './testing/simulatedCalls.ts';

// A reader took a stack trace of a notification and found a file in it that ARCHITECTURE.md did not
// list. `src/architecture.test.ts` compares the list with the imports only, so this test compares it
// with a trace.

const root = new URL('..', import.meta.url).pathname;

it('a notification passes no file between CometD and a subscriber that ARCHITECTURE.md does not list', async () => {
  adapt();
  const mock = createMockServer({ eventDelay: 20 });
  const { url } = await mock.listen();
  const desktop = createAgentDesktop({
    baseUrl: url,
    headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),
  });
  const disconnect = desktop.connect();
  const callId = simulatedCallId(1);
  let passed: readonly string[] = [];
  try {
    await expect.poll(() => desktop.connection.getState().phase).toBe('live');
    desktop.call(callId).subscribe((now, before) => {
      if (now.recording.state !== before.recording.state) passed = filesOnTheStack();
    });
    await mock.control({ verb: 'supervisorPause', callId });
    await expect.poll(() => passed).not.toEqual([]);
  } finally {
    disconnect();
    await mock.close();
  }

  const listed = listedFiles();
  expect(passed.filter((file) => !listed.includes(file))).toEqual([]);
  // The other files have returned before the subscriber is called.
  expect(passed.map(nameOf)).toEqual([
    'trackSubscription',
    'tabGroup',
    'assembleDesktop',
    'reconcile',
    'desktopStore',
    'callViews',
  ]);
});

/** The files of the library that are running now, the outermost first, each one once. */
function filesOnTheStack(): readonly string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  const { stack = '' } = new Error('Where is this called from?');
  Error.stackTraceLimit = stackTraceLimit;
  const files = stack
    .split('\n')
    .reverse()
    .flatMap((line) => /\/(src\/[\w/-]+\.ts)[:?]/.exec(line.replace(root, '/'))?.[1] ?? []);
  return [...new Set(files)];
}

/** The files in the first column of the tables about the path of a notification. */
function listedFiles(): readonly string[] {
  const page = readFileSync(`${root}ARCHITECTURE.md`, 'utf8');
  const [, path = ''] = page.split('\n## The path of a notification\n');
  return [...(path.split('\n## ')[0] ?? '').matchAll(/^\| `(src\/[^`]+)`/gm)].map(
    ([, file = '']) => file,
  );
}

function nameOf(file: string): string {
  return file.split('/').at(-1)?.replace('.ts', '') ?? '';
}
