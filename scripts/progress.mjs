/**
 * Says in one line how far `npm test` is: how many suites are done, how long it has been running,
 * and how long the rest took last time.
 *
 * @param {object} run
 * @param {readonly (readonly (readonly string[])[])[]} run.stages the names of the suites, by stage
 *   and lane. Stages run one after the other, the lanes of a stage at the same time
 * @param {ReadonlySet<string>} run.done
 * @param {number} run.seconds since the start
 * @param {Readonly<Record<string, number>>} run.lastTime how long each suite took, in seconds. A
 *   suite that is not in it is left out of the estimate
 * @returns {string}
 */
export function progress({ stages, done, seconds, lastTime }) {
  const names = stages.flat(2);
  const laneLeft = (/** @type {readonly string[]} */ lane) =>
    lane.reduce((total, name) => total + (done.has(name) ? 0 : (lastTime[name] ?? 0)), 0);
  const left = stages.reduce((total, lanes) => total + Math.max(0, ...lanes.map(laneLeft)), 0);
  const parts = [
    `${names.filter((name) => done.has(name)).length} of ${names.length} suites done`,
    `${clock(seconds)} so far`,
  ];
  if (left > 0) parts.push(`about ${clock(left)} to go`);
  return parts.join(', ');
}

/** @param {number} seconds */
function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
