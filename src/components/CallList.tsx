'use client';

import {
  forwardRef,
  memo,
  useMemo,
  useRef,
  useSyncExternalStore,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type NamedExoticComponent,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react';
import { createCallListing } from '../watchers/callListing.ts';
import { useDesktopContext } from '../hooks/desktopContext.ts';
import { useAnnouncementsOfAll } from '../hooks/useAnnouncementsOfAll.ts';
import { useConnectionStatus } from '../hooks/useConnectionStatus.ts';
import { useSelected } from '../hooks/useReadable.ts';
import { sentences } from '../i18n/sentences.ts';
import { callsEnglish } from '../i18n/widgetEnglish.ts';
import { callLabelOf } from '../model/callLabel.ts';
import { numberOfOtherParty, type Call, type CallId } from '../model/call.ts';
import type { CallOrder, CallPlace } from '../model/callOrder.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { callHost } from '../model/hostCallback.ts';
import type { CallEntry } from '../store/callEntry.ts';
import { isNode, parentInFlatTree } from '../watchers/flatTree.ts';
import { RecordingControls, type RecordingControlsProps } from './RecordingControls.tsx';
import { useRowsInView } from './useRowsInView.ts';
import { WidgetBoundary } from './WidgetBoundary.tsx';

/** The props of `<CallList>`: its own, and those of a `<div>`. */
export interface CallListProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /**
   * The order of the calls. Nothing moves while the agent's pointer or focus is in the list.
   * @defaultValue 'arrival'
   */
  readonly order?: CallOrder | undefined;
  /** Returns the name of a call for its controls. @defaultValue the other party's number */
  readonly callLabel?: ((call: Call) => string | undefined) | undefined;
  /**
   * What the controls of every call get in addition: a policy, or a Stop that asks first. Give the
   * same object each time, so that a call is rendered only when something of its own differs.
   *
   * @example controls={{ operations: ['PauseCallRecording', 'ResumeCallRecording'] }}
   */
  readonly controls?: Omit<RecordingControlsProps, 'callId' | 'callLabel'> | undefined;
  /**
   * Renders what the host shows of a call, above its controls: the caller, the queue, its own
   * buttons. Give the same function each time, so that a call is rendered only when something of
   * its own differs.
   */
  readonly children?: ((callId: CallId) => ReactNode) | undefined;
}

/**
 * Shows every call that the server reports, with its recording controls. A consult call is
 * beside the call from which it was made. A call stays for a minute after its end, so that the
 * agent can see that it ended.
 *
 * Renders a `<div>` with a `<ul>`; each `<li data-part='call'>` has
 * - `data-place`: `alone`, or `first` and `next` for calls that belong together
 *
 * @example
 * <CallList order="paused-longest-first">{(callId) => <Caller callId={callId} />}</CallList>
 */
export const CallList: ForwardRefExoticComponent<CallListProps & RefAttributes<HTMLDivElement>> =
  forwardRef(function CallList(
    {
      order = 'arrival',
      callLabel = numberOfOtherParty,
      controls,
      children,
      ...rest
    }: CallListProps,
    ref,
  ) {
    const { desktop, messages, unstyled } = useDesktopContext('CallList');
    const { phase } = useConnectionStatus();
    const words = messages.wordsOf('calls', callsEnglish);
    const listing = useMemo(() => createCallListing(desktop, order), [desktop, order]);
    const places = useSyncExternalStore(
      listing.subscribe,
      listing.getSnapshot,
      listing.getSnapshot,
    );

    const rows = useMemo(() => rowsOf(places), [places]);
    const list = useRef<HTMLUListElement>(null);
    const inView = useRowsInView({
      list,
      count: rows.length,
      keyOf: (index) => rows[index]?.callId ?? '',
      focused: () => {
        const focused = listing.focused();
        return focused === undefined ? undefined : rowOf(focused, rows);
      },
      heightOf,
    });
    useAnnouncementsOfAll(inView === undefined ? 'none' : 'all', callLabel);

    const itemsOf = (
      { first, calls }: Row,
      drawnPart?: Pick<ItemProps, 'rowIndex' | 'measure' | 'count'>,
    ): readonly ReactElement[] =>
      calls.map(({ callId, place }, index) => (
        <Item
          key={callId}
          callId={callId}
          place={place}
          callLabel={callLabel}
          controls={controls}
          {...(drawnPart && { count: drawnPart.count, position: first + index + 1 })}
          {...(index === 0 && drawnPart)}
        >
          {children}
        </Item>
      ));

    const isConnecting = phase === 'idle' || phase === 'connecting';
    // An empty list says what it waits for. That there are no calls is shown only when the server
    // has said so.
    const emptyText =
      phase === 'live'
        ? words.none
        : isConnecting
          ? messages.checking
          : sentences(
              messages,
              messages.connection[phase] + messages.fullStop,
              phase === 'lost' && words.waiting,
            );

    return (
      // What is inside is in the host's language. The widgets inside name their own.
      <div data-tallylight="call-list" data-unstyled={unstyled} {...rest} ref={ref}>
        {places.length === 0 ? (
          <p data-part="none" lang={messages.locale} dir={messages.dir}>
            {emptyText}
          </p>
        ) : (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the list only records where pointer and focus are
          <ul
            ref={list}
            // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- Safari does not treat a list without bullets as a list
            role="list"
            aria-label={words.label}
            onFocus={({ target, currentTarget }) => {
              listing.setFocused(callAround(target, currentTarget));
            }}
            onBlur={({ currentTarget, relatedTarget }) => {
              // The focus goes to another call, or the window has lost it for a while and will get it
              // back.
              const candidates = [relatedTarget, ...focusedElements(currentTarget)];
              if (candidates.some((each) => callAround(each, currentTarget) !== undefined)) return;
              listing.setFocused(undefined);
            }}
            onPointerEnter={() => listing.setPointerInside(true)}
            // A pointer that was there before the list appeared causes no enter event.
            onPointerMove={() => listing.setPointerInside(true)}
            onPointerLeave={() => listing.setPointerInside(false)}
          >
            {inView
              ? inView.flatMap((part) => {
                  if (part.index === undefined)
                    return (
                      <li
                        key={part.key}
                        role="presentation"
                        data-part="left-out"
                        // The unit is written out, because Preact does not add one.
                        style={{ blockSize: `${part.height}px` }}
                      />
                    );
                  const row = rows[part.index];
                  const { index: rowIndex, measure } = part;
                  return row ? itemsOf(row, { rowIndex, measure, count: places.length }) : [];
                })
              : rows.flatMap((row) => itemsOf(row))}
          </ul>
        )}
      </div>
    );
  });

