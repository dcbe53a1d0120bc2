import type { BaseMessages } from './messages.ts';

/** Joins sentences as the language does. Empty and false values are left out. */
export function sentences(
  { sentenceGap }: BaseMessages,
  ...each: readonly (string | number | false | undefined)[]
): string {
  return each.filter(Boolean).join(sentenceGap);
}
