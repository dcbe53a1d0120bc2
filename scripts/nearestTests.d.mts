export function nearestTests(
  files: readonly string[],
  sources?: Readonly<Record<string, string>>,
): string[];
