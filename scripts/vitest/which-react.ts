import * as reactQuery from '@tanstack/react-query';
import { version as reactVersion } from 'react';
import { version as reactDomVersion } from 'react-dom';

// Without this check, an alias that no longer works would have the same React tested five times.
for (const version of [reactVersion, reactDomVersion]) {
  const asked = process.env['REACT_UNDER_TEST'] ?? 'no version';
  if (!version.startsWith(`${asked}.`)) {
    throw new Error(`React ${version} is here, and React ${asked} is to be tested.`);
  }
}

// react-query does not tell its version, but it has had `skipToken` since 5.25.
const isOldest = !('skipToken' in reactQuery);
if (isOldest !== (process.env['REACT_UNDER_TEST'] === '18.2')) {
  throw new Error(
    'React 18.2 is tested with react-query 5.0, and every other React with the newest.',
  );
}
