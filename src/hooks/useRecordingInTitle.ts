import { useEffect } from 'react';
import type { PageRecording } from '../model/pageRecording.ts';
import { useDesktopContext } from './desktopContext.ts';
import { markTitle, unmarkTitle } from '../watchers/titleMarks.ts';
import { watchPageRecording } from '../watchers/watchPageRecording.ts';

/** The address of a picture for each thing that the tab of a page can say. */
export type RecordingIcons = Readonly<Record<PageRecording, string>>;

/** What `useRecordingInTitle` takes. */
export interface RecordingInTitleOptions {
  /**
   * What stands in the tab instead of the page's icon: pictures of your own, or `none` to leave it
   * alone. Give the same object each time. Those that are drawn here are `data:` addresses, so a
   * Content-Security-Policy has to have `img-src data:`.
   *
   * @defaultValue drawn here
   */
  readonly icons?: RecordingIcons | 'none' | undefined;
}

/**
 * Has the tab of the browser say what the recording is doing, for an agent who works in another tab:
 * *Recording*, *Paused*, or *Unknown* where it may be out of date or is in doubt. Of several calls
 * the most worrying one counts: what is not known before a pause, a pause before a recording. It
 * says nothing while no call is recorded or paused.
 *
 * The word stands before the page's own title, which the page may go on changing. Title and icon are
 * as the page set them again when no call is recorded, and when the component is unmounted. Windows
 * that the page has opened say it, too, as long as a widget is shown there.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example useRecordingInTitle();
 */
export function useRecordingInTitle({ icons = drawn }: RecordingInTitleOptions = {}): void {
  const { desktop, messages } = useDesktopContext('useRecordingInTitle');
  useEffect(() => {
    const owner = {};
    const words: Readonly<Record<PageRecording, string>> = {
      'not-known': messages.states.Unknown,
      paused: messages.states.Paused,
      recording: messages.states.Recording,
    };
    // There is nothing to say yet, but the title has to be watched from now on.
    markTitle(owner, undefined);
    const stop = watchPageRecording(desktop, (kind) => {
      const icon = kind && icons !== 'none' ? icons[kind] : undefined;
      markTitle(owner, kind && { kind, word: words[kind], icon });
    });
    return () => {
      stop();
      unmarkTitle(owner);
    };
  }, [desktop, messages, icons]);
}

/** The icons differ in colour, in shape, and in how much of the square is filled. */
const drawn: RecordingIcons = {
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
