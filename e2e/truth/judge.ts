import { recordingOperations } from '../../src/model/recording.ts';
import type { LoggedRequest } from '../../src/mock-server/rest.ts';
import type { TimelineEntry } from '../../src/mock-server/switchboard.ts';
import type { Schedule } from './schedule.ts';
import type { AcceptedPress, Shown, TruthLog } from './page/recorder.ts';

/** What a run left behind: the truth, what was shown, and what the network did. Times: epoch ms. */
export interface Evidence {
  readonly schedule: Schedule;
  readonly from: number;
  /** When everything was calmed. */
  readonly calmedAt: number;
  /** When that was settled, or hopeless; right after it each call was changed once more. */
  readonly encoreAt: number;
  /** When the watching ended. */
  readonly to: number;
  readonly page: TruthLog;
  readonly timeline: Readonly<Record<string, readonly TimelineEntry[]>>;
  readonly requests: readonly LoggedRequest[];
  /** The operations that the page sent, and how each was answered, if it was. */
  readonly posts: readonly {
    readonly url: string;
    readonly body: string;
    readonly status: number | undefined;
  }[];
  /** Every event that the switch gave to the notifications to carry. */
  readonly told: readonly { readonly at: number; readonly callId: string; readonly truth: Truth }[];
  /** When the network began to swallow things without a word. */
  readonly silences: readonly number[];
  /**
   * When connections broke of which the page need not hear: the browser sends a long-poll again by
   * itself, and a server that asks for no acknowledgment has told its news to the broken one.
   */
  readonly resends: readonly number[];
  /** When this machine did not get round to running us: nobody could have been on time. */
  readonly stalls: readonly { readonly from: number; readonly to: number }[];
}

/** A recording state, or `ended`, or `absent` before the call began. */
export type Truth = string;

export interface Verdict {
  /** Ms in which a widget showed a confirmed state, unmarked, that had not been true for a second. */
  readonly lie: number;
  /** Ms of the same, excused: the link had died without a word and the heartbeat was not due. */
  readonly silent: number;
  /** Ms of the same, excused: the server told nobody, and no sign of it reached the page. */
  readonly untold: number;
  /** Ms of the same, excused: what was asked had come true, and "pausing…" was shown meanwhile. */
  readonly whilePending: number;
  readonly stuckPendings: number;
  readonly duplicatePosts: number;
  /** Sent again by the browser, see `repeatedPosts`. */
  readonly resentPosts: number;
  readonly lostOperations: number;
  readonly presses: number;
  readonly isEndWrong: boolean;
  /** Ms from the calm to the truth on every widget, unmarked. */
  readonly recovery: number | undefined;
  /** The longest time the machine held us up, in ms. */
  readonly longestStall: number;
  /** What went wrong, a line each. */
  readonly findings: readonly string[];
}

export const settings = {
  confirmationTimeout: 3_000,
  heartbeat: { hold: 2_000, grace: 1_000 },
  /**
   * Dead sockets stay dead after the calm, and the browser offers them once more: the heartbeat
   * (3 s), a request that runs out of time (2.5 s), and the slowest pause (9.6 s) before the next.
   */
  recoverLimit: 20_000,
} as const;

/** How long news may be on its way, in ms. */
const allowance = 1_000;
const heartbeatDue = settings.heartbeat.hold + settings.heartbeat.grace + allowance;
const pendingLimit = settings.confirmationTimeout + 1_500;
/**
 * How long before a connection broke a poll may have been answered without its answer coming in,
 * and how long after it the server may still take it for whole. In ms.
 */
const onTheWay = 250;
/** How finely time is looked at, in ms. */
const step = 10;

export function truthOf({ state, recordingState }: Omit<TimelineEntry, 'at'>): Truth {
  return state === 'Released' || state === 'Completed' ? 'ended' : (recordingState ?? 'None');
}

export function truthAt(timeline: Evidence['timeline'], callId: string, at: number): Truth {
  const entry = timeline[callId]?.findLast((each) => each.at <= at);
  return entry ? truthOf(entry) : 'absent';
}

/** Whether a widget says right now what is true, without a reservation. */
export function isRight(shown: Shown, truth: Truth): boolean {
  if (truth === 'absent') return claimOf(shown) === undefined;
  // It came and went while nobody heard, and "the server does not report this call" is the truth.
  if (truth === 'ended' && shown.state === 'Unknown' && !shown.isStale) return true;
  if (shown.isStale || shown.pending) return false;
  // "Not confirmed" stays until the agent looks again; what is under it has to be right.
  return shown.look === 'ended' ? truth === 'ended' : shown.state === truth;
}

