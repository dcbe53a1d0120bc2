import { useCallback, useEffect, useState } from 'react';
import { readTruth, type TrueState } from './mock.ts';

/** What is true of a call at the mock server. */
export interface Truth {
  /** Oldest first. Empty until the server has answered once. */
  readonly states: readonly TrueState[];
  /** Whether the server answered when it was asked last. */
  readonly isAnswered: boolean;
}

/**
 * Asks the mock server twice a second what is true of a call. It does not use the library or its
 * connection. While the server is away nothing can change there, so the last answer is still true.
 *
 * @returns `ask`: asks at once, and resolves when the answer is there
 */
export function useTruth(callId: string): {
  readonly truth: Truth;
  readonly ask: () => Promise<void>;
} {
  const [truth, setTruth] = useState<Truth>({ states: [], isAnswered: true });

  const ask = useCallback(async (): Promise<void> => {
    const states = await readTruth(callId);
    setTruth((before) =>
      states ? { states, isAnswered: true } : { ...before, isAnswered: false },
    );
  }, [callId]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isWanted = true;
    const askAgain = async (): Promise<void> => {
      await ask();
      if (isWanted) timer = setTimeout(() => void askAgain(), 500);
    };
    void askAgain();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [ask]);

  return { truth, ask };
}
