import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export interface Defect {
  /** The mistake that a careless change might make. */
  readonly description: string;
  /** The built module that is changed, and the text that replaces another one in it. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** A second place of the same module, where one is not enough. */
  readonly also?: Pick<Defect, 'find' | 'replace'>;
}

/**
 * Defects that the truth run has to notice. Each is put into a copy of the built library, so `src/`
 * needs no switches for them.
 */
export const defects: Readonly<Record<string, Defect>> = {
  optimistic: {
    description: 'an HTTP 200 counts as done',
    file: 'store/callEntry.js',
    find: 'withRecording(entry, { pending: { ...pending, ...acceptance } })',
    replace:
      'withRecording(entry, { pending: undefined, state: recordingOperations[pending.operationName].confirmedBy })',
  },
  'no-reread': {
    description: 'after a reconnect nothing is read again',
    file: 'client/liveness.js',
    find: 'enter("open"); readUnlessQuiet();',
    replace:
      'enter("open"); if (options.hasOpened) { cancelRead(); setStatus({ phase: "live" }); } else { options.hasOpened = true; readUnlessQuiet(); }',
  },
  'snapshot-wins': {
    description: 'a snapshot overwrites an event that is newer',
    file: 'client/eventOrder.js',
    find: 'if (known > asked) return',
    replace: 'if (false) return',
  },
  'pending-for-ever': {
    description: 'a pending operation never runs out of time',
    file: 'client/operations.js',
    find: 'else fail(request, { ending: "unconfirmed" });',
    replace: '',
  },
  'blind-retry': {
    description: 'a POST that failed is sent again',
    file: 'transport/requester.js',
    find: 'const { code } = AgentDesktopError.from(error);',
    replace:
      'const { code } = AgentDesktopError.from(error); if (body && (window.retries = (window.retries ?? 0) + 1) % 2) continue;',
  },
  'no-stale-mark': {
    description: 'a state that may be out of date is not marked',
    file: 'model/callRecording.js',
    find: 'return doubt !== void 0 || isKnown && isStale(connection);',
    replace: 'return false;',
  },
  'no-heartbeat': {
    description: 'a connection that goes silent is not noticed',
    file: 'transport/heartbeat.js',
    find: 'timer = setTimeout(() => {',
    replace: 'if (cometd) return; timer = setTimeout(() => {',
  },
  'old-messages': {
    description: 'a message that is older than what is known is applied',
    file: 'client/eventOrder.js',
    find: 'if (!known) return void 0;',
    replace: 'return void 0;',
  },
  'no-resubscribe': {
    description: 'the subscription is not made again in a new session',
    file: 'transport/trackSubscription.js',
    find: 'if (handshakesInVain <= mostHandshakesInVain) subscribe(); else',
    replace:
      'if (window.wasSubscribed) { phase = "granted"; } else { window.wasSubscribed = true; subscribe(); } if (false)',
  },
  'resend-unnoticed': {
    description: 'a poll that the browser has sent twice is not noticed',
    file: 'transport/watchResends.js',
    find: 'if (isStartLate || isAnswerSlow) report();',
    replace: '',
  },
  'press-lost': {
    description: 'some presses are accepted and then dropped without a report',
    file: 'client/operations.js',
    find: 'await rest.performOperation(serverIdOf(callId), operationName, giveUp.signal);',
    replace:
      'if (requestId % 3 === 0) { store.update(callId, (entry) => ({ ...entry, recording: { ...entry.recording, pending: undefined } })); return; } await rest.performOperation(serverIdOf(callId), operationName, giveUp.signal);',
  },
  'double-press': {
    description: 'a second press is sent while the first is pending',
    file: 'hooks/useRecordingOperation.js',
    find: '.execute(request)',
    replace: '.execute((void desktop.sendOperation(request).catch(() => undefined), request))',
  },
  'newest-call-wins': {
    description: 'a widget shows the call of its id that had the latest message',
    file: 'store/desktopStore.js',
    find: 'if (shown !== void 0 && isGoingOn(shown)) return shown;',
    replace:
      'const newest = [...callsById.get(anyId) ?? []].sort((a, b) => entry(b).order - entry(a).order).find(isGoingOn); if (newest !== void 0) return newest;',
    also: {
      find: 'store.setState(after, true);',
      replace: 'store.setState(after, true); lookAgainAt(callId);',
    },
  },
  'first-call-for-ever': {
    description: 'a widget stays on an ended call although another call with its id goes on',
    file: 'store/callViews.js',
    find: 'if (now.recording.ended && !before.recording.ended) lookAgain(anyId, shown);',
    replace: '',
  },
  'missing-is-none': {
    description: 'a call without a recording state is shown as not recorded',
    file: 'store/callEntry.js',
    find: 'return named || isOffered || isRecorded ? "Unknown" : "None";',
    replace: 'return "None";',
  },
  'older-clock-ignored': {
    description: 'a message that is older by the clock of its node is dropped without a read',
    file: 'client/reconcile.js',
    find: 'if (saysOtherwise(entry, call)) markDoubtful(callId, "older-message"); else readCallsSoon();',
    replace: '',
  },
  'refused-credited': {
    description: 'a change by somebody else confirms an operation that the server had refused',
    file: 'store/callEntry.js',
    find: 'return failure.ending === "rejected" && !failure.error.isOutcomeUnknown ?',
    replace: 'return false ?',
  },
  'late-for-ever': {
    description: 'a change long afterwards confirms an operation that was given up',
    file: 'store/callEntry.js',
    find: 'at - outcome.at > 3e4',
    replace: 'false',
  },
  'client-clock': {
    description: 'times are taken from the system clock, which somebody may set',
    file: 'model/steadyClock.js',
    find: 'return Number.isFinite(timeOrigin) ? Math.round(timeOrigin + performance.now()) : Date.now();',
    replace: 'return Date.now();',
  },
  'tab-lock-ignored': {
    description: 'two tabs that are pressed at once send one operation each',
    file: 'client/takeTurn.js',
    find: 'const release = await tabs.lock(callId, isOvertaking ? patienceWithOvertaken : patienceWithTabs);',
    replace: 'const release = () => void isOvertaking;',
  },
  'tabs-silent': {
    description: 'a tab does not tell the other tabs which operation is pending',
    file: 'client/operations.js',
    find: 'tabs.tell({ type: "requested",',
    replace: 'void ({ type: "requested",',
  },
};

