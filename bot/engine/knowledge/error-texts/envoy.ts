import type { ErrorText } from './error-text.ts';
import { KEEP_ALIVE_SETTINGS } from './keep-alive-settings.ts';

/**
 * What Envoy's access log says by its response flags, in its own and Istio's default format. Source: Envoy's documentation,
 * "Access logging: response flags" and "Response code details"; Istio's "Envoy access logs". DC and client-side NR say
 * nothing of the program itself.
 */
export const ENVOY: readonly ErrorText[] = [
  {
    id: 'envoy-plain-text-refused',
    pattern: String.raw`" 0 NR filter_chain_not_found `,
    example:
      '[2026-03-04T05:12:01.123Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 3 - "-" "-" "-" "-" "-" - - 10.1.2.7:9080 10.1.0.4:41822 - -',
    nearMiss:
      '[2026-03-04T05:12:01.123Z] "GET / HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "10.1.0.4" "curl/8.0" "0a" "shop.test" "-" - - 10.1.2.7:9080 10.1.0.4:41822 - -',
    meaning: 'takes mutual TLS only, and is called in plain text',
    cause: 'service_protocol_mismatch',
    blamed: 'writer',
    strength: 0.85,
    recurs: 3,
    anyLevel: true,
    settings: ['PeerAuthentication', 'peer-authentication', 'peer_authentication'],
  },
  {
    id: 'envoy-no-cluster',
    pattern: String.raw`" 503 NC (?:cluster_not_found|- )`,
    example:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 503 NC cluster_not_found - "-" 0 0 0 - "10.1.0.4" "curl/8.0" "0a" "cart" "-" - - 10.1.2.7:80 10.1.0.4:41822 - -',
    nearMiss:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 9 1 1 "-" "curl/8.0" "0a" "cart" "10.1.2.7:80" -',
    meaning: 'has a route to something that does not exist',
    cause: 'gateway_route_mismatch',
    blamed: 'writer',
    strength: 0.7,
    recurs: 3,
    anyLevel: true,
  },
  {
    id: 'envoy-no-healthy-host',
    pattern: String.raw`" 503 UH (?:[^\n]*outbound\|\d+\|[^|\n]*\|(?P<callee>[\w.-]+))?`,
    example:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "Go-http-client/1.1" "0a" "cart:80" "-" outbound|80||cart.shop.svc.cluster.local - 10.1.2.7:80 10.1.0.4:41822 - default',
    nearMiss:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 503 - via_upstream - "-" 0 19 4 4 "-" "Go-http-client/1.1" "0a" "cart:80" "10.1.2.7:80" outbound|80||cart.shop.svc.cluster.local - 10.1.2.7:80 10.1.0.4:41822 - default',
    meaning: 'has no instance that its callers may use',
    cause: 'workload_unavailable',
    blamed: 'peer',
    hint: true,
    recurs: 5,
    anyLevel: true,
  },
  {
    id: 'envoy-connect-failed',
    pattern: String.raw`" 503 (?:UF|UF,URX|URX,UF|URX) (?:[^\n]*outbound\|\d+\|[^|\n]*\|(?P<callee>[\w.-]+))?`,
    example:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{connection_failure} - "-" 0 91 81 - "-" "Go-http-client/1.1" "0a" "cart:80" "10.1.2.7:8080" outbound|80||cart.shop.svc.cluster.local - 10.96.2.7:80 10.1.0.4:41822 - default',
    nearMiss:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 0 DC downstream_remote_disconnect - "-" 0 0 812 - "-" "Go-http-client/1.1" "0a" "cart:80" "10.1.2.7:8080" outbound|80||cart.shop.svc.cluster.local - 10.96.2.7:80 10.1.0.4:41822 - default',
    meaning: 'takes no connection of its callers',
    cause: 'dependency_unavailable',
    blamed: 'peer',
    hint: true,
    recurs: 5,
    anyLevel: true,
  },
  {
    id: 'envoy-connection-ended',
    // The second form is that of access logs in JSON (`%RESPONSE_FLAGS%`).
    pattern: String.raw`(?:" 503 UC |"response_flags": ?"UC")(?:[^\n]*outbound\|\d+\|[^|\n]*\|(?P<callee>[\w.-]+))?`,
    example:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 1 - "-" "Go-http-client/1.1" "0a" "cart:80" "10.1.2.7:8080" outbound|80||cart.shop.svc.cluster.local 10.1.0.4:5021 10.96.2.7:80 10.1.0.4:41822 - default',
    nearMiss:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 499 DC downstream_remote_disconnect - "-" 0 0 812 - "-" "Go-http-client/1.1" "0a" "cart:80" "10.1.2.7:8080" outbound|80||cart.shop.svc.cluster.local - 10.96.2.7:80 10.1.0.4:41822 - default',
    meaning: 'closes connections that the proxy before it still uses',
    cause: 'idle_timeout_mismatch',
    blamed: 'peer',
    hint: true,
    recurs: 5,
    settings: KEEP_ALIVE_SETTINGS,
    anyLevel: true,
  },
  {
    id: 'envoy-rate-limited',
    pattern: String.raw`" 429 RL(?:,| )|request_rate_limited|local_rate_limited`,
    example:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 429 RL request_rate_limited - "-" 0 18 0 - "10.1.0.4" "curl/8.0" "0a" "shop.test" "-" inbound|8080|| - 10.1.2.7:80 10.1.0.4:41822 - default',
    nearMiss:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 429 - via_upstream - "-" 0 18 4 4 "10.1.0.4" "curl/8.0" "0a" "shop.test" "10.1.2.7:80" inbound|8080|| - 10.1.2.7:80 10.1.0.4:41822 - default',
    meaning: 'limits how often it may be called',
    cause: 'upstream_rate_limited',
    blamed: 'writer',
    strength: 0.55,
    recurs: 20,
    anyLevel: true,
  },
  {
    id: 'envoy-authorizer-down',
    pattern: String.raw`UAEX ext_authz_error`,
    example:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 403 UAEX ext_authz_error - "-" 0 0 200 - "10.1.0.4" "curl/8.0" "0a" "shop.test" "-" - - 10.1.2.7:80 10.1.0.4:41822 - default',
    nearMiss:
      '[2026-03-04T05:12:01.123Z] "GET /a HTTP/1.1" 401 UAEX ext_authz_denied - "-" 0 0 2 - "10.1.0.4" "curl/8.0" "0a" "shop.test" "-" - - 10.1.2.7:80 10.1.0.4:41822 - default',
    meaning: 'refuses requests because its external authorizer fails',
    cause: 'dependency_unavailable',
    blamed: 'writer',
    hint: true,
    recurs: 5,
    anyLevel: true,
  },
];
