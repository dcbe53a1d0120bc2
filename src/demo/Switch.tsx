import type { ReactElement } from 'react';

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Switch({ label, isOn, onChange }: SwitchProps): ReactElement {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      className="switch"
      onClick={() => {
        onChange(!isOn);
      }}
    >
      <span className="track" aria-hidden="true" />
      {label}
    </button>
  );
}
