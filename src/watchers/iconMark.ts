/**
 * Shows an icon of this library in a window's tab in the place of the host's icon, and restores the
 * host's icon.
 */
export interface IconMark {
  /** Shows the icon at this address. Undefined shows the host's own icon. */
  readonly show: (href: string | undefined) => void;
  /** Has to be called when the document has changed, because the host may have set another icon. */
  readonly reapply: () => void;
}

/**
 * Takes the place of `icon` in the `rel` of the host's links while the icon of this library is
 * shown.
 */
const keptRel = 'tallylight-kept-icon';

/**
 * Changes the `rel` of the host's links and leaves them in the document, because a host such as
 * React removes them itself some day. A host that sets its icon meanwhile may find our link and
 * change its address. Then this address is the icon that is restored.
 */
export function markIcon(owner: Document): IconMark {
  let own: HTMLLinkElement | undefined;
  let shown: string | undefined;
  /** The icon that the host has set meanwhile. */
  let hostHref: string | undefined;

  const showOwn = (href: string): void => {
    for (const link of owner.querySelectorAll<HTMLLinkElement>('link[rel~="icon" i]'))
      if (link !== own) link.rel = link.rel.replace(/\bicon\b/i, keptRel);
    own ??= owner.createElement('link');
    // An attribute is set only if it differs, because setting the same value again would call the
    // observer of the document again.
    if (own.rel !== 'icon') own.rel = 'icon';
    if (own.getAttribute('href') !== href) own.setAttribute('href', href);
    // `head` is null while a page replaces its head.
    if (!own.isConnected) (owner.head ?? owner.documentElement).append(own);
  };
  const restoreHostIcons = (): void => {
    own?.remove();
    own = undefined;
    const links = [...owner.querySelectorAll<HTMLLinkElement>(`link[rel~="${keptRel}"]`)];
    for (const link of links) {
      link.rel = link.rel.replace(keptRel, 'icon');
      // Some browsers read a link again only when its address is set.
      link.setAttribute('href', link.getAttribute('href') ?? '');
    }
    if (hostHref !== undefined) {
      const link = links.at(-1) ?? owner.head.appendChild(owner.createElement('link'));
      link.rel = 'icon';
      link.setAttribute('href', hostHref);
    }
    hostHref = undefined;
  };
  const reapply = (): void => {
    if (shown === undefined) return;
    const href = own?.getAttribute('href') ?? shown;
    if (href !== shown) hostHref = href;
    showOwn(shown);
  };
  return {
    reapply,
    show: (href) => {
      reapply();
      if (href === undefined && shown !== undefined) restoreHostIcons();
      shown = href;
      if (href !== undefined) showOwn(href);
    },
  };
}
