import { RtkRecordingToggle } from '@cloudflare/realtimekit-react-ui';
import { createElement } from 'react';
import { createWidgetRoot } from '../../page/candidates.tsx';
import { nextTask } from '../../page/measure.ts';
import { callIdOf } from '../../page/wire.ts';

/**
 * RealtimeKit's recording toggle. Its SDK connects to a server before it gives a meeting, so the
 * meeting here is the least the toggle asks of one; the SDK's own work is not measured. The toggle
 * takes its pending state from the SDK, which sets it in the same tick: so does this.
 */
export function createRealtimeKit(listLength) {
  const meetings = new Map();
  const meetingOf = (callId) => {
    let meeting = meetings.get(callId);
    if (!meeting) meetings.set(callId, (meeting = createMeeting()));
    return meeting;
  };
  const Widget = ({ callId }) =>
    createElement(RtkRecordingToggle, { meeting: meetingOf(callId), size: 'lg' });
  const widgets = createWidgetRoot(Widget, listLength);
  const toggles = () => [...widgets.root.querySelectorAll('rtk-recording-toggle')];
  const inside = (toggle) =>
    toggle?.shadowRoot?.querySelector('rtk-controlbar-button')?.shadowRoot ?? undefined;
  return {
    name: 'realtimekit',
    ...widgets,
    event: (index, state) => {
      const meeting = meetingOf(callIdOf(index));
      return () => meeting.tell(state === 'Recording' ? 'RECORDING' : 'IDLE');
    },
    button: (index) => toggles()[index].shadowRoot.querySelector('rtk-controlbar-button'),
    changing: (index) => inside(toggles()[index]),
    isPending: () => inside(toggles()[0]).querySelector('rtk-spinner') !== null,
    ready: async () => {
      while (!toggles().every((toggle) => inside(toggle)?.querySelector('.label')))
        await nextTask();
    },
  };
}

function createMeeting() {
  const listeners = new Set();
  const meeting = {
    self: {
      permissions: {
        canRecord: true,
        addListener: () => undefined,
        removeListener: () => undefined,
      },
    },
    recording: {
      recordingState: 'RECORDING',
      addListener: (_event, listener) => listeners.add(listener),
      removeListener: (_event, listener) => listeners.delete(listener),
      start: async () => meeting.tell('STARTING'),
      stop: async () => meeting.tell('STOPPING'),
      resume: async () => undefined,
    },
    tell: (state) => {
      meeting.recording.recordingState = state;
      for (const listener of listeners) listener(state);
    },
  };
  return meeting;
}
