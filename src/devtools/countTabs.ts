import { tabGroupPrefix } from '../transport/tabGroupName.ts';

/** How many tabs and frames of this browser take part in sharing a link. */
export type TabCount =
  /** The browser has no locks, so nothing can be counted. */
  | { readonly is: 'unknown' }
  /** One number for each user and server: `[3]` means that three tabs share one link. */
  | { readonly is: 'counted'; readonly groups: readonly number[] };

/**
 * Counts the tabs by their locks: the tab that leads holds a lock, and each other tab waits for it. The
 * names of the locks contain the user, so only numbers are returned.
 */
export async function countTabs(): Promise<TabCount> {
  try {
    const { held = [], pending = [] } = await navigator.locks.query();
    const tabsByGroup = new Map<string, Set<string>>();
    for (const { name = '', clientId = '' } of [...held, ...pending]) {
      if (!name.startsWith(tabGroupPrefix)) continue;
      tabsByGroup.set(name, (tabsByGroup.get(name) ?? new Set()).add(clientId));
    }
    return { is: 'counted', groups: Array.from(tabsByGroup.values(), ({ size }) => size) };
  } catch {
    // Pages that were not loaded over https have no locks, and a sandboxed frame may not use them.
    return { is: 'unknown' };
  }
}

export function describeTabCount(count: TabCount): string {
  if (count.is === 'unknown') return 'not known, because the browser has no locks';
  const [first, ...others] = count.groups;
  if (first === undefined) return 'no tab shares a link';
  const tabs = (number: number): string => (number === 1 ? '1 tab' : `${number} tabs`);
  return others.length === 0
    ? `${tabs(first)} of this browser`
    : `${count.groups.map(tabs).join(', and ')}, for ${count.groups.length} users or servers`;
}
