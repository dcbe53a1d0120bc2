import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export interface Defect {
  /** What a careless change might do. */
  readonly says: string;
  /** The built module it is done to, and what becomes of it. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/**
 * Ways to break the widget that the harness has to notice, each done to a copy of the built
 * library: there is no switch for them anywhere in `src/`.
 */
export const defects: Readonly<Record<string, Defect>> = {
  optimistic: {
    says: 'an HTTP 200 counts as done',
    file: 'store/callEntry.js',
    find: 'if (pending?.requestId === requestId) return withRecording(entry, { pending: { ...pending, ...acceptance } });',
    replace:
      'if (pending?.requestId === requestId) return withRecording(entry, { pending: undefined, state: recordingOperations[pending.operationName].confirmedBy });',
  },
  'no-reread': {
    says: 'after a reconnect nothing is read again',
    file: 'client/liveness.js',
    find: 'openings += 1; read();',
    replace:
      'openings += 1; if (openings > 1) { cancelNext(); setStatus({ phase: "live" }); } else read();',
  },
  'snapshot-wins': {
    says: 'a snapshot overwrites an event that is newer',
    file: 'client/reconcile.js',
    find: 'if (known > asked) {',
    replace: 'if (false) {',
  },
  'pending-for-ever': {
    says: 'a pending operation never runs out of time',
    file: 'client/operations.js',
    find: 'fail(request, { ending: "unconfirmed" });',
    replace: '',
  },
  'blind-retry': {
    says: 'a POST that failed is sent again',
    file: 'transport/requester.js',
    find: 'const { code } = AgentDesktopError.from(error);',
    replace:
      'const { code } = AgentDesktopError.from(error); if (body && (window.retries = (window.retries ?? 0) + 1) % 2) continue;',
  },
  'no-stale-mark': {
    says: 'what may be out of date is not marked',
    file: 'hooks/useRecordingStatus.js',
    find: 'isOutOfDate ? "" : void 0',
    replace: 'void 0',
  },
  'no-heartbeat': {
    says: 'a link that died without a word is not noticed',
    file: 'transport/heartbeat.js',
    find: 'timer = setTimeout(() => {',
    replace: 'if (cometd) return; timer = setTimeout(() => {',
  },
  'old-news': {
    says: 'a message that is older than what is known is applied',
    file: 'client/reconcile.js',
    find: 'if (!known) return void 0;',
    replace: 'return void 0;',
  },
  deaf: {
    says: 'the subscription is not made again in a new session',
    file: 'transport/followCometd.js',
    find: 'if (handshakesWithoutConnect <= mostHandshakesWithoutConnect) subscribe(); else',
    replace:
      'if (window.wasSubscribed) { proof = "granted"; } else { window.wasSubscribed = true; subscribe(); } if (false)',
  },
  'resend-unnoticed': {
    says: 'a poll that the browser sent twice passes for whole',
    file: 'transport/watchResends.js',
    find: 'requestStart > 0 &&',
    replace: 'false &&',
  },
  'press-lost': {
    says: 'a press is taken, and then forgotten without a word',
    file: 'client/operations.js',
    find: 'await rest.performOperation(serverIdOf(callId), operationName, giveUp.signal);',
    replace:
      'if (requestId % 3 === 0) { store.update(callId, (entry) => ({ ...entry, recording: { ...entry.recording, pending: undefined } })); return; } await rest.performOperation(serverIdOf(callId), operationName, giveUp.signal);',
  },
  'double-press': {
    says: 'a second press is sent while the first is pending',
    file: 'hooks/useRecordingOperation.js',
    find: '.execute(request)',
    replace: '.execute((void desktop.sendOperation(request).catch(() => undefined), request))',
  },
};

/** The names of those that no longer fit the library that was built into a folder. */
export function misfits(library: string): string[] {
  return Object.entries(defects)
    .filter(([, { file, find }]) => !spaced(find).test(readFileSync(join(library, file), 'utf8')))
    .map(([name]) => name);
}

/** Does the defect to the modules of a build. A defect that no longer fits fails the build. */
export function defectPlugin(name: string, { file, find, replace }: Defect): Plugin {
  let isDone = false;
  return {
    name: `defect-${name}`,
    transform(code, id) {
      if (!id.split('?')[0]?.endsWith(`/library/${file}`)) return undefined;
      if (!spaced(find).test(code)) {
        throw new Error(`The defect ${name} no longer fits ${file}: ${find}`);
      }
      isDone = true;
      return { code: code.replace(spaced(find), () => replace), map: null };
    },
    buildEnd(error) {
      if (!error && !isDone) throw new Error(`The defect ${name} found no ${file}.`);
    },
  };
}

/** The same text, however the bundler breaks its lines. */
function spaced(text: string): RegExp {
  const words = text.split(/\s+/).map((word) => word.replace(/[^\w]/g, '\\$&'));
  return new RegExp(words.join('\\s+'));
}
