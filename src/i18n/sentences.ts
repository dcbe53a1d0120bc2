import type { BaseMessages } from './messages.ts';

/** Puts sentences one after another, as the language does. What is empty or false is left out. */
export function sentences(
  { sentenceGap }: BaseMessages,
  ...each: readonly (string | number | false | undefined)[]
): string {
  return each.filter(Boolean).join(sentenceGap);
}
