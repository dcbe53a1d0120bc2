/** Shows an icon of ours in a window's tab instead of the host's, and gives the host's back. */
export interface IconMark {
  /** Undefined: the host's own. */
  readonly show: (href: string | undefined) => void;
  /** Something in the document has changed: the host may have set another icon. */
  readonly keep: () => void;
}

/** In place of `icon` in the `rel` of a link that is not to be used for a while. */
const kept = 'tallylight-kept-icon';

/**
 * The host's links stay where they are, with another `rel`, because a host such as React takes them
 * out itself one day. A host that sets its icon meanwhile finds our link and changes that: then this
 * is the icon that it gets back.
 */
export function markIcon(owner: Document): IconMark {
  let own: HTMLLinkElement | undefined;
  let shown: string | undefined;
  /** What the host has set meanwhile. */
  let hostHref: string | undefined;

  const put = (href: string): void => {
    for (const link of owner.querySelectorAll<HTMLLinkElement>('link[rel~="icon" i]'))
      if (link !== own) link.rel = link.rel.replace(/\bicon\b/i, kept);
    own ??= owner.createElement('link');
    // Only what differs: to set the same again is a change, too, and is heard of again.
    if (own.rel !== 'icon') own.rel = 'icon';
    if (own.getAttribute('href') !== href) own.setAttribute('href', href);
    // Null while a page is between two heads.
    if (!own.isConnected) (owner.head ?? owner.documentElement).append(own);
  };
  const takeBack = (): void => {
    own?.remove();
    own = undefined;
    const links = [...owner.querySelectorAll<HTMLLinkElement>(`link[rel~="${kept}"]`)];
    for (const link of links) {
      link.rel = link.rel.replace(kept, 'icon');
      // Some browsers look at a link again only when its address is set.
      link.setAttribute('href', link.getAttribute('href') ?? '');
    }
    if (hostHref !== undefined) {
      const link = links.at(-1) ?? owner.head.appendChild(owner.createElement('link'));
      link.rel = 'icon';
      link.setAttribute('href', hostHref);
    }
    hostHref = undefined;
  };
  const keep = (): void => {
    if (shown === undefined) return;
    const href = own?.getAttribute('href') ?? shown;
    if (href !== shown) hostHref = href;
    put(shown);
  };
  return {
    keep,
    show: (href) => {
      keep();
      if (href === undefined && shown !== undefined) takeBack();
      shown = href;
      if (href !== undefined) put(href);
    },
  };
}
