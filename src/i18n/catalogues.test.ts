import { beforeAll, describe, expect, it } from 'vitest';
import type { CallRecording, RecordingChange } from '../model/callRecording.ts';
import type { ConnectionState } from '../model/connection.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { OperationEnding } from '../model/operation.ts';
import {
  recordingOperationNames,
  type RecordingOperationName,
  type ReportedRecordingState,
} from '../model/recording.ts';
import { announcePending, announceRecording } from './announceRecording.ts';
import { describeRecording } from './describeRecording.ts';
import { english } from './english.ts';
import { loadMessages, messageLocales } from './loadMessages.ts';
import { loadWallMessages } from './loadWallMessages.ts';
import type { Messages } from './messages.ts';
import { pseudo, pseudoWall } from './pseudo.ts';
import { englishWall } from './wallEnglish.ts';
import type { WallWords } from './wallWords.ts';

/** Is inserted where a name or a duration belongs. */
const inserted = '⟪0⟫';

type Word = readonly [path: string, word: string];

/**
 * Returns every text of a catalogue with its place. Texts with an inserted value have the one
 * above.
 */
function words(value: unknown, path = ''): readonly Word[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(inserted, inserted))]];
  return Object.entries(value as object).flatMap(([key, each]) =>
    words(each, path ? `${path}.${key}` : key),
  );
}

interface Catalogue extends Messages {
  readonly wall: WallWords;
}

/** All words of a language: those of every widget, and those that are loaded for a wall. */
async function loadCatalogue(locale: string): Promise<Catalogue> {
  if (locale === 'en-XA') return { ...pseudo, wall: pseudoWall };
  return { ...(await loadMessages(locale)), ...(await loadWallMessages(locale)) };
}

/** These entries are not texts. They say how texts are put together. */
const grammar = new Set(['locale', 'dir', 'fullStop', 'sentenceGap']);
/** These texts are the same as in English on purpose. */
const shared: Readonly<Record<string, readonly string[]>> = {
  nl: ['Start', 'Stop'],
};
const hasLatin = (word: string): boolean => /[A-Za-z]/.test(word);
const inEnglish = new Map(words({ ...english, wall: englishWall }));
const foreign = messageLocales.filter((locale) => locale !== 'en');

