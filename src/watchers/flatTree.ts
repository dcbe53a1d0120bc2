/**
 * Returns the node in which a node is shown. For a child of a custom element that is its slot. For
 * any other node it is the parent, also across the edge of a shadow tree.
 */
export function parentInFlatTree(node: Node): Node | null {
  const slot = 'assignedSlot' in node ? node.assignedSlot : null;
  if (isNode(slot)) return slot;
  return node.parentNode ?? ('host' in node && isNode(node.host) ? node.host : null);
}

/** The element that has the focus, also in shadow trees. */
export function focusIn(root: DocumentOrShadowRoot): Element | null {
  const { activeElement } = root;
  return activeElement?.shadowRoot?.activeElement
    ? focusIn(activeElement.shadowRoot)
    : activeElement;
}

/**
 * Whether a value is a node. It does not use `instanceof`, because a node of another window is an
 * instance of that window's classes.
 */
export function isNode(target: unknown): target is Node {
  return typeof target === 'object' && target !== null && 'nodeType' in target;
}
