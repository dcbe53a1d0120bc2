// Replaces react/jsx-runtime in the build of the elements; see `alias` in scripts/build.mjs. The props are
// translated here and not in Preact's `options`, because some nodes are created when a module is
// imported, which is before any option could be set.
import type { ComponentType, VNode } from 'preact';
import { jsx as createNode } from 'preact/jsx-runtime';

export { Fragment } from 'preact';

type Props = Record<string, unknown>;

/** Creates Preact's nodes from props that are written for React, and adds `part` attributes. */
export function jsx(type: string | ComponentType<Props>, props: Props, key?: string): VNode<Props> {
  // JSX has just created this object for this element, so it can be changed in place.
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

/** SVG's `strokeWidth` becomes `stroke-width`. React's `onFocus` bubbles, so it becomes `focusin`. */
function nativeName(name: string): string {
  if (name === 'onFocus') return 'onFocusIn';
  if (name === 'onBlur') return 'onFocusOut';
  return /^(stroke|fill|clip)[A-Z]/.test(name)
    ? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    : name;
}

/**
 * The stylesheet inside a shadow root selects parts by `data-part`. A page outside can only select by
 * `part`. So `data-part="button" data-slot="stop"` also gets `part="button stop"`. It is added here
 * because the React build does not need it.
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
