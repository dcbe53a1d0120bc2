// A host says who the agent is. It is enough to tell one element, because all elements share the
// connection.
import { createAgentDesktop } from './tallylight/dist/element/index.js';

const headers = () => ({ Authorization: `Basic ${btoa('agent:agent')}` });
const elements = document.querySelectorAll('tallylight-recording-controls');

// With `?confirmationTimeout=1500` no test has to wait ten seconds. The page then makes its own
// desktop.
const confirmationTimeout = new URLSearchParams(location.search).get('confirmationTimeout');
if (confirmationTimeout === null) {
  elements[0].headers = headers;
} else {
  const desktop = createAgentDesktop({ headers, confirmationTimeout: Number(confirmationTimeout) });
  for (const element of elements) element.desktop = desktop;
}
