import { type ClusterFault, pulling } from './shapes.ts';

/** What registries, runtimes and the way to them answer, each in its own words. */
const answers: readonly (readonly [string, ClusterFault['cause'], string])[] = [
  [
    'CRI-O and an unknown name',
    'image_registry_dns_failure',
    'pinging container registry registry.example: Get "https://registry.example/v2/": dial tcp: lookup registry.example: Temporary failure in name resolution',
  ],
  [
    'a name server that does not answer',
    'image_registry_dns_failure',
    'failed to do request: Head "https://registry.example/v2/": dial tcp: lookup registry.example on 10.96.0.10:53: read udp 10.1.0.4:5021->10.96.0.10:53: i/o timeout',
  ],
  [
    'a token server out of reach',
    'image_registry_unreachable',
    'failed to authorize: failed to fetch anonymous token: Get "https://auth.example/token": net/http: TLS handshake timeout',
  ],
  [
    'a registry without TLS',
    'image_registry_unreachable',
    'failed to do request: Head "https://registry.example/v2/": http: server gave HTTP response to HTTPS client',
  ],
  [
    'a certificate that nobody signed',
    'image_registry_unreachable',
    'failed to do request: Head "https://registry.example/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    'a registry that breaks down',
    'image_registry_unreachable',
    'unexpected status from HEAD request to https://registry.example/v2/: 503 Service Unavailable',
  ],
  [
    'Docker and an unknown tag',
    'incorrect_image_reference',
    'Error response from daemon: manifest for registry.example/ledger:1.0 not found: manifest unknown: manifest unknown',
  ],
  [
    'CRI-O and an unknown tag',
    'incorrect_image_reference',
    'reading manifest 1.0 in registry.example/ledger: manifest unknown',
  ],
  [
    'an unknown repository',
    'incorrect_image_reference',
    'reading manifest 1.0 in registry.example/ledger: name unknown: repository name not known to registry',
  ],
  [
    'a registry that forbids',
    'missing_image_pull_secret',
    'unexpected status from HEAD request to https://registry.example/v2/: 403 Forbidden',
  ],
  [
    'Docker without credentials',
    'missing_image_pull_secret',
    'Error response from daemon: Head "https://registry.example/v2/": no basic auth credentials',
  ],
  [
    'CRI-O without credentials',
    'missing_image_pull_secret',
    'initializing source docker://registry.example/ledger:1.0: reading manifest: unauthorized: authentication required',
  ],
  [
    'containerd, refused for want of credentials',
    'missing_image_pull_secret',
    'failed to resolve reference "registry.example/ledger:1.0": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
  ],
  [
    'Docker with a token that ran out',
    'registry_credentials_expired',
    "Error response from daemon: pull access denied for registry.example/ledger, repository does not exist or may require 'docker login': denied: Your authorization token has expired. Reauthenticate and try again.",
  ],
  [
    'containerd with a token that ran out',
    'registry_credentials_expired',
    'failed to resolve reference "registry.example/ledger:1.0": pull access denied, repository does not exist or may require authorization: server message: invalid_token: the token is expired',
  ],
  [
    'containerd and a repository that nobody may see',
    'incorrect_image_reference',
    'failed to resolve reference "registry.example/ledger:1.0": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  ],
  [
    'Docker and a repository that nobody may see',
    'incorrect_image_reference',
    "Error response from daemon: pull access denied for registry.example/ledger, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'a registry that is asked too often',
    'image_pull_rate_limited',
    'toomanyrequests: You have reached your pull rate limit',
  ],
];

/** Images that cannot be pulled, for each of the answers. */
export const imageAnswerFaults: readonly ClusterFault[] = answers.map(([title, cause, words]) => ({
  title: `an image: ${title}`,
  analyzer: 'image-pull',
  component: 'service/ledger',
  cause,
  put: pulling(words),
}));
