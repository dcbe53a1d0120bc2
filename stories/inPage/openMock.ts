import { createMockServer, type MockServerOptions } from '../../src/mock-server/index.ts';
import { createLog, type Log } from '../../src/demo/log.ts';
import { fetchInPage } from './http.ts';
import { wireLines, type WireLine } from './wireLines.ts';

export interface MockInPage {
  /** What the page has sent to the mock server and received from it, newest first. */
  readonly wire: Log<WireLine>;
  /** Ends the server. A request after that fails as without a network. */
  readonly close: () => void;
}

/**
 * Answers the requests of this page for `/api/v2` and `/mock`. Undefined before the server has
 * started.
 */
let answerNow: ((request: Request) => Promise<Response>) | undefined;

/**
 * Starts the mock server of `tallylight/mock-server` inside of this page. The page finds it on its own
 * origin: `createAgentDesktop()` needs no `baseUrl`.
 */
export async function openMock(options: MockServerOptions = {}): Promise<MockInPage> {
  const mock = createMockServer(options);
  const { port } = await mock.listen();
  const wire = createLog<WireLine>(150);

  const answer = async (request: Request): Promise<Response> => {
    // What the reader makes happen at the server is not sent by an agent's desktop.
    if (isControl(request)) return fetchInPage(port, request);
    const sent = await request.clone().text();
    const note = (
      direction: WireLine['direction'],
      status: number | undefined,
      text: string,
    ): void => {
      for (const line of wireLines(request, { direction, status, text })) wire.add(line);
    };
    note('sent', undefined, sent);
    try {
      const response = await fetchInPage(port, request);
      note('received', response.status, await response.clone().text());
      return response;
    } catch (error) {
      // A request that the page itself has ended was not ended by the server.
      if (!request.signal.aborted) note('received', undefined, '');
      throw error;
    }
  };

  answerNow = answer;
  takeRequests();
  return {
    wire,
    close: () => {
      if (answerNow === answer) answerNow = () => Promise.reject(new TypeError('Failed to fetch'));
      void mock.close();
    },
  };
}

function isControl({ url }: Request): boolean {
  return new URL(url).pathname.startsWith('/mock/');
}

/**
 * From now on `fetch` sends the requests for these two paths to the mock server, and all others to
 * the network as before. It stays like that, because a desktop still sends a request after its page
 * was left.
 */
function takeRequests(): void {
  const { fetch: fetchOutside } = globalThis;
  if (Object.hasOwn(fetchOutside, 'isInPage')) return;
  const fetchHereOrOutside: typeof fetch = (input, init) => {
    const { origin, pathname } = new URL(
      input instanceof Request ? input.url : input,
      document.baseURI,
    );
    const isForMock = origin === location.origin && /^\/(api\/v2|mock)\//.test(pathname);
    return isForMock && answerNow
      ? answerNow(new Request(input, init))
      : fetchOutside.call(globalThis, input, init);
  };
  globalThis.fetch = Object.assign(fetchHereOrOutside, { isInPage: true });
}
