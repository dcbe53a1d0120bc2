import { DocsContainer, type DocsContainerProps } from '@storybook/addon-docs/blocks';
import { useEffect, useState, type PropsWithChildren, type ReactElement } from 'react';
import { GLOBALS_UPDATED } from 'storybook/internal/core-events';
import { themes } from 'storybook/theming';

/**
 * Gives a page of the book the theme of its widgets, because dark widgets could not be read on a
 * light page.
 */
export function BookPage(props: PropsWithChildren<DocsContainerProps>): ReactElement {
  const { channel } = props.context;
  const [isDark, setDark] = useState(isDarkInAddress);
  useEffect(() => {
    const follow = ({ globals }: { readonly globals: Record<string, unknown> }): void =>
      setDark(globals['theme'] === 'dark');
    channel.on(GLOBALS_UPDATED, follow);
    return () => channel.off(GLOBALS_UPDATED, follow);
  }, [channel]);
  return <DocsContainer {...props} theme={isDark ? themes.dark : themes.light} />;
}

/** Until the toolbar is used, the theme is in the address. */
function isDarkInAddress(): boolean {
  const globals = new URLSearchParams(location.search).get('globals');
  return globals?.split(';').includes('theme:dark') ?? false;
}
