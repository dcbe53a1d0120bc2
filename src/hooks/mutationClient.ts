/**
 * The part of a react-query `QueryClient` that is used here. The type is described here and not
 * imported, because a `QueryClient` has private fields: TypeScript takes the classes of two
 * versions for different types, and a host may use any version 5.
 *
 * Its members are methods and not properties on purpose. TypeScript compares the parameters of
 * methods less strictly, so it accepts that the real `build` requires a whole `QueryClient`. That
 * is what it gets when it is called.
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

/** The options that every version 5 has. */
interface MutationOptionsOfAny5 {
  mutationKey: readonly unknown[];
  mutationFn: () => Promise<void>;
  networkMode: 'always';
  retry: false;
}
