import { useEffect, useState, type ReactElement } from 'react';

const listeners = new Map<string, (label: string) => void>();

export function updateBare(callId: string, label: string): void {
  listeners.get(callId)?.(label);
}

/** One button and one word, to show what React alone costs. */
export function Bare({ callId }: { readonly callId: string }): ReactElement {
  const [label, setLabel] = useState('Recording');
  useEffect(() => {
    listeners.set(callId, setLabel);
    return () => {
      listeners.delete(callId);
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
