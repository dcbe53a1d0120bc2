import { useSyncExternalStore, type ReactElement } from 'react';
import { ConnectionStatus } from '../index.ts';
import { useAppearance } from './appearance.ts';
import { Choice } from './Choice.tsx';
import { DrawerButton } from './Drawer.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';
import { changeSetting, useSettings } from './settings.ts';
import { Switch } from './Switch.tsx';
import { useWords } from './words/useWords.ts';

/** @param userName undefined while nobody has signed in: then there is no connection to show */
export function Header({ userName }: { readonly userName: string | undefined }): ReactElement {
  const { header } = useWords();
  const isWide = useSyncExternalStore(watchWidth, () => wide.matches);
  return (
    <header className="page-header">
      <h1>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.5" />
          <circle cx="8" cy="8" r="3" />
        </svg>
        Tallylight
      </h1>
      {userName !== undefined && (
        <>
          <ConnectionStatus />
          <p className="agent quiet">{header.signedInAs(userName)}</p>
        </>
      )}
      <div className="header-end">
        <LanguageSelect />
        {isWide ? (
          <Display />
        ) : (
          <details className="display-menu">
            <summary className="plain-button">{header.display}</summary>
            <div className="panel">
              <Display />
            </div>
          </details>
        )}
        {userName !== undefined && <DrawerButton />}
      </div>
    </header>
  );
}

/** How the page looks. */
function Display(): ReactElement {
  const { header } = useWords();
  const { contrast, density } = useSettings();
  const isDark = useAppearance();
  return (
    <div className="display">
      <Choice
        label={header.spacing}
        value={density}
        options={{ compact: header.compact, normal: header.normal, touch: header.touch }}
        onChange={(value) => {
          changeSetting('density', value);
        }}
      />
      <Switch
        label={header.highContrast}
        isOn={contrast === 'more'}
        onChange={(isOn) => {
          changeSetting('contrast', isOn ? 'more' : 'system');
        }}
      />
      <Switch
        label={header.dark}
        isOn={isDark}
        onChange={(isOn) => {
          changeSetting('theme', isOn ? 'dark' : 'light');
        }}
      />
    </div>
  );
}

/** From here on there is room for the settings of the display beside each other. */
const wide = matchMedia('(min-width: 1200px)');

function watchWidth(onChange: () => void): () => void {
  wide.addEventListener('change', onChange);
  return () => {
    wide.removeEventListener('change', onChange);
  };
}
