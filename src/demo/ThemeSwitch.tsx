import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';

/** Light or dark: as the system has it, until the agent says otherwise. */
export function ThemeSwitch(): ReactElement {
  const systemIsDark = useSyncExternalStore(watchSystem, () => systemTheme.matches);
  const [chosen, setChosen] = useState<'light' | 'dark'>();
  const theme = chosen ?? (systemIsDark ? 'dark' : 'light');

  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  return (
    <button
      type="button"
      role="switch"
      aria-checked={theme === 'dark'}
      className="theme-switch"
      onClick={() => {
        setChosen(theme === 'dark' ? 'light' : 'dark');
      }}
    >
      <span className="track" aria-hidden="true" />
      Dark
    </button>
  );
}

const systemTheme = matchMedia('(prefers-color-scheme: dark)');

function watchSystem(onChange: () => void): () => void {
  systemTheme.addEventListener('change', onChange);
  return () => {
    systemTheme.removeEventListener('change', onChange);
  };
}
