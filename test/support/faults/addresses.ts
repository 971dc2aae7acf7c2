import { containersOf, find, NAMESPACE, object, type World } from '../kubernetes.ts';
import type { ClusterFault } from './shapes.ts';

const set =
  (change: Record<string, unknown>, also: (world: World) => void = () => {}) =>
  (world: World) => {
    for (const container of containersOf(world, 'ledger')) Object.assign(container, { env: [], ...change });
    also(world);
  };
const vault = (value: string) => ({ env: [{ name: 'VAULT_ADDR', value }] });
const settings =
  (values: Record<string, string>) =>
  (world: World): void => {
    world.objects.push(object('ConfigMap', 'ledger-settings', { data: values }));
  };
const withoutServices = (world: World): void => {
  world.objects = world.objects.filter((one) => one.kind !== 'Service');
};

const WHERE: readonly (readonly [string, (world: World) => void])[] = [
  ['is empty', set(vault(''))],
  ['is empty, which the API leaves out', set({ env: [{ name: 'VAULT_ADDR' }] })],
  ['leads to a namespace that is not there', set(vault('vault.markt.svc.cluster.local:80'))],
  [
    'comes with all of a ConfigMap',
    set({ envFrom: [{ configMapRef: { name: 'ledger-settings' } }] }, settings({ VAULT_ADDR: 'vaultt:80' })),
  ],
  [
    'comes from a key of a ConfigMap',
    set(
      {
        env: [{ name: 'VAULT_ADDR', valueFrom: { configMapKeyRef: { name: 'ledger-settings', key: 'vault' } } }],
      },
      settings({ vault: 'vault:8099' }),
    ),
  ],
  ['is an option on the command line', set({ args: ['--vault-addr=vaultt:80', '--port=8080'] })],
  ['follows an option on the command line', set({ command: ['ledgerd', '--vault-addr', 'vaultt:80'] })],
  [
    'has its port in a variable beside it',
    set({
      env: [
        { name: 'VAULT_HOST', value: 'vault' },
        { name: 'VAULT_PORT', value: '8099' },
      ],
    }),
  ],
  ['is that of a JDBC driver', set({ env: [{ name: 'DATASOURCE_URL', value: 'jdbc:postgresql://vaultt:80/books' }] })],
  ['stands in a list', set({ env: [{ name: 'VAULT_BROKERS', value: 'vaultt:80,vaultt:80' }] })],
  ['names nothing, where no Service was read', set(vault('vaultt:80'), withoutServices)],
  [
    'names nothing, where only endpoints were read',
    set(vault('vaultt:80'), (world) => {
      withoutServices(world);
      for (const name of ['stall', 'ledger', 'parcel', 'greeter', 'vault'])
        world.objects.push(object('Endpoints', name));
    }),
  ],
  [
    'has a port of its own, where no Service was read',
    set(vault('vault:8099'), (world) => {
      withoutServices(world);
      for (const name of ['parcel', 'greeter'])
        for (const container of containersOf(world, name)) Object.assign(container, vault('vault:80'));
    }),
  ],
  [
    'is given to an init container',
    set({}, (world) => {
      const init = { name: 'prepare', image: 'registry.example/prepare:1', ...vault('vaultt:80') };
      const template = find(world, 'Deployment', 'ledger').spec.template as { spec: Record<string, unknown> };
      template.spec.initContainers = [init];
    }),
  ],
];

/** Wrong addresses wherever an application can be told one, `NAMESPACE` being the one that holds all. */
export const addressFaults: readonly ClusterFault[] = WHERE.flatMap(([where, put]) =>
  [true, false].map((calls) => ({
    title: `an address that ${where}${calls ? '' : `, the calls in ${NAMESPACE} being unknown`}`,
    analyzer: 'service-address',
    component: 'service/ledger',
    cause: 'service_env_var_address_mismatch' as const,
    put: (world: World) => {
      put(world);
      if (!calls) world.topology = {};
    },
  })),
);
