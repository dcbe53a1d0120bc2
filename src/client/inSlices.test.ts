import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inSlices } from './inSlices.ts';

// The tests decide how long each item takes. The tasks between the slices are real ones.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

/** Processes `count` items that take `msEach` each, and returns the items of each slice. */
async function slicesOf(count: number, msEach: number): Promise<readonly (readonly number[])[]> {
  const slices: (readonly number[])[] = [];
  await inSlices(upTo(count), (slice) => {
    slices.push(slice);
    vi.advanceTimersByTime(slice.length * msEach);
  });
  return slices;
}

describe('items that are processed in slices', () => {
  it('are all processed, each once and in their order', async () => {
    const slices = await slicesOf(5_000, 0.05);
    expect(slices.flat()).toEqual(upTo(5_000));
  });

  it('are processed at once if they are few', () => {
    const taken: number[] = [];
    void inSlices(upTo(20), (slice) => {
      taken.push(...slice);
    });
    expect(taken).toEqual(upTo(20));
  });

  it('take about 6 ms per slice once it is known how long each item takes', async () => {
    for (const msEach of [0.01, 0.1, 1]) {
      const [, ...later] = await slicesOf(3_000, msEach);
      for (const { length } of later) expect(length * msEach).toBeLessThanOrEqual(8);
    }
  });

  it('are processed although each item takes longer than a slice may', async () => {
    const slices = await slicesOf(96, 40);
    expect(slices.flat()).toEqual(upTo(96));
    for (const { length } of slices.slice(1)) expect(length).toBe(8);
  });

  it('let the page do something else between two slices', async () => {
    const happened: string[] = [];
    setTimeout(() => happened.push('a press'), 0);
    await inSlices(upTo(96), ({ length }) => {
      happened.push(`${length} taken`);
      vi.advanceTimersByTime(50);
      const until = Date.now() + 5;
      while (Date.now() < until);
    });
    expect(happened.indexOf('a press')).toBeGreaterThan(0);
    expect(happened.indexOf('a press')).toBeLessThan(happened.length - 1);
  });

  describe('on a page that is drawn', () => {
    let frames: FrameRequestCallback[] = [];
    const page = { visibilityState: 'visible' };
    beforeEach(() => {
      frames = [];
      // Otherwise a busy machine might take so long that the frame is not waited for.
      vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
      page.visibilityState = 'visible';
      vi.stubGlobal('document', page);
      vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) =>
        frames.push(callback),
      );
    });
    const slow = (slices: number[]) => (slice: readonly number[]) => {
      slices.push(slice.length);
      vi.advanceTimersByTime(50);
    };
    const aTask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

    it('are drawn before the next slice is processed', async () => {
      const slices: number[] = [];
      const done = inSlices(upTo(48), slow(slices));
      await vi.waitUntil(() => frames.length === 1);
      await aTask();
      expect(slices).toEqual([32]);
      frames[0]?.(0);
      await vi.waitUntil(() => frames.length === 2);
      expect(slices).toEqual([32, 8]);
      frames[1]?.(0);
      await done;
      expect(slices).toEqual([32, 8, 8]);
    });

    it('are not held up where the browser does not draw the frame', async () => {
      const slices: number[] = [];
      const done = inSlices(upTo(48), slow(slices));
      for (const drawn of [1, 2]) {
        await vi.waitUntil(() => frames.length === drawn);
        await vi.advanceTimersByTimeAsync(100);
      }
      await done;
      expect(slices).toEqual([32, 8, 8]);
    });

    it('do not wait in a worker, which has frames and no page', async () => {
      vi.stubGlobal('document', undefined);
      await inSlices(upTo(48), slow([]));
      expect(frames).toEqual([]);
    });

    it('do not wait for a page that is hidden, which is never drawn', async () => {
      page.visibilityState = 'hidden';
      await inSlices(upTo(48), slow([]));
      expect(frames).toEqual([]);
    });
  });

  const denied = function (): never {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  it.each([
    ['has no MessageChannel, as the DOM of a test', undefined],
    ['may not use MessageChannel', denied],
  ])('are processed where the page %s', async (_, value) => {
    vi.stubGlobal('MessageChannel', value);
    expect((await slicesOf(200, 0.1)).flat()).toEqual(upTo(200));
  });
});
