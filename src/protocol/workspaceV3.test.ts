import { describe, expect, it } from 'vitest';
import type { Call } from '../model/call.ts';
import type { Notification } from '../model/notification.ts';
import { parseWorkspaceAnswer, parseOperationId, parseUser, workspaceV3 } from './workspaceV3.ts';

// The fields are taken from the description of the Workspace API: Call, CallParticipants, Kvpair.
const sampleCall = {
  id: '0071025829d5f0c1',
  connId: '0071025829d5f0c1',
  callUuid: '01RCC3N118B1V0SL807GK2LAES000001',
  phoneNumber: '15000',
  callType: 'Consult',
  state: 'Established',
  parentConnId: '0071025829d5f0c0',
  capabilities: ['release', 'hold', 'pause-recording', 'stop-recording'],
  participants: [{ number: '+442071838750', role: 'RoleOrigination' }],
  dnis: '15000',
  ani: '+442071838750',
  recordingState: 'Recording',
  userData: [
    { key: 'Topic', type: 'str', value: 'Card payment' },
    { key: 'Attempts', type: 'int', value: 2 },
    { key: 'Address', type: 'kvlist', value: [{ key: 'City', type: 'str', value: 'London' }] },
  ],
  extensions: [],
};

const message = (data: object): unknown => ({ channel: '/workspace/v3/voice', data });
const callMessage = (call: unknown, more: object = {}): unknown =>
  message({
    messageType: 'CallStateChanged',
    notificationType: 'CallRecordingStateChange',
    call,
    ...more,
  });

function notificationIn(raw: unknown): Notification | undefined {
  const parsed = workspaceV3.parseNotification(raw);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.notification;
}
function callIn(raw: unknown): Call {
  const notification = notificationIn(raw);
  if (notification?.kind !== 'call') throw new Error('No call.');
  return notification.call;
}

describe('a call of the Workspace API', () => {
  it('is read with the names of the model', () => {
    expect(notificationIn(callMessage(sampleCall))).toEqual({
      kind: 'call',
      notificationType: 'CallRecordingStateChange',
      call: {
        id: '0071025829d5f0c1',
        connId: '0071025829d5f0c1',
        callUuid: '01RCC3N118B1V0SL807GK2LAES000001',
        callType: 'Consult',
        state: 'Established',
        recordingState: 'Recording',
        capabilities: ['release', 'hold', 'PauseCallRecording', 'StopCallRecording'],
        participants: [{ formattedPhoneNumber: '+442071838750', phoneNumber: '+442071838750' }],
        dnis: '15000',
        ani: '+442071838750',
        userData: { Topic: 'Card payment', Attempts: 2, Address: { City: 'London' } },
        parentCallUri: '0071025829d5f0c0',
      },
    });
  });

  it.each([
    ['start-recording', 'StartCallRecording'],
    ['pause-recording', 'PauseCallRecording'],
    ['resume-recording', 'ResumeCallRecording'],
    ['stop-recording', 'StopCallRecording'],
    // The vendor's client also reads these forms, and its first version wrote them.
    ['StopRecording', 'StopCallRecording'],
    ['stop-call-recording', 'StopCallRecording'],
  ])('reads the capability %s as %s', (capability, operationName) => {
    expect(callIn(callMessage({ ...sampleCall, capabilities: [capability] })).capabilities).toEqual(
      [operationName],
    );
  });

  it.each(['record', 'stop-recordings', 'non-stop-recording', 'startrecordingnow'])(
    'allows no operation by the unknown capability %s',
    (capability) => {
      expect(
        callIn(callMessage({ ...sampleCall, capabilities: [capability] })).capabilities,
      ).toEqual([capability]);
    },
  );

  it('has the recording state None when it has no recordingState', () => {
    const { recordingState: _, ...silent } = sampleCall;
    expect(callIn(callMessage(silent)).recordingState).toBe('None');
  });

  it('has no duration, because the simulator’s does not change and would make each message look old', () => {
    expect(callIn(callMessage({ ...sampleCall, duration: 12 }))).not.toHaveProperty('duration');
  });

  it('keeps the id that it had before', () => {
    const moved = { ...sampleCall, previousConnId: '0071025829d5f0bf' };
    expect(notificationIn(callMessage(moved))).toMatchObject({ previousId: '0071025829d5f0bf' });
    const wrong = { ...sampleCall, previousConnId: '..' };
    expect(notificationIn(callMessage(wrong))).not.toHaveProperty('previousId');
  });

  it('cannot set a prototype or exhaust the stack with its data', () => {
    const pair = { key: '__proto__', type: 'str', value: 'evil' };
    const { userData } = callIn(callMessage({ ...sampleCall, userData: [pair] }));
    expect(Object.getPrototypeOf(userData)).toBe(Object.prototype);
    expect(Object.entries(userData)).toEqual([['__proto__', 'evil']]);

    let deep: object[] = [];
    for (let depth = 0; depth < 5_000; depth += 1)
      deep = [{ key: 'next', type: 'kvlist', value: deep }];
    expect(callIn(callMessage({ ...sampleCall, userData: deep })).id).toBe(sampleCall.id);
  });
});

