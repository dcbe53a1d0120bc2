import { createMutationObserver } from '../client/mutationObserver.ts';
import { shownDocuments, watchShown } from '../client/shownWindows.ts';
import { pageRecordings, type PageRecording } from '../model/pageRecording.ts';
import { markIcon } from './iconMark.ts';

/**
 * What a window's tab shows of the recording: a word before the title, and an icon unless the host
 * keeps its own icon.
 */
export interface TitleMark {
  readonly kind: PageRecording;
  readonly word: string;
  /** The address of a picture. */
  readonly icon: string | undefined;
}

/** The marks that the hooks of the page want to show. The most worrying one is shown. */
const wanted = new Map<object, TitleMark | undefined>();
const marked = new Map<Document, MarkedTitle>();
let stopWatching: (() => void) | undefined;

/** Shows this mark for `owner` from now on. Undefined shows nothing for it. */
export function markTitle(owner: object, mark: TitleMark | undefined): void {
  wanted.set(owner, mark);
  stopWatching ??= watchShown(updateTitles);
  updateTitles();
}

/** Removes the mark of `owner`. */
export function unmarkTitle(owner: object): void {
  wanted.delete(owner);
  if (wanted.size === 0) {
    stopWatching?.();
    stopWatching = undefined;
  }
  updateTitles();
}

function updateTitles(): void {
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

/**
 * Nobody sees the title of a frame. The page itself is marked in any case, because it may also be
 * opened without a frame around it.
 */
function hasTitle(each: Document): boolean {
  return each === document || each.defaultView?.frameElement === null;
}

interface MarkedTitle {
  readonly show: (mark: TitleMark | undefined) => void;
  readonly restore: () => void;
}

/**
 * Is set on a document that one copy of this library marks. Two copies would react to each other's
 * changes for ever.
 */
const markedKey = Symbol.for('tallylight.title.1');

function createMarkedTitle(owner: Document): MarkedTitle | undefined {
  if (Reflect.get(owner, markedKey) === true) return undefined;
  Reflect.set(owner, markedKey, true);
  const hadTitle = owner.querySelector('title') !== null;
  let hostTitle = owner.title;
  let prefix = '';
  /**
   * All prefixes that were ever shown. A host may have read the title with one of them, and set it
   * again much later.
   */
  const prefixes = new Set<string>();
  let requestedTitle = hostTitle;
  /**
   * The title as the browser returns it, with one space in the place of several, and none at the
   * end.
   */
  let written = hostTitle;
  const icon = markIcon(owner);

  const write = (): void => {
    const title = prefix + hostTitle;
    // The same title is not written again, because that would call the observer again.
    if (title === requestedTitle && owner.title === written) return;
    requestedTitle = title;
    owner.title = title;
    written = owner.title;
  };
  /**
   * Takes the title that the host has set meanwhile, without the prefixes that the host has read
   * from us.
   */
  const read = (): void => {
    if (owner.title === written) return;
    hostTitle = [...prefixes].reduce((title, each) => title.replaceAll(each, ''), owner.title);
  };
  const observer = createMutationObserver(() => {
    icon.reapply();
    read();
    write();
  });
  // The whole document is observed, because its head, or the title in it, may be replaced.
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
      Reflect.deleteProperty(owner, markedKey);
    },
  };
}
