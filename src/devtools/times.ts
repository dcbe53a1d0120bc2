import { toClientTime } from '../model/steadyClock.ts';

/** @example seconds(1_234) // '1.234 s' */
export function seconds(milliseconds: number): string {
  return `${(Math.max(0, milliseconds) / 1_000).toFixed(3)} s`;
}

/** @example wholeSeconds(1_999) // '1 s' */
export function wholeSeconds(milliseconds: number): string {
  return `${Math.floor(Math.max(0, milliseconds) / 1_000)} s`;
}

/** Shows a time of the steady clock as a time of day. @example '09:29:42.001' */
export function timeOfDay(steadyTime: number): string {
  const date = new Date(toClientTime(steadyTime));
  const two = (part: number): string => String(part).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}
