/** Whether an element shows another page inside the page. */
export function showsOtherPage({ localName }: Element): boolean {
  return ['iframe', 'frame', 'object', 'embed', 'fencedframe'].includes(localName);
}

/**
 * Makes a frame unreachable. Returns a function that undoes it. `inert` alone would let the frame's
 * own script focus something in it, and some browsers do not know `inert`.
 */
export function hideFrame(frame: Element): () => void {
  const wasInert = frame.hasAttribute('inert');
  frame.setAttribute('inert', '');
  const style = isStyled(frame) ? frame.style : undefined;
  const visibility = style?.visibility ?? '';
  style?.setProperty('visibility', 'hidden', 'important');
  return () => {
    if (!wasInert) frame.removeAttribute('inert');
    style?.setProperty('visibility', visibility);
  };
}

function isStyled(element: Element): element is HTMLElement {
  return 'style' in element;
}
