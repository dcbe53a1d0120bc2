import { useEffect } from 'react';
import type { PageRecording } from '../model/pageRecording.ts';
import { useDesktopContext } from './desktopContext.ts';
import { markTitle, unmarkTitle } from '../watchers/titleMarks.ts';
import { watchPageRecording } from '../watchers/watchPageRecording.ts';

/** The address of a picture for each state that the tab of a page can show. */
export type RecordingIcons = Readonly<Record<PageRecording, string>>;

/** What `useRecordingInTitle` takes. */
export interface RecordingInTitleOptions {
  /**
   * What the tab shows instead of the page's icon: pictures of your own, or `none` to leave the icon
   * alone. Give the same object each time. The default pictures are `data:` addresses, so a
   * Content-Security-Policy has to have `img-src data:`.
   *
   * @defaultValue pictures of this library
   */
  readonly icons?: RecordingIcons | 'none' | undefined;
}

/**
 * Shows in the tab of the browser what the recording is doing, for an agent who works in another tab:
 * *Recording*, *Paused*, or *Unknown* where the state may be out of date or is in doubt. If there are
 * several calls, *Unknown* is shown before *Paused*, and *Paused* before *Recording*. Nothing is shown
 * while no call is recorded or paused.
 *
 * The word is put before the page's own title, which the page may go on changing. When no call is
 * recorded any more, and when the component is unmounted, title and icon are those of the page again.
 * Windows that the page has opened show the same, as long as a widget is in them.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example useRecordingInTitle();
 */
export function useRecordingInTitle({ icons = defaultIcons }: RecordingInTitleOptions = {}): void {
  const { desktop, messages } = useDesktopContext('useRecordingInTitle');
  const { Unknown, Paused, Recording } = messages.states;
  useEffect(() => {
    const owner = {};
    const words: Readonly<Record<PageRecording, string>> = {
      'not-known': Unknown,
      paused: Paused,
      recording: Recording,
    };
    // There is nothing to show yet, but the page's title has to be watched from now on.
    markTitle(owner, undefined);
    const stop = watchPageRecording(desktop, (kind) => {
      const icon = kind && icons !== 'none' ? icons[kind] : undefined;
      markTitle(owner, kind && { kind, word: words[kind], icon });
    });
    return () => {
      stop();
      unmarkTitle(owner);
    };
  }, [desktop, Unknown, Paused, Recording, icons]);
}

/** The icons differ in colour, in shape, and in how much of the square is filled. */
const defaultIcons: RecordingIcons = {
  recording: picture(
    '<circle cx="16" cy="16" r="14" fill="#d21f26" stroke="#fff" stroke-width="2"/>',
  ),
  paused: picture(
    '<rect x="1" y="1" width="30" height="30" rx="6" fill="#ffb92e" stroke="#3d2800" stroke-width="2"/><path fill="#3d2800" d="M9 8h5v16H9zM18 8h5v16h-5z"/>',
  ),
  'not-known': picture(
    '<path fill="#fff" stroke="#3b4350" stroke-width="2.5" d="M16 2 30.5 29.5h-29z"/><path fill="#3b4350" d="M14.2 11h3.6l-.5 10h-2.6zM14.2 23h3.6v3.5h-3.6z"/>',
  ),
};

function picture(shapes: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${shapes}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
