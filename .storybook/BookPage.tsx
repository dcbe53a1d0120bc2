import { DocsContainer, type DocsContainerProps } from '@storybook/addon-docs/blocks';
import { useEffect, useState, type PropsWithChildren, type ReactElement } from 'react';
import { GLOBALS_UPDATED, NAVIGATE_URL } from 'storybook/internal/core-events';
import { themes } from 'storybook/theming';
import { PageSearch } from './PageSearch.tsx';

/**
 * Gives a page of the book the theme of its widgets, because dark widgets could not be read on a
 * light page. Above each page is the search through all of them.
 */
export function BookPage({
  context,
  children,
}: PropsWithChildren<DocsContainerProps>): ReactElement {
  const { channel } = context;
  const [isDark, setDark] = useState(isDarkInAddress);
  useEffect(() => {
    const follow = ({ globals }: { readonly globals: Record<string, unknown> }): void =>
      setDark(globals['theme'] === 'dark');
    channel.on(GLOBALS_UPDATED, follow);
    return () => channel.off(GLOBALS_UPDATED, follow);
  }, [channel]);
  const go = (address: string): void => {
    channel.emit(NAVIGATE_URL, address);
    // Storybook scrolls when it opens a page, and stays where it is on the page that is open.
    if (isOpen(address)) document.getElementById(address.split('#')[1] ?? '')?.scrollIntoView();
  };
  return (
    <DocsContainer context={context} theme={isDark ? themes.dark : themes.light}>
      <PageSearch onGo={go} />
      {children}
    </DocsContainer>
  );
}

/** @param address `?path=/docs/guide-adapters--docs#the-order` */
function isOpen(address: string): boolean {
  const [, page] = /^\?path=\/docs\/([^#]+)/.exec(address) ?? [];
  return page !== undefined && new URLSearchParams(location.search).get('id') === page;
}

/** Until the toolbar is used, the theme is in the address. */
function isDarkInAddress(): boolean {
  const globals = new URLSearchParams(location.search).get('globals');
  return globals?.split(';').includes('theme:dark') ?? false;
}
