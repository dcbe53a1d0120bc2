export interface Door {
  /** As a host writes it: `tallylight/element`. */
  readonly door: string;
  /** Its declarations. */
  readonly file: string;
}

export declare function describeDoors(
  doors: readonly Door[],
  read: (file: string) => string,
): Map<string, string>;
export declare function describeStyles(css: string): string;
