import type { System } from '../../core/model.ts';
import { store } from '../../systems/service.ts';
import * as exported from './exports.ts';
import {
  axum,
  celery,
  cockroach,
  django,
  elasticsearch,
  gokit,
  nats,
  pgbouncer,
  rails,
  scylla,
  sidekiq,
} from './in-other-languages.ts';
import { axumMeasure, djangoMeasure, gokitMeasure, micronautMeasure, microprofile, yabeda } from './measures.ts';
import { bookkeeper, cassandra, micronaut, pulsar, quarkus, solr, zookeeper } from './on-the-jvm.ts';
import { app, keep } from './service.ts';

/** Parcels on their way: Quarkus, Cassandra, Pulsar. */
export const vela: System = {
  name: 'vela',
  cluster: 'vela-ocp',
  platform: 'kubernetes',
  namespace: 'parcels',
  nodes: ['vela-w0', 'vela-w1', 'vela-w2'],
  vocabulary: 'none',
  measures: microprofile,
  labels: (s, pod) => ({ app: s.name, namespace: 'parcels', instance: `${pod || s.name}:8080` }),
  alertLabels: (s) => ({ app: s.name }),
  registry: 'quay.vela.example/parcels',
  logs: 'loki',
  authors: ['ilse', 'baptiste', 'argocd'],
  alertName: ['RestExceptionsHigh', 'RestSlow'],
  services: [
    app('scan-gateway', quarkus, 70, 25, ['shipments', 'pulsar']),
    app('shipments', quarkus, 60, 12, ['cassandra']),
    app('tariff', quarkus, 25, 18, ['cassandra']),
    app('depot-portal', quarkus, 12, 80, ['shipments', 'tariff']),
    keep('cassandra', cassandra, exported.cassandraExport, { port: 9042, pods: 3, memory: 16384 }),
    keep('pulsar', pulsar, exported.pulsarExport, { port: 6650, calls: ['bookkeeper'] }),
    keep('bookkeeper', bookkeeper, exported.bookieExport, { port: 3181, pods: 2 }),
  ],
};

/** Things that people made, for sale: Rails, Sidekiq, PgBouncer, PostgreSQL. */
export const crate: System = {
  name: 'crate',
  cluster: 'crate-do-ams3',
  platform: 'kubernetes',
  namespace: 'crate',
  nodes: ['pool-a-x1', 'pool-a-x2', 'pool-a-x3'],
  vocabulary: 'none',
  measures: yabeda,
  labels: (s, pod) => ({ container: s.name, namespace: 'crate', pod: pod || `${s.name}-0` }),
  alertLabels: (s) => ({ container: s.name }),
  registry: 'ghcr.io/crate/market',
  logs: 'cri',
  authors: ['yuki', 'femi', 'dependabot'],
  alertName: ['RailsErrors', 'RailsSlow'],
  services: [
    app('storefront', rails, 22, 120, ['pgbouncer', 'redis'], { pods: 3, port: 3000 }),
    app('seller-admin', rails, 6, 160, ['pgbouncer', 'redis'], { port: 3000 }),
    app('media', rails, 9, 60, ['pgbouncer'], { port: 3000 }),
    keep('sidekiq', sidekiq, exported.sidekiqExport, { stateful: false, pods: 2, calls: ['pgbouncer', 'redis'] }),
    keep('pgbouncer', pgbouncer, exported.pgbouncerExport, { stateful: false, port: 6432, calls: ['postgres'] }),
    store('postgres', 'postgres', { memory: 8192 }),
    store('redis', 'redis', { memory: 4800 }),
  ],
};

/** Ferries and who is on them: Go kit, CockroachDB, NATS. */
export const ferry: System = {
  name: 'ferry',
  cluster: 'ferry-eks',
  platform: 'kubernetes',
  namespace: 'lines',
  nodes: ['ip-10-8-0-21', 'ip-10-8-0-54', 'ip-10-8-1-9'],
  vocabulary: 'none',
  measures: gokitMeasure,
  labels: (s, pod) => ({ job: `lines/${s.name}`, instance: `${pod || s.name}:8081` }),
  alertLabels: (s) => ({ job: `lines/${s.name}` }),
  registry: 'ghcr.io/ferrylines',
  logs: 'service',
  authors: ['aud', 'tobias', 'gh-actions'],
  alertName: ['EndpointErrors', 'EndpointLatency'],
  services: [
    app('bookings', gokit, 18, 45, ['sailings', 'cockroachdb', 'nats']),
    app('sailings', gokit, 50, 9, ['cockroachdb'], { pods: 3 }),
    app('vehicles', gokit, 9, 30, ['sailings', 'nats']),
    app('kiosk-api', gokit, 25, 70, ['bookings', 'sailings']),
    keep('manifests', gokit, undefined, { stateful: false, pods: 1, calls: ['nats', 'cockroachdb'] }),
    keep('cockroachdb', cockroach, exported.cockroachExport, { port: 26257, pods: 3, memory: 8192 }),
    keep('nats', nats, exported.natsExport, { port: 4222 }),
  ],
};

