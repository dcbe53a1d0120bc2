package tallylight.gws;

import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.DefaultSecurityPolicy;
import org.cometd.server.ext.AcknowledgedMessagesExtension;
import org.eclipse.jetty.util.ajax.JSON;

/** What CometD itself is told from outside: an event for an agent, and how a session ends. */
final class Notifications {
  private BayeuxServerImpl bayeux;
  private volatile boolean areDown;

  void follow(BayeuxServerImpl server, boolean ack) {
    bayeux = server;
    if (ack) bayeux.addExtension(new AcknowledgedMessagesExtension());
    // Agents may only subscribe. As Genesys documents it, only the server publishes.
    bayeux.setSecurityPolicy(
        new DefaultSecurityPolicy() {
          /** A WebSocket outlives the HTTP session that it was opened in. */
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

  /** Whoever the request under way comes from, or null when the HTTP session has ended. */
  private Object currentUser() {
    try {
      return bayeux.getContext().getHttpSessionAttribute(SignIn.USER);
    } catch (IllegalStateException ended) {
      return null;
    }
  }

  /** To every client of this agent that subscribed to the channel. */
  void deliver(String user, String channel, String json) {
    for (ServerSession session : bayeux.getSessions()) {
      boolean isSubscribed =
          session.getSubscriptions().stream().anyMatch(each -> each.getId().equals(channel));
      if (isSubscribed && user.equals(session.getAttribute(SignIn.USER))) {
        session.deliver(null, channel, new JSON.Literal(json));
      }
    }
  }

  /** As the sweeper does to a client that it takes for gone. */
  void sweepAll() {
    for (ServerSession session : bayeux.getSessions()) bayeux.removeServerSession(session, true);
  }

  /** As an application does that is done with a client and does not say so. */
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
