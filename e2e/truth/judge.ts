import { recordingOperations } from '../../src/model/recording.ts';
import type { LoggedRequest } from '../../src/mock-server/rest.ts';
import type { TimelineEntry } from '../../src/mock-server/switchboard.ts';
import { lateConfirmationSpan } from '../../src/store/callEntry.ts';
import { sharedUuid, widgetIds, type Schedule } from './schedule.ts';
import type { AcceptedPress, Shown, ToldEvent, TruthLog } from './page/recorder.ts';

/**
 * The records of a run: what was true, what was shown, what the network did. Times are epoch ms.
 */
export interface Evidence {
  readonly schedule: Schedule;
  readonly from: number;
  /** When the faults ended. */
  readonly calmedAt: number;
  /**
   * When every widget was right again, or the time for it was over. Then each call is changed
   * again.
   */
  readonly encoreAt: number;
  /** When the recording of the run ended. */
  readonly to: number;
  /** What each tab saw. */
  readonly pages: readonly TruthLog[];
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
  /** When the network began to drop data without an error. */
  readonly silences: readonly number[];
  /**
   * When connections broke of which the page need not hear: the browser sends a long-poll again by
   * itself, and a server that asks for no acknowledgment has told its news to the broken one.
   */
  readonly resends: readonly number[];
  /** When this machine was too busy to run the page, so that no widget could be in time. */
  readonly stalls: readonly { readonly from: number; readonly to: number }[];
}

/** What one of the tabs saw of it. */
type Seen = Evidence & { readonly page: TruthLog };

/** A recording state, or `ended`, or `absent` before the call began. */
export type Truth = string;

export interface Verdict {
  /**
   * Ms in which a widget showed a confirmed state, unmarked, that had not been true for a second.
   */
  readonly lie: number;
  /** Ms of the same that are excused: the connection hung and the heartbeat was not due. */
  readonly silent: number;
  /** Ms of the same that are excused: the server did not tell the change, and nothing else did. */
  readonly untold: number;
  /** Ms of the same that are excused: the operation had happened, and it was shown as pending. */
  readonly whilePending: number;
  readonly stuckPendings: number;
  readonly duplicatePosts: number;
  /** Sent again by the browser, see `repeatedPosts`. */
  readonly resentPosts: number;
  readonly lostOperations: number;
  readonly presses: number;
  /** Operations that the record credits to the agent although the server refused them. */
  readonly wrongAuthors: number;
  /** Times that a widget went from a call that goes on to another, or pressed another call. */
  readonly strayed: number;
  /** Times that a widget said an age that is longer than anybody watched. */
  readonly wrongAges: number;
  /** Presses that the other tab did not show within 100 ms. */
  readonly lateElsewhere: number;
  readonly isEndWrong: boolean;
  /** Ms from the end of the faults until every widget showed the true state without a mark. */
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

/** How long an event may take to the page, in ms. */
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

/** Whether a widget shows the true state of its call now, without any mark of doubt. */
export function isRight(
  shown: Shown,
  given: string,
  { legs }: Pick<Schedule, 'legs'>,
  timeline: Evidence['timeline'],
  at: number,
): boolean {
  // Of several calls with its id, a widget shows one that goes on.
  const goesOn = (callId: string): boolean => !isGone(truthAt(timeline, callId, at));
  if (given === sharedUuid && legs.some(goesOn) && !goesOn(shown.callId)) return false;
  return saysTruth(shown, truthAt(timeline, shown.callId, at));
}

function isGone(truth: Truth): boolean {
  return truth === 'ended' || truth === 'absent';
}

function saysTruth(shown: Shown, truth: Truth): boolean {
  if (truth === 'absent') return claimOf(shown) === undefined;
  // It came and went while nobody heard, and "the server does not report this call" is the truth.
  if (truth === 'ended' && shown.state === 'Unknown' && !shown.isStale) return true;
  if (shown.isStale || shown.pending) return false;
  // "Not confirmed" stays until the agent looks again; what is under it has to be right.
  return shown.look === 'ended' ? truth === 'ended' : shown.state === truth;
}

/** The state that a widget shows as certain, or undefined while it says that it is not sure. */
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

type Told = Pick<Seen, 'schedule' | 'timeline' | 'told' | 'page' | 'silences' | 'resends'>;

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

/**
 * Old events that were sent as if they were new, by a server that does not say when they were made,
 * or whose clocks differ.
 */
function misleadingEvents(evidence: Told, callId: string): Unknowable['misled'] {
  const { serverTimestamps, clocks } = evidence.schedule;
  if (serverTimestamps && clocks === 'one') return [];
  return (
    evidence.told
      .filter((each) => each.callId === callId)
      // It names no state, and misleads nobody.
      .filter(({ truth }) => truth !== 'None')
      .filter(({ at, truth }) => truth !== truthAt(evidence.timeline, callId, at))
      .map(({ at, truth }) => ({
        from: at,
        // What is read while it is on its way does not help: it comes after the answer.
        to: firstWordAfter(evidence, callId, at + allowance),
        said: truth,
      }))
  );
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
    ({ askedAt, at, url, nameless }) =>
      askedAt >= from &&
      (url.includes('/me/calls?') || url.endsWith(`/me/calls/${callId}`)) &&
      !(nameless.includes(callId) && isNamed(truthAt(timeline, callId, at))),
  );
  return Math.min(event ? heardAt(event.at) : Infinity, read?.at ?? Infinity);
}

