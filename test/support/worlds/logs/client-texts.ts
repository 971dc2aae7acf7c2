import type { RandomSource } from '../../random-source.ts';
import type { Part, Runtime } from '../part.ts';

/** What can go wrong with a call, as its caller tells of it. */
export type Problem =
  | 'refused'
  | 'timeout'
  | 'reset'
  | 'name'
  | 'unknown-name'
  | 'unresolved'
  | 'failed'
  | 'unavailable'
  | 'credentials'
  | 'connections'
  | 'pool'
  | 'read-only'
  | 'full'
  | 'certificate'
  | 'untrusted'
  | 'limited'
  | 'lock'
  | 'denied';

/** Where a call goes: `HOST:PORT`, and the address it resolves to. */
export interface Peer {
  readonly part: Part;
  readonly host: string;
  readonly ip: string;
}

export interface Text {
  readonly text: string;
  readonly stack?: readonly string[];
}

type Teller = (peer: Peer, random: RandomSource) => string;

/** Texts of the HTTP and socket layers, by runtime. */
const HTTP: Readonly<Record<Exclude<Runtime, 'celery'>, Partial<Record<Problem, Teller>>>> = {
  jvm: {
    refused: (p) =>
      `I/O error on GET request for "http://${p.host}:${p.part.port}${route(p)}": Connect to http://${p.host}:${p.part.port} [${p.host}/${p.ip}] failed: Connection refused`,
    timeout: (p) => `I/O error on GET request for "http://${p.host}:${p.part.port}${route(p)}": Read timed out`,
    reset: (p) => `feign.RetryableException: Connection reset executing GET http://${p.host}:${p.part.port}${route(p)}`,
    name: (p) => `java.net.UnknownHostException: ${p.host}: Temporary failure in name resolution`,
    'unknown-name': (p) =>
      `I/O error on GET request for "http://${p.host}:${p.part.port}${route(p)}": ${p.host}: Name or service not known`,
    unresolved: (p) => `java.net.UnknownHostException: ${p.host}: Temporary failure in name resolution`,
    failed: (p) =>
      `500 Internal Server Error on GET request for "http://${p.host}:${p.part.port}${route(p)}": "{"status":500,"error":"Internal Server Error"}"`,
    unavailable: (p) =>
      `503 Service Unavailable on GET request for "http://${p.host}:${p.part.port}${route(p)}": "no healthy upstream"`,
    certificate: (p) =>
      `javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed, while calling https://${p.host}`,
    untrusted: (p) =>
      `javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target (https://${p.host})`,
    limited: (p) =>
      `429 Too Many Requests on POST request for "https://${p.host}/v1/requests": "{"error":"rate limit exceeded"}"`,
    denied: (p) => `403 Forbidden on GET request for "https://${p.host}${route(p)}"`,
  },
  go: {
    refused: (p) =>
      `Get "http://${p.host}:${p.part.port}${route(p)}": dial tcp ${p.ip}:${p.part.port}: connect: connection refused`,
    timeout: (p) =>
      `Get "http://${p.host}:${p.part.port}${route(p)}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    reset: (p) =>
      `Post "http://${p.host}:${p.part.port}${route(p)}": read tcp 10.12.3.8:41722->${p.ip}:${p.part.port}: read: connection reset by peer`,
    name: (p) =>
      `Get "http://${p.host}:${p.part.port}${route(p)}": dial tcp: lookup ${p.host} on 10.96.0.10:53: read udp 10.12.3.8:51200->10.96.0.10:53: i/o timeout`,
    'unknown-name': (p) => `Get "${address(p)}": dial tcp: lookup ${p.host} on 10.96.0.10:53: no such host`,
    unresolved: (p) => `Get "${address(p)}": dial tcp: lookup ${p.host} on 10.96.0.10:53: server misbehaving`,
    failed: (p) => `GET http://${p.host}:${p.part.port}${route(p)}: unexpected status 500`,
    unavailable: (p) =>
      `GET http://${p.host}:${p.part.port}${route(p)}: unexpected status 503: upstream connect error or disconnect/reset before headers`,
    certificate: (p) =>
      `Get "https://${p.host}/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time is after notAfter`,
    untrusted: (p) =>
      `Get "https://${p.host}/": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    limited: (p) => `POST https://${p.host}/v1/requests: unexpected status 429: {"code":"rate_limit_exceeded"}`,
    denied: (p) => `GET https://${p.host}${route(p)}: unexpected status 403`,
  },
  node: {
    refused: (p) => `connect ECONNREFUSED ${p.ip}:${p.part.port}`,
    timeout: (p) => `timeout of 3000ms exceeded (GET http://${p.host}:${p.part.port}${route(p)})`,
    reset: (p) => `socket hang up (GET http://${p.host}:${p.part.port}${route(p)})`,
    name: (p) => `getaddrinfo EAI_AGAIN ${p.host}`,
    'unknown-name': (p) => `getaddrinfo ENOTFOUND ${p.host}`,
    unresolved: (p) => `getaddrinfo EAI_AGAIN ${p.host}`,
    failed: (p) => `Request failed with status code 500 (GET http://${p.host}:${p.part.port}${route(p)})`,
    unavailable: (p) => `Request failed with status code 503 (GET http://${p.host}:${p.part.port}${route(p)})`,
    certificate: (p) => `certificate has expired (CERT_HAS_EXPIRED, https://${p.host})`,
    untrusted: (p) => `unable to get local issuer certificate (UNABLE_TO_GET_ISSUER_CERT_LOCALLY, https://${p.host})`,
    limited: (p) => `Request failed with status code 429 (POST https://${p.host}/v1/requests)`,
    denied: (p) => `Request failed with status code 403 (GET https://${p.host}${route(p)})`,
  },
  python: {
    refused: (p) =>
      `HTTPConnectionPool(host='${p.host}', port=${p.part.port}): Max retries exceeded with url: ${route(p)} (Caused by NewConnectionError: [Errno 111] Connection refused)`,
    timeout: (p) => `HTTPConnectionPool(host='${p.host}', port=${p.part.port}): Read timed out. (read timeout=3)`,
    reset: (p) =>
      `('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer')) while calling http://${p.host}:${p.part.port}`,
    name: (p) =>
      `HTTPConnectionPool(host='${p.host}', port=${p.part.port}): Max retries exceeded (Caused by NameResolutionError: [Errno -3] Temporary failure in name resolution)`,
    'unknown-name': (p) =>
      `HTTPConnectionPool(host='${p.host}', port=${p.part.port}): Max retries exceeded with url: ${route(p)} (Caused by NameResolutionError("Failed to resolve '${p.host}' ([Errno -2] Name or service not known)"))`,
    unresolved: (p) =>
      `HTTPConnectionPool(host='${p.host}', port=${p.part.port}): Max retries exceeded with url: ${route(p)} (Caused by NameResolutionError("Failed to resolve '${p.host}' ([Errno -3] Temporary failure in name resolution)"))`,
    failed: (p) => `500 Server Error: Internal Server Error for url: http://${p.host}:${p.part.port}${route(p)}`,
    unavailable: (p) => `503 Server Error: Service Unavailable for url: http://${p.host}:${p.part.port}${route(p)}`,
    certificate: (p) =>
      `HTTPSConnectionPool(host='${p.host}', port=443): SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)')`,
    untrusted: (p) =>
      `HTTPSConnectionPool(host='${p.host}', port=443): SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1006)')`,
    limited: (p) => `429 Client Error: Too Many Requests for url: https://${p.host}/v1/requests`,
    denied: (p) => `403 Client Error: Forbidden for url: https://${p.host}${route(p)}`,
  },
};

export function httpText(runtime: Runtime, problem: Problem, peer: Peer, random: RandomSource): Text {
  const texts = HTTP[runtime === 'celery' ? 'python' : runtime];
  const tell = texts[problem] ?? texts[problem === 'pool' || problem === 'lock' ? 'timeout' : 'failed']!;
  return { text: tell(peer, random) };
}

function address(p: Peer): string {
  return p.part.kind === 'external' ? `https://${p.host}/` : `http://${p.host}:${p.part.port}${route(p)}`;
}

function route({ part }: Peer): string {
  return part.routes[0]!.replace(/\{\w+\}/g, '4711');
}
