import { createServer } from 'node:http';
import faye from 'faye';
import { beforeAll, vi } from 'vitest';
import { createMockServer } from '../mock-server/createMockServer.ts';
import { adaptCometd } from '../doubles/adaptCometd.ts';
import { startBayeuxDouble } from '../doubles/bayeuxDouble.ts';
import {
  channel,
  dataOf,
  describeLinks,
  path,
  type LinkCase,
  type LinkServer,
} from '../doubles/linkContract.ts';
import { listen } from '../doubles/listen.ts';
import { simulatedCallId } from '../testing/simulatedCalls.ts';

async function startMock(ack: boolean): Promise<LinkServer> {
  const mock = createMockServer({ bayeux: { ack } });
  const { port } = await mock.listen();
  const callId = simulatedCallId(1);
  return {
    port,
    publish: (number) => mock.control({ verb: 'attachData', callId, userData: { number } }),
    clientCount: () => mock.state().bayeuxClients,
    close: mock.close,
  };
}

async function startDouble(): Promise<LinkServer> {
  const double = await startBayeuxDouble();
  return { ...double, publish: (number) => double.publish(channel, dataOf(number)) };
}

async function startFaye(): Promise<LinkServer> {
  const adapter = new faye.NodeAdapter({ mount: path });
  const server = createServer();
  adapter.attach(server);
  const clients = new Set<string>();
  adapter.on('handshake', (clientId) => clients.add(clientId));
  adapter.on('disconnect', (clientId) => clients.delete(clientId));
  const { port, close } = await listen(server);
  const publisher = adapter.getClient();
  return {
    port,
    publish: (number) => publisher.publish(channel, dataOf(number)),
    // The publisher of the server also counts as a client after its first message.
    clientCount: () => Math.max(0, clients.size - 1),
    close: async () => {
      adapter.close();
      await close();
    },
  };
}

const links: readonly LinkCase[] = [
  ['the mock GWS', 'long-polling', { ack: true }, () => startMock(true)],
  ['the mock GWS without ack', 'long-polling', { ack: false }, () => startMock(false)],
  ['the mock GWS, which has no WebSocket', 'websocket', { ack: true }, () => startMock(true)],
  ['faye', 'long-polling', { ack: false }, startFaye],
  ['faye', 'websocket', { ack: false }, startFaye],
  ['the double', 'long-polling', { ack: true }, startDouble],
  ['the double', 'websocket', { ack: true }, startDouble],
];

beforeAll(() => {
  adaptCometd();
  // The library writes this at every loss of a WebSocket, and no option prevents it.
  const { warn } = console;
  // The first argument is the time, the second is the text.
  const isKnown = ([, text]: readonly unknown[]): boolean =>
    String(text).startsWith('Closing extra WebSocket connection');
  vi.spyOn(console, 'warn').mockImplementation((...args) => {
    if (!isKnown(args)) warn(...args);
  });
});

describeLinks(links);
