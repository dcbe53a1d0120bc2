import { configure } from '@testing-library/react';

// Every `render` of the tests that are run with this happens inside <StrictMode>.
configure({ reactStrictMode: true });
