/** The longest pause that is accepted, in ms, because a server that asks for more may be wrong. */
export const longestRetryAfter: number = 5 * 60_000;

/**
 * How long the server asks the client to wait before the next request, in ms. Undefined when the
 * header is absent, or is neither a number of seconds nor a date. If a gateway and the server behind it
 * both ask, the browser makes one list of the two headers, and the longer time counts.
 *
 * @see "RFC 9110", Retry-After
 */
export function retryAfterOf(headers: Headers): number | undefined {
  const said = headers.get('Retry-After')?.trim() ?? '';
  if (/^\d+(\.\d+)?(\s*,\s*\d+(\.\d+)?)*$/.test(said)) {
    const seconds = Math.max(...said.split(',').map(Number));
    return Math.min(Math.ceil(seconds * 1_000), longestRetryAfter);
  }

  const until = epochOf(said);
  if (until === undefined) return undefined;
  // The date of the answer is used where there is one, because the clock of this computer may be
  // wrong.
  const now = epochOf(headers.get('Date') ?? '') ?? Date.now();
  return Math.min(Math.max(0, until - now), longestRetryAfter);
}

/**
 * The format is checked first, because `Date.parse` also accepts texts that are not dates of HTTP,
 * and other texts in each browser.
 */
function epochOf(date: string): number | undefined {
  const isDate = /^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? [\w :-]+$/.test(date);
  const epoch = isDate ? Date.parse(date.endsWith(' GMT') ? date : `${date} GMT`) : NaN;
  return Number.isNaN(epoch) ? undefined : epoch;
}
