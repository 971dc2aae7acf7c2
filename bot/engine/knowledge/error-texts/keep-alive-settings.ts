/**
 * Settings of how long an idle connection is kept, by the side that closes it: Node's http.Server and Kestrel and Apache
 * (`keepAliveTimeout`), Tomcat and Spring Boot (`keep-alive-timeout`), Jetty and Go (`idleTimeout`), Uvicorn
 * (`timeout_keep_alive`), Sanic and Undertow, Puma (`persistent_timeout`), nginx (`keepalive_timeout`), and the attribute of
 * AWS's balancers. Where the server's is the shorter one, a request may meet a connection that has just been closed.
 */
export const KEEP_ALIVE_SETTINGS: readonly string[] = [
  'keepAliveTimeout',
  'keep_alive_timeout',
  'keep-alive-timeout',
  'keepalive_timeout',
  'timeout_keep_alive',
  'timeout-keep-alive',
  'no-request-timeout',
  'persistent_timeout',
  'headersTimeout',
  'IdleTimeout',
  'idle-timeout',
  'idle_timeout',
  'idle_timeout.timeout_seconds',
];
