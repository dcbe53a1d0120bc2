import { useEffect, useMemo } from 'react';
import { guardedDiagnostic } from '../model/hostCallback.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import type { WallSource } from '../model/wallSource.ts';
import { createWallKeeper, type WallKeeper } from '../watchers/wallKeeper.ts';
import { useCommitEffect } from './useCommitEffect.ts';

/** Returns the keeper of a source, which is subscribed to while the component is mounted. */
export function useWallKeeper(
  source: WallSource,
  onDiagnostic: OnDiagnostic | undefined,
): WallKeeper {
  const keeper = useMemo(() => createWallKeeper(source), [source]);
  // A host may give a new function at each render. The wall must not subscribe again because of that.
  useCommitEffect(() => {
    keeper.reportTo(guardedDiagnostic(onDiagnostic));
  }, [keeper, onDiagnostic]);
  useEffect(() => keeper.start(), [keeper]);
  return keeper;
}
