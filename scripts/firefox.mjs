import { delimiter, join } from 'node:path';
import { isExecutable } from './chromium.mjs';

/**
 * The Firefox that the tests run in a second time, or `undefined` where there is none. Nothing
 * installs one: the tests then say by name what they have left out.
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
