import { localeTag } from './localeTag.ts';

/**
 * Finds the catalogue for a reader. It must be in the reader's language and script: a Taiwanese gets
 * English rather than Simplified Chinese, because the two scripts are not read by the same people. The
 * one of the reader's own country comes first.
 *
 * @param locales what the catalogues say of themselves, which may be anything
 * @returns the index of the catalogue, or -1
 */
export function nearestLocale(requested: Intl.Locale, locales: readonly unknown[]): number {
  const ranks = locales.map((each) => rank(requested, localeTag(each)));
  const best = Math.max(0, ...ranks);
  return best === 0 ? -1 : ranks.indexOf(best);
}

function rank(requested: Intl.Locale, known: Intl.Locale | undefined): number {
  if (!known) return 0;
  if (known.toString() === requested.toString()) return 4;
  const [one, other] = [requested.maximize(), known.maximize()];
  if (one.script !== other.script) return 0;
  if (languageOf(one) === languageOf(other)) return one.region === other.region ? 3 : 2;
  // Who reads one of the two written languages of Norway reads the other one as well.
  return norwegian.includes(one.language) && norwegian.includes(other.language) ? 1 : 0;
}

const norwegian = ['no', 'nb', 'nn'];

/** `no` is how systems write Bokmål, whose own code is `nb`. */
function languageOf({ language }: Intl.Locale): string {
  return language === 'no' ? 'nb' : language;
}

/** The digits in which a locale writes numbers: `latn` in `ar`, `arab` in `ar-EG`. */
export function digitsOf(locale: Intl.Locale): string {
  return new Intl.NumberFormat(locale.toString()).resolvedOptions().numberingSystem;
}
