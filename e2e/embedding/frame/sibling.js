// A frame beside the frame of the widget. Its origin is on the list, but it is not the parent.
const { frames } = window.parent;
const address = new URLSearchParams(location.search);
for (let sent = 0; sent < 10_000; sent += 1)
  frames[0].postMessage(
    {
      tallylight: 1,
      type: 'perform',
      callId: address.get('call'),
      operationName: 'StopCallRecording',
      commandId: 'sibling',
    },
    address.get('frame'),
  );
document.title = 'All sent';
