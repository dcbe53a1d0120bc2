/**
 * Calls `fetch` with these options and no others. A browser also takes the options that it finds on
 * `Object.prototype`. On a page whose old script had added a `mode` there, every request failed.
 */
export function fetchPlainly(url: string, options: RequestInit): Promise<Response> {
  const own: RequestInit = Object.create(null);
  return fetch(url, Object.assign(own, options));
}
