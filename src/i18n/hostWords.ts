import type { OnDiagnostic } from '../model/diagnostic.ts';
import { reportSetupMistake } from '../model/setupMistake.ts';
import { baseEnglish } from './baseEnglish.ts';
import { withLocaleTag } from './localeTag.ts';
import type { BaseMessages, ProvidedMessages, WidgetMessages } from './messages.ts';

/**
 * Reads the catalogue of a host once, so that nothing in it can fail later. The English word replaces
 * each word that is missing or that is no text, and it replaces what a function returns when the
 * function throws or returns no text. The host is told of each of them once.
 *
 * This must not be called while a function component is rendered. There, a function of the catalogue
 * that calls a hook would seem to work, and React would remove the whole widget later, when the number
 * of its hooks changes.
 *
 * @param given what the host gave, which may be anything. Undefined or null for English
 * @param on lives as long as the desktop. A host may give a new catalogue at each render, and is told
 *   of its mistakes only once
 */
export function checkMessages(given: unknown, on: object, report: OnDiagnostic): ProvidedMessages {
  if (given === undefined || given === null) return onlyEnglish;
  const tell = createTeller(on, report);
  const checked = checkWords(given, baseEnglish, tell);
  for (const name of groupsWithFunctions) callWithSamples(read(given, name, name, tell));
  // A widget asks for its words at each render.
  const known = new Map<string, unknown>();
  return {
    ...checked,
    wordsOf: (name, english) => {
      const words = known.get(name) ?? complete(read(given, name, name, tell), english, name, tell);
      known.set(name, words);
      // It has the keys and the types of the English words.
      return words as typeof english;
    },
  };
}

/** The groups of other widgets that have functions. */
const groupsWithFunctions: readonly (keyof WidgetMessages)[] = ['pauseLimit', 'timeline'];

const onlyEnglish: ProvidedMessages = { ...baseEnglish, wordsOf: (_, english) => english };

/** Does the same for a widget without a provider, whose English words are all at hand. */
export function checkOwnMessages<Words extends BaseMessages>(
  given: unknown,
  english: Words,
  on: object,
  report: OnDiagnostic,
): Words {
  return given === undefined || given === null
    ? english
    : checkWords(given, english, createTeller(on, report));
}

function checkWords<Words extends BaseMessages>(
  given: unknown,
  english: Words,
  tell: Teller,
): Words {
  const { locale: _, dir: __, ...words } = english;
  const checked = complete(given, words, '', tell);
  if (checked === words) return english;
  const locale = read(given, 'locale', 'locale', tell);
  const dir = read(given, 'dir', 'dir', tell);
  if (dir !== 'ltr' && dir !== 'rtl' && dir !== unreadable) tell.missing('dir');
  callWithSamples(checked);
  const tagged = withLocaleTag({
    // It has the keys and the types of the English words.
    ...(checked as Words),
    // `withLocaleTag` accepts anything.
    locale: locale as string,
    dir: dir === 'rtl' ? dir : 'ltr',
  });
  if (tagged.locale === 'und' && locale !== unreadable) tell.missing('locale');
  return tagged;
}

/** Calls each function once. One that throws already now is not called again. */
function callWithSamples(group: unknown): void {
  if (typeof group !== 'object' || group === null) return;
  for (const word of valuesOf(group)) {
    callWithSamples(word);
    // All functions of a catalogue are given texts.
    if (typeof word === 'function') textOf(word, group, ['0:00', '0:00']);
  }
}

/** The functions of hosts that have thrown, and what they threw. */
const thrown = new WeakMap<Function, unknown>();

/** Calls a function of the host, unless it has thrown before. Undefined if it returns no text. */
function textOf(given: Function, group: unknown, inserted: readonly unknown[]): string | undefined {
  if (thrown.has(given)) return undefined;
  try {
    const text: unknown = Reflect.apply(given, group, inserted);
    // An async function has returned a promise, whose rejection nobody else would handle.
    if (text instanceof Promise) text.catch(() => undefined);
    return isWord(text, 'a') ? text : undefined;
  } catch (cause) {
    thrown.set(given, cause);
    return undefined;
  }
}

function valuesOf(group: object): readonly unknown[] {
  try {
    return Object.values(group);
  } catch {
    // A getter has thrown. The host is told of it when the word is needed.
    return [];
  }
}

