import { DocsContainer, type DocsContainerProps } from '@storybook/addon-docs/blocks';
import { useEffect, useState, type PropsWithChildren, type ReactElement } from 'react';
import { GLOBALS_UPDATED } from 'storybook/internal/core-events';
import { themes } from 'storybook/theming';

/** A page of the book in the theme that its widgets are in, or they could not be read on it. */
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

/** Until the toolbar is used it stands there. */
function isDarkInAddress(): boolean {
  const globals = new URLSearchParams(location.search).get('globals');
  return globals?.split(';').includes('theme:dark') ?? false;
}
