// Stands in for react/jsx-runtime in the element's one file; see `alias` in scripts/build.mjs. In the
// function that JSX becomes, and not in Preact's `options`: some drawings are made on import.
import type { ComponentType, VNode } from 'preact';
import { jsx as createNode } from 'preact/jsx-runtime';

export { Fragment } from 'preact';

type Props = Record<string, unknown>;

/** Has Preact draw elements from the props we write for React, and with `part`s. */
export function jsx(type: string | ComponentType<Props>, props: Props, key?: string): VNode<Props> {
  // An element's props are its attributes, made for it a moment ago.
  if (typeof type === 'string') return createNode(type, translated(props), key);
  return createNode(type, props, key);
}
export { jsx as jsxs };

function translated(props: Props): Props {
  for (const name of Object.keys(props)) {
    const native = nativeName(name);
    if (native === name) continue;
    props[native] = props[name];
    delete props[name];
  }
  const part = partOf(props);
  if (part !== '') props['part'] = part;
  return props;
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
