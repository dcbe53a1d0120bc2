import { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import type { TabMessage } from './tabMessage.ts';

/**
 * The part that a tab has among the tabs that share a connection. `advance` has every transition.
 *
 * A tab begins as `joining`. The one that wins the election is `leading`: it opens the connection
 * and passes on what it receives. The others are `following`.
 */
export type SharePhase =
  /** This tab has asked the election for the lead, and there is no result yet. */
  | { readonly name: 'joining' }
  | {
      readonly name: 'following';
      /** What the leader has said about the connection. */
      readonly link: 'unknown' | 'open' | 'down';
      /**
       * - `speaking`: the leader has sent a message within `hold + grace`.
       * - `asked`: it has not, so this tab has asked it whether it is there.
       * - `left`: it has said that it leaves. The election finds another leader.
       * - `unheard`: it took the lead from this tab, and has not sent a message yet.
       */
      readonly leader: 'speaking' | 'asked' | 'left' | 'unheard';
    }
  /** The leader does not answer, so this tab has asked the election to take the lead from it. */
  | { readonly name: 'taking-over' }
  | {
      readonly name: 'leading';
      readonly link: 'not-open' | 'open';
      /**
       * `as-before`: the client still shows what the last leader said, because the connection may
       * be open again soon. `as-heard`: it shows what this tab's own connection has reported.
       */
      readonly shown: 'as-before' | 'as-heard';
    }
  /** The messages of the tabs do not reach each other, so this tab has a connection of its own. */
  | { readonly name: 'alone' }
  | { readonly name: 'closed' };

export type ShareEvent =
  /** From the election. */
  | { readonly type: 'elected' | 'outvoted' }
  | { readonly type: 'deposed'; readonly heardAt: number | undefined }
  /** From the other tabs. */
  | { readonly type: 'said'; readonly said: TabMessage }
  /** From the connection that this tab opened. */
  | { readonly type: 'link-open' | 'link-heard' }
  | { readonly type: 'link-message'; readonly message: unknown }
  | {
      readonly type: 'link-down';
      readonly error: AgentDesktopError;
      readonly heardAt: number | undefined;
    }
  /** From the client. */
  | { readonly type: 'reopen' | 'close' }
  /** The phase has lasted as long as `lifetimeOf` allows. */
  | { readonly type: 'time'; readonly heardAt: number | undefined };

export type ShareEffect =
  | { readonly do: 'say'; readonly message: TabMessage }
  | { readonly do: 'open-link' | 'reopen-link' | 'close-link' }
  /** What the election is asked for. After `resign` this tab no longer waits for the lead. */
  | { readonly do: 'stand' | 'take-over' | 'resign' }
  /** What the client is told. The client may react at once, so this comes after all other effects. */
  | { readonly do: 'tell-open' }
  | { readonly do: 'tell-message'; readonly message: unknown }
  | {
      readonly do: 'tell-down';
      readonly error: AgentDesktopError;
      readonly heardAt: number | undefined;
    }
  /** The user of this tab is signed out, so it is no longer known which tabs it shares with. */
  | { readonly do: 'leave-signed-out'; readonly error: AgentDesktopError };

export type ShareStep = readonly [phase: SharePhase, ...effects: ShareEffect[]];

/** How long a tab waits for a new leader, or for an answer of the leader that it has asked. In ms. */
const leaderAnswerTime = 800;
/** How long a leader may fail to open the connection before it gives the lead away, in ms. */
const leaderOpeningTime = 30_000;

/** Returns how long a phase may last, in ms, or undefined when it may last for ever. */
export function lifetimeOf(
  phase: SharePhase,
  { hold, grace }: HeartbeatOptions,
): number | undefined {
  switch (phase.name) {
    case 'following':
      return phase.leader === 'asked' || phase.leader === 'left' ? leaderAnswerTime : hold + grace;
    case 'leading':
      if (phase.shown === 'as-before') return leaderAnswerTime;
      return phase.link === 'open' ? undefined : leaderOpeningTime;
    case 'joining':
    case 'taking-over':
    case 'alone':
    case 'closed':
      return undefined;
    default:
      return phase satisfies never;
  }
}

/**
 * Returns the next phase and what has to be done. When it returns the same object, the time of the
 * phase goes on. When it returns a new object, that time starts again.
 */
export function advance(phase: SharePhase, event: ShareEvent): ShareStep {
  if (event.type === 'close') return close(phase);
  switch (phase.name) {
    case 'joining':
    case 'taking-over':
      return takeResult(phase, event);
    case 'following':
      return follow(phase, event);
    case 'leading':
      return lead(phase, event);
    case 'alone':
      return goAlone(phase, event);
    case 'closed':
      return [phase];
    default:
      return phase satisfies never;
  }
}

type PhaseNamed<Name extends SharePhase['name']> = Extract<SharePhase, { readonly name: Name }>;

const askWhoLeads: ShareEffect = { do: 'say', message: { type: 'who' } };

/** The election has a result, for a tab that has shown nothing yet or has lost its leader. */
function takeResult(phase: PhaseNamed<'joining' | 'taking-over'>, event: ShareEvent): ShareStep {
  switch (event.type) {
    case 'elected':
      return beginToLead('as-heard');
    case 'outvoted': {
      const link = phase.name === 'joining' ? 'unknown' : 'down';
      return [{ name: 'following', link, leader: 'speaking' }, askWhoLeads];
    }
    default:
      return [phase];
  }
}

function beginToLead(shown: PhaseNamed<'leading'>['shown']): ShareStep {
  return [{ name: 'leading', link: 'not-open', shown }, { do: 'open-link' }];
}

function follow(phase: PhaseNamed<'following'>, event: ShareEvent): ShareStep {
  switch (event.type) {
    case 'elected':
      return beginToLead(phase.link === 'open' ? 'as-before' : 'as-heard');
    case 'said':
      return receive(phase, event.said);
    case 'time':
      return missLeader(phase, event.heardAt);
    case 'reopen':
      // The client may have found that the connection does not work. If it does work, the leader has
      // to say so again.
      return [
        { ...phase, link: 'unknown' },
        { do: 'say', message: { type: 'reopen' } },
      ];
    default:
      return [phase];
  }
}

/** A tab that follows has received a message of another tab. */
function receive(phase: PhaseNamed<'following'>, said: TabMessage): ShareStep {
  const heard: SharePhase = { ...phase, leader: 'speaking' };
  switch (said.type) {
    case 'is-open':
      return phase.link === 'open' ? [heard] : [{ ...heard, link: 'open' }, { do: 'tell-open' }];
    case 'open':
      // The connection was opened anew. Notifications may have been lost before, so the client has
      // to read the calls even if it was not told that the connection was down.
      return [{ ...heard, link: 'open' }, { do: 'tell-open' }];
    case 'alive':
      return [heard];
    case 'message':
      return [heard, { do: 'tell-message', message: said.message }];
    case 'down': {
      const error = new AgentDesktopError(said.code, said.text);
      return [
        { ...heard, link: 'down' },
        { do: 'tell-down', error, heardAt: said.heardAt },
      ];
    }
    case 'leaving':
      return [{ ...phase, leader: 'left' }];
    case 'who':
    case 'reopen':
    case 'claim':
    case 'leads':
    case 'operation':
    case 'read':
      return [phase];
    default:
      return said satisfies never;
  }
}

/** The leader has sent nothing for as long as `lifetimeOf` allows. */
function missLeader(phase: PhaseNamed<'following'>, heardAt: number | undefined): ShareStep {
  const tellDown: ShareEffect = { do: 'tell-down', error: requestError('timeout'), heardAt };
  switch (phase.leader) {
    case 'speaking':
      return [{ ...phase, leader: 'asked' }, askWhoLeads];
    case 'asked':
      return [{ name: 'taking-over' }, { do: 'take-over' }, tellDown];
    case 'left': {
      const waiting: SharePhase = { ...phase, link: 'down', leader: 'speaking' };
      return phase.link === 'down' ? [waiting] : [waiting, tellDown];
    }
    case 'unheard':
      // The other tab could take the lead, so it exists. Its messages do not arrive, so the browser
      // does not deliver them.
      return [{ name: 'alone' }, { do: 'resign' }, { do: 'open-link' }];
    default:
      return phase.leader satisfies never;
  }
}

function lead(phase: PhaseNamed<'leading'>, event: ShareEvent): ShareStep {
  switch (event.type) {
    case 'link-open':
      return [
        { name: 'leading', link: 'open', shown: 'as-heard' },
        { do: 'say', message: { type: 'open' } },
        { do: 'tell-open' },
      ];
    case 'link-message': {
      const { message } = event;
      return [
        phase,
        { do: 'say', message: { type: 'message', message } },
        { do: 'tell-message', message },
      ];
    }
    case 'link-heard':
      return [phase, { do: 'say', message: { type: 'alive' } }];
    case 'link-down':
      return loseLink(phase, event.error, event.heardAt);
    case 'said':
      return answer(phase, event.said);
    case 'reopen':
      return [phase, { do: 'reopen-link' }];
    case 'deposed':
      // This page was frozen, so another tab took the lead. Notifications of that time were lost.
      return [
        { name: 'following', link: 'down', leader: 'unheard' },
        { do: 'close-link' },
        { do: 'stand' },
        askWhoLeads,
        { do: 'tell-down', error: requestError('timeout'), heardAt: event.heardAt },
      ];
    case 'time':
      return phase.shown === 'as-before'
        ? [
            { ...phase, shown: 'as-heard' },
            { do: 'tell-down', error: requestError('timeout'), heardAt: event.heardAt },
          ]
        : giveLeadAway();
    default:
      return [phase];
  }
}

function loseLink(
  phase: PhaseNamed<'leading'>,
  error: AgentDesktopError,
  heardAt: number | undefined,
): ShareStep {
  // The other tabs may still be signed in, because each tab has its own headers.
  if (error.code === 'not-signed-in') return [phase, { do: 'leave-signed-out', error }];
  const { code, message: text } = error;
  // A connection that did not work before gets no more time because it has failed once more.
  const isNew = phase.link === 'open' || phase.shown === 'as-before';
  return [
    isNew ? { name: 'leading', link: 'not-open', shown: 'as-heard' } : phase,
    { do: 'say', message: { type: 'down', code, text, heardAt } },
    { do: 'tell-down', error, heardAt },
  ];
}

/** Returns what a leader answers to another tab. */
function answer(phase: PhaseNamed<'leading'>, said: TabMessage): ShareStep {
  if (said.type !== 'who' && said.type !== 'reopen') return [phase];
  if (phase.link === 'open') return [phase, { do: 'say', message: { type: 'is-open' } }];
  return said.type === 'reopen'
    ? [phase, { do: 'reopen-link' }]
    : [phase, { do: 'say', message: { type: 'alive' } }];
}

/** Another tab may be able to open the connection. If there is no other tab, this one tries again. */
function giveLeadAway(): ShareStep {
  return [
    { name: 'following', link: 'down', leader: 'left' },
    { do: 'close-link' },
    { do: 'say', message: { type: 'leaving' } },
    { do: 'resign' },
    { do: 'stand' },
  ];
}

function goAlone(phase: PhaseNamed<'alone'>, event: ShareEvent): ShareStep {
  switch (event.type) {
    case 'link-open':
      return [phase, { do: 'tell-open' }];
    case 'link-message':
      return [phase, { do: 'tell-message', message: event.message }];
    case 'link-down':
      return [phase, { do: 'tell-down', error: event.error, heardAt: event.heardAt }];
    case 'reopen':
      return [phase, { do: 'reopen-link' }];
    default:
      return [phase];
  }
}

function close(phase: SharePhase): ShareStep {
  const closed: SharePhase = { name: 'closed' };
  switch (phase.name) {
    case 'leading':
      return [
        closed,
        { do: 'say', message: { type: 'leaving' } },
        { do: 'close-link' },
        { do: 'resign' },
      ];
    case 'alone':
      return [closed, { do: 'close-link' }];
    default:
      return [closed, { do: 'resign' }];
  }
}
