import { delimiter, join } from 'node:path';
import { isExecutable } from './chromium.mjs';

/**
 * Finds the Firefox in which the browser tests run a second time, or returns `undefined`. No
 * Firefox is installed where there is none; then the tests name what they have left out.
 */
export function findFirefox() {
  const asked = process.env.FIREFOX_PATH;
  if (asked) return isExecutable(asked) ? asked : undefined;

  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
  const candidates = ['firefox-esr', 'firefox'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  candidates.push('/Applications/Firefox.app/Contents/MacOS/firefox');
  return candidates.find(isExecutable);
}
