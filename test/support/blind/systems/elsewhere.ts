import type { System } from '../core/model.ts';
import { app, store } from './service.ts';

/** A bank on machines. */
export const fjord: System = {
  name: 'fjord',
  cluster: 'fjord-dc2',
  platform: 'hosts',
  namespace: '',
  nodes: ['fj-app-01', 'fj-app-02', 'fj-db-01', 'fj-db-02'],
  vocabulary: 'micrometer',
  registry: '',
  logs: 'service',
  authors: ['ingrid', 'k.larsen', 'jenkins'],
  alertName: ['HighErrorRatio', 'HighLatency'],
  services: [
    app('edge-proxy', 'nginx', 45, 110, ['transfers', 'cards', 'statements'], {
      vocabulary: 'nginx',
      host: 'fj-app-01',
      paths: ['/transfers', '/cards', '/statements'],
    }),
    app('transfers', 'java', 14, 95, ['ledger', 'fraud-score'], { host: 'fj-app-01', paths: ['/transfers'] }),
    app('cards', 'java', 20, 60, ['ledger', 'fraud-score'], { host: 'fj-app-02', paths: ['/cards/authorize'] }),
    app('statements', 'java', 6, 150, ['ledger-pg-replica'], { host: 'fj-app-02', paths: ['/statements'] }),
    app('ledger', 'java', 32, 22, ['ledger-pg'], { host: 'fj-app-01', paths: ['/ledger/postings'] }),
    app('fraud-score', 'python', 30, 25, [], { vocabulary: 'client', host: 'fj-app-02', paths: ['/score'] }),
    store('ledger-pg', 'postgres', { host: 'fj-db-01' }),
    store('ledger-pg-replica', 'postgres', { host: 'fj-db-02' }),
  ],
};

/** Tools by mail: nginx, PHP, MySQL on three machines. */
export const brickyard: System = {
  name: 'brickyard',
  cluster: 'brickyard-hetzner',
  platform: 'hosts',
  namespace: '',
  nodes: ['by-web1', 'by-web2', 'by-sql1', 'by-sql2'],
  vocabulary: 'phpfpm',
  registry: '',
  logs: 'service',
  authors: ['uwe', 'sabine'],
  alertName: ['Http5xx', 'SlowPages'],
  services: [
    app('www', 'nginx', 35, 140, ['shop-php'], {
      vocabulary: 'nginx',
      host: 'by-web1',
      paths: ['/', '/werkzeug', '/warenkorb', '/kasse'],
    }),
    app('shop-php', 'php', 30, 120, ['shop-mysql', 'sessions', 'erp-link'], {
      host: 'by-web2',
      paths: ['/warenkorb', '/kasse'],
    }),
    app('erp-link', 'python', 3, 300, [], { vocabulary: 'client', host: 'by-web2', paths: ['/erp/orders'] }),
    store('shop-mysql', 'mysql', { host: 'by-sql1' }),
    store('shop-mysql-ro', 'mysql', { host: 'by-sql2' }),
    store('sessions', 'redis', { host: 'by-web1' }),
  ],
};

/** Insurance claims on AWS: load balancer, containers, functions, Aurora. */
export const claimdesk: System = {
  name: 'claimdesk',
  cluster: 'aws-eu-central-1',
  platform: 'aws',
  namespace: 'eu-central-1',
  nodes: [],
  vocabulary: 'cloudwatch',
  registry: '',
  logs: 'service',
  authors: ['petra', 'codepipeline', 'oluwaseun'],
  alertName: ['alb-5xx-high', 'alb-latency-high'],
  services: [
    app('claims-api', 'go', 28, 90, ['claims-aurora', 'quote-engine', 'intake-fn'], { paths: ['/claims'] }),
    app('quote-engine', 'node', 11, 140, ['claims-aurora'], { paths: ['/quotes'] }),
    app('intake-fn', 'lambda', 6, 400, ['docs-bucket'], { paths: ['/intake'] }),
    app('adjuster-ui', 'node', 20, 40, ['claims-api'], { paths: ['/desk'] }),
    store('claims-aurora', 'none'),
    store('docs-bucket', 'none'),
  ],
};

/** Heat meters: MQTT into Timescale. */
export const thermo: System = {
  name: 'thermo',
  cluster: 'thermo-edge-cloud',
  platform: 'kubernetes',
  namespace: 'meters',
  nodes: ['th-w1', 'th-w2', 'th-w3'],
  vocabulary: 'client',
  registry: 'cr.thermo.example/meters',
  logs: 'stamped',
  authors: ['hanna', 'piotr', 'drone'],
  alertName: ['IngestErrors', 'IngestSlow'],
  services: [
    app('mqtt-bridge', 'logfmt', 400, 3, ['telemetry-ingest', 'device-registry'], { paths: ['/publish'], pods: 2 }),
    app('telemetry-ingest', 'logfmt', 380, 8, ['meters-ts'], { paths: ['/ingest'], pods: 3 }),
    app('device-registry', 'python', 30, 20, ['meters-ts'], { paths: ['/devices'] }),
    app('rules', 'java', 60, 14, ['alarm-out', 'device-registry'], {
      vocabulary: 'micrometer',
      paths: ['/rules/evaluate'],
    }),
    app('alarm-out', 'python', 2, 250, [], { paths: ['/alarms'], pods: 1 }),
    app('portal-api', 'node', 16, 70, ['meters-ts', 'device-registry'], { paths: ['/portal/readings'] }),
    store('meters-ts', 'postgres', { memory: 8192 }),
  ],
};

/** Nights full of jobs, and the few services that they need. */
export const nightjar: System = {
  name: 'nightjar',
  cluster: 'batch-01',
  platform: 'kubernetes',
  namespace: 'settlement',
  nodes: ['nj-node-1', 'nj-node-2', 'nj-node-3'],
  vocabulary: 'client',
  registry: 'quay.example/settlement',
  logs: 'pod',
  authors: ['viktor', 'amelie', 'tekton'],
  alertName: ['BatchApiErrors', 'BatchApiSlow'],
  services: [
    app('report-api', 'python', 6, 220, ['warehouse-pg'], { paths: ['/reports'] }),
    app('rates-feed', 'go', 4, 35, ['warehouse-pg'], { paths: ['/rates'] }),
    app('file-gateway', 'java', 3, 90, [], { vocabulary: 'micrometer', paths: ['/files'] }),
    store('warehouse-pg', 'postgres', { memory: 16384 }),
  ],
};

/** A clinic with three services on one small cluster. */
export const kranich: System = {
  name: 'kranich',
  cluster: 'clinic-k3s',
  platform: 'kubernetes',
  namespace: 'frontdesk',
  nodes: ['k3s-a', 'k3s-b'],
  vocabulary: 'client',
  registry: 'git.kranich.example/clinic',
  logs: 'service',
  authors: ['gesa', 'tom'],
  alertName: ['ErrorsAboveNormal', 'SlowerThanNormal'],
  services: [
    app('appointments', 'node', 12, 40, ['patients', 'clinic-pg'], { paths: ['/appointments'] }),
    app('patients', 'python', 15, 25, ['clinic-pg'], { paths: ['/patients'] }),
    app('lab-import', 'go', 2, 80, ['patients'], { paths: ['/hl7'], pods: 1 }),
    store('clinic-pg', 'postgres'),
  ],
};
