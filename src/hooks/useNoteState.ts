import { useEffect, useState, type Dispatch } from 'react';

/** An agent who looks at the caller's data first must still have time to read the note. In ms. */
const shownFor = 8_000;

/** Holds what a note says. The note goes away by itself after a while. */
export function useNoteState<Note extends object>(): [
  Note | undefined,
  Dispatch<Note | undefined>,
] {
  const [note, setNote] = useState<Note>();
  useEffect(() => {
    if (note === undefined) return undefined;
    const timer = setTimeout(() => setNote(undefined), shownFor);
    return () => clearTimeout(timer);
  }, [note]);
  return [note, setNote];
}
