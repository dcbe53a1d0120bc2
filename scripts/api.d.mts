export interface EntryPoint {
  /** As a host writes it: `tallylight/element`. */
  readonly entryPoint: string;
  /** Its declarations. */
  readonly file: string;
}

export declare function describeEntryPoints(
  entryPoints: readonly EntryPoint[],
  read: (file: string) => string,
): Map<string, string>;
export declare function describeStyles(css: string): string;
