// Stands in for react-query in the element's one file; see `alias` in scripts/build.mjs. An element
// has no host with a QueryClient to look on, so there it would be 3 kB that call a function.

interface Mutation<Variables> {
  readonly mutationFn: (variables: Variables) => Promise<void>;
}

/** As much of react-query's as `hooks/` asks for: it calls, at once, and calls only once. */
export class MutationCache {
  build<Variables>(
    _client: unknown,
    { mutationFn }: Mutation<Variables>,
  ): { readonly execute: (variables: Variables) => Promise<void> } {
    return { execute: async (variables) => mutationFn(variables) };
  }
}