/** Stands for a word that could not be read. The host was told of it already. */
const unreadable = Symbol('unreadable');

function read(group: unknown, key: string, path: string, tell: Teller): unknown {
  try {
    return isGroup(group) ? Reflect.get(group, key) : undefined;
  } catch (cause) {
    tell.failed(path, cause);
    return unreadable;
  }
}

/** What is wrong with a catalogue, by the path of the word: `spoken.about`. */
interface Teller {
  readonly missing: (path: string) => void;
  readonly failed: (path: string, cause: unknown) => void;
}

/** Returns what the host gave if it is of the same kind as the English value, else the English value. */
function complete(
  given: unknown,
  english: unknown,
  path: string,
  tell: Teller,
  group?: unknown,
): unknown {
  if (given === unreadable) return english;
  if (typeof english === 'string' && isWord(given, english)) return given;
  if (typeof english === 'function' && typeof given === 'function')
    return guard(given, english, path, tell, group);
  if (typeof english === 'object' && english !== null && isGroup(given))
    return completeGroup(given, english, path, tell);
  // A wall may be given the words of a provider, in which there are none for it.
  if (path !== 'wall' || given !== undefined) tell.missing(path);
  return english;
}

function completeGroup(given: object, english: object, path: string, tell: Teller): object {
  const words = Object.entries(english).map(([key, each]) => {
    const keyPath = path === '' ? key : `${path}.${key}`;
    return [key, complete(read(given, key, keyPath, tell), each, keyPath, tell, given)] as const;
  });
  if (words.every(([key, word]) => word === Reflect.get(english, key))) return english;
  return { ...(path === 'reasons' && wordsIn(given)), ...Object.fromEntries(words) };
}

/** A host may explain more errors than the English catalogue does. */
function wordsIn(given: object): object {
  try {
    return Object.fromEntries(Object.entries(given).filter(([, word]) => isWord(word, 'a')));
  } catch {
    return {};
  }
}

/** Returns a function that returns a text in any case. */
function guard(
  given: Function,
  english: Function,
  path: string,
  tell: Teller,
  group: unknown,
): (...inserted: readonly string[]) => string {
  return (...inserted) => {
    const text = textOf(given, group, inserted);
    if (text !== undefined) return text;
    if (thrown.has(given)) tell.failed(path, thrown.get(given));
    else tell.missing(path);
    // Each function of the English catalogue takes texts and returns one.
    return Reflect.apply(english, undefined, inserted) as string;
  };
}

function isGroup(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** An empty text is a word that nobody has translated yet, except where it stands for punctuation. */
function isWord(given: unknown, english: string): given is string {
  return typeof given === 'string' && (given !== '' || !/\p{L}/u.test(english));
}

const toldOn = new WeakMap<object, Set<string>>();

/**
 * Collects what is wrong, and tells the host in a later task: the host may then change a state of its
 * own, which React does not allow during a render. What is found together is told together.
 */
function createTeller(on: object, report: OnDiagnostic): Teller {
  const told = toldOn.get(on) ?? new Set();
  toldOn.set(on, told);
  let missing: string[] = [];
  let failed: unknown[] = [];
  const tellSoon = (path: string, found: unknown[], what: unknown): void => {
    if (told.has(path)) return;
    told.add(path);
    if (missing.length + failed.length === 0) queueMicrotask(tellNow);
    found.push(what);
  };
  const tellNow = (): void => {
    if (missing.length > 0)
      reportSetupMistake(report, {
        code: 'incomplete-messages',
        message: describeMissing(missing),
      });
    const [cause] = failed;
    if (failed.length > 0) report({ code: 'host-callback-failed', callback: 'messages', cause });
    missing = [];
    failed = [];
  };
  return {
    missing: (path) => tellSoon(path, missing, path),
    failed: (path, cause) => tellSoon(path, failed, cause),
  };
}

function describeMissing(paths: readonly string[]): string {
  const named = paths.slice(0, 5).map((path) => path || 'every word');
  const more = paths.length - named.length;
  return [
    'The messages that were given to the provider have no text for ',
    named.join(', '),
    more > 0 && ` and ${more} more`,
    '. The English text is shown there. Compare the messages with the catalogue `english` of this library.',
  ]
    .filter(Boolean)
    .join('');
}