/** What a widget claims to be so, or undefined while it says that it is not sure. */
function claimOf({ isStale, look, state, words }: Shown): Truth | undefined {
  if (look === 'ended') return isStale ? undefined : 'ended';
  const isInDoubt =
    isStale ||
    look === 'checking' ||
    look === 'unknown' ||
    look === 'unconfirmed' ||
    /Treat as recording\.|Recording may not be running\./.test(words);
  return isInDoubt ? undefined : state;
}

/**
 * Calls whose last change nobody was told of: until the next word about them, no client can know.
 */
export function untoldCalls(evidence: Told): string[] {
  return Object.keys(evidence.timeline).filter((callId) =>
    [...untoldChanges(evidence, callId), ...misleadingEvents(evidence, callId)].some(
      ({ to }) => to === Infinity,
    ),
  );
}

type Told = Pick<Evidence, 'schedule' | 'timeline' | 'told' | 'page' | 'silences' | 'resends'>;

interface Unknowable {
  readonly untold: readonly { readonly from: number; readonly to: number; readonly truth: Truth }[];
  readonly misled: readonly { readonly from: number; readonly to: number; readonly said: Truth }[];
}

/** The spans of time from a change to the first word about it that the server gave to anybody. */
function untoldChanges(evidence: Told, callId: string): Unknowable['untold'] {
  return (evidence.timeline[callId] ?? []).map((entry) => ({
    from: entry.at,
    to: firstWordAfter(evidence, callId, entry.at),
    truth: truthOf(entry),
  }));
}

/** Old events that were sent as if they were new, by a server that does not say when they were made. */
function misleadingEvents(evidence: Told, callId: string): Unknowable['misled'] {
  if (evidence.schedule.serverTimestamps) return [];
  return evidence.told
    .filter((each) => each.callId === callId)
    .filter(({ at, truth }) => truth !== truthAt(evidence.timeline, callId, at))
    .map(({ at, truth }) => ({
      from: at,
      // What is read while it is on its way does not help: it comes after the answer.
      to: firstWordAfter(evidence, callId, at + allowance),
      said: truth,
    }));
}

/** When the server next said what was true then, in an event or in answer to a read. */
function firstWordAfter(
  { timeline, told, page, silences, resends }: Told,
  callId: string,
  from: number,
): number {
  // What was told to a link that had died without a word is heard when the heartbeat has noticed,
  // and what was told to a poll that broke when the one that was sent in its place is answered.
  const heardAt = (at: number): number => {
    const dead = [
      ...silences.filter((since) => since <= at && at <= since + heartbeatDue),
      ...resends.filter((since) => Math.abs(at - since) <= onTheWay),
    ];
    return Math.max(at, ...dead.map((since) => since + heartbeatDue));
  };
  const event = told.find(
    (each) =>
      each.callId === callId &&
      each.at >= from &&
      each.truth === truthAt(timeline, callId, each.at),
  );
  const read = page.reads.find(
    ({ askedAt, url }) =>
      askedAt >= from && (url.includes('/me/calls?') || url.endsWith(`/me/calls/${callId}`)),
  );
  return Math.min(event ? heardAt(event.at) : Infinity, read?.at ?? Infinity);
}

