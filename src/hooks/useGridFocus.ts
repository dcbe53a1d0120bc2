import { useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import { useCommitEffect } from './useCommitEffect.ts';

export interface GridFocus {
  /** The row that the Tab key goes to. Undefined while there are no rows. */
  readonly row: string | undefined;
  /** The column of that row that the Tab key goes to. */
  readonly column: number;
  /** Moves the focus into the table. */
  readonly focusTable: () => void;
  /** Spread them on an element around the grid. What else is in it belongs to the table. */
  readonly handlers: {
    readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
    readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
}

interface GridFocusOptions {
  readonly ids: readonly string[];
  readonly columnCount: number;
  readonly grid: RefObject<HTMLElement | null>;
  /** Is called with the row that has the focus now, or with undefined when no row has it. */
  readonly onRow: (id: string | undefined) => void;
  readonly onEscape: () => void;
}

/** The keys that move the focus, and how: by rows and by columns, in the direction of reading. */
const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [10, 0],
  PageUp: [-10, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/**
 * Makes a table one tab stop, in which the arrow keys move the focus from cell to cell. The stop stays
 * with its row when the row moves.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function useGridFocus({
  ids,
  columnCount,
  grid,
  onRow,
  onEscape,
}: GridFocusOptions): GridFocus {
  const [stop, setStop] = useState<{ readonly id: string | undefined; readonly column: number }>({
    id: undefined,
    column: 0,
  });
  /** Counts the keys that have moved the tab stop. */
  const [moveCount, setMoveCount] = useState(0);
  const lastMoveCount = useRef(moveCount);
  const focusTable = (): void => {
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  };
  useCommitEffect(() => {
    if (lastMoveCount.current === moveCount) return;
    lastMoveCount.current = moveCount;
    focusTable();
  });

  const at = stop.id === undefined ? -1 : ids.indexOf(stop.id);
  const index = Math.max(0, at);
  const moveTo = (row: number, column: number): void => {
    const id = ids[Math.min(Math.max(row, 0), ids.length - 1)];
    setStop({ id, column: Math.min(Math.max(column, 0), columnCount - 1) });
    setMoveCount((before) => before + 1);
  };
  return {
    row: ids[index],
    column: stop.column,
    focusTable,
    handlers: {
      onFocus: ({ target }) => {
        const { callId, column } = placeOf(target);
        if (callId !== undefined && column !== undefined) setStop({ id: callId, column });
        onRow(callId ?? ids[index]);
      },
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onRow(undefined);
      },
      onKeyDown: (event) => {
        if (event.altKey || event.metaKey || placeOf(event.target).column === undefined) return;
        if (event.key === 'Escape') onEscape();
        const move = moves[event.key];
        if (!move) return;
        event.preventDefault();
        const [rows, columns] = move;
        const isToEnd = event.ctrlKey && Math.abs(columns) === Infinity;
        if (isToEnd) moveTo(columns > 0 ? Infinity : 0, stop.column);
        else
          moveTo(
            index + rows,
            stop.column + columns * readingDirection(event.currentTarget, columns),
          );
      },
    },
  };
}

/** Returns −1 when the next column is to the left. *Home* and *End* mean columns and not sides. */
function readingDirection(element: Element, columns: number): 1 | -1 {
  return Math.abs(columns) === 1 && getComputedStyle(element).direction === 'rtl' ? -1 : 1;
}

function placeOf(target: EventTarget): {
  readonly callId: string | undefined;
  readonly column: number | undefined;
} {
  // The cast is right, because only HTML elements in a grid can have the focus.
  const cell = (target as Element).closest<HTMLElement>('[data-column]');
  const row = cell?.closest<HTMLElement>('[data-call-id]');
  const column = cell?.dataset['column'];
  return {
    callId: row?.dataset['callId'],
    column: column === undefined ? undefined : Number(column),
  };
}
