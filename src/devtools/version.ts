/** Set by the build. Undefined where the sources are used as they are, as in our own tests. */
declare const TALLYLIGHT_VERSION: string | undefined;

/** The version of the library, for bug reports. */
export const libraryVersion: string =
  typeof TALLYLIGHT_VERSION === 'string' ? TALLYLIGHT_VERSION : 'built from its sources';
