import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Testing Library cleans up by itself only where test functions are global. Here they are imported.
afterEach(cleanup);

// Each test is a page of its own. Some tests load a second copy of the library, as a server has one,
// and later files that share the modules with them would be told of two copies on their page.
afterEach(() => {
  Reflect.deleteProperty(globalThis, Symbol.for('tallylight.copies'));
});
