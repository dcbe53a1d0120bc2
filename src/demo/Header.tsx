import type { ReactElement, ReactNode } from 'react';
import { ConnectionStatus } from '../index.ts';
import { useAppearance } from './appearance.ts';
import { Choice } from './Choice.tsx';
import { changeSetting, useSettings } from './settings.ts';
import { Switch } from './Switch.tsx';

/** @param userName undefined while nobody has signed in: then there is no connection to show */
export function Header({
  userName,
  children,
}: {
  readonly userName: string | undefined;
  readonly children?: ReactNode;
}): ReactElement {
  const { contrast, density } = useSettings();
  const isDark = useAppearance();
  return (
    <header className="page-header">
      <h1>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="5" />
        </svg>
        Tallylight
      </h1>
      {userName !== undefined && (
        <>
          <p className="agent">
            <span className="quiet">Signed in as</span> {userName}
          </p>
          <ConnectionStatus />
        </>
      )}
      <div className="display">
        {children}
        <Choice
          label="Spacing"
          value={density}
          options={{ compact: 'Compact', normal: 'Normal', touch: 'Touch' }}
          onChange={(value) => {
            changeSetting('density', value);
          }}
        />
        <Switch
          label="High contrast"
          isOn={contrast === 'more'}
          onChange={(isOn) => {
            changeSetting('contrast', isOn ? 'more' : 'system');
          }}
        />
        <Switch
          label="Dark"
          isOn={isDark}
          onChange={(isOn) => {
            changeSetting('theme', isOn ? 'dark' : 'light');
          }}
        />
      </div>
    </header>
  );
}