describe('other messages of the voice channel', () => {
  it.each([
    { messageType: 'DnStateChanged', dn: { number: '15000', agentState: 'Ready' } },
    { messageType: 'EventUserEvent', userData: [] },
  ])('say nothing about a call: $messageType', (data) => {
    expect(notificationIn(message(data))).toBeUndefined();
  });

  it('are refused when they should have a call', () => {
    expect(workspaceV3.parseNotification(callMessage({ state: 'Established' }))).toEqual({
      ok: false,
      problem: 'call: expected an object with an id fit for a URL',
    });
  });

  it('are not read from an envelope inside the envelope', () => {
    const inner = { messageType: 'CallStateChanged', call: { ...sampleCall, id: 'other' } };
    expect(callIn(callMessage(sampleCall, { data: inner })).id).toBe(sampleCall.id);
  });

  it('may be an error, with the id of its request', () => {
    const error = { errorCode: 59, errorMessage: 'DN is not configured for recording' };
    expect(notificationIn(message({ messageType: 'EventError', error }))).toEqual({
      kind: 'error',
      errorCode: 59,
    });
    const withId = { messageType: 'EventError', error, operationId: 'op1' };
    expect(notificationIn(message(withId))).toEqual({
      kind: 'error',
      errorCode: 59,
      operationId: 'op1',
    });
    const inside = { messageType: 'EventError', error: { ...error, operationId: 'op1' } };
    expect(notificationIn(message(inside))).toMatchObject({ operationId: 'op1' });
  });
});

describe('an answer of the Workspace API', () => {
  const answer = (code: unknown, calls: unknown): object => ({
    status: { code },
    data: { calls },
  });

  it('lists every call', () => {
    expect(workspaceV3.parseCallsAnswer(answer(0, [sampleCall]))).toMatchObject({
      ok: true,
      isComplete: true,
      calls: [{ id: sampleCall.id, capabilities: expect.arrayContaining(['PauseCallRecording']) }],
    });
    expect(workspaceV3.parseCallsAnswer(answer(0, []))).toMatchObject({ isComplete: true });
  });

  it.each([
    ['a part of them', answer(2, [sampleCall])],
    ['one that cannot be read', answer(0, [sampleCall, { id: '..' }])],
  ])('does not end what it misses when it has %s', (_, body) => {
    expect(workspaceV3.parseCallsAnswer(body)).toMatchObject({
      ok: true,
      isComplete: false,
      calls: [{ id: sampleCall.id }],
    });
  });

  it.each([
    ['a failure', answer(500, [])],
    ['accepted, without data', { status: { code: 1 } }],
    ['in the format of GWS', { statusCode: 0, calls: [] }],
    ['no list', answer(0, { length: 0 })],
  ])('is refused when it is %s', (_, body) => {
    expect(workspaceV3.parseCallsAnswer(body).ok).toBe(false);
  });

  it('is read from the current session when the server has no list of calls', () => {
    const session = (activeSession: unknown): object => ({
      status: { code: 0 },
      data: { configuration: {}, user: { userName: 'agent', activeSession } },
    });
    expect(workspaceV3.parseCallsAnswer(session({ dn: {}, calls: [sampleCall] }))).toMatchObject({
      ok: true,
      isComplete: true,
      calls: [{ id: sampleCall.id, capabilities: expect.arrayContaining(['PauseCallRecording']) }],
    });
    expect(workspaceV3.parseCallsAnswer(session({ calls: [] }))).toMatchObject({
      isComplete: true,
      calls: [],
    });
    expect(workspaceV3.parseCallsAnswer(session({ dn: {} }))).toMatchObject({ lacks: 'list' });
    for (const nothing of [undefined, null, [], 'calls'])
      expect(workspaceV3.parseCallsAnswer(session(nothing))).toEqual({
        ok: false,
        problem: 'answer: expected an active session',
      });
  });

  it('is marked as incomplete when the server says that it has only a part of the calls', () => {
    expect(workspaceV3.parseCallsAnswer(answer(2, [sampleCall]))).toMatchObject({ lacks: 'calls' });
    expect(workspaceV3.parseCallsAnswer(answer(0, [sampleCall, null]))).not.toHaveProperty('lacks');
  });

  it.each([
    { status: { code: 0 } },
    { status: { code: 0 }, data: {} },
    { status: { code: 0 }, data: { calls: null } },
  ])('says nothing of calls when it is %j', (body) => {
    expect(workspaceV3.parseCallsAnswer(body)).toMatchObject({ ok: false, lacks: 'list' });
  });

  it.each([{ data: [sampleCall] }, { data: 'none' }, { data: { items: [sampleCall] } }])(
    'is refused, not taken for no calls, when it is %j',
    (more) => {
      const read = workspaceV3.parseCallsAnswer({ status: { code: 0 }, ...more });
      expect(read).toMatchObject({ ok: false });
      expect(read).not.toHaveProperty('lacks');
    },
  );

  it('is read for its code, its operationId and its user', () => {
    expect(parseWorkspaceAnswer({ status: { code: 1 } })).toEqual({ statusCode: 1 });
    expect(parseWorkspaceAnswer({ status: { code: 500, message: 'Resource not found.' } })).toEqual(
      {
        statusCode: 500,
        statusMessage: 'Resource not found.',
      },
    );
    expect(parseWorkspaceAnswer({ statusCode: 0 })).toBeUndefined();
    expect(parseOperationId({ status: { code: 1 }, operationId: 'op1' })).toBe('op1');
    expect(parseUser({ data: { user: { userName: 'ada', employeeId: 'E1' } } })).toBe('E1');
    expect(parseUser({ data: { user: { userName: 'ada', employeeId: '' } } })).toBe('ada');
    expect(parseUser({ data: { user: { userName: '', employeeId: '' } } })).toBeUndefined();
    expect(parseUser(undefined)).toBeUndefined();
  });
});
