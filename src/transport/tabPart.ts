import type { SharePhase } from './sharePhase.ts';

/**
 * The part that a tab has among the tabs that share a connection. It is told to those who inspect a
 * desktop.
 *
 * - `identifying`, `waiting`: the tab asks the server who its user is, or waits before it asks
 *   again.
 * - `connecting-first`: the server tells that only to a client that is connected.
 * - `apart`: the tab shares nothing, because its user or a channel between tabs is missing.
 * - the others: see `SharePhase`.
 */
export type TabPart =
  | SharePhase
  | { readonly name: 'identifying' | 'waiting' | 'connecting-first' | 'apart' };
