// The page in the frame: it says which desktops may embed it, and who the agent is. A real page has
// the session cookie and a list of its desktops. This one takes the list from its address.
import { connectToParent } from './tallylight/dist/element/index.js';

const element = document.querySelector('tallylight-recording-controls');
element.headers = () => ({ Authorization: `Basic ${btoa('agent:agent')}` });
const address = new URLSearchParams(location.search);
connectToParent(element, {
  allowedOrigins: address.getAll('desktop'),
  // `?operation=PauseCallRecording` names an operation that the desktop around the frame may ask
  // for.
  allowedOperations: address.getAll('operation'),
});
