// Inside of the frame: which desktops may embed it, and who the agent is. A real page has the
// session's cookie and knows its desktops; this one is told by its address.
import { connectToParent } from './tallylight/dist/element/index.js';

const element = document.querySelector('tallylight-recording-controls');
element.headers = () => ({ Authorization: `Basic ${btoa('agent:agent')}` });
connectToParent(element, {
  allowedOrigins: new URLSearchParams(location.search).getAll('desktop'),
});
