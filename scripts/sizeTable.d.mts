export interface SizeRow {
  readonly name: string;
  /** kB, gzipped. */
  readonly weight: number;
  readonly limit: number;
  /** With what they weigh. */
  readonly peers: readonly string[];
}

export declare function sizeTable(rows: readonly SizeRow[], measured: string): string;
export declare function withTable(readme: string, table: string): string;
export declare function driftOf(readme: string, rows: readonly SizeRow[]): string[];
