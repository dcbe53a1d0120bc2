import { useState, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/**
 * Shows its children in a window of its own until the window is closed. The window stays on top
 * where the browser can do that.
 */
export function PopOut({ children }: { readonly children: ReactNode }): ReactElement {
  const [opened, setOpened] = useState<Document>();

  async function popOut(): Promise<void> {
    const own = await openWindow();
    if (!own) return;
    copyLooks(document, own.document);
    // The code runs in the page, so the window is closed with the page.
    const close = (): void => own.close();
    addEventListener('pagehide', close);
    own.addEventListener('pagehide', () => {
      removeEventListener('pagehide', close);
      setOpened(undefined);
    });
    setOpened(own.document);
  }

  if (opened) return <>{createPortal(children, opened.body)}</>;
  return (
    <>
      {children}
      <button type="button" onClick={() => void popOut()}>
        In a window of its own
      </button>
    </>
  );
}

async function openWindow(): Promise<Window | null> {
  const size = { width: 380, height: 160 };
  const { documentPictureInPicture } = window as PageInPicture;
  if (documentPictureInPicture) return documentPictureInPicture.requestWindow(size);
  return window.open('', '', `popup,width=${size.width},height=${size.height}`);
}

/** Not every browser has it, and TypeScript does not know it. */
type PageInPicture = Window & {
  readonly documentPictureInPicture?: {
    requestWindow(size: { readonly width: number; readonly height: number }): Promise<Window>;
  };
};

/** The new window has no stylesheet, no language and no theme, so they are copied. */
function copyLooks(from: Document, to: Document): void {
  to.title = from.title;
  for (const { name, value } of from.documentElement.attributes)
    to.documentElement.setAttribute(name, value);
  const inline: CSSStyleSheet[] = [];
  for (const sheet of [...from.styleSheets, ...from.adoptedStyleSheets]) {
    if (!sheet.href) inline.push(sheet);
    else
      to.head.append(
        Object.assign(to.createElement('link'), { rel: 'stylesheet', href: sheet.href }),
      );
  }
  // These sheets are constructed. A sheet of one document cannot be used in another, and a
  // `<style>` would be refused by a strict Content-Security-Policy, which the window has from the
  // page.
  const own = to.defaultView;
  if (!own) return;
  to.adoptedStyleSheets = inline.map((sheet) => {
    const copy = new own.CSSStyleSheet();
    copy.replaceSync(Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n'));
    return copy;
  });
}