export function judge(evidence: Evidence): Verdict {
  const { schedule, page, timeline, stalls } = evidence;
  const findings: string[] = [];
  const widgets = schedule.callIds.length + 1;
  const when = (at: number): string => `${((at - evidence.from) / 1000).toFixed(2)} s`;
  const sums = { lie: 0, silent: 0, untold: 0, whilePending: 0 };

  const stalledBefore = (at: number, ms: number): number =>
    stalls.reduce(
      (sum, { from, to }) => sum + Math.max(0, Math.min(to, at) - Math.max(from, at - ms)),
      0,
    );
  const wasTrue = (callId: string, claim: Truth, from: number, to: number): boolean =>
    truthAt(timeline, callId, from) === claim ||
    (timeline[callId] ?? []).some(
      (entry) => entry.at > from && entry.at <= to && truthOf(entry) === claim,
    );

  for (let widget = 0; widget < widgets; widget += 1) {
    const samples = page.shown.filter((each) => each.widget === widget);
    const callId = samples[0]?.callId ?? '';
    const unknowable = {
      untold: untoldChanges(evidence, callId),
      misled: misleadingEvents(evidence, callId),
    };
    let index = -1;
    let lie: { from: number; claim: Truth } | undefined;
    for (let at = evidence.from; at <= evidence.to; at += step) {
      while ((samples[index + 1]?.at ?? Infinity) <= at) index += 1;
      const shown = samples[index];
      const excuse = shown && excuseOf(shown, callId, unknowable, at);
      if (excuse) sums[excuse] += step;
      if (excuse === 'lie' && shown) lie ??= { from: at, claim: claimOf(shown) ?? '' };
      if (lie && (excuse !== 'lie' || at + step > evidence.to)) {
        findings.push(
          `LIE widget ${widget} (${callId.slice(-3)}) showed ${lie.claim} from ${when(lie.from)} to ${when(at)}; true was ${truthAt(timeline, callId, lie.from)}`,
        );
        lie = undefined;
      }
    }
  }

  /** What stands in for the truth here, or undefined when nothing untrue is claimed. */
  function excuseOf(
    shown: Shown,
    callId: string,
    { untold, misled }: Unknowable,
    at: number,
  ): keyof typeof sums | undefined {
    const claim = claimOf(shown);
    if (claim === undefined) return undefined;
    const patience = allowance + stalledBefore(at, 5_000);
    if (wasTrue(callId, claim, at - patience, at)) return undefined;
    const asked = pendingOf(shown);
    const awaited = asked && recordingOperations[asked].confirmedBy;
    if (awaited && wasTrue(callId, awaited, at - patience, at)) return 'whilePending';
    const silence = evidence.silences.find(
      (from) => from <= at && at <= from + heartbeatDue + stalledBefore(at, 5_000),
    );
    if (silence !== undefined && wasTrue(callId, claim, silence - patience, at)) return 'silent';
    const secret = untold.find(({ from, to }) => from <= at && at <= to + patience);
    const isOwn = secret && isAnswerToPress(page.shown, shown.widget, secret);
    if (secret && !isOwn && wasTrue(callId, claim, secret.from - patience, at)) return 'untold';
    return misled.some(({ from, to, said }) => said === claim && from <= at && at <= to + patience)
      ? 'untold'
      : 'lie';
  }

  const stuck = endlessPendings(evidence, stalledBefore);
  for (const { at, widget, ms } of stuck)
    findings.push(`STUCK widget ${widget} was pending from ${when(at)} for ${ms} ms`);

  const { byPage, byBrowser } = repeatedPosts(evidence);
  findings.push(...byPage.map((each) => `DUPLICATE ${each}`));
  const lost = lostPresses(evidence);
  for (const { at, callId, operationName } of lost)
    findings.push(`LOST ${operationName} of ${callId.slice(-3)} at ${when(at)}`);

  const recoveredAt = recoveryOf(evidence, widgets);
  if (recoveredAt === undefined) findings.push(...wrongAt(evidence, widgets, evidence.encoreAt));
  const wrongEnds = wrongAt(evidence, widgets, evidence.to);
  findings.push(...wrongEnds);

  return {
    ...sums,
    stuckPendings: stuck.length,
    duplicatePosts: byPage.length,
    resentPosts: byBrowser,
    lostOperations: lost.length,
    presses: page.presses.length,
    isEndWrong: recoveredAt === undefined || wrongEnds.length > 0,
    recovery: recoveredAt === undefined ? undefined : Math.max(0, recoveredAt - evidence.calmedAt),
    longestStall: Math.max(0, ...stalls.map(({ from, to }) => to - from)),
    findings,
  };
}

export function isKept(verdict: Verdict): boolean {
  return (
    !verdict.isEndWrong &&
    verdict.lie === 0 &&
    verdict.stuckPendings === 0 &&
    verdict.duplicatePosts === 0 &&
    verdict.lostOperations === 0
  );
}

function pendingOf({ pending }: Shown): keyof typeof recordingOperations | undefined {
  return pending !== undefined && pending in recordingOperations
    ? // Just checked.
      (pending as keyof typeof recordingOperations)
    : undefined;
}

/** An event that answers the agent's own press is awaited, and its absence noticed. */
function isAnswerToPress(
  shown: readonly Shown[],
  widget: number,
  change: { readonly from: number; readonly truth: Truth },
): boolean {
  const then = shown.findLast((each) => each.widget === widget && each.at <= change.from);
  const asked = then && pendingOf(then);
  return asked !== undefined && recordingOperations[asked].confirmedBy === change.truth;
}

function endlessPendings(
  { schedule, page, to }: Evidence,
  stalledBefore: (at: number, ms: number) => number,
): { readonly at: number; readonly widget: number; readonly ms: number }[] {
  const stuck = [];
  for (let widget = 0; widget <= schedule.callIds.length; widget += 1) {
    const samples = page.shown.filter((each) => each.widget === widget);
    let since: Shown | undefined;
    for (const shown of [...samples, undefined]) {
      if (shown && shown.pending === since?.pending) continue;
      const at = shown?.at ?? to;
      const ms = since ? at - since.at : 0;
      if (since && ms > pendingLimit + stalledBefore(at, ms)) stuck.push({ ...since, ms });
      since = shown?.pending === undefined ? undefined : shown;
    }
  }
  return stuck;
}

