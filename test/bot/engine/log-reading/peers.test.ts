import { expect, test } from '@jest/globals';
import { readCallFailure } from '../../../../bot/engine/log-reading/peers.ts';

test.each([
  ['dial tcp 10.0.0.3:3306: connect: connection refused', 'refused', { ip: '10.0.0.3', port: 3306 }],
  [
    'dial tcp: lookup foo.bar.svc.cluster.local on 10.0.0.10:53: no such host',
    'unknown-name',
    { host: 'foo.bar.svc.cluster.local' },
  ],
  ['lookup foo on 10.0.0.10:53: read udp 10.1.0.2:4000->10.0.0.10:53: i/o timeout', 'no-name-service', { host: 'foo' }],
  [
    'TCP Sender error: java.net.ConnectException: Connection refused: foo.example:6661',
    'refused',
    { host: 'foo.example', port: 6661 },
  ],
  [
    'io.netty.channel.ConnectTimeoutException: connection timed out after 3000 ms: foo.bar.svc.cluster.local/10.0.0.3:8080',
    'timeout',
    { host: 'foo.bar.svc.cluster.local', port: 8080 },
  ],
  ['connection timed out after 3000 ms: /10.0.0.3:8080', 'timeout', { ip: '10.0.0.3', port: 8080 }],
  ['java.net.NoRouteToHostException: No route to host: foo/10.0.0.3:80', 'unreachable', { host: 'foo', port: 80 }],
  ['System.Net.Http.HttpRequestException: Connection refused (foo:8443)', 'refused', { host: 'foo', port: 8443 }],
  [
    'No connection could be made because the target machine actively refused it. (foo.example:443)',
    'refused',
    { host: 'foo.example', port: 443 },
  ],
  ['Connection timed out (foo.example:443)', 'timeout', { host: 'foo.example', port: 443 }],
  [
    'FetchError: request to https://foo.example/v2/orders?id=7 failed, reason: connect ETIMEDOUT 203.0.113.9:443',
    'timeout',
    { host: 'foo.example' },
  ],
  [
    'request to http://foo:8080 failed, reason: connect ECONNREFUSED 10.0.0.3:8080',
    'refused',
    { host: 'foo', port: 8080 },
  ],
  [
    'request to https://10.0.0.3/ failed, reason: connect ECONNREFUSED 10.0.0.3:443',
    'refused',
    { ip: '10.0.0.3', port: 443 },
  ],
  ['getaddrinfo ENOTFOUND foo', 'unknown-name', { host: 'foo' }],
  ['getaddrinfo EAI_AGAIN foo:80', 'no-name-service', { host: 'foo', port: 80 }],
  ['could not translate host name "foo-db" to address: Name or service not known', 'unknown-name', { host: 'foo-db' }],
  ['java.net.UnknownHostException: foo: Name or service not known', 'unknown-name', { host: 'foo' }],
  [
    'connection to server at "foo-db" (10.0.0.3), port 5432 failed: Connection refused',
    'refused',
    { host: 'foo-db', port: 5432 },
  ],
  ['Connection to foo-db:5432 refused. Check that the hostname is correct', 'refused', { host: 'foo-db', port: 5432 }],
  ["Can't connect to MySQL server on 'foo-db:3306' (111)", 'refused', { host: 'foo-db', port: 3306 }],
  [
    'failed to connect to `host=foo-db user=foo database=foo`: dial error (dial tcp 10.0.0.3:5432: i/o timeout)',
    'timeout',
    { host: 'foo-db' },
  ],
  [
    'failed to connect to `user=foo database=foo`: 10.0.0.3:5432 (foo-db): dial error: timeout: context deadline exceeded',
    'timeout',
    { host: 'foo-db' },
  ],
  ['connect ETIMEDOUT 10.0.0.3:443 (api.foo.example)', 'timeout', { host: 'api.foo.example' }],
  ['connect ETIMEDOUT 10.0.0.3:443 (attempt 2)', 'timeout', { ip: '10.0.0.3', port: 443 }],
  ['connect to mqtts://foo:8883: connection refused', 'refused', { host: 'foo', port: 8883 }],
  ['ldaps://foo:636 timed out', 'timeout', { host: 'foo', port: 636 }],
  ['Error 111 connecting to foo:6379. Connection refused.', 'refused', { host: 'foo', port: 6379 }],
  [
    'connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://10.0.0.3:8080/a"',
    'refused',
    { ip: '10.0.0.3', port: 8080 },
  ],
  ['POST http://foo:8080/pay: context deadline exceeded', 'timeout', { host: 'foo', port: 8080 }],
  ['dial tcp 10.0.0.3:80: connect: no route to host', 'unreachable', { ip: '10.0.0.3', port: 80 }],
  ['read tcp 10.1.0.2:4000->10.0.0.3:80: read: connection reset by peer', 'reset', { ip: '10.0.0.3', port: 80 }],
  ['Failed to connect to foo port 8080 after 3 ms: Connection refused', 'refused', { host: 'foo', port: 8080 }],
  ['foo:8080 answered 500', 'server-error', { host: 'foo', port: 8080 }],
  ['Request to http://foo/pay failed with status code 502', 'server-error', { host: 'foo' }],
  ['503 no healthy upstream', 'no-instance', undefined],
  ['Unable to connect to foo/<unresolved>:6379', 'refused', { host: 'foo', port: 6379 }],
  [
    'Connection to node 1 (foo/10.0.0.3:9092) could not be established. Node may not be available.',
    'refused',
    { host: 'foo', port: 9092 },
  ],
  ['Timeout reading from foo:6379', 'timeout', { host: 'foo', port: 6379 }],
  ['No servers available for service: foo', 'no-instance', { host: 'foo' }],
  ['Load balancer does not have available server for client: foo', 'no-instance', { host: 'foo' }],
  ['failed at main.go:120: connection refused', 'refused', undefined],
  ['call to tariffs.example failed: HTTP 503 Service Unavailable', 'server-error', { host: 'tariffs.example' }],
  ['Request to foo-api:8443 timed out', 'timeout', { host: 'foo-api', port: 8443 }],
  // A word alone may be no name.
  ['call to backend failed: 503 Service Unavailable', 'server-error', undefined],
])('reads how and whom from: %s', (text, kind, peer) => {
  const failure = readCallFailure(text);
  expect(failure?.kind).toBe(kind);
  expect(failure?.peer).toEqual(peer);
});

