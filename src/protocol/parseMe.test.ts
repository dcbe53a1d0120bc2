import { expect, it } from 'vitest';
import { parseMe } from './parseMe.ts';

it.each([
  [{ id: 'a1', userName: 'ada' }, 'a1'],
  [{ userName: 'ada' }, 'ada'],
  [{ id: 5, userName: 'ada' }, 'ada'],
  // Two users of one browser with an empty id would have shared one connection.
  [{ id: '', userName: 'ada' }, 'ada'],
  [{ id: '', userName: '' }, undefined],
  [{}, undefined],
  [null, undefined],
])('reads who is signed in from %j', (user, name) => {
  expect(parseMe({ statusCode: 0, user })).toBe(name);
});
