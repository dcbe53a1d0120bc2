package tallylight.gws;

import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.DefaultSecurityPolicy;
import org.cometd.server.ext.AcknowledgedMessagesExtension;
import org.eclipse.jetty.util.ajax.JSON;

/** Sends an event to an agent, and ends Bayeux sessions in several ways, when a test asks for it. */
final class Notifications {
  private BayeuxServerImpl bayeux;
  private volatile boolean areDown;

  void follow(BayeuxServerImpl server, boolean ack) {
    bayeux = server;
    if (ack) bayeux.addExtension(new AcknowledgedMessagesExtension());
    // Agents may only subscribe. According to the documentation of Genesys, only the server publishes.
    bayeux.setSecurityPolicy(
        new DefaultSecurityPolicy() {
          /** A WebSocket stays open when the HTTP session in which it was opened ends. */
          @Override
          public boolean canHandshake(
              BayeuxServer server, ServerSession session, ServerMessage message) {
            return currentUser() != null;
          }

          @Override
          public boolean canPublish(
              BayeuxServer server,
              ServerSession client,
              ServerChannel channel,
              ServerMessage message) {
            return client != null && client.isLocalSession();
          }
        });
    bayeux.addListener(
        new BayeuxServer.SessionListener() {
          @Override
          public void sessionAdded(ServerSession session, ServerMessage message) {
            session.setAttribute(SignIn.USER, currentUser());
          }

          @Override
          public void sessionRemoved(ServerSession session, boolean timedOut) {}
        });
  }

  /** Returns the user of the current request, or null when the HTTP session has ended. */
  private Object currentUser() {
    try {
      return bayeux.getContext().getHttpSessionAttribute(SignIn.USER);
    } catch (IllegalStateException ended) {
      return null;
    }
  }

  /** Sends the event to every client of this agent that has subscribed to the channel. */
  void deliver(String user, String channel, String json) {
    for (ServerSession session : bayeux.getSessions()) {
      boolean isSubscribed =
          session.getSubscriptions().stream().anyMatch(each -> each.getId().equals(channel));
      if (isSubscribed && user.equals(session.getAttribute(SignIn.USER))) {
        session.deliver(null, channel, new JSON.Literal(json));
      }
    }
  }

  /** Removes all clients as the sweeper removes a client that has not connected for too long. */
  void sweepAll() {
    for (ServerSession session : bayeux.getSessions()) bayeux.removeServerSession(session, true);
  }

  /** Removes all clients as an application does that does not send a disconnect message. */
  void removeAll() {
    for (ServerSession session : bayeux.getSessions()) bayeux.removeSession(session);
  }

  void disconnectAll() {
    for (ServerSession session : bayeux.getSessions()) session.disconnect();
  }

  int clientCount() {
    return bayeux.getSessions().size();
  }

  boolean areDown() {
    return areDown;
  }

  void setDown(boolean down) {
    areDown = down;
  }
}
