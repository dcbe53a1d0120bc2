import { WebSocketServer, type WebSocket } from 'ws';
import { createBayeuxClients } from '../../src/doubles/bayeuxClients.ts';
import { answerWebSocket } from '../../src/doubles/bayeuxDouble.ts';
import { createBayeux, type Bayeux, type BayeuxOptions } from '../../src/mock-server/bayeux.ts';
import type { HttpSession } from '../../src/mock-server/session.ts';

/**
 * The mock's notification server over WebSocket, with acknowledgement and expiry. No server for
 * Node has all of these. Over long-polling the real server behind it answers, as after a fallback.
 */
export function createWebSocketBayeux(options: BayeuxOptions): Bayeux {
  const overPolling = createBayeux(options);
  const webSockets = new WebSocketServer({ noServer: true });
  const sessionOf = new Map<WebSocket, HttpSession>();
  const clients = createBayeuxClients<HttpSession>(options);

  const forget = (forgotten?: HttpSession): void => {
    const isForgotten = ({ id }: HttpSession): boolean => !forgotten || forgotten.id === id;
    for (const [socket, session] of sessionOf) if (isForgotten(session)) socket.terminate();
    clients.forget(isForgotten);
  };

  return {
    handle: overPolling.handle,
    upgrade: (request, socket, head, session) => {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        sessionOf.set(webSocket, session);
        webSocket.on('close', () => sessionOf.delete(webSocket));
        webSocket.on('error', () => webSocket.terminate());
        answerWebSocket(webSocket, (message) => clients.answer(message, session));
      });
    },
    deliver: (userName, notification) => {
      overPolling.deliver(userName, notification);
      const { channel, data } = notification;
      clients.publish(channel, data, (session) => session.userName === userName);
    },
    forget: (session) => {
      overPolling.forget(session);
      forget(session);
    },
    get clientCount() {
      return overPolling.clientCount + clients.count();
    },
    close: () => {
      overPolling.close();
      forget();
      webSockets.close();
    },
  };
}
