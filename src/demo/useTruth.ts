import { useCallback, useEffect, useState } from 'react';
import { readTruth, type TrueState } from './mock.ts';

/** What is true of a call at the mock server. */
export interface Truth {
  /** Oldest first. Empty until the server has answered once. */
  readonly states: readonly TrueState[];
  /** Whether the server has answered the last request. */
  readonly isAnswered: boolean;
}

/**
 * Reads the true state of a call from the mock server, twice a second. It does not use the library or its
 * connection. While the server is down nothing can change there, so the last answer is still true.
 *
 * @returns `readNow`: reads at once, and resolves when the answer is there
 */
export function useTruth(callId: string): {
  readonly truth: Truth;
  readonly readNow: () => Promise<void>;
} {
  const [truth, setTruth] = useState<Truth>({ states: [], isAnswered: true });

  const readNow = useCallback(async (): Promise<void> => {
    const states = await readTruth(callId);
    setTruth((before) =>
      states ? { states, isAnswered: true } : { ...before, isAnswered: false },
    );
  }, [callId]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isWanted = true;
    const readAgain = async (): Promise<void> => {
      await readNow();
      if (isWanted) timer = setTimeout(() => void readAgain(), 500);
    };
    void readAgain();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [readNow]);

  return { truth, readNow };
}
