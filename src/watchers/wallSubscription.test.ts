import { expect, it, vi } from 'vitest';
import type { WallSource } from '../model/wallSource.ts';
import { createWallSubscription } from './wallSubscription.ts';

const ignore = (): void => undefined;

// A host closed its supervisor page as soon as a snapshot came without calls. Its source sends the
// snapshot inside `subscribe`, so the wall was stopped before it had got the function that ends the
// subscription, and the socket of the source stayed open.
it('ends a subscription that was stopped while the source was still subscribing', () => {
  const unsubscribe = vi.fn<() => void>();
  const source: WallSource = {
    subscribe: (listener) => {
      listener({ type: 'snapshot', calls: [] });
      listener({ type: 'heard' });
      return unsubscribe;
    },
  };
  const onMessage = vi.fn<(message: unknown) => void>(() => subscription.stop());
  const subscription = createWallSubscription(
    source,
    { onMessage, onFailed: ignore, onSilent: ignore },
    ignore,
  );

  subscription.start();

  expect(unsubscribe).toHaveBeenCalledTimes(1);
  expect(onMessage).toHaveBeenCalledTimes(1);
});
