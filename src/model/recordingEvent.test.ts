import { describe, expect, it } from 'vitest';
import {
  recordingEventsToCsv,
  recordingEventsToJson,
  type RecordingEvent,
} from './recordingEvent.ts';

const paused: RecordingEvent = {
  callId: 'c1',
  operationName: 'PauseCallRecording',
  origin: 'this-agent',
  result: 'confirmed',
  from: 'Recording',
  to: 'Paused',
  atClient: Date.UTC(2026, 10, 20, 9, 30, 0, 250),
  requestedAtClient: Date.UTC(2026, 10, 20, 9, 30),
  acceptedAtClient: Date.UTC(2026, 10, 20, 9, 30, 0, 90),
  serverTime: Date.UTC(2026, 10, 20, 9, 29, 58),
  saidBy: 'event',
  latencyMs: 250,
  errorCode: undefined,
  cause: 'button',
  requestId: 7,
  sequence: 1,
};
const resumedByOthers: RecordingEvent = {
  ...paused,
  operationName: undefined,
  origin: 'someone-else',
  cause: 'unknown',
  requestId: undefined,
  sequence: 2,
  result: 'changed',
  requestedAtClient: undefined,
  acceptedAtClient: undefined,
  serverTime: undefined,
  latencyMs: undefined,
};
const header =
  'callId,operationName,origin,result,from,to,atClient,requestedAtClient,acceptedAtClient,serverTime,saidBy,latencyMs,errorCode,cause,requestId,sequence\r\n';

describe('recordingEventsToJson', () => {
  it('writes times as dates that people and programs can read, and leaves out what is not known', () => {
    expect(JSON.parse(recordingEventsToJson([paused, resumedByOthers]))).toEqual([
      {
        callId: 'c1',
        operationName: 'PauseCallRecording',
        origin: 'this-agent',
        result: 'confirmed',
        from: 'Recording',
        to: 'Paused',
        atClient: '2026-11-20T09:30:00.250Z',
        requestedAtClient: '2026-11-20T09:30:00.000Z',
        acceptedAtClient: '2026-11-20T09:30:00.090Z',
        serverTime: '2026-11-20T09:29:58.000Z',
        saidBy: 'event',
        latencyMs: 250,
        cause: 'button',
        requestId: 7,
        sequence: 1,
      },
      {
        callId: 'c1',
        origin: 'someone-else',
        result: 'changed',
        from: 'Recording',
        to: 'Paused',
        atClient: '2026-11-20T09:30:00.250Z',
        saidBy: 'event',
        cause: 'unknown',
        sequence: 2,
      },
    ]);
  });

  it('writes no properties that a host has added to an event', () => {
    const withMore = { ...paused, agent: 'Ada King' };
    expect(recordingEventsToJson([withMore])).not.toContain('Ada');
    expect(recordingEventsToCsv([withMore])).not.toContain('Ada');
  });

  it('writes a file although the time of the server is not a valid time', () => {
    const odd = recordingEventsToJson([{ ...paused, serverTime: 1e300 }]);
    expect(JSON.parse(odd)).toMatchObject([{ serverTime: 1e300 }]);
  });
});

describe('recordingEventsToCsv', () => {
  it('writes a header and one line for each event, in the format of RFC 4180', () => {
    expect(recordingEventsToCsv([])).toBe(header);
    expect(recordingEventsToCsv([paused, resumedByOthers])).toBe(
      header +
        'c1,PauseCallRecording,this-agent,confirmed,Recording,Paused,2026-11-20T09:30:00.250Z,2026-11-20T09:30:00.000Z,2026-11-20T09:30:00.090Z,2026-11-20T09:29:58.000Z,event,250,,button,7,1\r\n' +
        'c1,,someone-else,changed,Recording,Paused,2026-11-20T09:30:00.250Z,,,,event,,,unknown,,2\r\n',
    );
  });

  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t'=1"`],
    ['\tx', `"'\tx"`],
    [' =1', `"' =1"`],
    ['"=1', `"'""=1"`],
    ['＝1+1', `"'＝1+1"`],
    ['a;=1', `"a;'=1"`],
    ['a; =1', `"a;' =1"`],
    ['a;"=1"', `"a;'""=1"""`],
    ['a\t@SUM(A1)', `"a\t'@SUM(A1)"`],
    ['a|-1', `"a|'-1"`],
    ['a,+1', `"a,'+1"`],
    ['a\n=1', `"a\n'=1"`],
    ['a;b', '"a;b"'],
    ['a=1-b', 'a=1-b'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\r\nb', '"a\r\nb"'],
    ["O'Hara", `"O'Hara"`],
    ['01RCC3N118B1', '01RCC3N118B1'],
  ])('lets no call id run in a spreadsheet: %j', (callId, cell) => {
    const line = recordingEventsToCsv([{ ...paused, callId }]).slice(header.length);
    expect(line.slice(0, line.indexOf(',PauseCallRecording'))).toBe(cell);
  });

  it.each([',', ';', '\t', '|', ':', '\r\n', '\n', '\r', '\u2028', '\v'])(
    'starts no cell with a formula in a spreadsheet that splits at %j, however it treats quotes',
    (separator) => {
      // A reviewer opened the file in a spreadsheet that splits at semicolons, as most spreadsheets
      // in Europe do. A part of a call id became a link to another site.
      for (const part of [',', ';', '\t', '|', ':', '\r\n', '\n', '\r', '\u2028', '\v']) {
        for (const before of ['', ' ', '"', ' "', '""', '\t', '\u200B', '\0']) {
          for (const sign of '=+-@＝＋－＠﹦−') {
            const callId = `a${part}${before}${sign}HYPERLINK("http://evil.example")`;
            const csv = recordingEventsToCsv([{ ...paused, callId }]).slice(header.length);
            const cells = csv.split(separator).map((text) => text.replace(/^[\s"\0\u200B]+/, ''));
            expect(cells.filter((text) => /^[=+\-@＝＋－＠﹦−]/.test(text))).toEqual([]);
          }
        }
      }
    },
  );
});
