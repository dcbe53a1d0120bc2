/** How the names of all groups of tabs begin, and so do the names of their locks and channels. */
export const tabGroupPrefix = 'tallylight 2 ';

/** The name of the group of tabs that show the same user of the same server. */
export function tabGroupName(url: string, channel: string, user: string): string {
  return `${tabGroupPrefix}${url} ${channel} ${user}`;
}
