import { createMutationObserver } from '../client/mutationObserver.ts';

/** A small window of the page that stays above the windows of all programs. */
export interface DocumentPictureInPicture {
  requestWindow(size: { readonly width: number; readonly height: number }): Promise<Window>;
}

/** Not every browser has this member, and TypeScript does not know it. */
type PageInPicture = Window & {
  readonly documentPictureInPicture?: DocumentPictureInPicture | undefined;
};

/** Returns what opens such a window, if the browser has it and does not deny it to the page. */
export function pictureInPicture(): DocumentPictureInPicture | undefined {
  try {
    return (window as PageInPicture).documentPictureInPicture ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Gives an empty window the looks of the page: stylesheets, language, direction and theme. It also
 * keeps language, direction and theme as they are in the page from then on.
 *
 * @returns a function that ends it
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
  // A page may be set to dark, or to another language, while the window is open.
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
    // A strict Content-Security-Policy forbids the `style` attribute, and allows to set its properties.
    if (name === 'style') to.style.cssText = value;
    else to.setAttribute(name, value);
}

/** Copies the stylesheets in their order. The sheets that have no address come last. */
function copyStyles(from: Document, to: Document): void {
  const withoutAddress: CSSStyleSheet[] = [];
  for (const sheet of [...from.styleSheets, ...from.adoptedStyleSheets]) {
    const { ownerNode, href } = sheet;
    if (href && ownerNode) to.head.append(to.importNode(ownerNode, false));
    else withoutAddress.push(sheet);
  }
  const newWindow = to.defaultView;
  if (!newWindow) return;
  // A sheet of one document cannot be used in another, so these sheets are constructed again. A
  // `<style>` element would be refused by a strict Content-Security-Policy, which the window inherits
  // from the page.
  to.adoptedStyleSheets = withoutAddress.map((sheet) => {
    const copy = new newWindow.CSSStyleSheet({
      media: sheet.media.mediaText,
      disabled: sheet.disabled,
    });
    copy.replaceSync(Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n'));
    return copy;
  });
}
