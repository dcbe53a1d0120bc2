import { createMutationObserver } from '../client/mutationObserver.ts';
import { shownDocuments, watchShown } from '../client/shownWindows.ts';
import { pageRecordings, type PageRecording } from '../model/pageRecording.ts';
import { markIcon } from './iconMark.ts';

/** What a window says of the recording: a word before its title, and an icon unless the host keeps its own. */
export interface TitleMark {
  readonly kind: PageRecording;
  readonly word: string;
  /** The address of a picture. */
  readonly icon: string | undefined;
}

/** What each hook of the page wants to be said. The most worrying is said. */
const wanted = new Map<object, TitleMark | undefined>();
const marked = new Map<Document, MarkedTitle>();
let stopWatching: (() => void) | undefined;

/** Says what `owner` wants to be said of the recording from now on; undefined for nothing. */
export function markTitle(owner: object, mark: TitleMark | undefined): void {
  wanted.set(owner, mark);
  stopWatching ??= watchShown(settle);
  settle();
}

/** `owner` wants no more to be said. */
export function unmarkTitle(owner: object): void {
  wanted.delete(owner);
  if (wanted.size === 0) {
    stopWatching?.();
    stopWatching = undefined;
  }
  settle();
}

function settle(): void {
  const marks = [...wanted.values()];
  const worst = pageRecordings
    .map((kind) => marks.find((mark) => mark?.kind === kind))
    .find((mark) => mark !== undefined);
  const documents = wanted.size > 0 ? shownDocuments().filter(hasTitle) : [];
  for (const [each, title] of marked) {
    if (documents.includes(each)) continue;
    title.restore();
    marked.delete(each);
  }
  for (const each of documents) {
    const title = marked.get(each) ?? createMarkedTitle(each);
    if (!title) continue;
    marked.set(each, title);
    title.show(worst);
  }
}

/** Nobody sees the title of a frame. The page itself may be in one, and be opened alone as well. */
function hasTitle(each: Document): boolean {
  return each === document || each.defaultView?.frameElement === null;
}

interface MarkedTitle {
  readonly show: (mark: TitleMark | undefined) => void;
  readonly restore: () => void;
}

/** Stands on a document that one copy of this library marks: two would answer each other for ever. */
const taken = Symbol.for('tallylight.title.1');

function createMarkedTitle(owner: Document): MarkedTitle | undefined {
  if (Reflect.get(owner, taken) === true) return undefined;
  Reflect.set(owner, taken, true);
  const hadTitle = owner.querySelector('title') !== null;
  let hostTitle = owner.title;
  let prefix = '';
  /** All that have stood there. A host may have read one of them, and set it again much later. */
  const prefixes = new Set<string>();
  let asked = hostTitle;
  /** As the browser reads it, which makes one space of several, and none at the end. */
  let written = hostTitle;
  const icon = markIcon(owner);

  const write = (): void => {
    const title = prefix + hostTitle;
    // Writing the same again would be a change, too, and be heard of again.
    if (title === asked && owner.title === written) return;
    asked = title;
    owner.title = title;
    written = owner.title;
  };
  /** Takes what the host has set since, without what it has read of ours. */
  const read = (): void => {
    if (owner.title === written) return;
    hostTitle = [...prefixes].reduce((title, each) => title.replaceAll(each, ''), owner.title);
  };
  const observer = createMutationObserver(() => {
    icon.keep();
    read();
    write();
  });
  // Of the whole document: its head, or the title in it, may be replaced.
  observer.observe(owner, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['href', 'rel'],
  });
  const show = (mark: TitleMark | undefined): void => {
    read();
    prefix = mark ? `${mark.word} · ` : '';
    if (mark) prefixes.add(prefix);
    write();
    icon.show(mark?.icon);
  };
  return {
    show,
    restore: () => {
      observer.disconnect();
      show(undefined);
      if (!hadTitle && owner.title === '') owner.querySelector('title')?.remove();
      Reflect.deleteProperty(owner, taken);
    },
  };
}
