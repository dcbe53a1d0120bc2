import { useEffect, useSyncExternalStore } from 'react';
import { useSettings } from './settings.ts';

/**
 * Sets the attributes on `<html>` that the library's stylesheet reads: `data-theme`,
 * `data-contrast` and `data-density`. They follow the system until the agent chooses something
 * else.
 *
 * @returns whether the page is dark
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
