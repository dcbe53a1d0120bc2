export interface Counts {
  passed: number;
  /** The tests that failed, each with the first line of why. */
  failures: string[];
  /** The tests that did not run, with the reason where one is given. */
  skipped: string[];
}

export declare function vitestCounts(report: unknown): Counts;
export declare function playwrightCounts(report: unknown): Counts;
