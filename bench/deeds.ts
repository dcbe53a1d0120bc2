/** What is done again and again to count what it allocates. */
export const deeds = ['event', 'press and its events', 'mount'] as const;
export type Deed = (typeof deeds)[number];
