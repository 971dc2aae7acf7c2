import type { System } from '../../core/model.ts';
import { caddy, daemon } from './at-the-edge.ts';
import * as exported from './exports.ts';
import { laravel } from './in-other-languages.ts';
import { otelDelta, probe, unmeasured } from './measures.ts';
import { app, keep } from './service.ts';

/** Pollen forecasts, with nothing but OpenTelemetry. */
export const pollen: System = {
  name: 'pollen',
  cluster: 'pollen-swarm',
  platform: 'hosts',
  namespace: '',
  nodes: [],
  vocabulary: 'none',
  measures: otelDelta,
  labels: (s) => ({ job: `pollen/${s.name}`, service_name: s.name, instance: `${s.name}.1` }),
  alertLabels: (s) => ({ service_name: s.name }),
  pushed: true,
  graph: false,
  registry: '',
  logs: 'ndjson',
  authors: ['lotte', 'raj', 'ci'],
  alertName: ['SloErrors', 'SloLatency'],
  services: [
    { name: 'app-bff', speaks: 'node', rps: 60, ms: 80, calls: [], paths: ['/v2/today'], exports: exported.nodeOtel },
    { name: 'forecast', speaks: 'go', rps: 55, ms: 30, calls: [], paths: ['/forecast'], exports: exported.goOtel },
    { name: 'stations', speaks: 'java', rps: 50, ms: 12, calls: [], paths: ['/stations'], exports: exported.javaOtel },
    { name: 'diary', speaks: 'python', rps: 14, ms: 45, calls: [], paths: ['/diary'], exports: () => undefined },
  ],
};

/** A parish with three sites, seen from outside only. */
export const chapel: System = {
  name: 'chapel',
  cluster: 'chapel-vps',
  platform: 'hosts',
  namespace: '',
  nodes: [],
  vocabulary: 'none',
  measures: probe,
  labels: () => ({ job: 'none' }),
  alertLabels: (s) => ({ instance: `https://${s.host ?? s.name}` }),
  pushed: true,
  graph: false,
  registry: '',
  logs: 'service',
  authors: ['georg'],
  alertName: ['ProbeFailed', 'ProbeSlow'],
  services: [
    app('caddy', caddy, 6, 60, [], {
      measures: unmeasured,
      paths: ['/wiki.chapel.example/', '/choir.chapel.example/'],
    }),
    app('wiki', laravel, 3, 160, [], { host: 'wiki.chapel.example', paths: ['/index.php'] }),
    app('choir', laravel, 2, 120, [], { host: 'choir.chapel.example', paths: ['/songs'] }),
    keep(
      'dnsmasq',
      daemon('vps-1', 'dnsmasq', [
        'query[A] wiki.chapel.example from {ip}',
        'cached wiki.chapel.example is 203.0.113.9',
      ]),
    ),
  ],
};

/** Mail for a school: only its logs are kept. */
export const post: System = {
  name: 'post',
  cluster: 'school-mail',
  platform: 'hosts',
  namespace: '',
  nodes: ['mx-1'],
  vocabulary: 'none',
  measures: unmeasured,
  labels: () => ({ job: 'none' }),
  pushed: true,
  graph: false,
  registry: '',
  logs: 'service',
  authors: ['hm'],
  alertName: ['MailErrors', 'MailSlow'],
  services: [
    keep(
      'postfix',
      daemon(
        'mx-1',
        'postfix/smtp',
        [
          '{hex}: to=<parent{id}@mail.example>, relay=relay.school.example[198.51.100.7]:587, delay=1.2, delays=0.1/0.01/0.5/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as {hex})',
          '{hex}: removed',
        ],
        true,
      ),
    ),
    keep(
      'dovecot',
      daemon(
        'mx-1',
        'dovecot',
        [
          'imap-login: Login: user=<pupil{id}>, method=PLAIN, rip={ip}, lip=10.0.0.3, mpid={n}, TLS, session=<{hex}>',
          'imap(pupil{id})<{n}><{hex}>: Disconnected: Logged out in=412 out=9120',
        ],
        true,
      ),
    ),
    keep(
      'rspamd',
      daemon('mx-1', 'rspamd', [
        '<{hex}>; task; rspamd_task_write_log: id: <{hex}@mail.example>, qid: <{hex}>, ip: {ip}, (default: F (no action): [1.20/15.00] [MIME_GOOD(-0.10){text/plain;}]), len: 4120, time: {id}.1ms',
      ]),
    ),
    keep('clamd', daemon('mx-1', 'clamd', ['SelfCheck: Database status OK.'])),
    keep(
      'slapd',
      daemon('mx-1', 'slapd', [
        'conn={n} op=1 SRCH base="ou=pupils,dc=school" scope=2 deref=0 filter="(uid=pupil{id})"',
        'conn={n} op=1 SEARCH RESULT tag=101 err=0 nentries=1 text=',
      ]),
    ),
  ],
};
