export interface Counts {
  passed: number;
  failed: number;
  /** Titles of the tests that did not run. */
  skipped: string[];
}

export declare function vitestCounts(report: unknown): Counts;
export declare function playwrightCounts(report: unknown): Counts;
