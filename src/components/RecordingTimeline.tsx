'use client';

import {
  forwardRef,
  useId,
  useState,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useConnectionStatus } from '../hooks/useConnectionStatus.ts';
import { useRecordingTimeline } from '../hooks/useRecordingTimeline.ts';
import { clock } from '../i18n/duration.ts';
import { timelineEnglish } from '../i18n/widgetEnglish.ts';
import { callLabelOf } from '../model/callLabel.ts';
import type { CallId } from '../model/call.ts';
import {
  inWholeSeconds,
  timelineKinds,
  timelineTotals,
  type TimelineKind,
  type TimelineStretch,
} from '../model/timeline.ts';
import { TimelineBar, timelineShape } from './TimelineBar.tsx';
import { withStateWhenFailed } from './WidgetBoundary.tsx';

/** The props of `<RecordingTimeline>`: its own, and those of a `<div>`. */
export interface RecordingTimelineProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** The call's `id`, `connId` or `callUuid`. */
  readonly callId: CallId;
  /** Names the call where several are on the page. */
  readonly callLabel?: string | undefined;
}

/**
 * A small picture of the call: which parts of it were recorded, paused, not recorded, or are
 * unknown to this page. Below it are the exact times of the part under the pointer or the arrow
 * keys, and a table of all parts that can be opened. A part is unknown when this page heard nothing
 * of it: see `keepRecordingHistory` for how to hear it all.
 *
 * Renders a `<div role="group">`. The arrow keys, Home and End go through the parts.
 * - `[data-part='bar'] [data-kind]`: `recorded`, `paused`, `not-recorded`, `unknown`
 *
 * @example <RecordingTimeline callId={callId} />
 */
export const RecordingTimeline: ForwardRefExoticComponent<
  RecordingTimelineProps & RefAttributes<HTMLDivElement>
> = forwardRef(function RecordingTimeline(props: RecordingTimelineProps, ref) {
  return withStateWhenFailed('RecordingTimeline', props.callId, <Timeline {...props} ref={ref} />);
});

const Timeline = forwardRef<HTMLDivElement, RecordingTimelineProps>(function Timeline(
  { callId, callLabel, ...rest },
  ref,
) {
  const { messages, unstyled } = useDesktopContext('RecordingTimeline');
  const { phase } = useConnectionStatus();
  const { stretches: exact, isRunning } = useRecordingTimeline(callId);
  const stretches = inWholeSeconds(exact);
  const [chosen, setChosen] = useState<number>();
  const [hovered, setHovered] = useState<number>();
  const id = useId();

  const timelineWords = messages.wordsOf('timeline', timelineEnglish);
  const name = callLabelOf(callLabel);
  const label =
    name === undefined ? timelineWords.label : messages.spoken.about(name, timelineWords.label);
  const words: Readonly<Record<TimelineKind, string>> = {
    recorded: timelineWords.recorded,
    paused: messages.states.Paused,
    'not-recorded': timelineWords.notRecorded,
    unknown: messages.states.Unknown,
  };
  const time = (ms: number): string => clock(ms, messages.locale);
  const total = stretches.at(-1)?.until ?? 0;
  const last = stretches.length - 1;
  const isNow = (index: number): boolean => isRunning && index === last;
  const fromTo = (index: number, { from, until }: TimelineStretch): string =>
    timelineWords.fromTo(time(from), isNow(index) ? timelineWords.now : time(until));

  // At first the last pause is shown, because that is what people look for.
  const lastPause = stretches.findLastIndex(({ kind }) => kind === 'paused');
  const shownAtFirst = lastPause === -1 ? last : lastPause;
  const current = Math.min(chosen ?? shownAtFirst, last);
  const shown = Math.min(hovered ?? current, last);
  const stretch = stretches[shown];
  const chosenStretch = stretches[current];
  const currently =
    chosenStretch &&
    messages.spoken.about(words[chosenStretch.kind], fromTo(current, chosenStretch));

  const totals = timelineTotals(stretches);
  const absent = timelineKinds.filter((kind) => !totals.some(([present]) => present === kind));

  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is no group of form fields
      role="group"
      aria-label={label}
      lang={messages.locale}
      dir={messages.dir}
      data-tallylight="recording-timeline"
      data-call-id={callId}
      data-unstyled={unstyled}
      {...rest}
      ref={ref}
    >
      {!stretch ? (
        <p data-part="caption">
          {phase === 'idle' || phase === 'connecting' ? messages.checking : words.unknown}
        </p>
      ) : (
        <>
          <TimelineBar
            id={id}
            label={timelineWords.label}
            dir={messages.dir}
            stretches={stretches}
            current={current}
            shown={shown}
            // The end of a stretch that goes on is left out of this text, because it changes every second,
            // and a screen reader would read it every second.
            valueText={currently}
            onChoose={setChosen}
            onHover={setHovered}
          />
          <div data-part="scale">
            <span data-part="time" dir="ltr">
              {time(0)}
            </span>
            <p data-part="caption">
              <span data-part="word">{words[stretch.kind]}</span>{' '}
              <span>{fromTo(shown, stretch)}</span>
            </p>
            <span data-part="time" dir="ltr">
              {time(total)}
            </span>
          </div>
          <ul data-part="legend">
            {totals.map(([kind, length]) => (
              <li key={kind}>
                <svg data-part="swatch" width="18" height="16" aria-hidden="true">
                  <rect width="100%" {...timelineShape(kind, id)} />
                </svg>
                {words[kind]}{' '}
                <span data-part="time" dir="ltr">
                  {time(length)}
                </span>
              </li>
            ))}
            {/* Room is kept for each kind that the call does not have yet, so that nothing below moves
                when it appears. Its words are only in an attribute, because screen readers must not
                read them. */}
            {absent.map((kind) => (
              <li key={kind} hidden data-room={`${words[kind]} ${time(0)}`} />
            ))}
          </ul>
          <details data-part="times">
            <summary>{timelineWords.times}</summary>
            <table aria-label={label}>
              <thead>
                <tr>
                  <th scope="col">{messages.group}</th>
                  <th scope="col">{timelineWords.from}</th>
                  <th scope="col">{timelineWords.until}</th>
                  <th scope="col">{timelineWords.length}</th>
                </tr>
              </thead>
              <tbody>
                {stretches.map(({ kind, from, until }, index) => (
                  <tr key={from}>
                    <th scope="row">{words[kind]}</th>
                    <td>{time(from)}</td>
                    <td>{isNow(index) ? timelineWords.now : time(until)}</td>
                    <td>{time(until - from)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </div>
  );
});
