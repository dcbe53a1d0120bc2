export interface Counts {
  passed: number;
  /** The tests that failed, each with the reason. */
  failures: string[];
  /** The tests that did not run, with the reason where one is given. */
  skipped: string[];
  /** The tests that failed, and passed when they were run again. */
  flaky: string[];
}

export declare function vitestCounts(report: unknown): Counts;
export declare function playwrightCounts(report: unknown): Counts;
export declare function tooManyFlaky(flaky: readonly string[]): string[];
