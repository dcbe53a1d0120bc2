import { version as reactVersion } from 'react';
import { version as reactDomVersion } from 'react-dom';

// Else an alias that no longer fits would have the same React tested five times.
for (const version of [reactVersion, reactDomVersion]) {
  const asked = process.env['REACT_UNDER_TEST'] ?? 'no version';
  if (!version.startsWith(`${asked}.`)) {
    throw new Error(`React ${version} is here, and React ${asked} is to be tested.`);
  }
}
