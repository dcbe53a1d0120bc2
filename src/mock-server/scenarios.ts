import type { Fault } from './faults.ts';

/** How busy and how faulty the server is. */
export interface Scenario {
  readonly says: string;
  /**
   * The average time between two changes that the server makes itself, in ms. Without it there are
   * none.
   */
  readonly lifeEvery?: number | undefined;
  readonly faults: readonly Fault[];
}

/** The name of a scenario, as `--scenario` takes it. */
export type ScenarioName = 'quiet' | 'calm' | 'lively' | 'lost-events' | 'slow' | 'flaky';

/** What each scenario does. */
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  quiet: { says: 'nothing happens by itself, nothing goes wrong', faults: [] },
  calm: { says: 'calls come and go', lifeEvery: 5000, faults: [] },
  lively: { says: 'calls come and go quickly', lifeEvery: 2500, faults: [] },
  'lost-events': {
    says: 'operations are performed, and no event says so',
    faults: [{ verb: 'lost', times: 'always' }],
  },
  slow: {
    says: 'answers take 1.5 s, events another 3 s',
    faults: [
      { verb: 'slow', ms: 1500, times: 'always' },
      { verb: 'late', ms: 3000, times: 'always' },
    ],
  },
  flaky: {
    says: 'calls come and go, and one thing in five goes wrong',
    lifeEvery: 5000,
    faults: [
      { verb: 'lost', times: 'always', chance: 0.1 },
      { verb: 'duplicate', times: 'always', chance: 0.1 },
      { verb: 'late', ms: 2500, times: 'always', chance: 0.1 },
      { verb: 'httpNext', status: 503, body: 'empty', times: 'always', chance: 0.1 },
      { verb: 'lostResponse', times: 'always', chance: 0.1 },
    ],
  },
};