/** A call, or calls that belong together and are side by side where there is room. */
interface Row {
  readonly callId: CallId;
  readonly calls: readonly CallPlace[];
  /** The place of its first call in the list, from 0. */
  readonly first: number;
}

function rowsOf(places: readonly CallPlace[]): readonly Row[] {
  const rows: { callId: CallId; calls: CallPlace[]; first: number }[] = [];
  for (const [first, place] of places.entries()) {
    const last = rows.at(-1);
    if (place.place === 'next' && last) last.calls.push(place);
    else rows.push({ callId: place.callId, calls: [place], first });
  }
  return rows;
}

function rowOf(callId: CallId, rows: readonly Row[]): number | undefined {
  const index = rows.findIndex(({ calls }) => calls.some((call) => call.callId === callId));
  return index === -1 ? undefined : index;
}

/** The height of a row, from its first call to the end of its last one. In px. */
function heightOf(first: Element): number {
  let last = first;
  while (last.nextElementSibling?.getAttribute('data-place') === 'next')
    last = last.nextElementSibling;
  return last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
}

/**
 * Returns the call in the list that a target belongs to, also if the target is in a slot of the
 * call's row.
 */
function callAround(target: EventTarget | null, list: Element): CallId | undefined {
  let callId: CallId | undefined;
  for (let at = isNode(target) ? target : null; at; at = parentInFlatTree(at)) {
    if (at === list) return callId;
    if ('dataset' in at && at.parentNode === list)
      // Only HTML and SVG elements have a dataset.
      callId = (at as HTMLElement).dataset['callId'];
  }
  return undefined;
}

/** Returns the elements that have the focus in the page and in the shadow tree of the list. */
function focusedElements(list: Element): readonly (Element | null)[] {
  const root = list.getRootNode();
  return [
    list.ownerDocument.activeElement,
    // Documents and shadow roots have one.
    'activeElement' in root ? (root as Document | ShadowRoot).activeElement : null,
  ];
}

interface ItemProps extends CallPlace {
  /**
   * The position of the call, from 1, and the number of calls. It is given when only a part of the
   * list is rendered.
   */
  readonly position?: number;
  readonly count?: number;
  /** The index of the row, on the first call of a row that is measured. */
  readonly rowIndex?: number;
  readonly measure?: (element: Element | null) => void;
  readonly callLabel: (call: Call) => string | undefined;
  readonly controls: CallListProps['controls'];
  readonly children: CallListProps['children'];
}

const Item: NamedExoticComponent<ItemProps> = memo(function CallListItem({
  callId,
  place,
  callLabel,
  controls,
  position,
  count,
  rowIndex,
  measure,
  children,
}: ItemProps) {
  const { desktop } = useDesktopContext('CallList');
  const store = desktop.call(callId);
  const shownId = useSelected(store, ({ recording }) => recording.callId);
  const select = useMemo(() => askOncePerCall(callLabel, desktop.report), [callLabel, desktop]);
  const label = useSelected(store, select);
  // This call is over, and its id now means the call that goes on. That call has an item of its own.
  if (shownId !== undefined && shownId !== callId) return null;
  return (
    <li
      ref={measure}
      data-part="call"
      data-place={place}
      data-call-id={callId}
      data-index={rowIndex}
      aria-posinset={position}
      aria-setsize={count}
    >
      {children && (
        <WidgetBoundary name="CallList children" fallback={null}>
          {callHost('CallList children', desktop.report, () => children(callId))}
        </WidgetBoundary>
      )}
      <RecordingControls {...controls} callId={callId} callLabel={label} />
    </li>
  );
});

/**
 * Asks the host once for each new state of the call. If the host returned another text each time, React
 * would never stop to render.
 */
function askOncePerCall(
  callLabel: (call: Call) => string | undefined,
  report: OnDiagnostic,
): (entry: CallEntry) => string | undefined {
  let lastCall: Call | undefined;
  let label: string | undefined;
  return ({ call }) => {
    if (call !== lastCall)
      label = call && callLabelOf(callHost('callLabel', report, () => callLabel(call)));
    lastCall = call;
    return label;
  };
}
