import { describe, expect, it } from 'vitest';
import { type DocumentSampleName, documentSamples } from '../protocol/fixtures/documentSamples.ts';
import { type SimulatedCall, simulatedCall } from './simulatedCalls.ts';
import {
  applyToSwitch,
  callResources,
  type SwitchCommand,
  type SwitchResult,
  type SwitchState,
} from './simulatedSwitch.ts';

const atSwitch = (call: Partial<SimulatedCall> = {}): SwitchState => ({
  phoneNumber: '15000',
  calls: [simulatedCall({ id: 'c1', ...call })],
});
const ask = (operationName: unknown, callId = 'c1'): SwitchCommand => ({
  type: 'operation',
  callId,
  operationName,
});
const run = (state: SwitchState, ...commands: SwitchCommand[]): SwitchResult =>
  commands.reduce<SwitchResult>((last, command) => applyToSwitch(last.state, command), {
    state,
    answer: { statusCode: 0 },
    notifications: [],
  });
const messagesOf = ({ notifications }: SwitchResult): unknown[] =>
  notifications.map(({ data: { notificationType, call } }) => [
    notificationType,
    call.id,
    call.state,
    call.recordingState,
  ]);

describe('the four operations', () => {
  it.each([
    [undefined, 'StartCallRecording', 'Recording', 'ON'],
    ['Stopped', 'StartCallRecording', 'Recording', 'ON'],
    ['Recording', 'PauseCallRecording', 'Paused', 'PAUSED'],
    ['Paused', 'ResumeCallRecording', 'Recording', 'ON'],
    ['Recording', 'StopCallRecording', 'Stopped', 'OFF'],
    ['Paused', 'StopCallRecording', 'Stopped', 'OFF'],
  ])('from %s, %s leads to %s', (before, operationName, after, gsipRecord) => {
    const state = atSwitch(before === undefined ? {} : { recordingState: before });
    const result = run(state, ask(operationName));
    expect(result.answer).toEqual({ statusCode: 0 });
    expect(messagesOf(result)).toEqual([['CallRecordingStateChange', 'c1', 'Established', after]]);
    expect(result.notifications[0]?.data.call.userData['GSIP_RECORD']).toBe(gsipRecord);
    expect(callResources(result.state)[0]).toEqual(result.notifications[0]?.data.call);
  });

  it.each([
    [undefined, 'PauseCallRecording', 2],
    ['Recording', 'StartCallRecording', 2],
    ['Paused', 'PauseCallRecording', 2],
    ['Stopped', 'StopCallRecording', 2],
    ['Recording', 'Dance', 10],
    ['Recording', 'constructor', 10],
    ['Recording', 7, 10],
    ['Recording', undefined, 1],
    ['Recording', '', 1],
  ])('from %s, %s is answered %i, and nothing happens', (before, operationName, statusCode) => {
    const state = atSwitch(before === undefined ? {} : { recordingState: before });
    const result = run(state, ask(operationName));
    expect(result.answer).toMatchObject({ statusCode, statusMessage: expect.any(String) });
    expect(result.state).toBe(state);
    expect(result.notifications).toEqual([]);
  });

  it('answers 6 for an unknown call', () => {
    expect(run(atSwitch(), ask('StartCallRecording', 'c2')).answer.statusCode).toBe(6);
  });

  it('offers no recording on a call that cannot be recorded, that is ringing or that is over', () => {
    for (const call of [
      { isRecordable: false },
      { state: 'Ringing' },
      { state: 'Released' },
    ] as const) {
      expect(run(atSwitch(call), ask('StartCallRecording')).answer.statusCode).toBe(2);
    }
  });
});

describe("the server's documents", () => {
  it.each([
    ['reference-start', 'Stopped', 34],
    ['reference-pause', 'Recording', 498],
    ['reference-stop', 'Recording', 353],
  ] as const)('sends %s, word for word', (name, recordingState, seconds) => {
    const { request, response, event } = documentSamples[name];
    // These values are the identity of the sample. All other fields have to come from the switch.
    const given = event.data.call as { id: string; connId: string; userData: object };
    const { GSIP_RECORD: _, ...userData } = given.userData as Record<string, unknown>;
    const { id, connId } = given;
    const internal = { callType: 'Internal', otherParty: '15001', dnis: '15001' } as const;
    const state = atSwitch({ id, connId, userData, recordingState, seconds, ...internal });
    const result = run(state, ask(request.body.operationName, id));
    expect(result.answer).toEqual(response);
    expect(result.notifications).toEqual([event]);
  });

  it.each(Object.keys(documentSamples) as DocumentSampleName[])(
    'allows afterwards what the sample %s shows',
    (name) => {
      const { call } = documentSamples[name].event.data as {
        call: { recordingState: string; capabilities: string[] };
      };
      const [own] = callResources(atSwitch({ recordingState: call.recordingState }));
      expect([...(own?.capabilities ?? [])].sort()).toEqual([...call.capabilities].sort());
    },
  );
});

