import type { AgentDesktop } from './agentDesktop.ts';

/**
 * Returns a function that makes a value at its first call for a desktop, and returns the same value at
 * each further call. A copy of the desktop object counts as the same desktop.
 */
export function onePerDesktop<Value extends object>(
  create: (desktop: AgentDesktop) => Value,
): (desktop: AgentDesktop) => Value {
  // The key is a store of the desktop, because a copy of the desktop object has the same store.
  const values = new WeakMap<AgentDesktop['connection'], Value>();
  return (desktop) => {
    const value = values.get(desktop.connection) ?? create(desktop);
    values.set(desktop.connection, value);
    return value;
  };
}
