package tallylight.gws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/** Passes a request on to the server that knows the calls, with the name of the signed-in user. */
final class Rest extends HttpServlet {
  private final transient HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI upstream;

  Rest(URI upstream) {
    this.upstream = upstream;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession(false);
    String user = (String) session.getAttribute(SignIn.USER);
    String query = request.getQueryString();
    URI uri = upstream.resolve(request.getRequestURI() + (query == null ? "" : "?" + query));
    byte[] body = request.getInputStream().readAllBytes();
    String credentials =
        Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
    HttpRequest asked =
        HttpRequest.newBuilder(uri)
            .method(request.getMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/json")
            .build();
    try {
      HttpResponse<byte[]> answer =
          client.send(asked, HttpResponse.BodyHandlers.ofByteArray());
      response.setStatus(answer.statusCode());
      answer.headers().firstValue("Content-Type").ifPresent(response::setContentType);
      response.getOutputStream().write(answer.body());
      // According to the documentation, this also ends the HTTP session.
      boolean endsSession =
          request.getRequestURI().equals(Main.REST)
              && new String(body, StandardCharsets.UTF_8).contains("EndContactCenterSession");
      if (endsSession && answer.statusCode() == 200) session.invalidate();
    } catch (InterruptedException | IOException lost) {
      // The other server sent no answer, so this connection is closed without an answer too.
      response.sendError(-1);
    }
  }
}
