export function progress(run: {
  readonly stages: readonly (readonly (readonly string[])[])[];
  readonly done: ReadonlySet<string>;
  readonly seconds: number;
  readonly lastTime: Readonly<Record<string, number>>;
}): string;
