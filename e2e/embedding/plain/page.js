// What a host does: says who the agent is. One element is enough, they share the connection.
import { createAgentDesktop } from './tallylight/dist/element/index.js';

const headers = () => ({ Authorization: `Basic ${btoa('agent:agent')}` });
const elements = document.querySelectorAll('tallylight-recording-controls');

// `?confirmationTimeout=1500`, so that no test waits ten seconds: a desktop of the page's own.
const confirmationTimeout = new URLSearchParams(location.search).get('confirmationTimeout');
if (confirmationTimeout === null) {
  elements[0].headers = headers;
} else {
  const desktop = createAgentDesktop({ headers, confirmationTimeout: Number(confirmationTimeout) });
  for (const element of elements) element.desktop = desktop;
}
