import { useEffect, useSyncExternalStore } from 'react';
import { useSettings } from './settings.ts';

/**
 * Puts on `<html>` what the library's stylesheet goes by: `data-theme`, `data-contrast` and
 * `data-density`. As the system has it, until the agent says otherwise.
 *
 * @returns whether it is dark
 */
export function useAppearance(): boolean {
  const { theme, contrast, density } = useSettings();
  const systemIsDark = useSyncExternalStore(watchSystem, () => systemTheme.matches);
  const isDark = theme === 'system' ? systemIsDark : theme === 'dark';

  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['theme'] = isDark ? 'dark' : 'light';
    dataset['density'] = density;
    // Without an attribute the stylesheet follows the settings of the system.
    if (contrast === 'more') dataset['contrast'] = contrast;
    else delete dataset['contrast'];
  }, [isDark, contrast, density]);

  return isDark;
}

const systemTheme = matchMedia('(prefers-color-scheme: dark)');

function watchSystem(onChange: () => void): () => void {
  systemTheme.addEventListener('change', onChange);
  return () => {
    systemTheme.removeEventListener('change', onChange);
  };
}
