import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Testing Library cleans up by itself only where test functions are global. Here they are imported.
afterEach(cleanup);

// Each test is a page of its own. Some tests load a second copy of the library, as a server has one.
// Later files that share the modules with them would be told of two copies on their page, and would
// leave it to the other copy to announce a sentence that it announced less than a second ago.
afterEach(() => {
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    if (key.description?.startsWith('tallylight.')) Reflect.deleteProperty(globalThis, key);
  }
});
