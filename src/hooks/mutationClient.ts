/**
 * As much of a react-query `QueryClient` as is used here. It is described and not imported, because
 * a `QueryClient` has private fields: TypeScript takes those of two versions for different types,
 * and a host may be on any 5.x.
 *
 * Its parts are methods and not properties on purpose: TypeScript then accepts that the real `build`
 * asks for a whole `QueryClient`, which is what it is called with.
 */
export interface MutationClient {
  getMutationCache(): MutationCacheOfAny5;
}

interface MutationCacheOfAny5 {
  build(
    client: MutationClient,
    options: MutationOptionsOfAny5,
  ): { execute(variables: unknown): Promise<unknown> };
}

/** The options that every 5.x has. */
interface MutationOptionsOfAny5 {
  mutationKey: readonly unknown[];
  mutationFn: () => Promise<void>;
  networkMode: 'always';
  retry: false;
}
