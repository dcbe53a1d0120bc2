/**
 * The time on a clock that nobody sets, in ms. It begins at the page's start with the client's
 * clock (epoch ms), and goes on with `performance.now()`, so it neither jumps nor goes back when
 * the client's clock is set. All times that are kept here are on this clock, because spans are
 * computed from them.
 *
 * @see https://www.w3.org/TR/hr-time-3/
 * @example const pausedFor = steadyNow() - since;
 */
export function steadyNow(): number {
  const { timeOrigin } = performance;
  // The fake clock of Jest 29 has a function in place of this number, so every time would be NaN.
  // That clock also moves `Date.now()`, and nobody sets it but the test.
  return Number.isFinite(timeOrigin) ? Math.round(timeOrigin + performance.now()) : Date.now();
}

/**
 * Turns a time of the steady clock into a date on the client's clock as it is set now (epoch ms).
 * It is for what is shown or exported as a date.
 *
 * @example new Date(toClientTime(change.at)).toLocaleTimeString();
 */
export function toClientTime(steadyTime: number): number {
  return steadyTime + Date.now() - steadyNow();
}

/** Turns a date on the client's clock as it is set now (epoch ms) into a time of the steady clock. */
export function fromClientTime(clientTime: number): number {
  return clientTime - Date.now() + steadyNow();
}

/**
 * Returns a function that tells how many ms have passed since this call, sleep included. On some
 * computers the steady clock stops while they sleep, and then the client's clock tells it.
 */
export function startStopwatch(): () => number {
  const [steady, client] = [steadyNow(), Date.now()];
  return () => Math.max(steadyNow() - steady, Date.now() - client);
}
