import type { ErrorText } from './error-text.ts';

/**
 * What mail servers print. Source: Postfix's TLS_README and source of smtp, tls, smtpd_check.c and dnsblog; Exim's
 * dnslists; Spamhaus, "DNSBL return codes": 127.255.255.252 (name mistyped), .254 (asked by way of a public or open
 * resolver) and .255 (too many queries) are errors, not listings; URIBL answers `Query Refused` likewise.
 */
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
  {
    id: 'dnsbl-refuses',
    pattern: String.raw`(?:reject: |rejected |blocked )[^\n]{0,300}; Error: (?:open resolver|excessive number of queries|typing error)|(?:reject|listed|black ?list|blocked)[^\n]{0,300}(?:127\.255\.255\.25[245]\b|spamhaus\.org/returnc/|Query Refused\. See https?://uribl\.com)`,
    // What another's server said of this one's mail.
    unless: String.raw`\bsaid: |postfix/smtp\[`,
    example:
      'postfix/smtpd[812]: NOQUEUE: reject: RCPT from mx.mail.example[192.0.2.7]: 554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org; Error: open resolver; https://www.spamhaus.org/returnc/pub/198.51.100.7; from=<a@mail.example> to=<b@shop.test> proto=ESMTP helo=<mx.mail.example>',
    nearMiss:
      'postfix/smtpd[812]: NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.9; from=<a@mail.example> to=<b@shop.test> proto=ESMTP helo=<[192.0.2.9]>',
    meaning: 'is refused by the block list that it asks, and takes the refusal for a listing of every sender',
    cause: 'upstream_rate_limited',
    blamed: 'writer',
    strength: 0.85,
    recurs: 5,
    // resolv.conf(5); Postfix's postconf(5); what a resolver hands on to (unbound.conf, named.conf).
    settings: [
      'nameserver',
      'resolv.conf',
      'forward-addr',
      'forwarders',
      'reject_rbl_client',
      'postscreen_dnsbl_sites',
    ],
    exact: true,
    anyLevel: true,
  },
  {
    // Postfix's smtp_sasl_glue.c; RFC 4954: 535 is the answer to credentials that are not valid. Servers write of strangers
    // who guess passwords in other words (`SASL LOGIN authentication failed`).
    id: 'smtp-login-refused',
    pattern: String.raw`SASL authentication failed; server (?P<callee>[\w.-]+)\[[^\]]*\] said: 5(?:34|35)|Invalid login: 5(?:34|35)|SMTPAuthenticationError|AuthenticationFailedException: 5(?:34|35)|SMTP Error: Could not authenticate|smtp: 5(?:34|35) 5\.7\.\d`,
    example:
      'postfix/smtp[812]: 3F2A: to=<a@mail.example>, relay=relay.mail.example[192.0.2.7]:587, status=deferred (SASL authentication failed; server relay.mail.example[192.0.2.7] said: 535 5.7.8 Authentication credentials invalid)',
    nearMiss: 'postfix/smtpd[812]: warning: unknown[192.0.2.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6',
    meaning: 'is refused by the mail server with the credentials it uses',
    cause: 'credentials_expired',
    blamed: 'writer',
    strength: 0.8,
    recurs: 2,
    anyLevel: true,
  },
];
