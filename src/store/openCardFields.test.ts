import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../model/connection.ts';
import { recordingBlock } from '../model/recordingBlock.ts';
import { recordingOperationNames } from '../model/recording.ts';
import { parseCall } from '../protocol/parseCall.ts';
import { raiseDoubt, receiveCall, unknownCall, type CallEntry } from './callEntry.ts';

// Card fields open only when it is certain that they are not recorded. This test goes through every
// combination of what a server may say of a new call, and lists each one that opens the fields.

const recordingStates = ['Recording', 'Paused', 'Stopped', 'Snoozed', undefined] as const;
const gsipRecords = ['ON', 'PAUSED', 'OFF', 'on hold', undefined] as const;
const callStates = [
  'Ringing',
  'Dialing',
  'Established',
  'Held',
  'Released',
  'Completed',
  undefined,
];
const capabilitySets = [
  undefined,
  ...Array.from({ length: 16 }, (_, bits) =>
    recordingOperationNames.filter((__, index) => bits & (1 << index)),
  ),
];
const connections: readonly ConnectionState[] = [
  { phase: 'idle' },
  { phase: 'connecting' },
  { phase: 'live' },
  { phase: 'lost', asOf: 0, reason: 'network' },
  { phase: 'signed-out', asOf: 0 },
  { phase: 'closed', asOf: 0 },
];
const doubts = ['undisputed', 'in doubt'] as const;

const said = (word: string | undefined): string => word ?? 'missing';

function hear(entry: CallEntry, resource: object, order: number): CallEntry {
  const call = parseCall(resource);
  if (!call) throw new Error('This is no call.');
  const saidBy = order === 1 ? 'event' : 'snapshot';
  return receiveCall(entry, { callId: call.id, call, order, at: order, saidBy });
}

/** Each combination that opens the fields, as `what is said | when`. Similar ones are joined. */
function combinationsThatOpen(): readonly string[] {
  const opening = new Map<string, Set<string>>();
  for (const recordingState of recordingStates)
    for (const capabilities of capabilitySets)
      for (const GSIP_RECORD of gsipRecords)
        for (const state of callStates)
          for (const doubt of doubts)
            for (const connection of connections) {
              const call = {
                id: 'c1',
                recordingState,
                capabilities,
                userData: { GSIP_RECORD },
                state,
              };
              const heard = hear(unknownCall, call, 1);
              const entries = {
                'at once': doubt === 'in doubt' ? raiseDoubt(heard, 'older-message', 1) : heard,
                'once it was read again': hear(heard, call, 2),
              };
              for (const [when, entry] of Object.entries(entries)) {
                if (when !== 'at once' && doubt === 'in doubt') continue;
                if (recordingBlock(entry.recording, connection) !== undefined) continue;
                const offered = capabilities
                  ? capabilities.map((name) => name.replace('CallRecording', '')).join('+') ||
                    'none'
                  : 'missing';
                const key = `${connection.phase}, ${doubt} | recordingState ${said(recordingState)} | offered ${offered} | ${when}`;
                const found = opening.get(key) ?? new Set<string>();
                opening.set(key, found.add(`${said(state)}/${said(GSIP_RECORD)}`));
              }
            }
  return [...opening].map(([key, found]) => {
    const states = new Set([...found].map((each) => each.split('/')[0] ?? ''));
    const records = new Set([...found].map((each) => each.split('/')[1] ?? ''));
    // Combinations are joined only where each of them opens the fields.
    expect(found.size).toBe(states.size * records.size);
    return `${key} | GSIP_RECORD ${[...records].join(', ')} | call ${[...states].join(', ')}`;
  });
}

describe('the card fields', () => {
  it('open in these combinations, and in no other', () => {
    expect(combinationsThatOpen()).toMatchInlineSnapshot(`
      [
        "live, undisputed | recordingState Paused | offered missing | once it was read again | GSIP_RECORD ON, PAUSED, OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered missing | at once | GSIP_RECORD PAUSED, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered none | once it was read again | GSIP_RECORD ON, PAUSED, OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered none | at once | GSIP_RECORD PAUSED, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered Resume | once it was read again | GSIP_RECORD ON, PAUSED, OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered Resume | at once | GSIP_RECORD PAUSED, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered Stop | once it was read again | GSIP_RECORD ON, PAUSED, OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered Stop | at once | GSIP_RECORD PAUSED, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered Resume+Stop | once it was read again | GSIP_RECORD ON, PAUSED, OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Paused | offered Resume+Stop | at once | GSIP_RECORD PAUSED, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Stopped | offered missing | once it was read again | GSIP_RECORD ON, PAUSED, OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Stopped | offered missing | at once | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Stopped | offered none | once it was read again | GSIP_RECORD ON, PAUSED, OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Stopped | offered none | at once | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Stopped | offered Start | once it was read again | GSIP_RECORD ON, PAUSED, OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState Stopped | offered Start | at once | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState missing | offered missing | at once | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState missing | offered missing | once it was read again | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState missing | offered none | at once | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState missing | offered none | once it was read again | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState missing | offered Start | at once | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
        "live, undisputed | recordingState missing | offered Start | once it was read again | GSIP_RECORD OFF, on hold, missing | call Ringing, Dialing, Established, Held, missing",
      ]
    `);
  });

  it('are blocked by every doubt there is, whatever was said before', () => {
    const paused = { id: 'c1', recordingState: 'Paused', state: 'Established' };
    for (const why of [
      'older-message',
      'contradicted-read',
      'missing-state',
      'capabilities',
      'gsip-record',
      'impossible-change',
    ] as const) {
      const doubted = raiseDoubt(hear(unknownCall, paused, 1), why, 1);
      expect(recordingBlock(doubted.recording, { phase: 'live' })).toBe('in-doubt');
    }
  });

  it('stay blocked where a call that had a state is described without one', () => {
    for (const before of ['Recording', 'Paused', 'Stopped']) {
      const named = hear(
        unknownCall,
        { id: 'c1', recordingState: before, state: 'Established' },
        1,
      );
      const unnamed = hear(named, { id: 'c1', state: 'Established' }, 2);
      const again = hear(unnamed, { id: 'c1', state: 'Established' }, 3);
      expect(recordingBlock(unnamed.recording, { phase: 'live' })).toBe('in-doubt');
      expect(recordingBlock(again.recording, { phase: 'live' })).toBe('unknown');
    }
  });
});
