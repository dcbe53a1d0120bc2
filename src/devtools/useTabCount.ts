import { useEffect, useState } from 'react';
import { countTabs, type TabCount } from './countTabs.ts';

/** The browser reports no change of its locks, so they are counted at this distance. In ms. */
const countEvery = 2_000;

/** How many tabs of this browser share a link. */
export function useTabCount(): TabCount {
  const [count, setCount] = useState<TabCount>({ is: 'unknown' });
  useEffect(() => {
    let isWanted = true;
    const countNow = (): void => {
      void countTabs().then((next) => {
        if (isWanted) setCount((before) => (areEqual(before, next) ? before : next));
      });
    };
    countNow();
    const timer = setInterval(countNow, countEvery);
    return () => {
      isWanted = false;
      clearInterval(timer);
    };
  }, []);
  return count;
}

function areEqual(one: TabCount, other: TabCount): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
