import { createMutationObserver } from '../client/mutationObserver.ts';

/** A small window of the page that stays above the windows of all programs. */
export interface DocumentPictureInPicture {
  requestWindow(size: { readonly width: number; readonly height: number }): Promise<Window>;
}

/** Not every browser has it, nor does TypeScript know it. */
type PageInPicture = Window & {
  readonly documentPictureInPicture?: DocumentPictureInPicture | undefined;
};

/** What opens such a window, where the browser has it. */
export function pictureInPicture(): DocumentPictureInPicture | undefined {
  return (window as PageInPicture).documentPictureInPicture;
}

/**
 * Gives an empty window the looks of the page: stylesheets, language, direction and theme, and keeps
 * the last three as they are in the page from then on.
 *
 * @returns a function that stops it
 */
export function shareLooks(from: Document, to: Document): () => void {
  copyStyles(from, to);
  to.title = from.title;
  to.body.style.margin = '0';
  const copy = (): void => {
    copyAttributes(from.documentElement, to.documentElement);
    to.body.className = from.body.className;
  };
  copy();
  // A page may be set to dark, or to another language, meanwhile.
  const observer = createMutationObserver(copy);
  observer.observe(from.documentElement, { attributes: true });
  observer.observe(from.body, { attributeFilter: ['class'] });
  return () => observer.disconnect();
}

function copyAttributes(from: HTMLElement, to: HTMLElement): void {
  const gone = Array.from(to.attributes, ({ name }) => name).filter(
    (name) => !from.hasAttribute(name),
  );
  for (const name of gone) to.removeAttribute(name);
  for (const { name, value } of from.attributes)
    // A strict Content-Security-Policy refuses the attribute, and not the properties.
    if (name === 'style') to.style.cssText = value;
    else to.setAttribute(name, value);
}

/** In their order, but for those that have no address: they come last. */
function copyStyles(from: Document, to: Document): void {
  const withoutAddress: CSSStyleSheet[] = [];
  for (const sheet of [...from.styleSheets, ...from.adoptedStyleSheets]) {
    const { ownerNode, href } = sheet;
    if (href && ownerNode) to.head.append(to.importNode(ownerNode, false));
    else withoutAddress.push(sheet);
  }
  const own = to.defaultView;
  if (!own) return;
  // Constructed: a sheet of one document cannot be used in another, and a strict
  // Content-Security-Policy, which the window has from the page, lets no <style> in.
  to.adoptedStyleSheets = withoutAddress.map((sheet) => {
    const copy = new own.CSSStyleSheet({ media: sheet.media.mediaText, disabled: sheet.disabled });
    copy.replaceSync(Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n'));
    return copy;
  });
}