describe.each([...foreign, 'en-XA'])('the catalogue for %s', (locale) => {
  let messages: Messages;
  let all: readonly Word[];
  beforeAll(async () => {
    messages = await loadCatalogue(locale);
    all = words(messages).filter(([path]) => !grammar.has(path));
  });

  it('is for the language that was requested', () => {
    expect(messages.locale).toBe(locale);
    expect(messages.dir).toBe(locale === 'ar' || locale === 'he' ? 'rtl' : 'ltr');
  });

  it('has every text that English has, and no other', () => {
    expect(
      words(messages)
        .map(([path]) => path)
        .sort(),
    ).toEqual([...inEnglish.keys()].sort());
    expect(all.filter(([, word]) => word.trim() === '')).toEqual([]);
  });

  it('contains no English text', () => {
    const isLeft = ([path, word]: Word): boolean => word === inEnglish.get(path) && hasLatin(word);
    const left = all.filter((each) => isLeft(each) && !shared[locale]?.includes(each[1]));
    expect(left).toEqual([]);
  });

  it('starts the name of each button with its label, so that agents can press it by speech', () => {
    // In scripts with spaces, the label is one or more whole words, because nobody says a part of a
    // word.
    const gap = messages.sentenceGap;
    for (const { label, name } of Object.values(messages.operations))
      expect(name + gap).toMatch(new RegExp(`^${label}${gap}`));
  });

  it('gives each button a label and a name that no other button has, also while it is pending', () => {
    const operations = Object.values(messages.operations);
    for (const key of ['label', 'name', 'pending', 'pendingDetail', 'failed'] as const)
      expect(new Set(operations.map((each) => each[key])).size).toBe(operations.length);
  });

  it('never describes an operation that was only requested as done', () => {
    const states = Object.values(messages.states);
    for (const { pending, pendingDetail } of Object.values(messages.operations)) {
      for (const each of [pending, pendingDetail]) {
        expect(each).toMatch(/…$/);
        expect(states).not.toContain(each.replace(/\s*…$/, ''));
      }
    }
  });

  it('inserts each value as often as English does, and contains no rest of a template', () => {
    const count = (word = ''): number => word.split(inserted).length;
    const faults = all.filter(
      ([path, word]) =>
        count(word) !== count(inEnglish.get(path)) || /[{}$<>\\_[\]]|undefined|null|NaN/.test(word),
    );
    expect(faults).toEqual([]);
  });

  it('ends a text with a full stop or an ellipsis where English does, in its own form', () => {
    const { fullStop } = messages;
    const ends = new Map([
      ['.', fullStop],
      ['…', '…'],
    ]);
    const expected = all.map(([path]) => [path, ends.get(inEnglish.get(path)?.at(-1) ?? '')]);
    const found = all.map(([path, word]) => [
      path,
      [fullStop, '…'].find((end) => word.endsWith(end)),
    ]);
    expect(found).toEqual(expected);
  });

  it('is typeset correctly: one ellipsis character, single spaces, no straight quotes', () => {
    expect(all.filter(([, word]) => /\.\.|\s\s|^\s|\s$|['"`]/.test(word))).toEqual([]);
  });
});

describe('a catalogue in another script', () => {
  it.each([
    ['ja', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u],
    ['zh-Hans', /\p{Script=Han}/u],
    ['ko', /\p{Script=Hangul}/u],
    ['ar', /\p{Script=Arabic}/u],
    ['he', /\p{Script=Hebrew}/u],
  ])('keeps to it: %s', async (locale, own) => {
    const all = words(await loadCatalogue(locale));
    const strays = all.filter(
      ([path, word]) =>
        !grammar.has(path) && path !== 'spoken.about' && (!own.test(word) || hasLatin(word)),
    );
    expect(strays).toEqual([]);
  });

  it.each(['ja', 'zh-Hans'])(
    'uses its own punctuation, and no spaces between sentences: %s',
    async (locale) => {
      const all = words(await loadCatalogue(locale));
      expect(all.filter(([path, word]) => !grammar.has(path) && /[.,:;?! ]/.test(word))).toEqual(
        [],
      );
    },
  );

  it.each(['ar', 'he'])(
    'separates a clock time from the text that runs in the other direction: %s',
    async (locale) => {
      const { atLeast, pauseLimit } = await loadMessages(locale);
      for (const say of [atLeast, pauseLimit.resumesIn, pauseLimit.limitIn])
        expect(say('0:18')).toContain('\u20680:18\u2069');
    },
  );

  it('has Arabic question marks and commas in Arabic', async () => {
    const all = words(await loadCatalogue('ar'));
    expect(all.filter(([, word]) => /[؟،]/.test(word)).length).toBeGreaterThan(0);
    expect(all.filter(([, word]) => /[?,;]/.test(word))).toEqual([]);
  });

  it('has no line break before a question mark or a colon in French', async () => {
    const all = words(await loadCatalogue('fr'));
    expect(all.filter(([, word]) => /[?!;:]/.test(word)).length).toBeGreaterThan(0);
    expect(all.filter(([, word]) => /[^\u202f][?!;]|[^\u00a0]:/.test(word))).toEqual([]);
  });
});

/**
 * The words for the recording, and the words for an agent's own break. The latter may not stand
 * alone.
 */
const terms: Readonly<Record<string, readonly [itsName: RegExp, agentsBreak: RegExp]>> = {
  ar: [/تسجيل/, /استراحة|راحة/],
  de: [/aufzeichnung|aufgezeichnet/i, /\bPausen?\b|Pausenlimit/],
  es: [/grabación|grabando/i, /(?<!en )pausa(?!r|n|d| de la grabación)|descanso/i],
  fr: [/enregistrement/i, /(?<!\ben )(?<!mise en )pause/i],
  he: [/הקלט/, /הפסקה/],
  it: [/registrazione/i, /pausa/i],
  ja: [/録音/, /休憩|離席/],
  ko: [/녹취/, /휴식|이석/],
  nl: [/opname|opgenomen/i, /\bpauze\b|pauzelimiet/i],
  pl: [/nagrywani/i, /pauz|przerw/i],
  'pt-BR': [/gravação|gravando/i, /pausa(?!d|n|r| da gravação)|intervalo/i],
  'zh-Hans': [/录音/, /小休|休息/],
};

describe('a word that agents also use for themselves or for the call', () => {
  // An agent read "Pausiert" beside the name of a colleague, and took it for a break of that
  // colleague.
  it.each(foreign)('does not stand alone: %s', async (locale) => {
    const messages = await loadCatalogue(locale);
    const [itsName, agentsBreak] = terms[locale] ?? [/$^/, /$^/];
    const { states, still, spoken } = messages;
    for (const each of [
      states.Recording,
      states.Paused,
      states.Stopped,
      still.Paused,
      spoken.isPaused,
      spoken.stillPaused('2'),
      spoken.endedWhilePaused,
      messages.wall.longPaused('2', '3'),
      ...Object.values(spoken.confirmed),
    ])
      expect(each).toMatch(itsName);
    expect(words(messages).filter(([, word]) => agentsBreak.test(word))).toEqual([]);
  });

  // An agent confused "Zatrzymaj" with "Wstrzymaj", and the recording was stopped for good.
  it.each(foreign)('makes Stop look different from Pause: %s', async (locale) => {
    const { operations, states } = await loadMessages(locale);
    const { PauseCallRecording: pause, StopCallRecording: stop } = operations;
    const itsName = terms[locale]?.[0] ?? /$^/;
    const own = (word: string): string => word.replace(itsName, '').trim();
    expect(likeness(own(pause.label), own(stop.label))).toBeLessThanOrEqual(0.5);
    expect(likeness(own(states.Paused), own(states.Stopped))).toBeLessThanOrEqual(0.6);
  });
});

/**
 * Returns how similar two words are: 1 for the same word, 0 if nothing remains when one becomes the
 * other.
 */
function likeness(one: string, other: string): number {
  // This is the Levenshtein distance, computed row by row.
  const last = Array.from(one).reduce(
    (row, letter, index) =>
      row.reduce<number[]>((next, above, column) => {
        if (column === 0) return [index + 1];
        const replaced = (row[column - 1] ?? 0) + (other[column - 1] === letter ? 0 : 1);
        return [...next, Math.min(above + 1, (next[column - 1] ?? 0) + 1, replaced)];
      }, []),
    Array.from({ length: other.length + 1 }, (_, index) => index),
  );
  return 1 - (last.at(-1) ?? 0) / Math.max(one.length, other.length);
}

describe('an agent is told in whole sentences', () => {
  it.each([...messageLocales, 'en-XA'])('in %s', async (locale) => {
    const messages = await loadCatalogue(locale);
    expect(said(messages)).toMatchSnapshot();
  });
});

const now = 1_000_000;
const live: ConnectionState = { phase: 'live' };

function recording(
  state: ReportedRecordingState,
  more: Partial<CallRecording> = {},
): CallRecording {
  return {
    callId: 'c1',
    isKnown: true,
    since: undefined,
    doubt: undefined,
    state,
    allowed: recordingOperationNames,
    change: undefined,
    ended: undefined,
    pending: undefined,
    outcome: undefined,
    ...more,
  };
}

function asked(operationName: RecordingOperationName, from: ReportedRecordingState) {
  return {
    requestId: 1,
    operationName,
    cause: 'button',
    requestedAt: now - 100,
    from,
    progress: 'accepted',
  } as const;
}

/** All sentences that an agent sees and hears on an ordinary day. */
function said(messages: Messages): readonly string[] {
  const see = (each: CallRecording, connection = live): string => {
    const { word, detail, notes } = describeRecording(each, connection, messages, now);
    return [[word, detail].filter(Boolean).join(' · '), ...notes.map(({ text }) => text)].join(
      '\n',
    );
  };
  const announced = (before: CallRecording, after: CallRecording): string | undefined =>
    announceRecording(before, after, messages)?.text;
  const ending = (
    operationName: RecordingOperationName,
    from: ReportedRecordingState,
    end: OperationEnding,
  ): CallRecording =>
    recording(from, { outcome: { ...asked(operationName, from), at: now, ...end } });

  const pausing = recording('Recording', { pending: asked('PauseCallRecording', 'Recording') });
  const refused = ending('PauseCallRecording', 'Recording', {
    ending: 'rejected',
    error: new AgentDesktopError('no-permission', ''),
    reread: true,
  });
  const unanswered = ending('ResumeCallRecording', 'Paused', {
    ending: 'rejected',
    error: new AgentDesktopError('timeout', ''),
    reread: false,
  });
  const unconfirmed = ending('StopCallRecording', 'Recording', {
    ending: 'unconfirmed',
    checkedAt: now,
  });
  const superseded = ending('StartCallRecording', 'None', { ending: 'superseded' });
  const changed = (cause: RecordingChange['cause']): CallRecording =>
    recording('Paused', {
      change: {
        from: 'Recording',
        to: 'Paused',
        at: now,
        by: cause === 'unknown' ? 'someone-else' : 'agent',
        cause,
        requestId: undefined,
        saidBy: 'event',
      },
    });
  const unasked = changed('unknown');
  const endedWhilePaused = recording('Paused', { ended: { at: now, state: 'Paused' } });
  return [
    see(recording('None')),
    see(pausing),
    announcePending(pausing, messages)?.text,
    see(refused),
    announced(recording('Recording'), refused),
    see(unanswered),
    see(unconfirmed),
    announced(
      recording('Recording'),
      ending('StopCallRecording', 'Recording', { ending: 'unconfirmed' }),
    ),
    see(superseded),
    see(unasked),
    announced(recording('Recording'), unasked),
    see(changed('other-tab')),
    see(changed('pause-limit')),
    see(changed('sensitive-section')),
    announced(
      recording('Paused'),
      ending('ResumeCallRecording', 'Recording', { ending: 'confirmed' }),
    ),
    see(recording('Recording'), { phase: 'lost', asOf: now - 18_000, reason: 'network' }),
    see(endedWhilePaused),
    announced(recording('Paused'), endedWhilePaused),
    messages.spoken.about('Ada King', messages.spoken.isPaused),
    messages.groupOf('Ada King'),
  ].map(String);
}
