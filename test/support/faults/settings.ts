import { find, object, type World } from '../kubernetes.ts';
import type { ClusterFault } from './shapes.ts';

const ledger = { component: 'service/ledger', cause: 'service_env_var_address_mismatch' } as const;

/** The workload mounts a ConfigMap of one file. */
function mountFile(world: World, name: string, file: string, text: string): void {
  const volumes = [{ name: 'settings', configMap: { name: `${name}-settings` } }];
  for (const spec of [
    (find(world, 'Deployment', name).spec.template as { spec: Record<string, unknown> }).spec,
    find(world, 'Pod', `${name}-1-a`).spec,
  ]) {
    Object.assign(spec, { volumes });
    for (const container of spec.containers as Record<string, unknown>[])
      Object.assign(container, { env: [], volumeMounts: [{ name: 'settings', mountPath: '/etc/settings' }] });
  }
  world.objects.push(object('ConfigMap', `${name}-settings`, { data: { [file]: text } }));
}

export const settingsFaults: readonly ClusterFault[] = [
  {
    ...ledger,
    title: 'a name in a mounted file that is nearly that of a Service',
    analyzer: 'service-address',
    put: (world) => mountFile(world, 'ledger', 'ledger.yaml', 'store:\n  url: "http://vaultt:80/books"\n'),
  },
  {
    ...ledger,
    title: 'a port in a mounted file that the Service has not',
    analyzer: 'service-address',
    put: (world) =>
      mountFile(world, 'ledger', 'ledger.toml', '[store]\n# old: http://vault:80\nurl = "http://vault:8099"\n'),
  },
  {
    ...ledger,
    title: 'a wrong name within JSON in a variable',
    analyzer: 'service-address',
    put: (world) => {
      const env = [{ name: 'PEERS', value: '{"vault": {"url": "http://vaultt:80"}}' }];
      for (const spec of [
        (find(world, 'Deployment', 'ledger').spec.template as { spec: { containers: object[] } }).spec,
        find(world, 'Pod', 'ledger-1-a').spec as unknown as { containers: object[] },
      ])
        for (const container of spec.containers) Object.assign(container, { env });
    },
  },
  ...(
    [
      ['nginx', 'default.conf', 'server {\n  location /parcel {\n    proxy_pass http://parcell:80;\n  }\n}'],
      [
        'a gateway of Spring',
        'application.yml',
        // As Spring writes it: a variable with what is meant where it is not set.
        `routes:\n  - id: parcel\n    uri: lb://$${'{PARCEL_HOST:parcell}'}\n    predicates:\n      - Path=/parcel/**\n`,
      ],
      [
        'Envoy',
        'envoy.yaml',
        'route_config: {}\nclusters:\n  - endpoint:\n      socket_address:\n        address: parcell\n        port_value: 80\n',
      ],
    ] as const
  ).map(
    ([whose, file, text]): ClusterFault => ({
      title: `a route of ${whose} to a name that no Service has`,
      component: 'service/stall',
      analyzer: 'service-address',
      cause: 'gateway_route_mismatch',
      put: (world) => mountFile(world, 'stall', file, text),
    }),
  ),
];
