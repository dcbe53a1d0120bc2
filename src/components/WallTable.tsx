/* oxlint-disable jsx-a11y/prefer-tag-over-role -- tables whose parts get another `display` lose their roles in some browsers */
import {
  memo,
  useCallback,
  useMemo,
  useRef,
  type NamedExoticComponent,
  type ReactElement,
} from 'react';
import { useGridFocus } from '../hooks/useGridFocus.ts';
import { useNow } from '../hooks/useNow.ts';
import { useVisibleRows, type VisibleRow, type VisibleRows } from '../hooks/useVisibleRows.ts';
import { useWatched } from '../hooks/useWatched.ts';
import { describeWallRow } from '../i18n/describeWallRow.ts';
import { isDoubtful, isPausedFor } from '../model/wallRow.ts';
import { lookGlyphs } from './RecordingGlyph.tsx';
import type { WallPartProps } from './WallSummary.tsx';

/** The columns, in the order in which they are read. */
const columns = ['agent', 'recording', 'time', 'call', 'heard'] as const;

/**
 * The table of the calls. Only the rows that can be seen are in the page. Each row renders by
 * itself when something of its own differs.
 */
export function WallTable(props: WallPartProps): ReactElement {
  const { keeper, words } = props;
  const { ids, order } = useWatched(keeper.places);
  const grid = useRef<HTMLDivElement>(null);
  const focus = useGridFocus({
    ids,
    columnCount: columns.length,
    grid,
    onRow: keeper.setFocused,
    onEscape: keeper.sortNow,
  });
  const { rows, height, measure } = useVisibleRows(ids, grid, focus.row);
  const onPointerInside = useCallback(() => keeper.setPointerInside(true), [keeper]);

  return (
    <div
      data-part="body"
      onPointerEnter={onPointerInside}
      // A pointer that was there before the table appeared causes no enter event.
      onPointerMove={onPointerInside}
      onPointerLeave={() => keeper.setPointerInside(false)}
      {...focus.handlers}
    >
      <div data-part="order" data-order={order}>
        <span>{words.held}</span>{' '}
        <button
          type="button"
          data-part="sort"
          onClick={() => {
            keeper.sortNow();
            // The button disappears, and without this the browser would give the focus to the
            // page.
            focus.focusTable();
          }}
        >
          {words.sortNow}
        </button>
      </div>
      <div
        role="grid"
        aria-label={words.label}
        aria-readonly="true"
        aria-rowcount={ids.length + 1}
        aria-colcount={columns.length}
        data-part="table"
        ref={grid}
      >
        <div role="rowgroup" data-part="head">
          <div role="row" aria-rowindex={1} data-part="heads">
            {columns.map((column) => (
              <span
                key={column}
                role="columnheader"
                data-part={column}
                // The order is by state first, and by time only within the pauses.
                aria-sort={column === 'recording' ? 'other' : undefined}
              >
                {words.columns[column]}
              </span>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          data-part="rows"
          // The style is set only when there are rows, because a strict Content-Security-Policy
          // forbids a style in the HTML of a server.
          style={ids.length > 0 && height !== undefined ? { height, display: 'flow-root' } : {}}
        >
          {rows.map((row) => (
            <Row
              {...props}
              key={row.id}
              {...row}
              tabColumn={row.id === focus.row ? focus.column : undefined}
              measure={measure}
            />
          ))}
        </div>
      </div>
      {ids.length === 0 && <NoRows keeper={keeper} words={words} />}
    </div>
  );
}

/** "There are no calls" is a statement, too, so it is shown only if the source has made it. */
function NoRows({ keeper, words }: Pick<WallPartProps, 'keeper' | 'words'>): ReactElement | null {
  const { phase, total, unreadable } = useWatched(keeper.figures);
  if (phase !== 'heard' || unreadable > 0) return null;
  return <p data-part="none">{total === 0 ? words.none : words.noneMatch}</p>;
}

interface RowProps extends WallPartProps, VisibleRow {
  /** The column that the Tab key goes to, if the Tab key goes to this row. */
  readonly tabColumn: number | undefined;
  readonly measure: VisibleRows['measure'];
}

const Row: NamedExoticComponent<RowProps> = memo(function WallRow({
  keeper,
  messages,
  words,
  longPause,
  id,
  index,
  gap,
  tabColumn,
  measure,
}: RowProps) {
  const row = useWatched(useRowOf(keeper, id));
  const now = useNow(row?.presence === 'there');
  if (!row) return null;
  const { look, word, detail, time, heard } = describeWallRow(row, messages, words, now);
  const cells = {
    agent: <bdi>{row.agent}</bdi>,
    recording: (
      <>
        {lookGlyphs[look].drawing}
        <span data-part="word">{word}</span>
        {detail !== undefined && (
          <>
            {' '}
            <span data-part="detail">{detail}</span>
          </>
        )}
      </>
    ),
    time,
    call: <bdi>{row.label}</bdi>,
    heard,
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-part="row"
      data-call-id={id}
      data-index={index}
      data-recording-state={row.recordingState}
      data-look={look}
      data-stale={row.presence === 'there' && row.unheardSince !== undefined ? '' : undefined}
      data-doubt={isDoubtful(row) ? '' : undefined}
      data-long-pause={isPausedFor(row, longPause, now) ? '' : undefined}
      style={{ marginBlockStart: gap }}
      ref={measure}
    >
      {columns.map((column, at) => (
        <span
          key={column}
          role={column === 'agent' ? 'rowheader' : 'gridcell'}
          tabIndex={at === tabColumn ? 0 : -1}
          data-part={column}
          data-column={at}
        >
          {cells[column]}
        </span>
      ))}
    </div>
  );
});

function useRowOf(
  keeper: WallPartProps['keeper'],
  id: string,
): ReturnType<WallPartProps['keeper']['row']> {
  return useMemo(() => keeper.row(id), [keeper, id]);
}
