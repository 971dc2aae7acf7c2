import type { Scenario } from '../../core/model.ts';
import { orchard } from '../systems/all.ts';
import { machine } from '../systems/machine.ts';

/** Nomad with Traefik. */
export const ofOrchard: Scenario[] = [
  {
    key: 'basket-panics',
    system: orchard,
    report: 'basket gone (503 from traefik)',
    components: ['service/basket'],
    causes: ['application_crash_on_start', 'bad_deploy', 'bad_config_change'],
    what: 'The new version of basket panics at start over a setting; Nomad has given up on it.',
    quote: 'panic: parse BASKET_TTL',
    effects: { basket: { down: true }, traefik: { errors: 0.22, code: 503 } },
    metrics: (m, s) => {
      const l = { job: 'nomad', exported_job: 'basket', task_group: 'basket', task: 'basket', instance: 'nmd-c2:4646' };
      m.counter('nomad_client_allocs_restart', l, (at) => (at > s.onset && at < s.onset + 300 ? 0.01 : 0), 0);
      const service = {
        job: 'traefik',
        instance: 'nmd-c1:8082',
        service: 'basket@consulcatalog',
        method: 'GET',
        protocol: 'http',
      };
      m.drop('traefik_service_requests_total', { service: service.service });
      m.counter('traefik_service_requests_total', { ...service, code: '200' }, s.stage(18, 0));
      m.counter('traefik_service_requests_total', { ...service, code: '503' }, s.stage(0.001, 18), 31);
    },
    logs: [
      {
        in: 'basket',
        raw: true,
        after: 0,
        say: [
          'panic: parse BASKET_TTL: time: missing unit in duration "3600"\n\ngoroutine 1 [running]:\nmain.mustDuration(...)\n\t/src/cmd/basket/main.go:41',
        ],
      },
      { in: 'basket', raw: true, after: 1.2, say: ['panic: parse BASKET_TTL: time: missing unit in duration "3600"'] },
      { in: 'basket', raw: true, after: 2.6, say: ['panic: parse BASKET_TTL: time: missing unit in duration "3600"'] },
      {
        in: 'nmd-c2',
        after: 3,
        say: [
          'nomad[812]: {iso} [INFO]  client.alloc_runner.task_runner: not restarting task: alloc_id={uuid} task=basket reason="Exceeded allowed attempts 3 in interval 30m0s and mode is \\"fail\\""',
        ],
      },
      { in: 'traefik', every: 20, say: 'Service selector error: no available server for service basket@consulcatalog' },
    ],
    changes: [
      {
        before: 1,
        kind: 'deploy',
        service: 'basket',
        summary: 'basket 0.9.0: keep baskets for an hour',
        files: ['basket/cmd/basket/main.go', 'nomad/basket.hcl'],
        diff: '+        BASKET_TTL = "3600"',
      },
    ],
  },
  {
    key: 'moved-prices',
    system: orchard,
    report: 'shop pages without prices, prices itself is green',
    components: ['service/shop'],
    causes: ['service_env_var_address_mismatch', 'bad_config_change'],
    what: 'prices moved to another port; the address that shop was given is still the old one.',
    quote: '10.12.0.13:25432: connect: connection refused',
    elsewhere: true,
    effects: {
      shop: {
        errors: 0.37,
        code: 502,
        said: [
          'get prices: Get "http://10.12.0.13:25432/prices": dial tcp 10.12.0.13:25432: connect: connection refused',
        ],
      },
      traefik: { errors: 0.2, code: 502 },
      prices: { traffic: 0.2, silent: true },
    },
    logs: [
      { in: 'prices', after: -1, level: 'info', say: ['terminated by signal, bye', 'listening addr=10.12.0.13:25433'] },
    ],
    changes: [
      {
        before: 2,
        kind: 'config',
        service: 'prices',
        summary: 'prices: leave the port of PostgreSQL alone',
        files: ['nomad/prices.hcl'],
        diff: '-      port "http" { static = 25432 }\n+      port "http" { static = 25433 }',
      },
    ],
  },
  {
    key: 'labels-printed',
    system: orchard,
    report: 'prices slow, shop slow, nobody deployed anything',
    components: ['node/nmd-c3', 'service/label-render'],
    causes: ['noisy_neighbor', 'node_cpu_saturation'],
    what: 'A batch job that renders labels takes all processors of nmd-c3, where prices runs.',
    quote: 'nomad_client_allocs_cpu_total_percent\\{.*label-render',
    elsewhere: true,
    effects: { prices: { slow: 11 }, shop: { slow: 2.6 }, traefik: { slow: 2.2, silent: true } },
    metrics: (m, s) => {
      machine(m, 'nmd-c3', s, { busy: s.stage(0.28, 0.992, 0.002) });
      const l = {
        job: 'nomad',
        exported_job: 'label-render',
        task_group: 'render',
        task: 'label-render',
        instance: 'nmd-c3:4646',
      };
      m.gauge('nomad_client_allocs_cpu_total_percent', l, s.stage(0, 171, 0.02));
      m.gap({ exported_job: 'label-render' }, s.start, s.onset);
    },
    logs: [
      {
        in: 'nmd-c3',
        after: -0.1,
        say: [
          'nomad[799]: {iso} [INFO]  client.alloc_runner.task_runner: Task event: alloc_id={uuid} task=label-render type=Started msg="Task started by client"',
        ],
      },
    ],
  },
];
