import { createRef, type ReactElement, type RefObject } from 'react';
import { addShown, inTime, watchShown } from '../client/shownWindows.ts';
import type { Announce } from '../watchers/announcer.ts';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import type { Politeness } from '../i18n/announceRecording.ts';
import { joinRegions, type ReachableRegions } from './reachableRegion.ts';
import { watchBody } from './watchBody.ts';

/** A region that was just emptied is read again, even if the same sentence follows. In ms. */
const pause = 60;

export interface LiveRegionsHandle {
  readonly regions: Readonly<Record<Politeness, RefObject<HTMLDivElement | null>>>;
  readonly announce: Announce;
  /** The regions are in the page. Returns how to take away what was made beside them. */
  readonly attach: () => () => void;
}

/** The two regions of a provider, and the way to speak through them. */
export function createLiveRegions(): LiveRegionsHandle {
  const regions = {
    polite: createRef<HTMLDivElement>(),
    assertive: createRef<HTMLDivElement>(),
  };
  let reachable: ReachableRegions | undefined;
  const waiting: Partial<Record<Politeness, string[]>> = {};

  /** @param emptied the region that was emptied, and long enough ago */
  const speak = (politeness: Politeness, sentences: string[], emptied?: HTMLElement): void => {
    const region = reachable?.find(politeness);
    if (region && region !== emptied) {
      // The agent has gone to another window meanwhile, or has opened a dialog.
      region.textContent = '';
      inTime(() => speak(politeness, sentences, region), pause);
      return;
    }
    const text = sentences.splice(0).join(' ');
    if (region) region.textContent = text;
  };
  return {
    regions,
    announce: (text, politeness) => {
      const sentences = (waiting[politeness] ??= []);
      // The sentences of one moment are said together: the last must not swallow the others.
      if (sentences.push(text) > 1) return;
      // After this turn: what is shown must not wait for what is said.
      inTime(() => speak(politeness, sentences), 0);
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
      // The regions of a modal dialog go with it.
      const { ownerDocument } = polite;
      ownerDocument.addEventListener('close', joined.prepare, true);
      joined.prepare();
      return () => {
        ownerDocument.removeEventListener('close', joined.prepare, true);
        reachable = undefined;
        for (const stop of stops) stop();
      };
    },
  };
}

/** As in announcements.css. */
const heardAndNotSeen = {
  position: 'absolute',
  inlineSize: '1px',
  blockSize: '1px',
  margin: '-1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};

/** There from the start and empty: a region that arrives with its text is not heard. */
export function LiveRegions({
  regions,
  attach,
  lang,
  dir,
}: Pick<LiveRegionsHandle, 'regions' | 'attach'> & {
  /** Of what is said: a voice that reads the page in another language should change. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}): ReactElement {
  useCommitEffect(attach, [attach]);
  useCommitEffect(() => {
    // Also without the stylesheet. A style attribute in what a server sends would break a strict
    // Content-Security-Policy; setting the properties does not.
    for (const { current } of Object.values(regions)) {
      if (current) Object.assign(current.style, heardAndNotSeen);
    }
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
