import type { CauseCode } from '../../../domain/cause.ts';

/** What the registry or the way to it answered, most telling first. */
export const IMAGE_ANSWERS: readonly (readonly [RegExp, CauseCode, string])[] = [
  [
    /no match for platform|no matching manifest|exec format error/i,
    'image_architecture_mismatch',
    'the image has no build for the node',
  ],
  [
    /no such host|server misbehaving|lookup [^ ]+.*(timeout|refused|failure|try again)|name resolution/i,
    'image_registry_dns_failure',
    "the registry's name does not resolve",
  ],
  [
    /toomanyrequests|too many requests|pull rate limit/i,
    'image_pull_rate_limited',
    'the registry limits how often it is asked',
  ],
  [
    /invalid reference format|InvalidImageName|couldn't parse image/i,
    'incorrect_image_reference',
    'the reference is not valid',
  ],
  [
    /: not found|manifest unknown|NotFound|name unknown|does not exist(?!.*denied)/i,
    'incorrect_image_reference',
    'the registry has no such image or tag',
  ],
  // Before the refusals: "failed to authorize" also tells of a token server that was never reached.
  [
    /i\/o timeout|deadline exceeded|connection refused|no route to host|network is unreachable|connection reset|TLS handshake|tls: |x509|proxyconnect|HTTP response to HTTPS client|(^|: )EOF\b|Client\.Timeout|\b50[0234] \w/i,
    'image_registry_unreachable',
    'the registry cannot be reached',
  ],
  [
    /(?:token|credentials?|password)\b.{0,40}\bexpired|expired.{0,40}(?:token|credentials?)/i,
    'registry_credentials_expired',
    'the registry says that the credentials have expired',
  ],
  [
    /unauthorized|authorize|authorization failed|authentication required|insufficient_scope|forbidden|denied|no basic auth/i,
    'missing_image_pull_secret',
    'the registry refuses without credentials',
  ],
];
