/** What is done again and again to count what it allocates. */
export const benchActions = ['event', 'press and its events', 'mount'] as const;
export type BenchAction = (typeof benchActions)[number];
