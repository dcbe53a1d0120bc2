document.querySelector('tallylight-connection-status').headers = () => ({
  Authorization: `Basic ${btoa('agent:agent')}`,
});