describe('a change that no agent here has asked for', () => {
  it('can be made by a supervisor, with the same rules', () => {
    const stop = { type: 'recording', operationName: 'StopCallRecording', callId: 'c1' } as const;
    const result = run(atSwitch({ recordingState: 'Paused' }), stop);
    expect(messagesOf(result)).toEqual([
      ['CallRecordingStateChange', 'c1', 'Established', 'Stopped'],
    ]);
    expect(run(result.state, stop).answer.statusCode).toBe(2);
  });

  it('can be a stop of every recording of the device, and of no others', () => {
    const state: SwitchState = {
      phoneNumber: '15000',
      calls: [
        simulatedCall({ id: 'c1', recordingState: 'Recording' }),
        simulatedCall({ id: 'c2' }),
        simulatedCall({ id: 'c3', recordingState: 'Paused', state: 'Held' }),
      ],
    };
    const result = run(state, { type: 'recording', operationName: 'StopCallRecording' });
    expect(messagesOf(result)).toEqual([
      ['CallRecordingStateChange', 'c1', 'Established', 'Stopped'],
      ['CallRecordingStateChange', 'c3', 'Held', 'Stopped'],
    ]);
  });
});

// A host's test helper passed its own optional arguments on, and the call had no number.
it('uses the defaults for values that are undefined', () => {
  const given = { otherParty: undefined, state: undefined, connId: undefined, ani: undefined };
  expect(simulatedCall({ id: 'c1', ...given })).toEqual(simulatedCall({ id: 'c1' }));
});

describe('a call', () => {
  const ringing = { state: 'Ringing', recordedByRule: true } as const;

  it('is recorded by rule as soon as somebody answers', () => {
    expect(messagesOf(run(atSwitch(ringing), { type: 'answer', callId: 'c1' }))).toEqual([
      ['StatusChange', 'c1', 'Established', undefined],
      ['CallRecordingStateChange', 'c1', 'Established', 'Recording'],
    ]);
  });

  it('that cannot be recorded is answered without a recording', () => {
    const result = run(atSwitch({ ...ringing, isRecordable: false }), ask('Answer'));
    expect(result.answer.statusCode).toBe(0);
    expect(messagesOf(result)).toEqual([['StatusChange', 'c1', 'Established', undefined]]);
  });

  it('keeps its recording during hold and after retrieve', () => {
    const held = run(atSwitch({ recordingState: 'Paused' }), ask('Hold'));
    expect(messagesOf(held)).toEqual([['StatusChange', 'c1', 'Held', 'Paused']]);
    expect(messagesOf(run(held.state, ask('Retrieve')))).toEqual([
      ['StatusChange', 'c1', 'Established', 'Paused'],
    ]);
  });

  it('is not recorded any more when it is released, and allows nothing', () => {
    const result = run(atSwitch({ recordingState: 'Recording' }), ask('Hangup'));
    expect(messagesOf(result)).toEqual([['StatusChange', 'c1', 'Released', 'Stopped']]);
    expect(result.notifications[0]?.data.call.capabilities).toEqual([]);
  });

  it('that is completed is reported once more and then forgotten', () => {
    const result = run(atSwitch({ state: 'Released' }), { type: 'complete', callId: 'c1' });
    expect(messagesOf(result)).toEqual([['StatusChange', 'c1', 'Completed', undefined]]);
    expect(result.state.calls).toEqual([]);
  });

  it('continues under a new id after a transfer, and its recording is stopped', () => {
    const transfer = { type: 'transfer', callId: 'c1', newCallId: 'c2' } as const;
    expect(messagesOf(run(atSwitch({ recordingState: 'Paused' }), transfer))).toEqual([
      ['StatusChange', 'c1', 'Released', 'Stopped'],
      ['StatusChange', 'c2', 'Established', undefined],
    ]);
    const toItself = run(atSwitch(), { ...transfer, newCallId: 'c1' });
    expect(toItself.answer.statusCode).toBe(10);
    expect(toItself.notifications).toEqual([]);
  });

  it('is reported completely when data is attached', () => {
    const result = run(atSwitch({ recordingState: 'Recording', userData: { a: 1 } }), {
      type: 'attachData',
      callId: 'c1',
      userData: { b: 2 },
    });
    expect(messagesOf(result)).toEqual([['AttachedDataChanged', 'c1', 'Established', 'Recording']]);
    expect(result.notifications[0]?.data.call.userData).toMatchObject({ a: 1, b: 2 });
  });

  it('contains its duration in seconds as a string, which stops growing when it is over', () => {
    const advance = { type: 'advance', seconds: 1.6 } as const;
    const duration = (state: SwitchState): unknown =>
      callResources(run(state, advance, advance).state)[0]?.duration;
    expect(duration(atSwitch({ seconds: 30 }))).toBe('33');
    expect(duration(atSwitch({ seconds: 30, state: 'Released' }))).toBe('30');
  });
});

it('makes a call look as the test asks, as an unusual server might report it', () => {
  const odd = { recordingState: 'Archived', capabilities: ['StartCallRecording', 'Fly'] };
  const [call] = callResources(atSwitch(odd));
  expect(call).toMatchObject(odd);
  expect(call?.userData).not.toHaveProperty('GSIP_RECORD');
});