/**
 * More POSTs at the server than presses that a widget took. Chromium by itself sends a POST again
 * when a connection that it had used before breaks without an answer; no page can hinder it, and
 * the operations are made for it: each names a state, none toggles. So what counts is what the page
 * sent. What was refused for the sign-in or the CSRF token (403) may be sent once more.
 */
function repeatedPosts(evidence: Evidence): {
  readonly byPage: string[];
  readonly byBrowser: number;
} {
  const { page, requests, posts } = evidence;
  const count = (keys: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const keyOf = (url: string, operationName: string | null): string =>
    `${operationName} of ${url.slice(-3)}`;
  const keyOfPost = ({ url, body }: Evidence['posts'][number]): string =>
    keyOf(url, /"operationName":"(\w+)"/.exec(body)?.[1] ?? null);
  const pressed = count(page.presses.map((each) => keyOf(each.callId, each.operationName)));
  const refused = count(posts.filter(({ status }) => status === 403).map(keyOfPost));
  const sent = count(posts.map(keyOfPost));
  const arrived = count(
    requests
      .filter(({ method }) => method === 'POST')
      .map(({ path, operationName }) => keyOf(path, operationName)),
  );

  const byPage: string[] = [];
  let byBrowser = 0;
  for (const [key, times] of arrived) {
    const surplus = Math.max(0, times - (pressed.get(key) ?? 0));
    const sentAgain = (sent.get(key) ?? 0) - (pressed.get(key) ?? 0) - (refused.get(key) ?? 0);
    const isByPage = Math.min(surplus, Math.max(0, sentAgain));
    byPage.push(...Array.from({ length: isByPage }, () => key));
    byBrowser += surplus - isByPage;
  }
  return { byPage, byBrowser };
}

/** Presses that a widget took, that never reached the server, and of which nothing was said. */
function lostPresses({ page, requests, to }: Evidence): AcceptedPress[] {
  const posts = requests.filter(({ method }) => method === 'POST');
  return page.presses.filter((press) => {
    const match = posts.findIndex(
      ({ path, operationName, at }) =>
        operationName === press.operationName && path.endsWith(press.callId) && at >= press.at - 50,
    );
    if (match >= 0) {
      posts.splice(match, 1);
      return false;
    }
    const after = page.shown.filter((each) => each.callId === press.callId && each.at >= press.at);
    const end = after.find((each, index) => index > 0 && each.pending === undefined);
    // Still pending when the watching ended: then it is stuck, or not yet due.
    if (!end) return to - press.at > pendingLimit;
    return !(
      end.look === 'ended' ||
      end.look === 'unconfirmed' ||
      end.state === recordingOperations[press.operationName].confirmedBy ||
      // The second: it came true, and was changed again before anybody could see it.
      /Could not|by someone else/.test(end.words)
    );
  });
}

/** The first moment after the calm from which on every widget was right until the encore. */
function recoveryOf(evidence: Evidence, widgets: number): number | undefined {
  const { page, timeline, calmedAt, encoreAt } = evidence;
  let recoveredAt = calmedAt;
  for (let widget = 0; widget < widgets; widget += 1) {
    const samples = page.shown.filter((each) => each.widget === widget && each.at <= encoreAt);
    const callId = samples[0]?.callId ?? '';
    const truth = truthAt(timeline, callId, encoreAt);
    const last = samples.at(-1);
    if (!last || !isRight(last, truth)) return undefined;
    const lastWrong = samples.findLast((each) => !isRight(each, truth));
    const rightSince = lastWrong ? samples[samples.indexOf(lastWrong) + 1]?.at : undefined;
    recoveredAt = Math.max(recoveredAt, rightSince ?? 0);
  }
  return recoveredAt;
}

function wrongAt({ page, timeline }: Evidence, widgets: number, at: number): string[] {
  return Array.from({ length: widgets }, (_, widget) => {
    const shown = page.shown.findLast((each) => each.widget === widget && each.at <= at);
    const truth = truthAt(timeline, shown?.callId ?? '', at);
    return !shown || !isRight(shown, truth)
      ? `WRONG END widget ${widget}: ${shown?.state} ${shown?.isStale ? 'stale ' : ''}(${shown?.words}); true is ${truth}`
      : '';
  }).filter((each) => each !== '');
}
