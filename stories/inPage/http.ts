// In the book this file stands for Node's `http`, so that the mock server runs inside a page. A
// request comes from `fetchInPage`, and not from a network. It has what the mock server and its CometD
// library use of Node, and nothing else.
import { Emitter } from './emitter.ts';

type Handler = (request: PageRequest, response: PageResponse) => void;

/** The servers that listen, by port. */
const listening = new Map<number, PageServer>();
let lastPort = 0;

export function createServer(handler: Handler): PageServer {
  return new PageServer(handler);
}

/**
 * Sends a request to a server of this page, as `fetch` sends one to a server of the network.
 *
 * @throws TypeError as `fetch` does, when nobody listens on the port or the connection breaks
 */
export async function fetchInPage(port: number, request: Request): Promise<Response> {
  const body = await request.text();
  // The answer comes in a later task, because a real server never answers in the same task.
  await nextTask();
  const server = listening.get(port);
  if (!server) throw new TypeError('Failed to fetch');
  return server.answer(request, body);
}

/** One request has one connection, which is closed when the answer was sent. */
class PageSocket extends Emitter {
  destroyed = false;

  destroy(): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.emit('close');
    return this;
  }
}

class PageRequest extends Emitter {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #body: string;

  constructor({ method, url, headers }: Request, body: string, cookie: string) {
    super();
    const { pathname, search } = new URL(url);
    this.method = method;
    this.url = pathname + search;
    // The mock server answers only on loopback. A page cannot be reached from outside either.
    this.headers = { ...Object.fromEntries(headers), host: '127.0.0.1', cookie };
    this.#body = body;
  }

  setEncoding(): void {
    // The body is already a text, so there is nothing to decode.
  }

  override on(event: string, listener: (...values: readonly unknown[]) => void): this {
    // A request begins to flow when somebody listens to its data.
    if (event === 'data')
      setTimeout(() => {
        this.emit('data', this.#body);
        this.emit('end');
      });
    return super.on(event, listener);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    await nextTask();
    yield this.#body;
  }
}

class PageResponse extends Emitter {
  statusCode = 200;
  headersSent = false;
  readonly socket: PageSocket;
  readonly #headers = new Headers();
  readonly #cookies: string[] = [];

  constructor(socket: PageSocket) {
    super();
    this.socket = socket;
    socket.on('close', () => {
      this.emit('close');
    });
  }

  get destroyed(): boolean {
    return this.socket.destroyed;
  }

  /** The cookies that the answer sets. A page may not read them, so they are kept beside it. */
  get cookies(): readonly string[] {
    return this.#cookies;
  }

  setHeader(name: string, value: string): this {
    if (/^set-cookie$/i.test(name)) this.#cookies.length = 0;
    return this.appendHeader(name, value);
  }

  appendHeader(name: string, value: string): this {
    if (/^set-cookie$/i.test(name)) this.#cookies.push(value);
    else this.#headers.set(name, value);
    return this;
  }

  end(body = ''): this {
    if (this.headersSent || this.destroyed) return this;
    this.headersSent = true;
    const hasBody = ![204, 205, 304].includes(this.statusCode);
    const { statusCode: status } = this;
    this.emit('answer', new Response(hasBody ? body : null, { status, headers: this.#headers }));
    this.emit('finish');
    this.socket.destroy();
    return this;
  }

  destroy(): this {
    this.socket.destroy();
    return this;
  }
}

class PageServer extends Emitter {
  listening = false;
  readonly #handler: Handler;
  readonly #sockets = new Set<PageSocket>();
  /** The cookies as a browser would keep them, by their names. */
  readonly #cookies = new Map<string, string>();
  #port = 0;

  constructor(handler: Handler) {
    super();
    this.#handler = handler;
  }

  listen(port: number, _host: string, onListening: () => void): this {
    setTimeout(() => {
      this.#port = port === 0 ? (lastPort += 1) : port;
      listening.set(this.#port, this);
      this.listening = true;
      onListening();
    });
    return this;
  }

  address(): { readonly port: number } {
    return { port: this.#port };
  }

  /** Takes no new connections. Calls back when the last one is closed. */
  close(onClosed: () => void): this {
    this.listening = false;
    listening.delete(this.#port);
    const finish = (): void => {
      if (this.#sockets.size === 0) onClosed();
      else setTimeout(finish, 1);
    };
    setTimeout(finish);
    return this;
  }

  answer(request: Request, body: string): Promise<Response> {
    const socket = new PageSocket();
    this.#sockets.add(socket);
    const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const response = new PageResponse(socket);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        // `fetch` rejects with the reason of the signal, whatever it is.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        reject(request.signal.reason);
        socket.destroy();
      };
      response.on('answer', (answer) => {
        for (const each of response.cookies) this.#keep(each);
        // The cast is right, because `end` has emitted this value.
        resolve(answer as Response);
      });
      socket.on('close', () => {
        this.#sockets.delete(socket);
        request.signal.removeEventListener('abort', leave);
        // It has no effect after an answer.
        reject(new TypeError('Failed to fetch'));
      });
      request.signal.addEventListener('abort', leave);
      if (request.signal.aborted) {
        leave();
        return;
      }
      this.emit('connection', socket);
      this.#handler(new PageRequest(request, body, cookie), response);
    });
  }

  #keep(setCookie: string): void {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(setCookie) ?? [];
    if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
