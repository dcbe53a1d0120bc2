import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchPage } from './page.ts';
import { addShown, inStep, inTime, isSeen, shownDocuments } from './shownWindows.ts';
import { watchSleep } from './sleep.ts';

/**
 * The parts of a window that are needed here. Its timers use the clock of the test until it is
 * closed.
 */
class FakeWindow extends EventTarget {
  readonly document: FakeDocument = new FakeDocument(this);
  closed = false;
  timers = 0;
  readonly setTimeout = (run: () => void, ms: number): unknown => this.#start(setTimeout(run, ms));
  readonly setInterval = (run: () => void, ms: number): unknown =>
    this.#start(setInterval(run, ms));
  readonly clearTimeout = (timer: NodeJS.Timeout): void => this.#end(timer);
  readonly clearInterval = (timer: NodeJS.Timeout): void => this.#end(timer);
  readonly #running = new Set<NodeJS.Timeout>();

  #start(timer: NodeJS.Timeout): unknown {
    this.#running.add(timer);
    this.timers = this.#running.size;
    return timer;
  }
  #end(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#running.delete(timer);
    this.timers = this.#running.size;
  }

  hide(isHidden: boolean): void {
    this.document.hidden = isHidden;
    this.document.dispatchEvent(new Event('visibilitychange'));
  }
  close(): void {
    this.closed = true;
    for (const timer of this.#running) clearTimeout(timer);
    this.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
  }
}

class FakeDocument extends EventTarget {
  hidden = false;
  readonly defaultView: FakeWindow;
  constructor(view: FakeWindow) {
    super();
    this.defaultView = view;
  }
}

let page: FakeWindow;
let popOut: FakeWindow;
/** Shows a widget in a window. */
const show = (view: FakeWindow): (() => void) =>
  // Only these two properties of an element are used.
  addShown({ ownerDocument: view.document, isConnected: true } as unknown as Element);

beforeEach(() => {
  vi.useFakeTimers();
  page = new FakeWindow();
  popOut = new FakeWindow();
  vi.stubGlobal('document', page.document);
  vi.stubGlobal('addEventListener', page.document.addEventListener.bind(page.document));
  vi.stubGlobal('removeEventListener', page.document.removeEventListener.bind(page.document));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

// An agent had the call in a pop-out window, and the page was behind another tab. When the computer
// woke up, the pop-out showed a state that was an hour old, because a hidden page read nothing.
describe('a window that is visible while its page is hidden', () => {
  it('makes the page count as visible, until it is hidden or closed itself', () => {
    const hideWidget = show(popOut);
    page.hide(true);
    expect(isSeen()).toBe(true);
    popOut.hide(true);
    expect(isSeen()).toBe(false);
    popOut.hide(false);
    expect(isSeen()).toBe(true);
    popOut.close();
    expect(isSeen()).toBe(false);
    expect(shownDocuments()).toEqual([page.document]);
    hideWidget();
  });

  it('is back after a long time only if the page was hidden as well', async () => {
    const onBack = vi.fn();
    const stop = watchPage({ onBack, onGone: vi.fn(), onRestored: vi.fn() });
    const hideWidget = show(popOut);
    page.hide(true);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(onBack).not.toHaveBeenCalled();
    // The timers of the page were slow meanwhile, so the calls are read, but nothing is in doubt.
    page.hide(false);
    expect(onBack.mock.calls).toEqual([[false]]);
    page.hide(true);
    popOut.hide(true);
    await vi.advanceTimersByTimeAsync(3_600_000);
    popOut.hide(false);
    expect(onBack.mock.calls.slice(1)).toEqual([[true]]);
    stop();
    hideWidget();
  });

  it('lets the page notice that the computer has slept', async () => {
    const hideWidget = show(popOut);
    page.hide(true);
    const onWake = vi.fn();
    const stop = watchSleep(onWake);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(onWake).not.toHaveBeenCalled();
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onWake).toHaveBeenCalledTimes(1);
    stop();
    hideWidget();
    expect(popOut.timers).toBe(0);
  });

  it('has timers that fire in time, each once and not once per window', async () => {
    const hideWidget = show(popOut);
    const onStep = vi.fn();
    const onTime = vi.fn();
    const stop = inStep(onStep, 1_000);
    inTime(onTime, 500);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onStep).toHaveBeenCalledTimes(5);
    expect(onTime).toHaveBeenCalledTimes(1);
    popOut.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onStep).toHaveBeenCalledTimes(10);
    stop();
    hideWidget();
    expect([popOut.timers, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('has no timer any more once the interval is stopped, also after it was hidden and shown', () => {
    const hideWidget = show(popOut);
    const stop = inStep(() => undefined, 1_000);
    popOut.hide(true);
    expect(popOut.timers).toBe(0);
    popOut.hide(false);
    expect(popOut.timers).toBe(1);
    stop();
    popOut.hide(true);
    popOut.hide(false);
    expect(popOut.timers).toBe(0);
    hideWidget();
  });
});
