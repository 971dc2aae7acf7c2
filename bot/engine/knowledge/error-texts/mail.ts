import type { ErrorText } from './error-text.ts';

/** What mail servers print. Source: Postfix's TLS_README and source of smtp and tls. */
export const MAIL: readonly ErrorText[] = [
  {
    id: 'postfix-untrusted',
    pattern: String.raw`Server certificate not (?:trusted|verified)`,
    example:
      'postfix/smtp[812]: 3F2A: to=<a@mail.example>, relay=mx.mail.example[192.0.2.7]:25, dsn=4.7.5, status=deferred (Server certificate not trusted)',
    nearMiss: 'postfix/smtp[812]: Untrusted TLS connection established to mx.mail.example[192.0.2.7]:25: TLSv1.3',
    meaning: 'does not trust the certificate of the server that takes its mail, and holds the mail back',
    cause: 'certificate_untrusted',
    blamed: 'writer',
    strength: 0.8,
    recurs: 2,
    anyLevel: true,
  },
  {
    id: 'postfix-verification',
    pattern: String.raw`certificate verification failed for \S+: (?:untrusted issuer|self-signed certificate|not trusted)`,
    example:
      'postfix/smtp[812]: certificate verification failed for mx.mail.example[192.0.2.7]:25: untrusted issuer /CN=Mail Root',
    nearMiss: 'postfix/smtp[812]: Verified TLS connection established to mx.mail.example[192.0.2.7]:25',
    meaning: 'cannot verify the certificate of a server that takes its mail, which only matters where it must',
    cause: 'certificate_untrusted',
    blamed: 'writer',
    strength: 0.4,
    hint: true,
    recurs: 5,
    anyLevel: true,
  },
];