test('a message of no failed call is none', () => {
  expect(readCallFailure('stored order 7 at http://foo:80/')).toBeUndefined();
  expect(readCallFailure('10.0.0.9 "GET /a HTTP/1.1" 502 17 "http://foo:80/"')).toBeUndefined();
});

test.each([
  ['{"timestamp":"2026-06-10T02:58:00.000+00:00","status":500}: 500 Internal Server Error'],
  ['2026-06-10T02:58:00Z worker pid:2231 timed out'],
  ['connection refused in step:12 of job:4711'],
  [
    'Connection refused\n    at com.shop.Cart.load(Cart.java:123)\n    at java.base/sun.nio.ch.Net.connect(Net.java:579)',
  ],
  ['Traceback\n  File "/app/main.py", line 12\nTimeoutError: timed out'],
  ['request timed out at app.handlers:42'],
  ['checkout timed out (order:4711)'],
  ['payment refused: order 4711'],
  ['timed out, see https://docs.example/errors:8080 for help'],
  ['TLS handshake error from 10.1.0.4:41822: connection reset by peer'],
  ['10:41:22 retry:15 connection reset'],
  ['connection refused for spiffe://cluster.local/ns/shop/sa/cart'],
])('names no host where none is called: %s', (text) => {
  expect(readCallFailure(text)?.peer).toBeUndefined();
});

test('tells a service’s own failing call from one that it only passes on', () => {
  const own = 'rpc error: code = Unavailable desc = connection error: desc = "dial tcp 10.0.0.3:80: i/o timeout"';
  expect(readCallFailure(own)?.relayed).toBe(false);
  expect(readCallFailure(`rpc error: code = Internal desc = cannot charge: ${own}`)?.relayed).toBe(true);
});

test('a request that Cloud Logging tells of came in: its address is the writer’s own', () => {
  const told =
    'severity=ERROR httpRequest={"requestMethod":"GET","requestUrl":"https://shop.example/basket","status":500,"remoteIp":"203.0.113.7"}';
  expect(readCallFailure(told)).toBeUndefined();
  expect(readCallFailure('GET https://shop.example/basket -> 500')?.peer).toMatchObject({ host: 'shop.example' });
});
