/**
 * What an element is shown in: for one that a custom element has in a slot, that slot; else what
 * contains it, out of shadow trees too.
 */
export function parentInFlatTree(node: Node): Node | null {
  const slot = 'assignedSlot' in node ? node.assignedSlot : null;
  if (isNode(slot)) return slot;
  return node.parentNode ?? ('host' in node && isNode(node.host) ? node.host : null);
}

/** Not by `instanceof`, because what is in another window is an instance of that window's classes. */
export function isNode(target: unknown): target is Node {
  return typeof target === 'object' && target !== null && 'nodeType' in target;
}
