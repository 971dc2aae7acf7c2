import type { Service, System } from '../../core/model.ts';
import { store } from '../../systems/service.ts';
import { daemon, haproxy, mariadb, traefik } from './at-the-edge.ts';
import * as exported from './exports.ts';
import { laravel } from './in-other-languages.ts';
import { machine } from './machine.ts';
import { haproxyMeasure, traefikMeasure, unmeasured, withClient } from './measures.ts';
import { flink, streams } from './on-the-jvm.ts';
import { app, keep } from './service.ts';

const onMachine = (s: { host?: string; name: string }, place: string): Record<string, string> => ({
  instance: `${s.host ?? place}:9104`,
  job: s.name,
});

/** Garden furniture: HAProxy, Laravel, a Galera cluster, on machines. */
export const hof: System = {
  name: 'hof',
  cluster: 'hof-netcup',
  platform: 'hosts',
  namespace: '',
  nodes: ['lb-1', 'web-1', 'web-2', 'db-1', 'db-2', 'db-3'],
  vocabulary: 'none',
  measures: unmeasured,
  machine,
  labels: onMachine,
  alertLabels: (s) => ({ job: s.name }),
  graph: false,
  registry: '',
  logs: 'service',
  authors: ['rolf', 'katja', 'ansible'],
  alertName: ['HaproxyBackend5xx', 'HaproxyBackendSlow'],
  services: [
    app('haproxy', haproxy, 40, 130, [], {
      host: 'lb-1',
      measures: haproxyMeasure,
      paths: ['/', '/moebel/{id}', '/kasse'],
    }),
    app('shop-php', laravel, 36, 115, [], { host: 'web-1', paths: ['/moebel/{id}', '/kasse'] }),
    keep('galera-1', mariadb, exported.galeraExport, { host: 'db-1' }),
    keep('galera-2', mariadb, exported.galeraExport, { host: 'db-2' }),
    keep('galera-3', mariadb, exported.galeraExport, { host: 'db-3' }),
    keep('unbound', daemon('lb-1', 'unbound', ['info: generate keytag query _ta-4f66. NULL IN']), undefined, {
      host: 'lb-1',
    }),
  ],
};

const allocated = (name: string, host: string, rps: number, ms: number): Service => ({
  name,
  speaks: 'logfmt',
  rps,
  ms,
  calls: [],
  host,
});

/** Fruit and vegetables: Nomad, Consul, Traefik. */
export const orchard: System = {
  name: 'orchard',
  cluster: 'orchard-nomad',
  platform: 'hosts',
  namespace: '',
  nodes: ['nmd-c1', 'nmd-c2', 'nmd-c3'],
  vocabulary: 'none',
  measures: traefikMeasure,
  machine,
  labels: (s, host) => ({ task: s.name, instance: `${s.host ?? host}:4646` }),
  alertLabels: (s) => ({ task: s.name }),
  graph: false,
  registry: '',
  logs: 'service',
  authors: ['paolo', 'inge', 'levant'],
  alertName: ['TraefikService5xx', 'TraefikServiceSlow'],
  services: [
    app('traefik', traefik, 70, 60, [], {
      host: 'nmd-c1',
      measures: unmeasured,
      paths: ['/shop/{id}', '/basket', '/prices'],
    }),
    allocated('shop', 'nmd-c1', 40, 75),
    allocated('basket', 'nmd-c2', 18, 35),
    allocated('prices', 'nmd-c3', 30, 12),
    store('orchard-pg', 'postgres', { host: 'nmd-c3' }),
  ],
};

/** Fares of taxis, in streams. */
export const river: System = {
  name: 'river',
  cluster: 'river-dc1',
  platform: 'hosts',
  namespace: '',
  nodes: ['kf-1', 'kf-2', 'kf-3', 'st-1', 'st-2'],
  vocabulary: 'none',
  measures: unmeasured,
  machine,
  labels: (s, host) => ({ job: s.name, host: s.host ?? host }),
  alertLabels: (s) => ({ job: s.name }),
  graph: false,
  registry: '',
  logs: 'service',
  authors: ['nadja', 'oskar', 'puppet'],
  alertName: ['StreamErrors', 'StreamSlow'],
  services: [
    keep('fares-flink', flink, exported.flinkExport, { host: 'st-1' }),
    keep('ride-joiner', streams, exported.streamsExport, { host: 'st-2' }),
    { name: 'kafka-1', speaks: 'kafka', exports: exported.brokerExport, host: 'kf-1' },
    { name: 'kafka-2', speaks: 'kafka', exports: exported.brokerExport, host: 'kf-2' },
    { name: 'kafka-3', speaks: 'kafka', exports: exported.brokerExport, host: 'kf-3' },
    {
      name: 'meter-api',
      speaks: 'go',
      rps: 30,
      ms: 25,
      calls: [],
      host: 'st-1',
      vocabulary: 'client',
      measures: withClient,
    },
  ],
};
