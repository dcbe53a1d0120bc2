// Stands in for react-query in the element's one file; see `alias` in scripts/build.mjs. An element
// has no host with a QueryClient to look on, so there it would be 10 kB that call a function.
import { createContext, type Context } from 'react';

interface Mutation<Variables> {
  readonly mutationFn: (variables: Variables) => Promise<void>;
}

/** As much of react-query's as `hooks/` asks for: it calls, at once, and calls only once. */
export class QueryClient {
  getMutationCache(): {
    build<Variables>(
      client: unknown,
      mutation: Mutation<Variables>,
    ): { readonly execute: (variables: Variables) => Promise<void> };
  } {
    return {
      build: (_client, { mutationFn }) => ({ execute: async (variables) => mutationFn(variables) }),
    };
  }
}

/** Nobody stands around an element with a client of theirs. */
export const QueryClientContext: Context<QueryClient | undefined> = createContext<
  QueryClient | undefined
>(undefined);
