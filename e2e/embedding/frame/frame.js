// Inside of the frame: which desktops may embed it, and who the agent is. A real page has the
// session's cookie and knows its desktops; this one is told by its address.
import { connectToParent } from './tallylight/dist/element/index.js';

const element = document.querySelector('tallylight-recording-controls');
element.headers = () => ({ Authorization: `Basic ${btoa('agent:agent')}` });
const address = new URLSearchParams(location.search);
connectToParent(element, {
  allowedOrigins: address.getAll('desktop'),
  // `?operation=PauseCallRecording`: what the desktop around it may ask for.
  allowedOperations: address.getAll('operation'),
});
