import type { ReactElement } from 'react';
import { useAnnouncements, useRecordingControls, useRecordingStatus } from '../../src/index.ts';

/** The whole widget without our looks: three hooks and the elements of your design system. */
export function OwnControls({ callId }: { readonly callId: string }): ReactElement {
  const { word, detail, notes, attributes } = useRecordingStatus(callId);
  const { groupProps, buttons, remedies } = useRecordingControls(callId);
  useAnnouncements(callId);
  return (
    <div {...groupProps} {...attributes}>
      <p>
        <strong>{word}</strong> {detail}
      </p>
      {buttons.map(({ key, label, buttonProps }) => (
        <button key={key} {...buttonProps}>
          {label}
        </button>
      ))}
      {notes.map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
      {remedies.map(({ key, label, buttonProps }) => (
        <button key={key} {...buttonProps}>
          {label}
        </button>
      ))}
    </div>
  );
}
