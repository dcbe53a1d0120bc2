import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { onePerDesktop } from '../client/onePerDesktop.ts';
import type { CallId } from '../model/call.ts';
import { steadyNow } from '../model/steadyClock.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import { watchEachCall } from '../watchers/watchEachCall.ts';
import {
  emptyLog,
  logAfter,
  logWithCall,
  type InspectionLog,
  type LoggedEvent,
} from './inspectionLog.ts';

interface KeptLog {
  readonly store: StoreApi<InspectionLog>;
  /** How many callers want the log to be kept. */
  holders: number;
  /** Set while the desktop is inspected. */
  stop: (() => void) | undefined;
}

const logOf = onePerDesktop((): KeptLog => ({
  store: createStore(() => emptyLog),
  holders: 0,
  stop: undefined,
}));

/**
 * Records from now on the messages, reads and operations of a desktop, and what each of them changes.
 * `<RecordingDevtools>` does it while it is mounted. Call it when the desktop is made, so that the panel
 * also shows what happened before it was opened.
 *
 * @returns a function that ends it. What was written stays.
 * @example
 * if (import.meta.env.DEV) {
 *   const { keepInspectionLog } = await import('tallylight/devtools');
 *   keepInspectionLog(desktop);
 * }
 */
export function keepInspectionLog(desktop: AgentDesktop): () => void {
  const log = logOf(desktop);
  log.holders += 1;
  log.stop ??= inspect(desktop, log.store);
  let isHolding = true;
  return () => {
    if (!isHolding) return;
    isHolding = false;
    log.holders -= 1;
    // StrictMode unmounts a panel and mounts it again at once.
    queueMicrotask(() => {
      if (log.holders > 0) return;
      log.stop?.();
      log.stop = undefined;
    });
  };
}

/** What was recorded of a desktop. It is empty before `keepInspectionLog` was called. */
export function inspectionLogOf(desktop: AgentDesktop): ReadableStore<InspectionLog> {
  return logOf(desktop).store;
}

function inspect(desktop: AgentDesktop, { setState }: StoreApi<InspectionLog>): () => void {
  const write = (event: LoggedEvent): void => {
    const at = steadyNow();
    setState((log) => logAfter(log, event, at), true);
  };
  write({ type: 'inspection', change: 'begins' });
  write({ type: 'connection', state: desktop.connection.getState() });
  const stops = [
    desktop.inspect(write),
    desktop.connection.subscribe((state) => {
      write({ type: 'connection', state });
    }),
    watchEachCall(desktop, (callId, call) => watchCall(callId, call, write, setState)),
  ];
  return () => {
    for (const stop of stops) stop();
    write({ type: 'inspection', change: 'ends' });
  };
}

function watchCall(
  callId: CallId,
  call: ReadableStore<CallEntry>,
  write: (event: LoggedEvent) => void,
  setState: StoreApi<InspectionLog>['setState'],
): () => void {
  const record = ({ recording }: CallEntry, before?: CallEntry): void => {
    if (recording === before?.recording) return;
    setState((log) => logWithCall(log, callId, recording), true);
    const known = [before?.recording.outcome, before?.recording.pending];
    // An outcome that was there before has not happened now.
    for (const operation of [before && recording.outcome, recording.pending])
      if (operation && !known.includes(operation)) write({ type: 'operation', callId, operation });
  };
  record(call.getState());
  const unsubscribe = call.subscribe(record);
  return () => {
    unsubscribe();
    setState((log) => logWithCall(log, callId, undefined), true);
  };
}
