import type { ErrorText } from './error-text.ts';
import { KEEP_ALIVE_SETTINGS } from './keep-alive-settings.ts';

/** What a connection that its target closed means of the two, whichever proxy says it. */
const CLOSED_BY_TARGET = {
  meaning: 'closes connections that the proxy before it still keeps',
  ofWriter: 'keeps connections that what it calls has closed',
  cause: 'idle_timeout_mismatch',
  blamed: 'peer',
  hint: true,
  recurs: 3,
  settings: KEEP_ALIVE_SETTINGS,
} as const;

/**
 * What Envoy, Istio, HAProxy, Traefik and Apache print. Source: Envoy's response flags, pilot-agent's probe, HAProxy's check.c, server.c and
 * "Session state at disconnection" (`SH`), Go's httputil.ReverseProxy (Traefik's too), Apache's mod_proxy_http.
 */
export const PROXIES: readonly ErrorText[] = [
  {
    id: 'envoy-overflow',
    pattern: String.raw`reset reason: overflow|upstream_reset_before_response_started\{overflow\}|\bpending pool overflow\b`,
    example: 'upstream connect error or disconnect/reset before headers. reset reason: overflow',
    nearMiss: 'cm init: all clusters initialized, circuit breakers configured',
    meaning: 'has all connections in use that its circuit breaker allows',
    cause: 'connection_pool_exhausted',
    blamed: 'writer',
    strength: 0.7,
    recurs: 3,
    anyLevel: true,
  },
  {
    id: 'envoy-configuration-rejected',
    pattern: String.raw`gRPC config for type\.googleapis\.com/\S+ rejected:|Error adding/updating (?:listener|cluster|route)`,
    example:
      'warning envoy config gRPC config for type.googleapis.com/envoy.config.listener.v3.Listener rejected: Error adding/updating listener(s) 0.0.0.0_8080: duplicate listener',
    nearMiss: 'info envoy config all dependencies initialized. starting workers',
    meaning: 'is given a configuration that its proxy rejects',
    cause: 'bad_config_change',
    blamed: 'writer',
    strength: 0.65,
    recurs: 3,
  },
  {
    id: 'istio-sidecar-not-ready',
    pattern: String.raw`Envoy proxy is NOT ready: `,
    example:
      'warn Envoy proxy is NOT ready: config not received from XDS server (is Istiod running?): cds updates: 0 successful, 0 rejected',
    nearMiss: 'info Envoy proxy is ready',
    meaning: 'waits for its sidecar, which is not ready',
    cause: 'sidecar_not_ready',
    blamed: 'writer',
    strength: 0.6,
    recurs: 20,
  },
  {
    id: 'istio-certificate-not-signed',
    pattern: String.raw`failed to sign CSR|failed to warm certificate|failed to generate workload certificate`,
    example: 'error citadelclient failed to sign CSR: rpc error: code = Unavailable desc = connection error',
    nearMiss: 'info cache generated new workload certificate latency=81ms ttl=23h59m',
    meaning: 'gets no certificate for its sidecar',
    cause: 'sidecar_not_ready',
    blamed: 'writer',
    hint: true,
    recurs: 5,
  },
  {
    id: 'istio-access-denied',
    pattern: String.raw`RBAC: access denied|rbac_access_denied_matched_policy`,
    example: 'RBAC: access denied',
    nearMiss: 'debug envoy rbac enforced allowed, matched policy ns[shop]-policy[web]',
    meaning: 'may not be called by this caller, as an authorization policy says',
    cause: 'network_policy_blocks_traffic',
    blamed: 'peer',
    strength: 0.7,
    recurs: 3,
    anyLevel: true,
  },
  {
    // A server that crashes over a request closes just so.
    id: 'proxy-upstream-ended',
    pattern: String.raw`'502 Bad Gateway' caused by: (?:unexpected )?EOF|http: proxy error: (?:unexpected )?EOF|http: server closed idle connection`,
    example: 'DBG 502 Bad Gateway error="EOF" message="\'502 Bad Gateway\' caused by: EOF"',
    nearMiss: "'502 Bad Gateway' caused by: dial tcp 10.1.2.7:8080: connect: connection refused",
    ...CLOSED_BY_TARGET,
    anyLevel: true,
  },
  {
    id: 'haproxy-server-ended',
    pattern: String.raw` (?P<callee>[\w.-]+)/[\w.:-]+ \d+/\d+/\d+/-?\d+/\+?\d+ 502 \+?\d+ \S+ \S+ SH[-\w]{2} `,
    example:
      'haproxy[8]: 10.1.0.4:33313 [04/Mar/2026:05:12:01.655] web cart/cart1 0/0/1/-1/2 502 209 - - SH-- 41/41/6/3/0 0/0 "GET /cart HTTP/1.1"',
    nearMiss:
      'haproxy[8]: 10.1.0.4:33313 [04/Mar/2026:05:12:01.655] web cart/cart1 0/0/1/19/21 502 209 - - ---- 41/41/6/3/0 0/0 "GET /cart HTTP/1.1"',
    ...CLOSED_BY_TARGET,
    engine: 'haproxy',
    anyLevel: true,
  },
  {
    id: 'apache-upstream-ended',
    pattern: String.raw`AH01102: error reading status line from remote server (?P<callee>[\w.-]+)`,
    unless: 'timeout specified has expired',
    example:
      '[proxy_http:error] [pid 31] (20014)Internal error (specific information not available): [client 10.1.0.4:41822] AH01102: error reading status line from remote server cart:8080',
    nearMiss:
      '[proxy_http:error] [pid 31] (70007)The timeout specified has expired: [client 10.1.0.4:41822] AH01102: error reading status line from remote server cart:8080',
    ...CLOSED_BY_TARGET,
    anyLevel: true,
  },
  {
    id: 'haproxy-no-server',
    pattern: String.raw`(?:backend|proxy) '?(?P<callee>[\w.-]+)'? has no server available!`,
    example: '[ALERT] (8) : backend app has no server available!',
    nearMiss: '[NOTICE] (8) : Loading success.',
    meaning: 'has no server that answers its checks',
    cause: 'workload_unavailable',
    blamed: 'peer',
    hint: true,
    anyLevel: true,
  },
  {
    id: 'haproxy-server-down',
    pattern: String.raw`Server (?P<callee>[\w.-]+)/[\w.-]+ is DOWN, reason: `,
    example:
      '[WARNING] (8) : Server app/app2 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. 1 active and 0 backup servers left.',
    nearMiss: '[WARNING] (8) : Server app/app2 is UP, reason: Layer7 check passed, code: 200',
    meaning: 'fails the checks of its load balancer',
    cause: 'workload_unavailable',
    blamed: 'peer',
    hint: true,
    anyLevel: true,
  },
  {
    // "cD: The client did not send nor acknowledge any data for as long as the `timeout client` delay" (8.5, in the TCP format
    // of 8.2.2). A few leave the net without a word; where dozens do, they keep quiet for longer than they may.
    id: 'haproxy-quiet-client',
    pattern: String.raw` [\w.-]+/[\w.:-]+ \d+/\d+/\+?\d+ \+?\d+ cD \d+/`,
    example:
      'haproxy[8]: 10.1.0.4:33313 [04/Mar/2026:05:12:01.655] amqp queue/queue1 1/0/60002 812 cD 41/41/41/20/0 0/0',
    nearMiss:
      'haproxy[8]: 10.1.0.4:33313 [04/Mar/2026:05:12:01.655] amqp queue/queue1 1/0/60002 812 -- 41/41/41/20/0 0/0',
    meaning: 'cuts connections over which its clients are quiet for longer than it allows',
    cause: 'idle_timeout_mismatch',
    blamed: 'writer',
    hint: true,
    recurs: 30,
    settings: ['timeout client', 'timeout tunnel', 'keepalive'],
    engine: 'haproxy',
    anyLevel: true,
  },
  {
    // "sQ: The session spent too much time in queue and has been expired": every connection that `maxconn` allows is in use.
    id: 'haproxy-queue',
    pattern: String.raw` [\w.-]+/(?:<NOSRV>|[\w.:-]+) \d+/\d+/-1/-1/\+?\d+ 503 \+?\d+ \S+ \S+ sQ[-\w]{2} `,
    example:
      'haproxy[8]: 10.1.0.4:33313 [04/Mar/2026:05:12:01.655] web cart/<NOSRV> 0/5001/-1/-1/5001 503 217 - - sQ-- 41/41/6/3/0 0/12 "GET /cart HTTP/1.1"',
    nearMiss:
      'haproxy[8]: 10.1.0.4:33313 [04/Mar/2026:05:12:01.655] web cart/cart1 0/210/1/19/230 200 209 - - ---- 41/41/6/3/0 0/12 "GET /cart HTTP/1.1"',
    meaning: 'keeps requests in its queue until they time out, for it may open no more connections to its servers',
    cause: 'connection_pool_exhausted',
    blamed: 'writer',
    strength: 0.7,
    recurs: 3,
    settings: ['maxconn', 'minconn', 'fullconn', 'timeout queue'],
    engine: 'haproxy',
    anyLevel: true,
  },
  {
    // varnishd logs each command of its CLI as `CLI telnet <from> <to> Rd <command>`; a ban of every URL empties the cache.
    id: 'varnish-banned-all',
    pattern: String.raw`\bRd ban (?:req\.url|obj\.http\.x-url|req\.http\.host) ~ \\?"?\^?/?\.?[*+]?\$?\\?"?(?:\s|\\|"|$)`,
    example: 'varnishd[8]: CLI telnet 127.0.0.1 41880 127.0.0.1 6082 Rd ban req.url ~ .*',
    nearMiss: 'varnishd[8]: CLI telnet 127.0.0.1 41880 127.0.0.1 6082 Rd ban req.url ~ ^/news/60386$',
    meaning: 'was told to forget all that it holds',
    cause: 'cache_stampede',
    blamed: 'writer',
    hint: true,
    anyLevel: true,
    engine: 'varnish',
  },
  {
    id: 'haproxy-limit',
    pattern: String.raw`Proxy \S+ reached (?:the configured maximum connection limit|process FD limit|system FD limit)`,
    example: "[ALERT] (8) : Proxy web reached process FD limit (maxsock=2049). Please check 'ulimit-n' and restart.",
    nearMiss: '[NOTICE] (8) : maxconn automatically set to 20000',
    meaning: 'takes no more connections',
    cause: 'file_descriptor_limit_reached',
    blamed: 'writer',
    strength: 0.8,
    anyLevel: true,
  },
  {
    id: 'traefik-route',
    pattern: String.raw`(?:the service|middleware) \\?"[^"]+" does not exist|service \S+@\w+ (?:does not exist|not found)|kubernetes service not found: `,
    example:
      'ERR error="the service \\"shop-carts@kubernetescrd\\" does not exist" entryPointName=websecure routerName=shop@kubernetescrd',
    nearMiss: 'INF Starting provider *crd.Provider',
    meaning: 'has a route to something that does not exist',
    cause: 'gateway_route_rejected',
    blamed: 'writer',
    strength: 0.65,
  },
  {
    id: 'apache-workers',
    pattern: String.raw`server reached Max(?:RequestWorkers|Clients) setting|scoreboard is full, not at Max(?:RequestWorkers|Clients)`,
    example:
      '[mpm_event:error] [pid 1] AH00484: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting',
    nearMiss: '[mpm_event:notice] [pid 1] AH00489: Apache/2.4.62 (Unix) configured -- resuming normal operations',
    meaning: 'has all its workers in use',
    cause: 'thread_pool_exhausted',
    blamed: 'writer',
    strength: 0.8,
    anyLevel: true,
  },
];
