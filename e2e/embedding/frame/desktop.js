// The page around the frame: it names the call to show, and lists the messages of the frame.
const address = new URLSearchParams(location.search).get('frame');
const frame = document.querySelector('iframe');

addEventListener('message', ({ origin, source, data }) => {
  if (origin !== new URL(address).origin) return;
  const { type, recordingState, operationName, status, code, commandId, reason } = data;
  if (type === 'ready') {
    source.postMessage(
      {
        tallylight: 1,
        type: 'show-call',
        callId: '01RCC3N118B1V0SL807GK2LAES000001',
        callLabel: 'Ada Lovelace',
      },
      origin,
    );
  }
  const line = document.createElement('li');
  line.textContent = [type, recordingState, operationName, status, code, commandId, reason]
    .filter(Boolean)
    .join(' ');
  document.querySelector('ol').append(line);
});
frame.src = address;
