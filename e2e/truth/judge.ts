import { recordingOperations } from '../../src/model/recording.ts';
import type { LoggedRequest } from '../../src/mock-server/rest.ts';
import type { TimelineEntry } from '../../src/mock-server/switchboard.ts';
import { lateConfirmationSpan } from '../../src/store/callEntry.ts';
import { sharedUuid, widgetIds, type Schedule } from './schedule.ts';
import type { AcceptedPress, Shown, ReportedEvent, TruthLog } from './page/recorder.ts';

/**
 * The records of a run: the true states, the shown states, and the faults of the network. All times
 * are in epoch ms.
 */
export interface Evidence {
  readonly schedule: Schedule;
  readonly from: number;
  /** When the faults ended. */
  readonly calmedAt: number;
  /**
   * When every widget showed the true state again, or when the time for that was over. After this
   * each call is changed once more.
   */
  readonly lastChangeAt: number;
  /** When the recording of the run ended. */
  readonly to: number;
  /** What each tab recorded. */
  readonly pages: readonly TruthLog[];
  readonly timeline: Readonly<Record<string, readonly TimelineEntry[]>>;
  readonly requests: readonly LoggedRequest[];
  /** The operations that the page has sent, with the status of the answer if one came. */
  readonly posts: readonly {
    readonly url: string;
    readonly body: string;
    readonly status: number | undefined;
  }[];
  /** Every event that the switch handed to the notification server. */
  readonly delivered: readonly {
    readonly at: number;
    readonly callId: string;
    readonly truth: Truth;
  }[];
  /** When the network began to drop data without an error. */
  readonly silences: readonly number[];
  /**
   * When connections broke without an error in the page: the browser sends a long-poll again by
   * itself, and without the acknowledgement extension the server has written its messages into the
   * broken connection and does not repeat them.
   */
  readonly resends: readonly number[];
  /** When this machine was too busy to run the page, so no widget could be updated in time. */
  readonly stalls: readonly { readonly from: number; readonly to: number }[];
}

/** The evidence, and the record of one of the tabs. */
type TabEvidence = Evidence & { readonly page: TruthLog };

/** A recording state, or `ended`, or `absent` before the call began. */
export type Truth = string;

export interface Verdict {
  /**
   * How long a widget showed, without a mark, a confirmed state that had not been true for a
   * second. In ms.
   */
  readonly lie: number;
  /**
   * The part of such time that is excused because the connection hung and the heartbeat was not
   * due. In ms.
   */
  readonly silent: number;
  /** The part that is excused because the server had reported the change to nobody. In ms. */
  readonly undelivered: number;
  /**
   * The part that is excused because the operation had been done while it was shown as pending. In
   * ms.
   */
  readonly whilePending: number;
  readonly stuckPendings: number;
  readonly duplicatePosts: number;
  /** The POSTs that the browser has sent again by itself, see `repeatedPosts`. */
  readonly resentPosts: number;
  readonly lostOperations: number;
  readonly presses: number;
  /**
   * Operations that the record of events credits to the agent although the server had refused them.
   */
  readonly wrongAuthors: number;
  /**
   * How often a widget left a call that still goes on for another one, or sent a press to another
   * call.
   */
  readonly wrongCalls: number;
  /** How often a widget showed an age that is longer than the page was open. */
  readonly wrongAges: number;
  /** Presses that the other tab did not show within 100 ms. */
  readonly lateElsewhere: number;
  readonly isEndWrong: boolean;
  /**
   * The time from the end of the faults until every widget showed the true state without a mark. In
   * ms.
   */
  readonly recovery: number | undefined;
  /** The longest time for which this machine was too busy. In ms. */
  readonly longestStall: number;
  /** What was wrong, one line each. */
  readonly findings: readonly string[];
}

export const settings = {
  confirmationTimeout: 3_000,
  heartbeat: { hold: 2_000, grace: 1_000 },
  /**
   * Connections that went silent stay so after the faults have ended, and the browser uses them
   * once more. So this is the sum of the heartbeat (3 s), a request that runs into its timeout (2.5
   * s), and the longest pause before the next attempt (9.6 s), and some more.
   */
  recoverLimit: 20_000,
} as const;

/** How long an event may take from the server to the screen, in ms. */
const allowance = 1_000;
const heartbeatDue = settings.heartbeat.hold + settings.heartbeat.grace + allowance;
const pendingLimit = settings.confirmationTimeout + 1_500;
/**
 * A poll may have been answered this long before its connection broke, without the answer reaching
 * the page. And this long after it the server may still believe that the connection is open. In ms.
 */
