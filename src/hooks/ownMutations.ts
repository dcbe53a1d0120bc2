import { MutationCache, type QueryClient } from '@tanstack/react-query';

/**
 * A client for a provider whose host gives none. It holds mutations and nothing else: a whole
 * `QueryClient` brings 4 kB of query cache along that nobody here would ever ask.
 */
export function createMutationClient(): QueryClient {
  const mutationCache = new MutationCache();
  const client: Pick<QueryClient, 'getMutationCache' | 'defaultMutationOptions'> = {
    getMutationCache: () => mutationCache,
    // There is nobody to set defaults on it. The type allows no options at all; we always have some.
    defaultMutationOptions: (options) => options as NonNullable<typeof options>,
  };
  // `MutationCache.build` documents its client as "used to default its options", and asks nothing
  // else of it. The dependency is pinned, and ownMutations.test.ts runs a mutation to its end.
  return client as QueryClient;
}
