// Replaces react and react-dom in the build of the elements; see `alias` in scripts/build.mjs. It
// contains only what our components and hooks import from React, because all of preact/compat would
// add 3 kB. When a name is missing here, the build fails.
import { render, type ComponentChildren, type ContainerNode, type Ref, type VNode } from 'preact';
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

/** Preact passes `ref` to a function component as a prop. */
export function forwardRef<Props extends object, Instance>(
  draw: (props: Props, ref: Ref<Instance> | null) => VNode | null,
): (props: Props & { readonly ref?: Ref<Instance> }) => VNode | null {
  return ({ ref, ...props }) => draw(props as unknown as Props, ref ?? null);
}

/** The same as in preact/compat. */
export function useSyncExternalStore<Snapshot>(
  subscribe: (onChange: () => void) => () => void,
  getSnapshot: () => Snapshot,
): Snapshot {
  const snapshot = getSnapshot();
  const shownRef = useRef({ snapshot, getSnapshot });
  const [, drawAgain] = useReducer((times: number, _action: undefined) => times + 1, 0);
  const check = useCallback(() => {
    if (!Object.is(shownRef.current.snapshot, shownRef.current.getSnapshot())) drawAgain(undefined);
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
