import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../model/connection.ts';
import {
  rightAsOf,
  whenConnecting,
  whenFailed,
  whenLive,
  whenReadWithoutLink,
} from './connectionStatus.ts';

const idle: ConnectionState = { phase: 'idle' };
const connecting: ConnectionState = { phase: 'connecting' };
const live: ConnectionState = { phase: 'live' };
const lost: ConnectionState = { phase: 'lost', asOf: 5, reason: 'server-busy' };
const signedOut: ConnectionState = { phase: 'signed-out', asOf: 5 };
const closed: ConnectionState = { phase: 'closed', asOf: 5 };

describe('the age of what is shown', () => {
  it.each<[ConnectionState, number | undefined]>([
    [idle, undefined],
    [connecting, undefined],
    [live, 9],
    [lost, 5],
    [signedOut, 5],
    [closed, 5],
  ])('in %j is counted from %s', (status, asOf) => {
    expect(rightAsOf(status, 9)).toBe(asOf);
  });
});

describe('the status of a desktop that is connected', () => {
  it('is connecting for the first time, and lost with its age when it is connected again', () => {
    expect(whenConnecting(idle, 9)).toEqual(connecting);
    expect(whenConnecting(closed, 9)).toEqual({ phase: 'lost', asOf: 5, reason: 'network' });
  });
});

describe('the status after a failure', () => {
  it.each<[ConnectionState, ConnectionState]>([
    [connecting, { phase: 'lost', asOf: 7, reason: 'timeout' }],
    [live, { phase: 'lost', asOf: 7, reason: 'timeout' }],
    [lost, { phase: 'lost', asOf: 7, reason: 'timeout' }],
  ])('is lost with the reason of this failure: %j', (before, after) => {
    expect(whenFailed(before, 'timeout', 7)).toEqual(after);
  });

  it('is signed out when the server does not know the user, and stays so after other failures', () => {
    expect(whenFailed(live, 'not-signed-in', 7)).toEqual({ phase: 'signed-out', asOf: 7 });
    expect(whenFailed(signedOut, 'network', 7)).toBe(signedOut);
  });
});

describe('the status after all calls were read', () => {
  it('is live while messages arrive, and the same object as before', () => {
    expect(whenLive(lost)).toEqual(live);
    expect(whenLive(live)).toBe(live);
  });

  it.each<[ConnectionState, number, string]>([
    [lost, 7, 'server-busy'],
    [{ phase: 'lost', asOf: 8, reason: 'timeout' }, 8, 'timeout'],
    [signedOut, 7, 'network'],
    [connecting, 7, 'network'],
    [live, 9, 'network'],
  ])('is lost while no messages arrive, with the newer age: %j', (before, asOf, reason) => {
    expect(whenReadWithoutLink(before, 7, 9)).toEqual({ phase: 'lost', asOf, reason });
  });
});
