package tallylight.gws;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The commands of a test. They come in on a separate port of loopback: {@code POST
 * /deliver?user=…&channel=…} with the event as JSON, and the paths of {@link #doPost}. Each answer
 * contains the number of Bayeux clients and the number of HTTP sessions.
 */
final class Control extends HttpServlet {
  private final transient SignIn signIn;
  private final transient Notifications notifications;
  private final transient ServerConnector connector;

  Control(SignIn signIn, Notifications notifications, ServerConnector connector) {
    this.signIn = signIn;
    this.notifications = notifications;
    this.connector = connector;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // Only a page in a browser sends an Origin header with a POST. It may not send commands.
    if (request.getHeader("Origin") != null) {
      response.setStatus(403);
      return;
    }
    switch (request.getPathInfo()) {
      case "/deliver":
        notifications.deliver(
            request.getParameter("user"),
            request.getParameter("channel"),
            new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        break;
      case "/endHttpSessions":
        signIn.sessions.endAll();
        break;
      case "/refuseSignIns":
        signIn.setRefusing(true);
        break;
      case "/acceptSignIns":
        signIn.setRefusing(false);
        break;
      case "/sweepBayeuxSessions":
        notifications.sweepAll();
        break;
      case "/removeBayeuxSessions":
        notifications.removeAll();
        break;
      case "/disconnectBayeuxSessions":
        notifications.disconnectAll();
        break;
      case "/dropConnections":
        dropConnections();
        break;
      case "/notificationsDown":
        notifications.setDown(true);
        notifications.sweepAll();
        dropConnections();
        break;
      case "/notificationsUp":
        notifications.setDown(false);
        break;
      case "/count":
        break;
      default:
        response.setStatus(404);
        return;
    }
    response.setContentType("application/json");
    response
        .getWriter()
        .print("[" + notifications.clientCount() + "," + signIn.sessions.count() + "]");
  }

  private void dropConnections() {
    for (EndPoint endPoint : connector.getConnectedEndPoints()) endPoint.close();
  }
}
