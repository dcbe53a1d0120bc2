import { useMemo, useSyncExternalStore } from 'react';
import { messageLocales } from '../index.ts';

/**
 * The settings of this page. They are in the address after the `#`, so that a link shows the page
 * with the same settings. Nothing is stored.
 */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  /** The page may use more contrast than the system asks for, but never less. */
  readonly contrast: 'system' | 'more';
  readonly density: 'normal' | 'compact' | 'touch';
  /** The language of the page and of its widgets, one of `messageLocales`. */
  readonly language: string;
  readonly order: 'arrival' | 'paused-longest-first';
  readonly stop: 'at-once' | 'asks-first';
  readonly pauseLimit: 'none' | 'reminds' | 'resumes';
  readonly shortcuts: 'off' | 'on';
  /** Whether the drawer with the house rules and the faults is open. */
  readonly drawer: 'closed' | 'open';
}

const listeners = new Set<() => void>();

/** Reads the settings from an address. The first value of each is the default. */
export function settingsIn(hash: string): Settings {
  const chosen = new URLSearchParams(hash.slice(1));
  const oneOf = <Value extends string>(name: keyof Settings, values: readonly Value[]): Value => {
    const value = values.find((each) => each === chosen.get(name)) ?? values[0];
    if (value === undefined) throw new Error(`There is nothing to choose for ${name}.`);
    return value;
  };
  return {
    theme: oneOf('theme', ['system', 'light', 'dark']),
    contrast: oneOf('contrast', ['system', 'more']),
    density: oneOf('density', ['normal', 'compact', 'touch']),
    language: oneOf('language', ['en', ...messageLocales]),
    order: oneOf('order', ['arrival', 'paused-longest-first']),
    stop: oneOf('stop', ['at-once', 'asks-first']),
    pauseLimit: oneOf('pauseLimit', ['none', 'reminds', 'resumes']),
    shortcuts: oneOf('shortcuts', ['off', 'on']),
    drawer: oneOf('drawer', ['closed', 'open']),
  };
}

export function useSettings(): Settings {
  const hash = useSyncExternalStore(watchHash, () => location.hash);
  return useMemo(() => settingsIn(hash), [hash]);
}

export function changeSetting<Name extends keyof Settings>(
  name: Name,
  value: Settings[Name],
): void {
  const chosen = new URLSearchParams(location.hash.slice(1));
  if (value === settingsIn('')[name]) chosen.delete(name);
  else chosen.set(name, value);
  const { pathname, search } = location;
  // The address is replaced, so that the Back button leads to the page before this one.
  history.replaceState(
    history.state,
    '',
    chosen.size === 0 ? pathname + search : `#${String(chosen)}`,
  );
  // `replaceState` fires no `hashchange` event, so the listeners are called here.
  for (const listener of listeners) listener();
}

function watchHash(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener('hashchange', onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('hashchange', onChange);
  };
}