const transitTime = 250;
/** The interval at which the shown state is compared with the true one, in ms. */
const samplingInterval = 10;

export function truthOf({ state, recordingState }: Omit<TimelineEntry, 'at'>): Truth {
  return state === 'Released' || state === 'Completed' ? 'ended' : (recordingState ?? 'None');
}

export function truthAt(timeline: Evidence['timeline'], callId: string, at: number): Truth {
  const entry = timeline[callId]?.findLast((each) => each.at <= at);
  return entry ? truthOf(entry) : 'absent';
}

/** Returns whether a widget shows the true state of its call now, without a mark of doubt. */
export function isRight(
  shown: Shown,
  given: string,
  { legs }: Pick<Schedule, 'legs'>,
  timeline: Evidence['timeline'],
  at: number,
): boolean {
  // If several calls have its id, a widget should show one that still goes on.
  const goesOn = (callId: string): boolean => !isGone(truthAt(timeline, callId, at));
  if (given === sharedUuid && legs.some(goesOn) && !goesOn(shown.callId)) return false;
  return showsTruth(shown, truthAt(timeline, shown.callId, at));
}

function isGone(truth: Truth): boolean {
  return truth === 'ended' || truth === 'absent';
}

function showsTruth(shown: Shown, truth: Truth): boolean {
  if (truth === 'absent') return claimOf(shown) === undefined;
  // The call began and ended while the connection was down. Then "the server does not report this
  // call" is true.
  if (truth === 'ended' && shown.state === 'Unknown' && !shown.isStale) return true;
  if (shown.isStale || shown.pending) return false;
  // The note "Not confirmed" stays until the agent checks again, so only the state below it is
  // compared.
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
 * Returns the calls whose last change was not delivered to anybody. No client can know it before
 * the next message or read about the call.
 */
export function undeliveredCalls(evidence: Deliveries): string[] {
  return Object.keys(evidence.timeline).filter((callId) =>
    [...undeliveredChanges(evidence, callId), ...misleadingEvents(evidence, callId)].some(
      ({ to }) => to === Infinity,
    ),
  );
}

type Deliveries = Pick<
  TabEvidence,
  'schedule' | 'timeline' | 'delivered' | 'page' | 'silences' | 'resends'
>;

interface UnknowableSpans {
  readonly undelivered: readonly {
    readonly from: number;
    readonly to: number;
    readonly truth: Truth;
  }[];
  readonly misleading: readonly {
    readonly from: number;
    readonly to: number;
    readonly named: Truth;
  }[];
}

/** The spans from each change to the first correct report of the server about it. */
function undeliveredChanges(evidence: Deliveries, callId: string): UnknowableSpans['undelivered'] {
  return (evidence.timeline[callId] ?? []).map((entry) => ({
    from: entry.at,
    to: nextReportAfter(evidence, callId, entry.at),
    truth: truthOf(entry),
  }));
}

/**
 * Old events that look like new ones, because the server does not say when they were made, or
 * because the clocks of its nodes differ.
 */
function misleadingEvents(evidence: Deliveries, callId: string): UnknowableSpans['misleading'] {
  const { serverTimestamps, clocks } = evidence.schedule;
  if (serverTimestamps && clocks === 'one') return [];
  return (
    evidence.delivered
      .filter((each) => each.callId === callId)
      // An event without a state misleads nobody.
      .filter(({ truth }) => truth !== 'None')
      .filter(({ at, truth }) => truth !== truthAt(evidence.timeline, callId, at))
      .map(({ at, truth }) => ({
        from: at,
        // A read that is asked while the event is on its way does not help, because the event comes
        // after its answer.
        to: nextReportAfter(evidence, callId, at + allowance),
        named: truth,
      }))
  );
}

/** When the server next reported the true state, in an event or in the answer to a read. */
function nextReportAfter(
  { timeline, delivered, page, silences, resends }: Deliveries,
  callId: string,
  from: number,
): number {
  // An event that is sent into a silent connection is delivered only after the heartbeat has
  // noticed the silence. An event that is sent into a broken poll is delivered only with the answer
  // to the poll that replaces it.
  const receivedAt = (at: number): number => {
    const missedIn = [
      ...silences.filter((since) => since <= at && at <= since + heartbeatDue),
      ...resends.filter((since) => Math.abs(at - since) <= transitTime),
    ];
    return Math.max(at, ...missedIn.map((since) => since + heartbeatDue));
  };
  const event = delivered.find(
    (each) =>
      each.callId === callId &&
      each.at >= from &&
      each.truth === truthAt(timeline, callId, each.at),
  );
  const read = page.reads.find(
    ({ askedAt, at, url, withoutState }) =>
      askedAt >= from &&
      (url.includes('/me/calls?') || url.endsWith(`/me/calls/${callId}`)) &&
      !(withoutState.includes(callId) && isNamed(truthAt(timeline, callId, at))),
  );
  return Math.min(event ? receivedAt(event.at) : Infinity, read?.at ?? Infinity);
}

/** Returns whether a server that leaves out no field names this state. */
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
    undelivered: sum(({ undelivered }) => undelivered),
    whilePending: sum(({ whilePending }) => whilePending),
    stuckPendings: sum(({ stuckPendings }) => stuckPendings),
    wrongCalls: sum(({ wrongCalls }) => wrongCalls),
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
  | 'undelivered'
  | 'whilePending'
  | 'stuckPendings'
  | 'wrongCalls'
  | 'wrongAges'
  | 'isEndWrong'
  | 'recovery'
  | 'findings'
>;

type StalledBefore = (at: number, ms: number) => number;

/** Returns how long the machine was too busy in the last `ms` before a moment. */
function stalledBefore(stalls: Evidence['stalls']): StalledBefore {
  return (at, ms) =>
    stalls.reduce(
      (sum, { from, to }) => sum + Math.max(0, Math.min(to, at) - Math.max(from, at - ms)),
      0,
    );
}

function judgeTab(evidence: TabEvidence): TabVerdict {
  const { schedule, page } = evidence;
  const given = widgetIds(schedule);
  const stalled = stalledBefore(evidence.stalls);
  const { sums, findings: falseStates } = falseStatesOf(evidence, given, stalled);
  const findings = [...falseStates];
  const when = (at: number): string => timeIn(evidence, at);

  const stuck = endlessPendings(evidence, stalled);
  for (const { at, widget, ms } of stuck)
    findings.push(`STUCK widget ${widget} was pending from ${when(at)} for ${ms} ms`);

  const wrongCalls = wrongCallsOf(evidence);
  for (const { at, description } of wrongCalls)
    findings.push(`WRONG CALL at ${when(at)}: ${description}`);

  const aged = page.shown.filter(({ at, words }) => ageIn(words) > at - evidence.from + 60_000);
  for (const { at, widget, words } of aged)
    findings.push(`WRONG AGE widget ${widget} at ${when(at)}: ${words}`);

  const recoveredAt = recoveryOf(evidence, given);
  if (recoveredAt === undefined)
    findings.push(...wrongWidgetsAt(evidence, given, evidence.lastChangeAt));
  const wrongEnds = wrongWidgetsAt(evidence, given, evidence.to);
  findings.push(...wrongEnds);

  return {
    ...sums,
    stuckPendings: stuck.length,
    wrongCalls: wrongCalls.length,
    wrongAges: aged.length,
    isEndWrong: recoveredAt === undefined || wrongEnds.length > 0,
    recovery: recoveredAt === undefined ? undefined : Math.max(0, recoveredAt - evidence.calmedAt),
    findings,
  };
}

/** A moment of a run, for a finding: "4.20 s". */
function timeIn({ from }: Evidence, at: number): string {
  return `${((at - from) / 1000).toFixed(2)} s`;
}

type FalseTimes = Pick<Verdict, 'lie' | 'silent' | 'undelivered' | 'whilePending'>;

/** Adds up for how long the widgets showed a state that was not true, by the excuse for it. */
function falseStatesOf(
  evidence: TabEvidence,
  given: readonly string[],
  stalled: StalledBefore,
): { readonly sums: FalseTimes; readonly findings: readonly string[] } {
  const { schedule, page, timeline } = evidence;
  const findings: string[] = [];
  const sums: Record<keyof FalseTimes, number> = {
    lie: 0,
    silent: 0,
    undelivered: 0,
    whilePending: 0,
  };
  const isSameState = (truth: Truth, claim: Truth): boolean =>
    truth === claim ||
    // Where the state, the capabilities and GSIP_RECORD are left out, no client can tell these two
    // states apart.
    (schedule.fields === 'some missing' && claim === 'None' && truth === 'Stopped');
  const wasTrue = (callId: string, claim: Truth, from: number, to: number): boolean =>
    isSameState(truthAt(timeline, callId, from), claim) ||
    (timeline[callId] ?? []).some(
      (entry) => entry.at > from && entry.at <= to && isSameState(truthOf(entry), claim),
    );
  const unknowables = new Map<string, UnknowableSpans>();
  const unknowableOf = (callId: string): UnknowableSpans => {
    const known = unknowables.get(callId) ?? {
      undelivered: undeliveredChanges(evidence, callId),
      misleading: misleadingEvents(evidence, callId),
    };
    unknowables.set(callId, known);
    return known;
  };

  for (let widget = 0; widget < given.length; widget += 1) {
    const samples = page.shown.filter((each) => each.widget === widget);
    let index = -1;
    let lie: { from: number; claim: Truth } | undefined;
    for (let at = evidence.from; at <= evidence.to; at += samplingInterval) {
      while ((samples[index + 1]?.at ?? Infinity) <= at) index += 1;
      const shown = samples[index];
      const callId = shown?.callId ?? '';
      const excuse = shown && excuseOf(shown, callId, unknowableOf(callId), at);
      if (excuse) sums[excuse] += samplingInterval;
      if (excuse === 'lie' && shown) lie ??= { from: at, claim: claimOf(shown) ?? '' };
      if (lie && (excuse !== 'lie' || at + samplingInterval > evidence.to)) {
        findings.push(
          `LIE widget ${widget} (${callId.slice(-3)}) showed ${lie.claim} from ${timeIn(evidence, lie.from)} to ${timeIn(evidence, at)}; true was ${truthAt(timeline, callId, lie.from)}`,
        );
        lie = undefined;
      }
    }
  }

  return { sums, findings };

  /**
   * Returns the excuse for a shown state that is not true, `lie` if there is none, or undefined if
   * the state is true.
   */
  function excuseOf(
    shown: Shown,
    callId: string,
    { undelivered, misleading }: UnknowableSpans,
    at: number,
  ): keyof FalseTimes | undefined {
    const claim = claimOf(shown);
    if (claim === undefined) return undefined;
    const tolerance = allowance + stalled(at, 5_000);
    if (wasTrue(callId, claim, at - tolerance, at)) return undefined;
    const asked = pendingOf(shown);
    const awaited = asked && recordingOperations[asked].confirmedBy;
    if (awaited && wasTrue(callId, awaited, at - tolerance, at)) return 'whilePending';
    const silence = evidence.silences.find(
      (from) => from <= at && at <= from + heartbeatDue + stalled(at, 5_000),
    );
    if (silence !== undefined && wasTrue(callId, claim, silence - tolerance, at)) return 'silent';
    // Several changes may be undelivered at once, and the widget may have missed any of them.
    const isUndelivered = undelivered.some(
      (change) =>
        change.from <= at &&
        at <= change.to + tolerance &&
        !isAnswerToPress(evidence, shown.widget, change) &&
        wasTrue(callId, claim, change.from - tolerance, at),
    );
    if (isUndelivered) return 'undelivered';
    return misleading.some(
      ({ from, to, named }) => named === claim && from <= at && at <= to + tolerance,
    )
      ? 'undelivered'
      : 'lie';
  }
}

export function hasPassed(verdict: Verdict): boolean {
  return (
    !verdict.isEndWrong &&
    verdict.lie === 0 &&
    verdict.stuckPendings === 0 &&
    verdict.duplicatePosts === 0 &&
    verdict.wrongAuthors === 0 &&
    verdict.wrongCalls === 0 &&
    verdict.wrongAges === 0 &&
    verdict.lateElsewhere === 0 &&
    verdict.lostOperations === 0
  );
}

/**
 * Reads the age of an old state from the English text of a widget. In ms. An age that cannot be
 * read counts as endless, so that it is reported.
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
    ? // The condition above has checked it.
      (pending as keyof typeof recordingOperations)
    : undefined;
}

/**
 * Returns whether an event answers the agent's own press. The page expects such an event, so it has
 * to notice when it does not come. If the server had refused the press before the change was made,
 * somebody else made the change.
 */
function isAnswerToPress(
  { page, pages }: TabEvidence,
  widget: number,
  change: { readonly from: number; readonly truth: Truth },
): boolean {
  const then = page.shown.findLast((each) => each.widget === widget && each.at <= change.from);
  const operationName = then && pendingOf(then);
  if (!operationName || recordingOperations[operationName].confirmedBy !== change.truth)
    return false;
  // The operation may have been sent by the other tab.
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
  { schedule, page, to }: TabEvidence,
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
 * Finds POSTs at the server for which no widget was pressed. When a connection that Chromium has
 * used before breaks without an answer, Chromium sends the POST again by itself. No page can
 * prevent that, and it does no harm, because each operation names a state and none toggles. So only
 * the POSTs that the page has sent count. A POST that was refused with 403 for the sign-in or the
 * CSRF token may be sent once more. When two tabs were pressed at once and the server refuses the
 * operation of one of them, the other tab may send its own.
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

/**
 * Presses that a widget took, that never reached the server, and that the widget did not report as
 * failed.
 */
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
    // If the operation is still pending at the end of the record, it is stuck, or it is not due
    // yet.
    if (!end) return to - press.at > pendingLimit;
    return !(
      end.look === 'ended' ||
      end.look === 'unconfirmed' ||
      end.state === recordingOperations[press.operationName].confirmedBy ||
      // The failure is shown also while an operation of another tab is pending.
      after.some(({ at, words }) => at <= end.at && /Could not/.test(words)) ||
      // Another change came instead. The widget then shows that change, and the record says
      // `superseded`.
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
 * Returns the presses that widgets took, each with its tab. When two tabs were pressed at once, one
 * of them sends the operation for both, so the press in the other tab is left out.
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

/** Two tabs that are pressed within this time cannot know of the press in the other one. In ms. */
const atOnce = 100;

/**
 * Finds each time when a widget left a call that still goes on, or sent a press to another call.
 */
function wrongCallsOf({
  schedule,
  page,
  timeline,
}: TabEvidence): { readonly at: number; readonly description: string }[] {
  const presses = page.presses
    .filter(({ callId, clickedOn }) => clickedOn !== undefined && clickedOn !== callId)
    .map(({ at, callId, clickedOn }) => ({
      at,
      description: `a press on ${clickedOn?.slice(-3)} went to ${callId.slice(-3)}`,
    }));
  const moves = widgetIds(schedule).flatMap((given, widget) => {
    const samples = page.shown.filter((each) => each.widget === widget);
    return samples.flatMap(({ at, callId }, index) => {
      const before = samples[index - 1]?.callId;
      if (before === undefined || before === callId || before === given) return [];
      if (isGone(truthAt(timeline, before, at))) return [];
      return [
        { at, description: `widget ${widget} left ${before.slice(-3)} for ${callId.slice(-3)}` },
      ];
    });
  });
  return [...presses, ...moves];
}

/**
 * Finds operations that the record of events calls confirmed although the server is known to have
 * refused them: each request for the operation was refused, and the page got these answers. (Where
 * a request was accepted without an effect, or its answer was lost, no page can know who made the
 * change.) Also finds operations that were given up, and were called confirmed long after the time
 * for that.
 */
function wrongAuthors({ pages }: Evidence): (ReportedEvent & { readonly why: string })[] {
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
          // The other tab may have been pressed first, and this tab learns of it later.
          each.askedAt >= askedAt - (event.cause === 'other-tab' ? pendingLimit : atOnce) &&
          each.askedAt <= event.at,
      );
      const givenUpAt = earlier.findLast(({ result }) => result === 'unconfirmed')?.at ?? Infinity;
      const why =
        tries.length === 0
          ? 'nothing was sent'
          : tries.every(isRefused)
            ? 'the server had refused it'
            : event.at - givenUpAt > lateConfirmationSpan + allowance
              ? 'it had been given up long before'
              : undefined;
      return why === undefined ? [] : [{ ...event, why }];
    }),
  );
}