/** Photos of friends: Rust and ScyllaDB. */
export const snap: System = {
  name: 'snap',
  cluster: 'snap-gcp-1',
  platform: 'kubernetes',
  namespace: 'snap',
  nodes: ['gke-snap-a-01', 'gke-snap-a-02', 'gke-snap-b-01', 'gke-snap-b-02'],
  vocabulary: 'none',
  measures: axumMeasure,
  labels: (s, pod) => ({ component: s.name, pod: pod || `${s.name}-0` }),
  alertLabels: (s) => ({ component: s.name }),
  registry: 'europe-docker.pkg.dev/snap/prod',
  logs: 'pod',
  authors: ['mirja', 'deniz', 'cloud-deploy'],
  alertName: ['AxumErrors', 'AxumLatency'],
  services: [
    app('edge', axum, 120, 30, ['feed', 'media', 'people'], { pods: 3 }),
    app('feed', axum, 90, 14, ['scylla', 'people'], { pods: 3 }),
    app('people', axum, 110, 5, ['scylla']),
    app('media', axum, 60, 22, ['thumbs'], { memory: 768 }),
    app('thumbs', axum, 30, 40, []),
    keep('scylla', scylla, exported.scyllaExport, { port: 9042, pods: 3, memory: 16384 }),
  ],
};

/** Old books by mail: Django, Celery, Redis, Elasticsearch. */
export const shelf: System = {
  name: 'shelf',
  cluster: 'shelf-ovh',
  platform: 'kubernetes',
  namespace: 'shelf',
  nodes: ['shelf-n1', 'shelf-n2', 'shelf-n3'],
  vocabulary: 'none',
  measures: djangoMeasure,
  labels: (s, pod) => ({ app: s.name, pod: pod || `${s.name}-0` }),
  alertLabels: (s) => ({ app: s.name }),
  registry: 'registry.shelf.example',
  logs: 'stamped',
  authors: ['margot', 'sunil', 'woodpecker'],
  alertName: ['DjangoResponses5xx', 'DjangoSlow'],
  services: [
    app('web', django, 28, 110, ['redis', 'shelf-pg', 'elasticsearch'], { pods: 3, port: 8000 }),
    app('api', django, 17, 60, ['redis', 'shelf-pg'], { port: 8000 }),
    app('quotes', django, 5, 90, ['shelf-pg'], { port: 8000 }),
    keep('worker', celery, exported.celeryExport, {
      stateful: false,
      pods: 2,
      memory: 768,
      calls: ['redis', 'elasticsearch'],
    }),
    store('redis', 'redis', { memory: 4800 }),
    store('shelf-pg', 'postgres', { memory: 8192 }),
    keep('elasticsearch', elasticsearch, exported.elasticsearchExport, { port: 9200, memory: 8192 }),
  ],
};

/** A library's catalogue: Micronaut, Solr, ZooKeeper. */
export const libris: System = {
  name: 'libris',
  cluster: 'libris-rke2',
  platform: 'kubernetes',
  namespace: 'catalogue',
  nodes: ['rke-1', 'rke-2', 'rke-3'],
  vocabulary: 'none',
  measures: micronautMeasure,
  labels: (s, pod) => ({ app: s.name, kubernetes_pod_name: pod || `${s.name}-0` }),
  alertLabels: (s) => ({ app: s.name }),
  registry: 'docker.libris.example/cat',
  logs: 'cri',
  authors: ['astrid', 'hakon', 'jenkins'],
  alertName: ['ServerErrors', 'SlowRequests'],
  services: [
    app('opac', micronaut, 30, 90, ['searcher', 'loans']),
    app('searcher', micronaut, 26, 55, ['solr']),
    app('loans', micronaut, 12, 25, ['loans-pg']),
    app('covers', micronaut, 15, 20, []),
    keep('solr', solr, exported.solrExport, { port: 8983, pods: 2, calls: ['zookeeper'] }),
    keep('zookeeper', zookeeper, undefined, { port: 2181 }),
    store('loans-pg', 'postgres'),
  ],
};