/** Whether a server that leaves out no field names this state. */
function isNamed(truth: Truth): boolean {
  return truth !== 'None' && !isGone(truth);
}

export function judge(whole: Evidence): Verdict {
  const tabs = whole.pages.map((page) => judgeTab({ ...whole, page }));
  const { stalls } = whole;
  const when = (at: number): string => `${((at - whole.from) / 1000).toFixed(2)} s`;
  const sum = (of: (verdict: TabVerdict) => number): number =>
    tabs.reduce((total, verdict) => total + of(verdict), 0);
  const findings = tabs.flatMap((verdict, tab) =>
    verdict.findings.map((each) => (tabs.length > 1 ? `tab ${tab + 1}: ${each}` : each)),
  );

  const { byPage, byBrowser } = repeatedPosts(whole);
  findings.push(...byPage.map((each) => `DUPLICATE ${each}`));
  const lost = lostPresses(whole);
  for (const { at, callId, operationName } of lost)
    findings.push(`LOST ${operationName} of ${callId.slice(-3)} at ${when(at)}`);
  const wrong = wrongAuthors(whole);
  findings.push(
    ...wrong.map(
      ({ at, callId, operationName, why }) =>
        `WRONG AUTHOR ${operationName} of ${callId.slice(-3)} at ${when(at)}: ${why}`,
    ),
  );
  const late = lateElsewhere(whole, stalledBefore(stalls));
  for (const { at, callId, operationName } of late)
    findings.push(`LATE ELSEWHERE ${operationName} of ${callId.slice(-3)} at ${when(at)}`);

  const recoveries = tabs.map(({ recovery }) => recovery);
  const isRecovered = !recoveries.includes(undefined);
  return {
    lie: sum(({ lie }) => lie),
    silent: sum(({ silent }) => silent),
    untold: sum(({ untold }) => untold),
    whilePending: sum(({ whilePending }) => whilePending),
    stuckPendings: sum(({ stuckPendings }) => stuckPendings),
    strayed: sum(({ strayed }) => strayed),
    wrongAges: sum(({ wrongAges }) => wrongAges),
    duplicatePosts: byPage.length,
    resentPosts: byBrowser,
    lostOperations: lost.length,
    wrongAuthors: wrong.length,
    lateElsewhere: late.length,
    presses: pressesOf(whole).length,
    isEndWrong: tabs.some(({ isEndWrong }) => isEndWrong),
    recovery: isRecovered ? Math.max(...recoveries.map((each) => each ?? 0)) : undefined,
    longestStall: Math.max(0, ...stalls.map(({ from, to }) => to - from)),
    findings,
  };
}

type TabVerdict = Pick<
  Verdict,
  | 'lie'
  | 'silent'
  | 'untold'
  | 'whilePending'
  | 'stuckPendings'
  | 'strayed'
  | 'wrongAges'
  | 'isEndWrong'
  | 'recovery'
  | 'findings'
