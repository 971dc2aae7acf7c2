import type { Scenario } from '../../core/model.ts';
import { chapel } from '../systems/all.ts';

/** What is seen from outside only. */
export const ofChapel: Scenario[] = [
  {
    key: 'lapsed',
    system: chapel,
    report: 'browsers say the wiki is not safe',
    components: ['service/caddy', 'service/wiki'],
    causes: ['certificate_expired'],
    what: 'The certificate of the wiki has run out, as it could not be renewed.',
    quote: 'certificate has expired|probe_ssl_earliest_cert_expiry',
    effects: { wiki: { down: true, code: 0, silent: true } },
    alerts: [
      {
        name: 'ProbeFailed',
        labels: { severity: 'critical', instance: 'https://wiki.chapel.example' },
        summary: 'Probe fails',
      },
    ],
    metrics: (m, s) =>
      m.set('probe_ssl_earliest_cert_expiry', { instance: 'https://wiki.chapel.example/index.php' }, () => s.onset),
    logs: [
      {
        in: 'caddy',
        every: 600,
        after: -60,
        until: 30,
        say: 'could not get certificate from issuer: [wiki.chapel.example] Renew: HTTP 403 urn:ietf:params:acme:error:caa - CAA record for wiki.chapel.example prevents issuance (issuer=acme-v02.api.letsencrypt.org-directory)',
      },
      {
        in: 'caddy',
        every: 30,
        level: 'warn',
        say: 'http: TLS handshake error from 203.0.113.9:{n}: remote error: tls: expired certificate',
      },
      {
        in: 'blackbox',
        every: 60,
        raw: true,
        say: 'ts={iso} caller=handler.go:184 module=http_2xx target=https://wiki.chapel.example/index.php level=error msg="Error for HTTP request" err="tls: failed to verify certificate: x509: certificate has expired or is not yet valid"',
      },
    ],
  },
  {
    key: 'slow-names',
    system: chapel,
    report: 'both sites take seconds to open. servers idle',
    components: ['service/dnsmasq'],
    causes: ['dns_server_slow', 'dns_resolution_failure'],
    what: 'The name server dnsmasq has too many questions open at once, and answers after seconds.',
    quote: 'Maximum number of concurrent DNS queries reached',
    elsewhere: true,
    effects: { wiki: { slow: 1.1, silent: true } },
    metrics: (m, s) => {
      m.set('probe_dns_lookup_time_seconds', {}, s.stage(0.004, 2.6, 0.1));
      m.set('probe_http_duration_seconds', { phase: 'resolve' }, s.stage(0.004, 2.6, 0.1));
      m.set('probe_duration_seconds', {}, s.stage(0.2, 2.8, 0.1));
    },
    logs: [{ in: 'dnsmasq', every: 12, say: 'Maximum number of concurrent DNS queries reached (max: 150)' }],
    alerts: [
      {
        name: 'ProbeSlow',
        labels: { severity: 'warning', instance: 'https://wiki.chapel.example' },
        summary: 'Probe takes more than 2 s',
      },
    ],
  },
  {
    key: 'read-only-root',
    system: chapel,
    report: 'wiki: "internal error" on every page, choir too when logging in',
    components: ['node/vps-1', 'service/wiki'],
    causes: ['node_filesystem_read_only'],
    what: 'The kernel of vps-1 made its file system read-only after an error of the disk; sessions cannot be written.',
    quote: 'Remounting filesystem read-only',
    effects: {
      wiki: {
        errors: 0.93,
        said: [
          'file_put_contents(/srv/app/storage/framework/sessions/{hex}): Failed to open stream: Read-only file system',
        ],
      },
      caddy: { errors: 0.55, silent: true },
      choir: {
        errors: 0.3,
        said: [
          'file_put_contents(/srv/choir/storage/framework/sessions/{hex}): Failed to open stream: Read-only file system',
        ],
      },
    },
    logs: [
      {
        in: 'vps-1',
        after: -0.1,
        say: [
          'kernel: blk_update_request: I/O error, dev vda, sector 41221144 op 0x1:(WRITE) flags 0x0',
          'kernel: Aborting journal on device vda1-8.',
          'kernel: EXT4-fs (vda1): Remounting filesystem read-only',
        ],
      },
    ],
  },
];
