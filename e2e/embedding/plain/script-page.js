document.querySelector('tallylight-recording-controls').headers = () => ({
  Authorization: `Basic ${btoa('agent:agent')}`,
});
