// Replaces react and react-dom in the build of the elements; see `alias` in scripts/build.mjs. It
// contains only what our components and hooks import from React, because all of preact/compat would
// add 3 kB. When a name is missing here, the build fails.
import {
  Component,
  createElement,
  options,
  render,
  type ComponentChild,
  type ComponentChildren,
  type ContainerNode,
  type FunctionComponent,
  type Ref,
  type VNode,
} from 'preact';
import { useCallback, useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

export { Component, createContext, createElement, createPortal, createRef, Fragment } from 'preact';
export {
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'preact/hooks';

/** The version of React whose behaviour the components meet here, such as `inert` as a boolean. */
export const version = '19';

// React gives its handlers an event of its own, with the browser's event in `nativeEvent`. Preact gives
// them the browser's event.
options.event = (event) => Object.assign(event, { nativeEvent: event });

/** Renders again only when a prop differs. */
export function memo<Props extends object>(
  component: FunctionComponent<Props>,
): new (props: Props) => Component<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const before: Readonly<Record<string, unknown>> = { ...this.props };
      const after: Readonly<Record<string, unknown>> = { ...next };
      return [...Object.keys(before), ...Object.keys(after)].some(
        (name) => !Object.is(before[name], after[name]),
      );
    }

    override render(props: Readonly<Props>): ComponentChild {
      return createElement(component, props);
    }
  };
}

/** Preact passes `ref` to a function component as a prop. */
export function forwardRef<Props extends object, Instance>(
  component: (props: Props, ref: Ref<Instance> | null) => VNode | null,
): (props: Props & { readonly ref?: Ref<Instance> }) => VNode | null {
  return ({ ref, ...props }) => component(props as unknown as Props, ref ?? null);
}

/** The same as in preact/compat. */
export function useSyncExternalStore<Snapshot>(
  subscribe: (onChange: () => void) => () => void,
  getSnapshot: () => Snapshot,
): Snapshot {
  const snapshot = getSnapshot();
  const shownRef = useRef({ snapshot, getSnapshot });
  const [, renderAgain] = useReducer((times: number, _action: undefined) => times + 1, 0);
  const check = useCallback(() => {
    if (!Object.is(shownRef.current.snapshot, shownRef.current.getSnapshot()))
      renderAgain(undefined);
  }, []);
  useLayoutEffect(() => {
    shownRef.current = { snapshot, getSnapshot };
    check();
  }, [subscribe, snapshot, getSnapshot, check]);
  useEffect(() => {
    // The snapshot may have changed between rendering and this effect.
    check();
    return subscribe(check);
  }, [subscribe, check]);
  return snapshot;
}

/** The same as in react-dom/client. */
export function createRoot(container: ContainerNode): {
  readonly render: (children: ComponentChildren) => void;
  readonly unmount: () => void;
} {
  return {
    render: (children) => {
      render(children, container);
    },
    unmount: () => {
      render(null, container);
    },
  };
}
