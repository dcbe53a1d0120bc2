// Replaces react-query in the build of the elements; see `alias` in scripts/build.mjs. An element has no
// host with a QueryClient that watches its mutations, so 10 kB of react-query would only call a
// function.
import { createContext, type Context } from 'react';

interface Mutation<Variables> {
  readonly mutationFn: (variables: Variables) => Promise<void>;
}

/** The part of react-query's client that `hooks/` uses. It calls the function immediately, and only once. */
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

/** No host can provide a client of its own to an element, so the value is always undefined. */
export const QueryClientContext: Context<QueryClient | undefined> = createContext<
  QueryClient | undefined
>(undefined);
