import type { ReportedRecordingState } from '../model/recording.ts';
import type { SaidWallCall } from '../model/wallRow.ts';
import { decimal, fieldsOf, list, object, text, type Refused } from './fields.ts';

/** What a source has said, after it was checked. */
export type SaidWallMessage =
  | {
      readonly type: 'snapshot';
      readonly calls: readonly SaidWallCall[];
      /** How many of its calls could not be read. */
      readonly unreadable: number;
    }
  | { readonly type: 'call'; readonly call: SaidWallCall }
  | { readonly type: 'gone'; readonly id: string }
  | { readonly type: 'heard' }
  | { readonly type: 'lost'; readonly notHeardFor: number | undefined };

export type ParsedWallMessage =
  | {
      readonly ok: true;
      readonly said: SaidWallMessage;
      /** The parts of it that were left out, and what was expected there. */
      readonly problems: readonly string[];
    }
  | Refused;

/** More calls in one snapshot are not read, because reading them would take the page's time. */
const mostCalls = 10_000;
/** Longer spans are a mistake: a year, in ms. */
const longestSpan = 31_536_000_000;

/**
 * Reads what the source of a wall has said. It trusts nothing: a getter that throws makes the message
 * unreadable, and a word that nobody knows makes the state unknown.
 */
export function parseWallMessage(data: unknown): ParsedWallMessage {
  try {
    return readMessage(data);
  } catch {
    return { ok: false, problem: 'the message: expected data, and reading it threw an error' };
  }
}

function readMessage(data: unknown): ParsedWallMessage {
  const said = fieldsOf(data);
  const problems: string[] = [];
  const readable = (message: SaidWallMessage): ParsedWallMessage => ({
    ok: true,
    said: message,
    problems,
  });
  switch (said.type) {
    case 'snapshot': {
      const calls = list(said.calls);
      if (!calls) return { ok: false, problem: 'calls: expected a list' };
      const read: SaidWallCall[] = [];
      const count = Math.min(calls.length, mostCalls);
      for (let index = 0; index < count; index += 1) {
        const call = readCall(calls[index], `calls[${index}]`, problems);
        if (call) read.push(call);
      }
      if (calls.length > mostCalls) problems.push(`calls: expected at most ${mostCalls}`);
      return readable({
        type: 'snapshot',
        ...withoutRepeats(read, problems),
        unreadable: calls.length - read.length,
      });
    }
    case 'call': {
      const call = readCall(said.call, 'call', problems);
      return call
        ? readable({ type: 'call', call })
        : { ok: false, problem: problems.join('; ') || 'call: expected an object' };
    }
    case 'gone': {
      const id = idOf(said.id);
      return id === undefined
        ? { ok: false, problem: `id: ${expectedId}` }
        : readable({ type: 'gone', id });
    }
    case 'heard':
      return readable({ type: 'heard' });
    case 'lost':
      return readable({
        type: 'lost',
        notHeardFor: span(said.notHeardFor, 'notHeardFor', problems),
      });
    default:
      return { ok: false, problem: 'type: expected snapshot, call, gone, heard or lost' };
  }
}

function readCall(value: unknown, name: string, problems: string[]): SaidWallCall | undefined {
  if (!object(value)) {
    problems.push(`${name}: expected an object`);
    return undefined;
  }
  const said = fieldsOf(value);
  const id = idOf(said.id);
  if (id === undefined) {
    problems.push(`${name}.id: ${expectedId}`);
    return undefined;
  }
  const agent = text(said.agent);
  if (agent === undefined) problems.push(`${name}.agent: expected a text`);
  const label = text(said.label);
  if (label === undefined && isThere(said.label)) problems.push(`${name}.label: expected a text`);
  const recordingState = reportedState(said.recordingState);
  const inStateFor = span(said.inStateFor, `${name}.inStateFor`, problems);
  const notHeardFor = span(said.notHeardFor, `${name}.notHeardFor`, problems);
  return {
    id,
    agent: agent ?? '',
    label: label === '' ? undefined : label,
    presence: said.state === 'Released' || said.state === 'Completed' ? 'ended' : 'there',
    recordingState,
    unknownRecordingState:
      recordingState === 'Unknown' && said.recordingState !== 'Unknown'
        ? shown(said.recordingState)
        : undefined,
    inStateFor,
    beginning: said.beginning === 'seen' ? 'seen' : 'not-seen',
    // That something was said of it counts, even where nobody can read for how long.
    notHeardFor: notHeardFor ?? (isThere(said.notHeardFor) ? 0 : undefined),
    certainty:
      isThere(said.doubt) && said.doubt !== false && said.doubt !== '' ? 'in-doubt' : 'certain',
  };
}

/**
 * The last of several descriptions of one call in a snapshot. Where they contradict each other, the
 * call is in doubt.
 */
function withoutRepeats(
  calls: readonly SaidWallCall[],
  problems: string[],
): { readonly calls: readonly SaidWallCall[] } {
  const byId = new Map<string, SaidWallCall>();
  for (const call of calls) {
    const before = byId.get(call.id);
    if (before) problems.push('calls: expected each id once');
    const isContradicted =
      before !== undefined &&
      (before.recordingState !== call.recordingState ||
        before.presence !== call.presence ||
        before.certainty === 'in-doubt');
    byId.set(call.id, isContradicted ? { ...call, certainty: 'in-doubt' } : call);
  }
  return { calls: [...byId.values()] };
}

const states: ReadonlySet<unknown> = new Set<ReportedRecordingState>([
  'Recording',
  'Paused',
  'Stopped',
  'None',
]);

function reportedState(word: unknown): ReportedRecordingState {
  // The set has no other members.
  return states.has(word) ? (word as ReportedRecordingState) : 'Unknown';
}

function shown(word: unknown): string {
  return typeof word === 'string' ? word.slice(0, 40) : `(${typeof word})`;
}

const expectedId = 'expected a text of 1 to 1024 characters';

function idOf(value: unknown): string | undefined {
  const id = text(value);
  return id && id.length <= 1_024 ? id : undefined;
}

function span(value: unknown, name: string, problems: string[]): number | undefined {
  if (!isThere(value)) return undefined;
  const milliseconds = decimal(value);
  if (milliseconds !== undefined && milliseconds <= longestSpan) return milliseconds;
  problems.push(`${name}: expected milliseconds, from 0 to ${longestSpan}`);
  return undefined;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
