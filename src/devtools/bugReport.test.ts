import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAgentDesktop } from '../client/createAgentDesktop.ts';
import {
  accepted,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeWire,
} from '../doubles/fakeWire.ts';
import { openDesktop, type OpenDesktop, type OpenDesktopOptions } from '../doubles/openDesktop.ts';
import { AgentDesktopError } from '../model/errors.ts';
import { bugReport } from './bugReport.ts';
import { callName } from './callName.ts';
import { inspectionLogOf, keepInspectionLog } from './keepInspectionLog.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 20, 9, 30) });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

async function openKept(options: OpenDesktopOptions = {}, id = 'a'): Promise<OpenDesktop> {
  const fake = createFakeWire();
  fake.answerBy(({ kind }) => (kind === 'operation' ? undefined : callsAnswer(wireCall({ id }))));
  const opened = await openDesktop(fake, options);
  fake.answerBy(undefined);
  keepInspectionLog(opened.desktop);
  return opened;
}

function reportOf({ desktop }: Pick<OpenDesktop, 'desktop'>): string {
  return bugReport(inspectionLogOf(desktop).getState(), {
    tabs: { is: 'counted', groups: [2] },
    userAgent: 'Test browser',
  });
}

/** The lines of a part of the report, without times. */
function linesIn(report: string, title: string): readonly string[] {
  const [, part = ''] = report.split(new RegExp(`^${title}.*\n`, 'm'));
  return (part.split('\n\n')[0] ?? '')
    .split('\n')
    .map((line) =>
      line
        .replace(/\d\d:\d\d:\d\d\.\d{3}/g, '')
        .replaceAll(/ +/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}

async function answerLastRead(fake: FakeWire, answer: unknown): Promise<void> {
  fake.reads().at(-1)?.answer(answer);
  await pass(0);
}

describe('a bug report', () => {
  it('lists messages and reads in their order, with the changes of each', async () => {
    const opened = await openKept();
    const { desktop, fake } = opened;
    const call = callName('a');
    fake.link.say(eventOf(wireCall({ id: 'a', recordingState: 'Paused' }), 2_000));
    fake.link.say(eventOf(wireCall({ id: 'a', recordingState: 'Paused' }), 2_100));
    fake.link.say(eventOf(wireCall({ id: 'a' }), 1_000));
    void desktop.refresh();
    await pass(120);
    await answerLastRead(fake, callsAnswer(wireCall({ id: 'a', recordingState: 'Paused' })));
    const lines = linesIn(reportOf(opened), 'What happened');
    const order = (line: string): string => line.replaceAll(/@\d+/g, '@');
    expect(lines.map(order)).toEqual([
      'connection the devtools begin to listen',
      'connection is live',
      'connection the notification link is open',
      `message @ ${call} CallRecordingStateChange: newer than what was known. Recording → Paused, by someone else, allows Resume, Stop`,
      `message @ ${call} CallRecordingStateChange: newer than what was known. changes nothing`,
      `message @ ${call} CallRecordingStateChange: held back, because it seems to be older (serverTime). doubt: older-message`,
      // This line is about the message, so it stands after it.
      `diagnostic ${call} stale-message: by serverTime`,
      'read @ asks for all calls',
      `read @ ${call} newer than what was known. no doubt any more`,
      'read @ answered after 0.120 s with all calls',
    ]);
  });

  it('says how long each step of an operation took, and which message confirmed it', async () => {
    const opened = await openKept();
    const { fake, press, lastPost } = opened;
    press();
    await pass(80);
    lastPost().answer(accepted);
    await pass(230);
    fake.link.say(eventOf(wireCall({ id: 'a', recordingState: 'Paused' })));
    const report = reportOf(opened);
    const call = callName('a');
    expect(linesIn(report, 'Operations')).toEqual([
      `${call} Pause #1 (host); confirmed; accepted after 0.080 s; confirmed after 0.310 s`,
    ]);
    expect(
      linesIn(report, 'What happened')
        .slice(3)
        .map((line) => line.replace(/@\d+/, '@')),
    ).toEqual([
      `operation ${call} Pause #1 (host): requested`,
      `operation ${call} Pause #1 (host): accepted`,
      `message @ ${call} CallRecordingStateChange: newer than what was known. Recording → Paused, by this agent, allows Resume, Stop, Pause #1: confirmed`,
    ]);
    expect(linesIn(report, 'Calls')).toEqual([`${call}: Paused; allows Resume, Stop`]);
  });

  // Servers often send the message before they answer the request.
  it('lists an operation once if it was confirmed before the server had answered', async () => {
    const opened = await openKept();
    const { fake, press, lastPost } = opened;
    press();
    await pass(80);
    fake.link.say(eventOf(wireCall({ id: 'a', recordingState: 'Paused' })));
    await pass(20);
    lastPost().answer(accepted);
    await pass(0);
    const report = reportOf(opened);
    expect(linesIn(report, 'Operations')).toEqual([
      `${callName('a')} Pause #1 (host); confirmed; accepted after 0.100 s; confirmed after 0.080 s`,
    ]);
    expect(linesIn(report, 'What happened').filter((line) => line.includes('Pause #1'))).toEqual([
      expect.stringContaining('Pause #1 (host): requested'),
      expect.stringContaining('Pause #1: confirmed'),
    ]);
  });

  it('names no author of a change to an unknown state', async () => {
    const opened = await openKept();
    opened.fake.link.say(eventOf(wireCall({ id: 'a' }, { recordingState: undefined })));
    const lines = linesIn(reportOf(opened), 'What happened');
    expect(lines.find((line) => line.includes('Recording → Unknown'))).not.toContain('by ');
  });

  it('has one line for a connection that is lost, however often the calls are read meanwhile', async () => {
    const opened = await openKept();
    opened.fake.answerBy(() => callsAnswer(wireCall({ id: 'a' })));
    opened.fake.link.down('timeout');
    await pass(30_000);
    const lines = linesIn(reportOf(opened), 'What happened');
    expect(lines.filter((line) => line.startsWith('read')).length).toBeGreaterThan(5);
    expect(lines.filter((line) => line.includes('is lost'))).toHaveLength(1);
  });

  it('contains the state of the connection and of the tabs', async () => {
    const opened = await openKept({ confirmationTimeout: 4_000 });
    opened.fake.link.down('timeout');
    expect(linesIn(reportOf(opened), 'Now')).toEqual([
      'Connection: lost (timeout), right as of',
      'Link: down',
      'This tab: the link knows no tabs',
      'Tabs that share a link: 2 tabs of this browser',
      'An operation may wait for: 4000 ms',
    ]);
  });

  it('says how many lines are missing when there were too many', async () => {
    const opened = await openKept();
    for (let number = 0; number < 600; number += 1)
      opened.fake.link.say(eventOf(wireCall({ id: 'a' })));
    expect(reportOf(opened)).toContain(
      'What happened, oldest first (103 earlier lines were dropped)',
    );
  });

  // A support desk gets the report, and may pass it on.
  it('contains nothing personal of a call, whatever part of it the server puts it in', async () => {
    const opened = await openKept({}, '+4915112345678');
    const { fake, desktop, diagnostics } = opened;
    const personal = wireCall(
      { id: '+4915112345678' },
      // A server that follows its contract does not send all of these fields.
      Object.assign(
        {},
        ...[
          'state',
          'recordingState',
          'ani',
          'dnis',
          'callType',
          'mute',
          'connId',
          'callUuid',
          'uri',
          'path',
          'deviceUri',
          'parentCallUri',
          'agentName',
        ].map((field) => ({ [field]: 'Ada Quill' })),
        {
          capabilities: ['Ada Quill', 'PauseCallRecording', 'ResumeCallRecording'],
          participants: [{ formattedPhoneNumber: 'Ada Quill', phoneNumber: '+4915112345678' }],
          userData: { name: 'Ada Quill', GSIP_RECORD: 'Ada Quill' },
        },
      ),
    );
    const message = eventOf(personal);
    Object.assign(message.data, {
      notificationType: 'Ada Quill',
      phoneNumber: '+4915112345678',
      extensions: { name: 'Ada Quill' },
    });
    fake.link.say(message);
    fake.link.say({ ...message, data: { ...message.data, messageType: 'Ada Quill' } });
    fake.link.say({
      data: {
        messageType: 'ErrorMessage',
        errorMessage: 'Ada Quill',
        errorCode: 3,
        call: { id: 'Ada Quill' },
      },
    });
    fake.link.say('Ada Quill');
    void desktop.refresh();
    await answerLastRead(
      fake,
      callsAnswer(personal, { id: 'Ada Quill', recordingState: 'Ada Quill' }, 'Ada Quill'),
    );
    void desktop.refresh();
    await answerLastRead(fake, 'Ada Quill');

    const report = reportOf(opened);
    expect(diagnostics.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        'unreadable-input',
        'unknown-recording-state',
        'server-error-message',
      ]),
    );
    expect(report).not.toMatch(/Quill|4915112345678/i);
    expect(report).toContain(callName('+4915112345678'));
  });

  it('contains nothing that a host or another tab has written', async () => {
    const opened = await openKept({ onBeforeOperation: () => 'Ada Quill disputes this call.' });
    const { desktop, press, fake } = opened;
    press();
    await pass(0);
    desktop.requestOperation('a', 'StopCallRecording', 'Ada Quill' as never);
    desktop.report({
      code: 'host-callback-failed',
      callback: 'Ada Quill',
      cause: 'Ada Quill',
    });
    desktop.report({ code: 'widget-failed', widget: 'Ada Quill', cause: 'Ada Quill' });
    desktop.report({
      code: 'connection-problem',
      error: new AgentDesktopError('network', 'Ada Quill', {
        path: '/api/v2/me/calls/Ada Quill',
        cause: 'Ada Quill',
        httpStatus: 502,
      }),
    });
    desktop.report({ code: 'wrong-channel', channel: '/Ada Quill', problem: 'Ada Quill' });
    desktop.report({
      code: 'no-api-on-own-origin',
      message: 'Ada Quill',
      path: '/Ada Quill',
    });
    fake.link.down('network');
    const report = reportOf(opened);
    expect(report).not.toMatch(/Quill/i);
    expect(report).toContain('connection-problem: network (HTTP 502)');
    expect(report).toContain('Pause #1 (host): rejected: vetoed');
    expect(report).toContain('Stop #2 (another cause)');
  });

  // A gateway put the number of the caller where a code belongs. An adapter of a host made codes of its own.
  it('contains no long number in the place of a code, and no code that is not known', async () => {
    const opened = await openKept();
    const { desktop, fake } = opened;
    desktop.report({ code: 'server-error-message', errorCode: 4_915_112_345_678 });
    desktop.report({
      code: 'read-failed',
      error: new AgentDesktopError('server-error', 'It failed.', { statusCode: 4_915_112_345_678 }),
    });
    desktop.report({
      code: 'connection-problem',
      error: new AgentDesktopError('Ada Quill' as never, 'It failed.'),
    });
    fake.link.down('Ada Quill' as never);
    await pass(0);
    const report = reportOf(opened);
    expect(report).not.toMatch(/Quill|4915112345678/);
    expect(report).toContain('server-error-message: errorCode with too many digits');
    expect(report).toContain('server-error (statusCode with too many digits)');
    expect(report).toContain('connection-problem: another code');
    expect(report).toContain('Connection: lost (another code)');
  });

  it('contains no header and no address', async () => {
    vi.stubGlobal('location', new URL('https://desk.example/Quill/'));
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('Ada Quill', { status: 401 })));
    const desktop = createAgentDesktop({
      baseUrl: 'https://quill.example/quill',
      headers: () => ({ Authorization: 'Bearer secret' }),
    });
    keepInspectionLog(desktop);
    const disconnect = desktop.connect();
    await pass(3_000);
    disconnect();
    const report = reportOf({ desktop });
    expect(report).toContain('not-signed-in (HTTP 401');
    expect(report).not.toMatch(/quill|secret|bearer|example/i);
  });
});
