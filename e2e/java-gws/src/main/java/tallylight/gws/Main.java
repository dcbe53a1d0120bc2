package tallylight.gws;

import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.servlet.DispatcherType;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.CometDServlet;
import org.cometd.server.transport.AsyncJSONTransport;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.HandlerList;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.websocket.jsr356.server.deploy.WebSocketServerContainerInitializer;

/**
 * The server line that Genesys Web Services embeds, for tests: CometD 3.1 for Java in Jetty 9.4,
 * and REST, behind one HTTP session. It does the sessions, CSRF and the notifications itself. For the
 * calls it asks another server on this machine, so that the rules of recording are written only
 * once.
 *
 * <p>Options are {@code name=value}; see {@code createJavaGws.ts}, which starts it. It prints its two
 * ports on one line, listens on loopback only, and ends when its standard input is closed.
 */
public final class Main {
  static final String REST = "/api/v2/me";
  static final String NOTIFICATIONS = "/api/v2/notifications";

  public static void main(String[] args) throws Exception {
    Map<String, String> options = new TreeMap<>();
    for (String arg : args) {
      String[] pair = arg.split("=", 2);
      options.put(pair[0], pair[1]);
    }

    Server server = new Server();
    ServerConnector open = addConnector(server, "gws", Integer.parseInt(options.get("port")));
    ServerConnector hidden = addConnector(server, "control", 0);

    Notifications notifications = new Notifications();
    SignIn signIn =
        new SignIn(
            Set.of(options.get("users").split(",")),
            Boolean.parseBoolean(options.get("csrf")),
            options.get("authorize").equals("handshake"),
            notifications);

    ServletContextHandler gws = new ServletContextHandler(ServletContextHandler.SESSIONS);
    gws.setContextPath("/");
    gws.setVirtualHosts(new String[] {"@gws"});
    gws.getSessionHandler().addEventListener(signIn.sessions);
    FilterHolder filter = new FilterHolder(signIn);
    filter.setAsyncSupported(true);
    gws.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    ServletHolder rest = new ServletHolder(new Rest(URI.create(options.get("upstream"))));
    gws.addServlet(rest, REST);
    gws.addServlet(rest, REST + "/*");
    gws.addServlet(cometd(options), NOTIFICATIONS + "/*");
    if (hasWebSocket(options)) WebSocketServerContainerInitializer.configureContext(gws);

    ServletContextHandler control = new ServletContextHandler();
    control.setContextPath("/");
    control.setVirtualHosts(new String[] {"@control"});
    control.addServlet(new ServletHolder(new Control(signIn, notifications, open)), "/*");

    server.setHandler(new HandlerList(gws, control));
    server.start();
    notifications.follow(
        (BayeuxServerImpl) gws.getServletContext().getAttribute(BayeuxServer.ATTRIBUTE),
        Boolean.parseBoolean(options.get("ack")));
    System.out.println(open.getLocalPort() + " " + hidden.getLocalPort());
    endWithStandardInput();
  }

  private static ServerConnector addConnector(Server server, String name, int port) {
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setName(name);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    return connector;
  }

  private static ServletHolder cometd(Map<String, String> options) {
    ServletHolder cometd = new ServletHolder(new CometDServlet());
    cometd.setAsyncSupported(true);
    cometd.setInitOrder(1);
    cometd.setInitParameter("timeout", options.get("timeout"));
    cometd.setInitParameter("maxInterval", options.get("maxInterval"));
    if (!hasWebSocket(options)) {
      cometd.setInitParameter("transports", AsyncJSONTransport.class.getName());
    }
    cometd.setInitParameter("ws.cometdURLMapping", NOTIFICATIONS + "/*");
    cometd.setInitParameter("ws.maxInterval", options.get("maxInterval"));
    return cometd;
  }

  /** According to the documentation of Genesys, GWS has no WebSocket. */
  private static boolean hasWebSocket(Map<String, String> options) {
    return Boolean.parseBoolean(options.get("webSocket"));
  }

  /** If the process that started this one is killed, nothing else would end this one. */
  private static void endWithStandardInput() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is ever written to standard input. Reading only waits until it is closed.
    }
    Runtime.getRuntime().halt(0);
  }
}
