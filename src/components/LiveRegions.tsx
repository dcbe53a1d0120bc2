import { createRef, type ReactElement, type RefObject } from 'react';
import { addShown, inTime, watchShown } from '../client/shownWindows.ts';
import type { Announce } from '../watchers/announcer.ts';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import type { Politeness } from '../i18n/announceRecording.ts';
import { hideVisually } from './hideVisually.ts';
import { joinRegions, type ReachableRegions } from './reachableRegion.ts';
import { watchBody } from './watchBody.ts';

/** A screen reader reads the same sentence again only after its region was empty for this time. In ms. */
const emptyFor = 60;

export interface LiveRegionsHandle {
  readonly regions: Readonly<Record<Politeness, RefObject<HTMLDivElement | null>>>;
  readonly announce: Announce;
  /**
   * Is called when the regions are in the page. Returns a function that removes the regions that
   * were made elsewhere.
   */
  readonly attach: () => () => void;
}

/** Makes the two live regions of a provider and the function that announces through them. */
export function createLiveRegions(): LiveRegionsHandle {
  const regions = {
    polite: createRef<HTMLDivElement>(),
    assertive: createRef<HTMLDivElement>(),
  };
  let reachable: ReachableRegions | undefined;
  /** The sentences of one moment, in the order in which they were announced. */
  const waiting: { readonly text: string; readonly politeness: Politeness }[] = [];

  /** @param alreadyEmptied the region that was emptied long enough ago */
  const writeSentences = (alreadyEmptied?: HTMLElement): void => {
    const isUrgent = waiting.some(({ politeness }) => politeness === 'assertive');
    const region = reachable?.find(isUrgent ? 'assertive' : 'polite');
    if (region && region !== alreadyEmptied) {
      // This region has to be emptied first. After that, it may be another region, because the
      // agent has gone to another window meanwhile or has opened a dialog.
      region.textContent = '';
      inTime(() => writeSentences(region), emptyFor);
      return;
    }
    const sentences = waiting.splice(0).map(({ text }) => text);
    if (region) region.textContent = sentences.join(' ');
  };
  return {
    regions,
    announce: (text, politeness) => {
      // The sentences of one moment are announced together, because otherwise the last one would
      // replace the others. When one of them is urgent, all are announced assertively, in one region: in
      // two regions, the older sentence would contradict the newer one, or be removed unread.
      if (waiting.push({ text, politeness }) > 1) return;
      // This is done in a later task, so that the screen does not wait for the announcement.
      inTime(() => writeSentences(), 0);
    },
    attach: () => {
      const [polite, assertive] = [regions.polite.current, regions.assertive.current];
      if (!polite || !assertive) return () => undefined;
      const joined = joinRegions({ polite, assertive });
      reachable = joined;
      const stops = [
        addShown(polite),
        watchShown(joined.prepare),
        watchBody(joined.prepare),
        joined.leave,
      ];
      // The regions that were made in a modal dialog disappear with it.
      const { ownerDocument } = polite;
      ownerDocument.addEventListener('close', joined.prepare, true);
      ownerDocument.addEventListener('focusin', joined.noticeFocus, true);
      joined.prepare();
      return () => {
        ownerDocument.removeEventListener('close', joined.prepare, true);
        ownerDocument.removeEventListener('focusin', joined.noticeFocus, true);
        reachable = undefined;
        for (const stop of stops) stop();
      };
    },
  };
}

/**
 * The regions are in the page from the start and empty, because screen readers do not read a region
 * that appears together with its text.
 */
export function LiveRegions({
  regions,
  attach,
  lang,
  dir,
}: Pick<LiveRegionsHandle, 'regions' | 'attach'> & {
  /** The language of the announcements, because the page may be in another language. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}): ReactElement {
  useCommitEffect(attach, [attach]);
  useCommitEffect(() => {
    for (const { current } of Object.values(regions)) if (current) hideVisually(current);
  }, [regions]);
  return (
    <>
      {(['polite', 'assertive'] as const).map((politeness) => (
        <div
          key={politeness}
          ref={regions[politeness]}
          lang={lang}
          dir={dir}
          aria-live={politeness}
          aria-atomic="true"
          data-tallylight="announcements"
        />
      ))}
    </>
  );
}