function isRefused({ answer }: TruthLog['sent'][number]): boolean {
  return answer !== undefined && refusals.includes(answer.statusCode);
}

/** The status codes which say that nothing was done. */
const refusals: readonly unknown[] = [1, 2, 3, 5, 6, 10, 20];

/**
 * Presses that the other tab did not show as pending in time, although both tabs shared a
 * connection.
 */
function lateElsewhere(evidence: Evidence, stalled: StalledBefore): AcceptedPress[] {
  const { schedule, pages, from } = evidence;
  const doesShare = !schedule.steps.some(
    (step) => step.do === 'mock' && ['expireSessions', 'restart'].includes(step.command.verb),
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

/**
 * Returns the first moment after the faults from which every widget was right until the last
 * change.
 */
function recoveryOf(evidence: TabEvidence, given: readonly string[]): number | undefined {
  const { schedule, page, timeline, calmedAt, lastChangeAt } = evidence;
  let recoveredAt = calmedAt;
  for (const [widget, id] of given.entries()) {
    const samples = page.shown.filter((each) => each.widget === widget && each.at <= lastChangeAt);
    const isRightThen = (shown: Shown): boolean =>
      isRight(shown, id, schedule, timeline, lastChangeAt);
    const last = samples.at(-1);
    if (!last || !isRightThen(last)) return undefined;
    const lastWrong = samples.findLast((each) => !isRightThen(each));
    const rightSince = lastWrong ? samples[samples.indexOf(lastWrong) + 1]?.at : undefined;
    recoveredAt = Math.max(recoveredAt, rightSince ?? 0);
  }
  return recoveredAt;
}

function wrongWidgetsAt(
  { schedule, page, timeline }: TabEvidence,
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
