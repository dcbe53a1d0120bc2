import { useEffect, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { changeSetting, useSettings } from './settings.ts';
import { useWords } from './words/useWords.ts';

const drawerButtonId = 'drawer-button';
const drawerId = 'drawer';

/** Opens and closes the drawer. It is in the header. */
export function DrawerButton(): ReactElement {
  const { page } = useWords();
  const isOpen = useSettings().drawer === 'open';
  return (
    <button
      type="button"
      id={drawerButtonId}
      className="plain-button"
      aria-expanded={isOpen}
      aria-controls={isOpen ? drawerId : undefined}
      onClick={() => {
        changeSetting('drawer', isOpen ? 'closed' : 'open');
      }}
    >
      {page.drawer}
    </button>
  );
}

/**
 * What an agent never sees: house rules, faults, and the devtools. It is not modal, because the page
 * is to be watched and used while a fault is set off.
 */
export function Drawer({ children }: { readonly children: ReactNode }): ReactElement | null {
  return useSettings().drawer === 'open' ? <OpenDrawer>{children}</OpenDrawer> : null;
}

function OpenDrawer({ children }: { readonly children: ReactNode }): ReactElement {
  const { page } = useWords();
  const drawer = useRef<HTMLElement>(null);

  useEffect(() => {
    // A page that is opened with the drawer in its address keeps its focus at the top.
    if (document.activeElement?.id === drawerButtonId) drawer.current?.focus();
  }, []);

  const close = (): void => {
    document.getElementById(drawerButtonId)?.focus();
    changeSetting('drawer', 'closed');
  };

  const closesByKey = {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
    },
  };

  return (
    <aside
      ref={drawer}
      id={drawerId}
      className="drawer"
      aria-label={page.drawer}
      tabIndex={-1}
      {...closesByKey}
    >
      <header>
        <h2>{page.drawer}</h2>
        <button type="button" className="link" onClick={close}>
          {page.close}
        </button>
      </header>
      {children}
    </aside>
  );
}
