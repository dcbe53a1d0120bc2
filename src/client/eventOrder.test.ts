import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../model/call.ts';
import { receiveCall, requestOperation, unknownCall, type CallEntry } from '../store/callEntry.ts';
import { createEventOrder, longestWay, type MessageAge } from './eventOrder.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const call = (recordingState: Call['recordingState'], fields: Partial<Call> = {}): Call => ({
  id: 'a',
  state: 'Established',
  recordingState,
  capabilities: [],
  participants: [],
  userData: {},
  ...fields,
});
const recording = call('Recording');
const paused = call('Paused');

/** The entry of a call after a message or a read with this place. */
const known = (said: Call, order: number, serverTime?: number): CallEntry =>
  receiveCall(unknownCall, {
    callId: 'a',
    call: said,
    order,
    serverTime,
    saidBy: 'event',
    at: performance.now(),
  });

describe('the places of messages and reads', () => {
  it('are given in the order in which messages arrive and reads are asked', () => {
    const order = createEventOrder();
    const places = [order.placeMessage(), order.placeRead(), order.placeMessage()];
    expect(places).toEqual([1, 2, 3]);
    expect(order.latest()).toBe(3);
  });
});

describe('the answer to a read', () => {
  it('is newer than a message that arrived before the read was asked', () => {
    const order = createEventOrder();
    const message = order.placeMessage();
    expect(order.ageOfAnswer(message, order.placeRead())).toBe('newer');
  });

  it('is overtaken by a message that arrived after the read was asked', () => {
    const order = createEventOrder();
    const asked = order.placeRead();
    expect(order.ageOfAnswer(order.placeMessage(), asked)).toBe('overtaken-by-message');
  });

  it('is overtaken by a read that was asked later', () => {
    const order = createEventOrder();
    const [first, second] = [order.placeRead(), order.placeRead()];
    expect(order.ageOfAnswer(second, first)).toBe('overtaken-by-read');
  });

  it('has crossed another answer that was taken in after the read was asked', () => {
    const order = createEventOrder();
    const [first, second] = [order.placeRead(), order.placeRead()];
    order.noteAnswer();
    expect(order.ageOfAnswer(first, second)).toBe('crossed');
    expect(order.ageOfAnswer(second, order.placeRead())).toBe('newer');
  });

  it('is newer for a call that it contains twice', () => {
    const order = createEventOrder();
    const asked = order.placeRead();
    expect(order.ageOfAnswer(asked, asked)).toBe('newer');
  });
});

describe('a message about a call whose state is known from a message', () => {
  const age = (entry: CallEntry, said: Call, serverTime?: number): MessageAge =>
    createEventOrder().ageOfMessage(entry, said, serverTime);

  it('is newer because it arrived later', () => {
    expect(age(unknownCall, paused)).toEqual({ age: 'newer' });
    expect(age(known(recording, 1), paused)).toEqual({ age: 'newer' });
  });

  it('is older by the server’s time', () => {
    expect(age(known(recording, 1, 2_000), paused, 1_999)).toEqual({
      age: 'older',
      by: 'serverTime',
    });
    expect(age(known(recording, 1, 2_000), paused, 2_000)).toEqual({ age: 'newer' });
  });

  it('is older by its duration, which two nodes may count differently by two seconds', () => {
    const before = known(call('Recording', { duration: 10 }), 1);
    expect(age(before, call('Paused', { duration: 7 }))).toEqual({ age: 'older', by: 'duration' });
    expect(age(before, call('Paused', { duration: 8 }))).toEqual({ age: 'newer' });
  });

  it('is older if the call is over and the message says that it goes on', () => {
    const released = call('Recording', { state: 'Released' });
    expect(age(known(released, 1), recording)).toEqual({ age: 'older', by: 'ended' });
    expect(age(known(released, 1), released)).toEqual({ age: 'newer' });
  });
});

describe('a message that contradicts a read', () => {
  it('without a time is uncertain as long as it may have been sent before the read', () => {
    const order = createEventOrder();
    const entry = known(recording, order.placeRead());
    vi.advanceTimersByTime(longestWay - 1);
    expect(order.ageOfMessage(entry, paused, undefined)).toEqual({ age: 'uncertain' });
    vi.advanceTimersByTime(1);
    expect(order.ageOfMessage(entry, paused, undefined)).toEqual({ age: 'most-likely-newer' });
  });

  it('without a time is newer if a pending operation waits for it', () => {
    const order = createEventOrder();
    const entry = requestOperation(
      known(recording, order.placeRead()),
      { requestId: 1, operationName: 'PauseCallRecording', cause: 'button', requestedAt: 0 },
      order.latest(),
    );
    expect(order.ageOfMessage(entry, paused, undefined)).toEqual({ age: 'newer' });
  });

  it('counts from when another tab asked the read', () => {
    const order = createEventOrder();
    const entry = known(recording, order.placeRead(longestWay));
    expect(order.ageOfMessage(entry, paused, undefined)).toEqual({ age: 'most-likely-newer' });
  });

  it('is older if the server’s clock says that it was made before the read was asked', () => {
    const order = createEventOrder();
    // A message without delay tells how far the clocks are apart.
    const serverNow = (): number => performance.now() + 1_000_000;
    order.ageOfMessage(unknownCall, recording, serverNow());
    vi.advanceTimersByTime(5_000);
    const askedAt = serverNow();
    const entry = known(recording, order.placeRead());
    vi.advanceTimersByTime(1_000);
    expect(order.ageOfMessage(entry, paused, askedAt - 1)).toEqual({ age: 'older', by: 'read' });
    expect(order.ageOfMessage(entry, paused, askedAt)).toEqual({ age: 'newer' });
    // A read has shown that this clock is behind.
    order.distrustClocks();
    expect(order.ageOfMessage(entry, paused, askedAt + 1_000 - 1)).toEqual({ age: 'newer' });
  });

  it('is newer if it agrees with the read after all', () => {
    const order = createEventOrder();
    const entry = known(recording, order.placeRead());
    expect(order.ageOfMessage(entry, recording, undefined)).toEqual({ age: 'newer' });
  });
});