>;

type StalledBefore = (at: number, ms: number) => number;

/** How long the machine held us up in the last `ms` before a moment. */
function stalledBefore(stalls: Evidence['stalls']): StalledBefore {
  return (at, ms) =>
    stalls.reduce(
      (sum, { from, to }) => sum + Math.max(0, Math.min(to, at) - Math.max(from, at - ms)),
      0,
    );
}

function judgeTab(evidence: Seen): TabVerdict {
  const { schedule, page, timeline } = evidence;
  const findings: string[] = [];
  const given = widgetIds(schedule);
  const when = (at: number): string => `${((at - evidence.from) / 1000).toFixed(2)} s`;
  const sums = { lie: 0, silent: 0, untold: 0, whilePending: 0 };

  const stalled = stalledBefore(evidence.stalls);
  const isMeant = (truth: Truth, claim: Truth): boolean =>
    truth === claim ||
    // Where the state, the capabilities and GSIP_RECORD are left out, nobody can tell these two
    // apart.
    (schedule.words === 'bare' && claim === 'None' && truth === 'Stopped');
  const wasTrue = (callId: string, claim: Truth, from: number, to: number): boolean =>
    isMeant(truthAt(timeline, callId, from), claim) ||
    (timeline[callId] ?? []).some(
      (entry) => entry.at > from && entry.at <= to && isMeant(truthOf(entry), claim),
    );
  const unknowables = new Map<string, Unknowable>();
  const unknowableOf = (callId: string): Unknowable => {
    const known = unknowables.get(callId) ?? {
      untold: untoldChanges(evidence, callId),
      misled: misleadingEvents(evidence, callId),
    };
    unknowables.set(callId, known);
    return known;
  };

  for (let widget = 0; widget < given.length; widget += 1) {
    const samples = page.shown.filter((each) => each.widget === widget);
    let index = -1;
    let lie: { from: number; claim: Truth } | undefined;
    for (let at = evidence.from; at <= evidence.to; at += step) {
      while ((samples[index + 1]?.at ?? Infinity) <= at) index += 1;
      const shown = samples[index];
      const callId = shown?.callId ?? '';
      const excuse = shown && excuseOf(shown, callId, unknowableOf(callId), at);
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

  /** The excuse for showing a state that is not true, or undefined when what is shown is true. */
  function excuseOf(
    shown: Shown,
    callId: string,
    { untold, misled }: Unknowable,
    at: number,
  ): keyof typeof sums | undefined {
    const claim = claimOf(shown);
    if (claim === undefined) return undefined;
    const patience = allowance + stalled(at, 5_000);
    if (wasTrue(callId, claim, at - patience, at)) return undefined;
    const asked = pendingOf(shown);
    const awaited = asked && recordingOperations[asked].confirmedBy;
    if (awaited && wasTrue(callId, awaited, at - patience, at)) return 'whilePending';
    const silence = evidence.silences.find(
      (from) => from <= at && at <= from + heartbeatDue + stalled(at, 5_000),
    );
    if (silence !== undefined && wasTrue(callId, claim, silence - patience, at)) return 'silent';
    // Several changes may be untold at once, and any of them may be the one that was not heard.
    const isUntold = untold.some(
      (secret) =>
        secret.from <= at &&
        at <= secret.to + patience &&
        !isAnswerToPress(evidence, shown.widget, secret) &&
        wasTrue(callId, claim, secret.from - patience, at),
    );
    if (isUntold) return 'untold';
    return misled.some(({ from, to, said }) => said === claim && from <= at && at <= to + patience)
      ? 'untold'
      : 'lie';
  }

  const stuck = endlessPendings(evidence, stalled);
  for (const { at, widget, ms } of stuck)
    findings.push(`STUCK widget ${widget} was pending from ${when(at)} for ${ms} ms`);

  const strayed = strayings(evidence);
  for (const { at, says } of strayed) findings.push(`STRAYED at ${when(at)}: ${says}`);

  const aged = page.shown.filter(({ at, words }) => ageIn(words) > at - evidence.from + 60_000);
  for (const { at, widget, words } of aged)
    findings.push(`WRONG AGE widget ${widget} at ${when(at)}: ${words}`);

  const recoveredAt = recoveryOf(evidence, given);
  if (recoveredAt === undefined) findings.push(...wrongAt(evidence, given, evidence.encoreAt));
  const wrongEnds = wrongAt(evidence, given, evidence.to);
  findings.push(...wrongEnds);

  return {
    ...sums,
    stuckPendings: stuck.length,
    strayed: strayed.length,
    wrongAges: aged.length,
    isEndWrong: recoveredAt === undefined || wrongEnds.length > 0,
    recovery: recoveredAt === undefined ? undefined : Math.max(0, recoveredAt - evidence.calmedAt),
    findings,
  };
}

export function isKept(verdict: Verdict): boolean {
  return (
    !verdict.isEndWrong &&
    verdict.lie === 0 &&
    verdict.stuckPendings === 0 &&
    verdict.duplicatePosts === 0 &&
    verdict.wrongAuthors === 0 &&
    verdict.strayed === 0 &&
    verdict.wrongAges === 0 &&
    verdict.lateElsewhere === 0 &&
    verdict.lostOperations === 0
  );
}

/**
 * The age of what may be out of date, as the English words of a widget tell it. In ms. An age that
 * cannot be read counts as endless, so that the judge reports it.
 */
export function ageIn(words: string): number {
  if (!words.includes('Last heard')) return 0;
  const [, count, unit] = /Last heard (\d+) (second|minute|hour)s? ago\./.exec(words) ?? [];
  const milliseconds = { second: 1_000, minute: 60_000, hour: 3_600_000 };
  return count === undefined
    ? Infinity
    : Number(count) * milliseconds[unit as keyof typeof milliseconds];
}

function pendingOf({ pending }: Shown): keyof typeof recordingOperations | undefined {
  return pending !== undefined && pending in recordingOperations
    ? // Just checked.
      (pending as keyof typeof recordingOperations)
    : undefined;
}

/**
 * An event that answers the agent's own press is awaited, and its absence noticed. When the server
 * refused the press before the change was made, somebody else made the change.
 */
function isAnswerToPress(
  { page, pages }: Seen,
  widget: number,
  change: { readonly from: number; readonly truth: Truth },
): boolean {
  const then = page.shown.findLast((each) => each.widget === widget && each.at <= change.from);
  const operationName = then && pendingOf(then);
  if (!operationName || recordingOperations[operationName].confirmedBy !== change.truth)
    return false;
  // The other tab may have sent it.
  const lastSent = pages
    .flatMap(({ sent }) => sent)
    .filter((each) => each.callId === then.callId && each.operationName === operationName)
    .filter(({ askedAt }) => askedAt <= change.from)
    .sort((one, other) => one.askedAt - other.askedAt)
    .at(-1);
  const answeredAt = lastSent?.answer?.at ?? Infinity;
  return !(lastSent && answeredAt <= change.from && isRefused(lastSent));
}

function endlessPendings(
  { schedule, page, to }: Seen,
  stalled: StalledBefore,
): { readonly at: number; readonly widget: number; readonly ms: number }[] {
  const stuck = [];
  for (let widget = 0; widget < widgetIds(schedule).length; widget += 1) {
    const samples = page.shown.filter((each) => each.widget === widget);
    let since: Shown | undefined;
    for (const shown of [...samples, undefined]) {
      if (shown && shown.pending === since?.pending) continue;
      const at = shown?.at ?? to;
      const ms = since ? at - since.at : 0;
      if (since && ms > pendingLimit + stalled(at, ms)) stuck.push({ ...since, ms });
      since = shown?.pending === undefined ? undefined : shown;
    }
  }
  return stuck;
}

/**
 * More POSTs at the server than presses that a widget took. Chromium by itself sends a POST again
 * when a connection that it had used before breaks without an answer; no page can hinder it, and
 * the operations are made for it: each names a state, none toggles. So what counts is what the page
 * sent. What was refused for the sign-in or the CSRF token (403) may be sent once more. Of two tabs
 * that were pressed at once, the other one may send its own when the first one's was refused.
 */
function repeatedPosts(evidence: Evidence): {
  readonly byPage: string[];
  readonly byBrowser: number;
} {
  const { requests, posts } = evidence;
  const count = (keys: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const keyOf = (url: string, operationName: string | null): string =>
    `${operationName} of ${url.slice(-3)}`;
  const keyOfPost = ({ url, body }: Evidence['posts'][number]): string =>
    keyOf(url, /"operationName":"(\w+)"/.exec(body)?.[1] ?? null);
  const keyOfPress = ({ callId, operationName }: AcceptedPress): string =>
    keyOf(callId, operationName);
  const distinct = count(pressesOf(evidence).map(keyOfPress));
  const taken = count(evidence.pages.flatMap(({ presses }) => presses).map(keyOfPress));
  const refusedSends = count(
    evidence.pages
      .flatMap(({ sent }) => sent)
      .filter(isRefused)
      .map(({ callId, operationName }) => keyOf(callId, operationName)),
  );
  const pressed = new Map(
    [...taken].map(([key, times]) => {
      const once = distinct.get(key) ?? 0;
      return [key, once + Math.min(times - once, refusedSends.get(key) ?? 0)] as const;
    }),
  );
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
function lostPresses(evidence: Evidence): AcceptedPress[] {
  const { requests, to } = evidence;
  const posts = requests.filter(({ method }) => method === 'POST');
  return pressesOf(evidence).filter(({ page, ...press }) => {
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
      // Also while an operation of another tab is pending.
      after.some(({ at, words }) => at <= end.at && /Could not/.test(words)) ||
      // It was overtaken, which the words tell as the change that they name.
      page.events.some(
        ({ at, callId, operationName, result }) =>
          at >= press.at &&
          callId === press.callId &&
          operationName === press.operationName &&
          result === 'superseded',
      )
    );
  });
}

/**
 * The presses that were taken, with the tab. Of two tabs that were pressed at once one sends the
 * operation for both, so the other's press is left out.
 */
function pressesOf({ pages }: Evidence): (AcceptedPress & { readonly page: TruthLog })[] {
  const all = pages
    .flatMap((page) => page.presses.map((press) => ({ ...press, page })))
    .sort((one, other) => one.at - other.at);
  return all.filter((press, index) => {
    const twin = all
      .slice(0, index)
      .findLast(
        (each) =>
          each.page !== press.page &&
          each.callId === press.callId &&
          each.operationName === press.operationName,
      );
    return !twin || press.at - twin.at > atOnce;
  });
}

/** Two tabs that are pressed within this time cannot know of each other's press. In ms. */
const atOnce = 100;

/** When a widget left a call that went on for another, or sent a press to another call. */
function strayings({
  schedule,
  page,
  timeline,
}: Seen): { readonly at: number; readonly says: string }[] {
  const presses = page.presses
    .filter(({ callId, clickedOn }) => clickedOn !== undefined && clickedOn !== callId)
    .map(({ at, callId, clickedOn }) => ({
      at,
      says: `a press on ${clickedOn?.slice(-3)} went to ${callId.slice(-3)}`,
    }));
  const moves = widgetIds(schedule).flatMap((given, widget) => {
    const samples = page.shown.filter((each) => each.widget === widget);
    return samples.flatMap(({ at, callId }, index) => {
      const before = samples[index - 1]?.callId;
      if (before === undefined || before === callId || before === given) return [];
      if (isGone(truthAt(timeline, before, at))) return [];
      return [{ at, says: `widget ${widget} left ${before.slice(-3)} for ${callId.slice(-3)}` }];
    });
  });
  return [...presses, ...moves];
}

/**
 * Operations that the record says are confirmed, and that the server is known to have refused: each
 * request that was sent for it was answered so, and the page had the answer. (Where a request was
 * accepted and nothing came of it, or its answer was lost, no page can know who made the change.)
 * And those that were given up, and confirmed when the span for that was long over.
 */
function wrongAuthors({ pages }: Evidence): (ToldEvent & { readonly why: string })[] {
  const sent = pages.flatMap((page) => page.sent);
  return pages.flatMap(({ events }) =>
    events.flatMap((event) => {
      if (event.result !== 'confirmed') return [];
      const earlier = events.filter(
        ({ requestId, at }) => requestId === event.requestId && at <= event.at,
      );
      const askedAt = earlier.find(({ result }) => result === 'requested')?.at ?? event.at;
      const tries = sent.filter(
        (each) =>
          each.callId === event.callId &&
          each.operationName === event.operationName &&
          // Another tab may have been pressed first, and this one hears of it later.
          each.askedAt >= askedAt - (event.cause === 'other-tab' ? pendingLimit : atOnce) &&
          each.askedAt <= event.at,
      );
      const given = earlier.findLast(({ result }) => result === 'unconfirmed')?.at ?? Infinity;
      const why =
        tries.length === 0
          ? 'nothing was sent'
          : tries.every(isRefused)
            ? 'the server had refused it'
            : event.at - given > lateConfirmationSpan + allowance
              ? 'it had been given up long before'
              : undefined;
      return why === undefined ? [] : [{ ...event, why }];
    }),
  );
}

function isRefused({ answer }: TruthLog['sent'][number]): boolean {
  return answer !== undefined && refusals.includes(answer.statusCode);
}

/** The status codes that say that nothing was done. */
const refusals: readonly unknown[] = [1, 2, 3, 5, 6, 10, 20];

/** Presses that the other tab did not show as pending in time, while both shared a connection. */
function lateElsewhere(evidence: Evidence, stalled: StalledBefore): AcceptedPress[] {
  const { schedule, pages, from } = evidence;
  const doesShare = !schedule.steps.some(
    (deed) => deed.do === 'mock' && ['expireSessions', 'restart'].includes(deed.command.verb),
  );
  if (!doesShare) return [];
  return pages.flatMap((page) =>
    page.presses.filter((press) => {
      const other = pages.find((each) => each !== page);
      if (!other || press.at < from) return false;
      const widget = schedule.callIds.indexOf(press.callId);
      const due = press.at + 100 + Math.max(50, stalled(press.at + 500, 500));
      const own = page.shown.filter((each) => each.widget === widget);
      const wasPending = own.findLast(({ at }) => at <= due)?.pending === press.operationName;
      const then = other.shown.filter((each) => each.widget === widget);
      const before = then.findLast(({ at }) => at <= press.at);
      const during = then.filter(({ at }) => at > press.at && at <= due);
      const samples = before ? [before, ...during] : during;
      const knowsCall =
        before !== undefined && before.look !== 'ended' && before.look !== 'checking';
      return knowsCall && wasPending && samples.every(({ pending }) => pending === undefined);
    }),
  );
}

/** The first moment after the faults since which every widget was right until the last change. */
function recoveryOf(evidence: Seen, given: readonly string[]): number | undefined {
  const { schedule, page, timeline, calmedAt, encoreAt } = evidence;
  let recoveredAt = calmedAt;
  for (const [widget, id] of given.entries()) {
    const samples = page.shown.filter((each) => each.widget === widget && each.at <= encoreAt);
    const isRightThen = (shown: Shown): boolean => isRight(shown, id, schedule, timeline, encoreAt);
    const last = samples.at(-1);
    if (!last || !isRightThen(last)) return undefined;
    const lastWrong = samples.findLast((each) => !isRightThen(each));
    const rightSince = lastWrong ? samples[samples.indexOf(lastWrong) + 1]?.at : undefined;
    recoveredAt = Math.max(recoveredAt, rightSince ?? 0);
  }
  return recoveredAt;
}

function wrongAt(
  { schedule, page, timeline }: Seen,
  given: readonly string[],
  at: number,
): string[] {
  return given
    .map((id, widget) => {
      const shown = page.shown.findLast((each) => each.widget === widget && each.at <= at);
      const truth = truthAt(timeline, shown?.callId ?? '', at);
      return !shown || !isRight(shown, id, schedule, timeline, at)
        ? `WRONG END widget ${widget}: ${shown?.callId.slice(-3)} ${shown?.state} ${shown?.isStale ? 'stale ' : ''}(${shown?.words}); true is ${truth}`
        : '';
    })
    .filter((each) => each !== '');
}
