/** The longest pause that is accepted, in ms, because a server that asks for more may be wrong. */
export const longestRetryAfter: number = 5 * 60_000;

/**
 * How long the server asks to be left alone, in ms. Undefined where it does not say, or says
 * something that is neither seconds nor a date.
 *
 * @see "RFC 9110", Retry-After
 */
export function retryAfterOf(headers: Headers): number | undefined {
  const said = headers.get('Retry-After')?.trim() ?? '';
  if (/^\d+$/.test(said)) return Math.min(Number(said) * 1000, longestRetryAfter);

  const until = epochOf(said);
  if (until === undefined) return undefined;
  // By the server's own clock where it tells it, for this one may be wrong.
  const now = epochOf(headers.get('Date') ?? '') ?? Date.now();
  return Math.min(Math.max(0, until - now), longestRetryAfter);
}

/** `Date.parse` takes much that is no date of HTTP, and each engine something else. */
function epochOf(date: string): number | undefined {
  const isDate = /^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? [\w :-]+$/.test(date);
  const epoch = isDate ? Date.parse(date.endsWith(' GMT') ? date : `${date} GMT`) : NaN;
  return Number.isNaN(epoch) ? undefined : epoch;
}
