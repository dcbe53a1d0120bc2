import { createRef, type ReactElement, type RefObject } from 'react';
import type { Announce } from '../hooks/announcer.ts';
import type { Politeness } from '../i18n/announceRecording.ts';
import { createReachableRegions } from './reachableRegion.ts';

/** A region that was just emptied is read again, even if the same sentence follows. In ms. */
const pause = 60;

export interface LiveRegionsHandle {
  readonly regions: Readonly<Record<Politeness, RefObject<HTMLDivElement | null>>>;
  readonly announce: Announce;
}

/** The two regions of a provider, and the way to speak through them. */
export function createLiveRegions(): LiveRegionsHandle {
  const regions = {
    polite: createRef<HTMLDivElement>(),
    assertive: createRef<HTMLDivElement>(),
  };
  const reachable = createReachableRegions();
  const waiting: Partial<Record<Politeness, string[]>> = {};
  return {
    regions,
    announce: (text, politeness) => {
      const sentences = (waiting[politeness] ??= []);
      // The sentences of one moment are said together: the last must not swallow the others.
      if (sentences.push(text) > 1) return;
      const say = (what: string): void => {
        const own = regions[politeness].current;
        if (own) reachable(own, politeness).textContent = what;
      };
      // After this turn: what is shown must not wait for what is said.
      setTimeout(() => {
        say('');
        setTimeout(() => {
          say(sentences.splice(0).join(' '));
        }, pause);
      }, 0);
    },
  };
}

/** There from the start and empty: a region that arrives with its text is not heard. */
export function LiveRegions({
  regions,
  lang,
  dir,
}: Pick<LiveRegionsHandle, 'regions'> & {
  /** Of what is said: a voice that reads the page in another language should change. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}): ReactElement {
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
