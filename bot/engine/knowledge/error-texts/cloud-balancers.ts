import type { ErrorText } from './error-text.ts';
import { KEEP_ALIVE_SETTINGS } from './keep-alive-settings.ts';

/** What access logs of the clouds' balancers hold of a target that closed its connection. Source: their references, named below. */
export const CLOUD_BALANCERS: readonly ErrorText[] = [
  {
    // ELB User Guide, "Access logs for your Application Load Balancer" and "HTTP 502": a request was sent to a target, and
    // that closed the connection without an answer, as one that keeps idle connections for less time than the balancer.
    id: 'alb-target-closed',
    // `-1` stands where the target closed before it had answered: for the target's time, or for the answer's alone.
    pattern: String.raw`\bapp/(?P<caller>[\w-]+)/[0-9a-f]+ \S+ \S+:\d+ \d+\.\d+ (?:-1|\d+\.\d+) -1 502 - (?:\d+ \d+ "[^"\n]*" "[^"\n]*" \S+ \S+ (?:arn:\S{1,80}:)?targetgroup/(?P<subject>[A-Za-z][\w-]*)/[0-9a-f]+)?`,
    example:
      'https 2026-03-04T05:06:07.000000Z app/shop-edge/50dc6c495c0c9188 203.0.113.9:4100 10.0.1.7:8080 0.001 -1 -1 502 - 412 277 "GET https://shop.test:443/cart HTTP/1.1" "curl" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/cart/6d0ecf831eec9f09 "Root=1-2" "shop.test" "-" 0 2026-03-04T05:06:06.000000Z "forward"',
    nearMiss:
      'https 2026-03-04T05:06:07.000000Z app/shop-edge/50dc6c495c0c9188 203.0.113.9:4100 10.0.1.7:8080 0.001 0.020 0.000 502 502 412 277 "GET https://shop.test:443/cart HTTP/1.1" "curl" - - arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/cart/6d0ecf831eec9f09',
    meaning: 'closes connections that the load balancer before it still keeps',
    ofWriter: 'has targets that close connections which it still keeps',
    cause: 'idle_timeout_mismatch',
    blamed: 'peer',
    strength: 0.65,
    recurs: 3,
    settings: KEEP_ALIVE_SETTINGS,
    engine: 'aws',
    anyLevel: true,
  },
  {
    // Cloud Load Balancing, "HTTP(S) logging, statusDetails": the backend closed its connection before it had answered.
    id: 'gcp-backend-closed',
    pattern: String.raw`backend_connection_closed_before_data_sent_to_client`,
    example:
      '{"statusDetails":"backend_connection_closed_before_data_sent_to_client","httpRequest":{"status":502,"latency":"0.004s"}}',
    nearMiss: '{"statusDetails":"response_sent_by_backend","httpRequest":{"status":502,"latency":"0.004s"}}',
    meaning: 'closes connections that the load balancer before it still keeps',
    ofWriter: 'has backends that close connections which it still keeps',
    cause: 'idle_timeout_mismatch',
    blamed: 'peer',
    hint: true,
    recurs: 3,
    settings: KEEP_ALIVE_SETTINGS,
    engine: 'gcp',
    anyLevel: true,
  },
  {
    // Azure Application Gateway, "Access log, errorInfo": the upstream server closed the connection unexpectedly.
    id: 'azure-upstream-closed',
    pattern: String.raw`ERRORINFO_UPSTREAM_CLOSED_CONNECTION`,
    example: '{"httpStatus":502,"serverStatus":"-","error_info":"ERRORINFO_UPSTREAM_CLOSED_CONNECTION"}',
    nearMiss: '{"httpStatus":502,"serverStatus":"502","error_info":"ERRORINFO_UPSTREAM_TIMED_OUT"}',
    meaning: 'closes connections that the gateway before it still keeps',
    ofWriter: 'has backends that close connections which it still keeps',
    cause: 'idle_timeout_mismatch',
    blamed: 'peer',
    hint: true,
    recurs: 3,
    settings: KEEP_ALIVE_SETTINGS,
    engine: 'azure',
    anyLevel: true,
  },
];
