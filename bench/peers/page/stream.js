import {
  OwnCapability,
  RecordCallButton,
  StreamCall,
  StreamVideo,
  StreamVideoClient,
} from '@stream-io/video-react-sdk';
import { createElement } from 'react';
import { createWidgetRoot } from '../../page/candidates.tsx';
import { callIdOf } from '../../page/wire.ts';

/**
 * Stream's `RecordCallButton`, with its own client and its own calls. There is no server: the
 * events are given to the call's state, where the client would give them after reading them (that
 * reading is not measured), and the request of a press is never answered.
 */
export function createStream(listLength) {
  const client = new StreamVideoClient({ apiKey: 'bench', options: { logLevel: 'error' } });
  const calls = new Map();
  const callOf = (callId) => {
    let call = calls.get(callId);
    if (!call) {
      call = client.call('default', callId);
      call.state.setOwnCapabilities([
        OwnCapability.START_RECORD_CALL,
        OwnCapability.STOP_RECORD_CALL,
      ]);
      call.state.updateFromEvent(recordingEvent(call, true));
      call.startRecording = () => new Promise(() => undefined);
      call.stopRecording = call.startRecording;
      calls.set(callId, call);
    }
    return call;
  };
  const Widget = ({ callId }) =>
    createElement(StreamCall, { call: callOf(callId) }, createElement(RecordCallButton));
  const widgets = createWidgetRoot(Widget, listLength, (children) =>
    createElement(StreamVideo, { client }, children),
  );
  return {
    name: 'stream',
    ...widgets,
    event: (index, state) => {
      const call = callOf(callIdOf(index));
      const event = recordingEvent(call, state === 'Recording');
      return () => call.state.updateFromEvent(event);
    },
    button: (index) => widgets.root.querySelectorAll('button')[index],
    isPending: () => widgets.root.querySelector('.str-video__loading-indicator') !== null,
  };
}

function recordingEvent(call, isRecording) {
  return {
    type: isRecording ? 'call.recording_started' : 'call.recording_stopped',
    call_cid: call.cid,
    created_at: '2026-01-01T00:00:00Z',
    egress_id: 'bench',
    recording_type: 'composite',
  };
}
