import { expect, it } from 'vitest';
import { parseCapabilities } from './parseCapabilities.ts';

it('reads each name once, and leaves out what is no name', () => {
  expect(parseCapabilities(['Hold', 7, 'Hangup', null, 'Hold', ['Answer']])).toEqual([
    'Hold',
    'Hangup',
  ]);
  expect(parseCapabilities(undefined)).toEqual([]);
});

it('reads the same names as the same list, so that a thousand calls share one', () => {
  const first = parseCapabilities(['Hold', 'StopCallRecording']);
  expect(parseCapabilities(['Hold', 'StopCallRecording'])).toBe(first);
  expect(() => {
    // A host without TypeScript can try to change it. Another call would then offer another operation.
    (first as string[]).push('PauseCallRecording');
  }).toThrow(TypeError);
  expect(parseCapabilities(['Hold', 'StopCallRecording'])).toEqual(['Hold', 'StopCallRecording']);
});

it.each([
  ['one name more', ['Hold', 'StopCallRecording', 'Hangup']],
  ['one name less', ['StopCallRecording']],
  ['another order', ['StopCallRecording', 'Hold']],
  ['another name', ['Hold', 'PauseCallRecording']],
  ['another first name', ['Held', 'StopCallRecording']],
])('does not take a list with %s for one that was read before', (_difference, entries) => {
  parseCapabilities(['Hold', 'StopCallRecording']);
  expect(parseCapabilities(entries)).toEqual(entries);
});

it('does not take a text for a name that only looks the same', () => {
  parseCapabilities(['Hold']);
  const looksTheSame = { toString: () => 'Hold' };
  expect(parseCapabilities([looksTheSame])).toEqual([]);
});

it('keeps its own list when the list of a message is changed later', () => {
  const ofMessage = ['Hold', 'ResumeCallRecording'];
  const names = parseCapabilities(ofMessage);
  ofMessage[1] = 'PauseCallRecording';
  expect(names).toEqual(['Hold', 'ResumeCallRecording']);
  expect(parseCapabilities(ofMessage)).toEqual(['Hold', 'PauseCallRecording']);
});

it('reads only what a list has said, where it says something else each time', () => {
  parseCapabilities(['Hold', 'Hangup']);
  let reads = 0;
  const fickle = ['Hold', ''];
  const answers = ['Hangup', 7, 'Answer', undefined];
  Object.defineProperty(fickle, 1, { get: () => answers[(reads += 1) % answers.length] });
  for (let time = 0; time < 20; time += 1) {
    const [hold, ...others] = parseCapabilities(fickle);
    expect(hold).toBe('Hold');
    expect([[], ['Hangup'], ['Answer']]).toContainEqual(others);
  }
});

it('reads very long lists and very many of them', () => {
  const long = Array.from({ length: 100_000 }, (_, place) => `Operation${place}`);
  expect(parseCapabilities(long)).toEqual(long);
  for (let each = 0; each < 1_000; each += 1)
    expect(parseCapabilities(['Hold', `Operation${each}`])).toEqual(['Hold', `Operation${each}`]);
});
