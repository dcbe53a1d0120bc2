// Stands in for react and react-dom in the element's one file; see `alias` in scripts/build.mjs.
// What our components and hooks ask of React, and no more: preact/compat brings 3 kB of
// everything else along. A name that is missing here stops the build.
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

/** Preact gives a function its `ref` as a prop. */
export function forwardRef<Props extends object, Instance>(
  draw: (props: Props, ref: Ref<Instance> | null) => VNode | null,
): (props: Props & { readonly ref?: Ref<Instance> }) => VNode | null {
  return ({ ref, ...props }) => draw(props as unknown as Props, ref ?? null);
}

/** As preact/compat does it. */
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
    // It may have changed between the drawing and now.
    check();
    return subscribe(check);
  }, [subscribe, check]);
  return snapshot;
}

/** react-dom/client's. */
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
