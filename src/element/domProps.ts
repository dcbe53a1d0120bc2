import { options } from 'preact';

type Props = Record<string, unknown>;

/** Has Preact draw elements from the props we write for React, and with `part`s. */
export function translateProps(): void {
  const { vnode: next } = options;
  options.vnode = (vnode) => {
    // An element's props are its attributes.
    if (typeof vnode.type === 'string') translate(vnode.props);
    next?.(vnode);
  };
}

function translate(props: Props): void {
  for (const name of Object.keys(props)) {
    const native = nativeName(name);
    if (native === name) continue;
    props[native] = props[name];
    delete props[name];
  }
  const part = partOf(props);
  if (part !== '') props['part'] = part;
}

/** `strokeWidth` is `stroke-width` in an SVG; React's `onFocus` is an event that bubbles. */
function nativeName(name: string): string {
  if (name === 'onFocus') return 'onFocusIn';
  if (name === 'onBlur') return 'onFocusOut';
  return /^(stroke|fill|clip)[A-Z]/.test(name)
    ? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    : name;
}

/**
 * `data-part` is how the stylesheet finds a part from inside; from outside of a shadow root only
 * `part` is seen: `data-part="button" data-slot="stop"` becomes `part="button stop"`. Added here,
 * so that nobody who needs no parts carries them.
 */
function partOf(props: Props): string {
  return [
    props['data-tallylight'] === undefined ? undefined : 'root',
    props['data-part'],
    props['data-slot'],
    props['data-tone'],
  ]
    .filter((name) => typeof name === 'string')
    .join(' ');
}