/** @throws Error when the text of a defect is not found in the library in a folder */
export function expectDefectsFit(known: Readonly<Record<string, Defect>>, library: string): void {
  const outdated = Object.entries(known)
    .filter(([, defect]) => {
      const code = readFileSync(join(library, defect.file), 'utf8');
      return !replacementsOf(defect).every(({ find }) => spaced(find).test(code));
    })
    .map(([name]) => name);
  if (outdated.length > 0)
    throw new Error(
      `The library has changed, so these defects have to be adapted: ${outdated.join(', ')}`,
    );
}

/** Puts a defect into a module of a built library. The build fails when the text is not found. */
export function defectPlugin(name: string, defect: Defect, library: string): Plugin {
  const { file } = defect;
  let isDone = false;
  return {
    name: `defect-${name}`,
    transform(code, id) {
      if (id.split('?')[0] !== join(library, file)) return undefined;
      isDone = true;
      const broken = replacementsOf(defect).reduce((before, { find, replace }) => {
        if (!spaced(find).test(before))
          throw new Error(`The defect ${name} no longer fits ${file}: ${find}`);
        return before.replace(spaced(find), () => replace);
      }, code);
      return { code: broken, map: null };
    },
    buildEnd(error) {
      if (!error && !isDone) throw new Error(`The defect ${name} found no ${file}.`);
    },
  };
}

function replacementsOf(defect: Defect): readonly Pick<Defect, 'find' | 'replace'>[] {
  return defect.also ? [defect, defect.also] : [defect];
}

/** Finds a text, however the bundler breaks its lines. */
function spaced(text: string): RegExp {
  const words = text.split(/\s+/).map((word) => word.replace(/[^\w]/g, '\\$&'));
  return new RegExp(words.join('\\s+'));
}
