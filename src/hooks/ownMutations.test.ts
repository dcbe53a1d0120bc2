import { describe, expect, it, vi } from 'vitest';
import { createMutationClient } from './ownMutations.ts';

describe('the mutations of a provider whose host gives no QueryClient', () => {
  it('run to their success with what they were given', async () => {
    const client = createMutationClient();
    const mutationFn = vi.fn(async (text: string) => text.length);
    const mutation = client.getMutationCache().build<number, Error, string, unknown>(client, {
      mutationKey: ['tallylight'],
      mutationFn,
      networkMode: 'always',
      retry: false,
    });

    await expect(mutation.execute('pause')).resolves.toBe(5);
    expect(mutationFn).toHaveBeenCalledOnce();
    expect(client.getMutationCache().getAll()).toHaveLength(1);
    client.getMutationCache().clear();
  });

  it('fail once and are not repeated', async () => {
    const client = createMutationClient();
    const mutationFn = vi.fn(() => Promise.reject(new Error('no')));
    const mutation = client.getMutationCache().build<void, Error, void, unknown>(client, {
      mutationFn,
      networkMode: 'always',
      retry: false,
    });

    await expect(mutation.execute()).rejects.toThrow('no');
    expect(mutationFn).toHaveBeenCalledOnce();
    client.getMutationCache().clear();
  });
});
