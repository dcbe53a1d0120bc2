package tallylight.gws;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import javax.servlet.http.HttpSessionEvent;
import javax.servlet.http.HttpSessionListener;

/**
 * Accepts requests with an HTTP session. Basic authentication begins such a session. If CSRF
 * protection is on, it checks the tokens too.
 */
final class SignIn implements Filter {
  static final String USER = "user";
  private static final String CSRF_TOKEN = "csrfToken";
  private static final String CSRF_HEADER = "X-CSRF-TOKEN";

  final Sessions sessions = new Sessions();
  private final Set<String> users;
  private final boolean checksCsrf;
  private final boolean authorizesHandshakesOnly;
  private final Notifications notifications;
  private volatile boolean isRefusing;

  /**
   * @param users the user names, which are also the passwords
   * @param authorizesHandshakesOnly after the handshake, the client id alone is enough
   */
  SignIn(
      Set<String> users,
      boolean checksCsrf,
      boolean authorizesHandshakesOnly,
      Notifications notifications) {
    this.users = users;
    this.checksCsrf = checksCsrf;
    this.authorizesHandshakesOnly = authorizesHandshakesOnly;
    this.notifications = notifications;
  }

  @Override
  public void doFilter(ServletRequest rawRequest, ServletResponse rawResponse, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) rawRequest;
    HttpServletResponse response = (HttpServletResponse) rawResponse;
    String path = request.getRequestURI();
    boolean isNotifications = path.startsWith(Main.NOTIFICATIONS);
    if (isNotifications && notifications.areDown()) {
      response.setStatus(503);
      return;
    }
    if (isNotifications && authorizesHandshakesOnly && !path.endsWith("/handshake")) {
      chain.doFilter(request, response);
      return;
    }
    HttpSession session = authenticate(request);
    if (session == null) {
      refuse(response, 20, "User is not authenticated");
      return;
    }
    if (checksCsrf) {
      Object token = session.getAttribute(CSRF_TOKEN);
      if (request.getMethod().equals("GET")) {
        response.setHeader("X-CSRF-HEADER", CSRF_HEADER);
        response.setHeader("X-CSRF-TOKEN", token.toString());
      } else if (!token.equals(request.getHeader(CSRF_HEADER))) {
        refuse(response, 3, "Missing or invalid Csrf token");
        return;
      }
    }
    chain.doFilter(request, response);
  }

  /** Users with a session keep it, but nobody gets a new one. */
  void setRefusing(boolean refusing) {
    isRefusing = refusing;
  }

  private HttpSession authenticate(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    String user = authorization == null ? null : userByBasic(authorization);
    // Wrong credentials are refused even if there is a valid session cookie.
    if (authorization != null && user == null) return null;
    HttpSession known = request.getSession(false);
    if (known != null && (user == null || user.equals(known.getAttribute(USER)))) return known;
    if (user == null || isRefusing) return null;
    if (known != null) known.invalidate();
    HttpSession session = request.getSession(true);
    session.setAttribute(USER, user);
    session.setAttribute(CSRF_TOKEN, UUID.randomUUID().toString());
    return session;
  }

  private String userByBasic(String authorization) {
    if (!authorization.startsWith("Basic ")) return null;
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
      String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return pair.length == 2 && pair[0].equals(pair[1]) && users.contains(pair[0])
          ? pair[0]
          : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static void refuse(HttpServletResponse response, int statusCode, String message)
      throws IOException {
    response.setStatus(403);
    response.setContentType("application/json");
    response
        .getWriter()
        .print("{\"statusCode\":" + statusCode + ",\"statusMessage\":\"" + message + "\"}");
  }

  @Override
  public void init(FilterConfig config) {}

  @Override
  public void destroy() {}

  /** Keeps all HTTP sessions, so that a test can end them. */
  static final class Sessions implements HttpSessionListener {
    private final Map<String, HttpSession> byId = new ConcurrentHashMap<>();

    @Override
    public void sessionCreated(HttpSessionEvent event) {
      byId.put(event.getSession().getId(), event.getSession());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
      byId.remove(event.getSession().getId());
    }

    int count() {
      return byId.size();
    }

    void endAll() {
      for (HttpSession session : byId.values()) session.invalidate();
    }
  }
}
