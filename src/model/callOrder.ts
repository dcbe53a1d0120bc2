import type { Call, CallId } from './call.ts';

/**
 * - `arrival`: in the order in which the server reported the calls.
 * - `paused-longest-first`: the call that has been paused for the longest time comes first.
 */
export type CallOrder = 'arrival' | 'paused-longest-first';

/** The parts of a call that decide its place in a list. */
export interface CallToOrder extends Pick<
  Call,
  'id' | 'connId' | 'callUuid' | 'uri' | 'parentCallUri'
> {
  /** When its pause began. Steady clock, epoch ms; undefined while it is not paused. */
  readonly pausedSince: number | undefined;
}

export interface CallPlace {
  readonly callId: CallId;
  /** `first` and `next` belong together: a call, and the consult calls that were made from it. */
  readonly place: 'alone' | 'first' | 'next';
}

/**
 * Puts calls in order, with consult calls behind the call that they were made from. The place of such
 * a group is that of its first call, or that of its longest pause.
 *
 * @param calls in the order of arrival
 */
export function orderCalls(calls: readonly CallToOrder[], order: CallOrder): readonly CallPlace[] {
  const byName = new Map<string, CallToOrder>();
  for (const call of calls) {
    // The first call keeps a name, because two calls may share a uuid after a transfer.
    for (const name of [call.uri, call.connId, call.callUuid])
      if (name !== undefined && !byName.has(name)) byName.set(name, call);
  }
  for (const call of calls) byName.set(call.id, call);

  const roots = new Map<CallToOrder, CallToOrder>();
  const groups = new Map<CallToOrder, CallToOrder[]>();
  for (const call of calls) {
    const root = roots.get(call) ?? rootOf(call, byName, roots);
    const group = groups.get(root) ?? [root];
    groups.set(root, group);
    if (call !== root) group.push(call);
  }
  const pauseOf = new Map(
    [...groups.values()].map((group) => [
      group,
      Math.min(...group.map(({ pausedSince }) => pausedSince ?? Infinity)),
    ]),
  );
  // Infinity - Infinity is NaN, so two groups that are not paused keep their order.
  const longestFirst = (one: CallToOrder[], other: CallToOrder[]): number =>
    (pauseOf.get(one) ?? 0) - (pauseOf.get(other) ?? 0) || 0;
  const sorted = [...groups.values()];
  if (order === 'paused-longest-first') sorted.sort(longestFirst);

  return sorted.flatMap((group) =>
    group.map(({ id }, index) => ({
      callId: id,
      place: group.length === 1 ? 'alone' : index === 0 ? 'first' : 'next',
    })),
  );
}

/** Returns the topmost ancestor of a call. The root of each call on the way is written into `roots`. */
function rootOf(
  call: CallToOrder,
  byName: ReadonlyMap<string, CallToOrder>,
  roots: Map<CallToOrder, CallToOrder>,
): CallToOrder {
  const line = new Set<CallToOrder>();
  let root = call;
  for (;;) {
    line.add(root);
    const parent = parentOf(root, byName);
    if (!parent) break;
    root = roots.get(parent) ?? parent;
    // Either the root is known already, or the server says that two calls are each other's parents.
    if (root !== parent || line.has(root)) break;
  }
  for (const each of line) roots.set(each, root);
  return root;
}

/** The call that `parentCallUri` names. The URI is only compared, and never fetched. */
function parentOf(
  call: CallToOrder,
  byName: ReadonlyMap<string, CallToOrder>,
): CallToOrder | undefined {
  const uri = call.parentCallUri;
  if (uri === undefined) return undefined;
  return byName.get(uri) ?? byName.get(lastSegment(uri));
}

function lastSegment(uri: string): string {
  const [path = ''] = uri.split(/[?#]/);
  const segment = path.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
