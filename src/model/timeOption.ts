/**
 * The longest time that an option may name, in ms: about a week. Timers cannot wait longer than about
 * 24 days, and would fire at once. Three times this is still below that.
 */
const longest = 600_000_000;

/**
 * The time that a host has set, in ms. What is no time, such as `NaN` or a negative number, counts as not
 * set: with it everything would end before it began.
 *
 * @param usual the time where the host has set none
 */
export function timeOption(given: unknown, usual: number): number {
  const milliseconds = typeof given === 'string' ? Number(given) : given;
  return typeof milliseconds === 'number' && milliseconds > 0
    ? Math.min(milliseconds, longest)
    : usual;
}
