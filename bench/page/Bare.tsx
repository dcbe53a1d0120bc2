import { useEffect, useState, type ReactElement } from 'react';

const heard = new Map<string, (label: string) => void>();

export function tellBare(callId: string, label: string): void {
  heard.get(callId)?.(label);
}

/** One button and one word, to show what React alone costs. */
export function Bare({ callId }: { readonly callId: string }): ReactElement {
  const [label, setLabel] = useState('Recording');
  useEffect(() => {
    heard.set(callId, setLabel);
    return () => {
      heard.delete(callId);
    };
  }, [callId]);
  return (
    <button
      type="button"
      data-slot="stop"
      onClick={() => {
        setLabel('Stopping…');
      }}
    >
      {label}
    </button>
  );
}
