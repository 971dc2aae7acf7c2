import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { nightjar, orcfall, tulip, vireo } from './systems.ts';

/** Pods that were let in, and did not come up. */
export const settings: Scenario[] = [
  {
    key: 'files-init',
    system: nightjar,
    report: 'partner bank complains: uploads refused for half an hour',
    components: ['service/file-gateway'],
    causes: ['init_container_failed'],
    what: "The init container of file-gateway, which fetches the partners' keys, fails again and again.",
    quote: 'known_hosts\\.d.: Permission denied',
    effects: { 'file-gateway': { down: true } },
    logs: [
      {
        in: 'file-gateway-fetch-keys',
        every: 150,
        raw: true,
        say: "cp: cannot create regular file '/keys/known_hosts.d': Permission denied",
      },
    ],
    cluster: (c) => {
      const fresh = c.rollout(
        'file-gateway',
        (t) => {
          t.spec.initContainers = [
            {
              name: 'fetch-keys',
              image: 'quay.example/settlement/keys:0.9',
              command: ['sh', '-c', 'cp -r /bundle/known_hosts.d /keys/'],
            },
          ];
        },
        { fresh: 2, replaced: 2 },
      );
      c.waiting(fresh, 'PodInitializing', '');
      for (const pod of fresh) {
        pod.spec.initContainers = [{ name: 'fetch-keys', image: 'quay.example/settlement/keys:0.9' }];
        const when = { startedAt: iso(c.span.end - 140), finishedAt: iso(c.span.end - 139) };
        pod.status.initContainerStatuses = [
          {
            name: 'fetch-keys',
            ready: false,
            restartCount: 8,
            image: 'quay.example/settlement/keys:0.9',
            state: {
              waiting: {
                reason: 'CrashLoopBackOff',
                message: `back-off 5m0s restarting failed container=fetch-keys pod=${pod.metadata.name}_settlement(${pod.metadata.uid})`,
              },
            },
            lastState: {
              terminated: {
                exitCode: 1,
                reason: 'Error',
                message: "cp: cannot create regular file '/keys/known_hosts.d': Permission denied\n",
                ...when,
              },
            },
          },
        ];
        const init = pod.status.conditions.find((x: { type: string }) => x.type === 'Initialized');
        Object.assign(init, {
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: 'containers with incomplete status: [fetch-keys]',
        });
        c.event(
          pod,
          'BackOff',
          `Back-off restarting failed container fetch-keys in pod ${pod.metadata.name}_settlement(${pod.metadata.uid})`,
          { count: 96 },
        );
      }
    },
    changes: [
      {
        before: 2,
        kind: 'deploy',
        service: 'file-gateway',
        summary: 'file-gateway: take the known hosts from an image',
        files: ['deploy/file-gateway.yaml'],
      },
    ],
  },
  {
    key: 'auth-panic',
    system: orcfall,
    report: 'nobody can log in!! lobby throws errors, players on discord are furious',
    components: ['service/player-auth'],
    causes: ['application_crash_on_start', 'bad_deploy'],
    what: 'player-auth panics at start: the key ring that it wants is not in its environment.',
    quote: 'panic: config: AUTH_KEYRING_URL is not set',
    elsewhere: true,
    effects: {
      'player-auth': { down: true },
      'edge-lobby': {
        errors: 0.7,
        code: 503,
        said: [
          'player-auth: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 172.30.4.17:8080: connect: connection refused"',
        ],
      },
    },
    logs: [
      {
        in: 'player-auth',
        every: 170,
        raw: true,
        say: 'panic: config: AUTH_KEYRING_URL is not set\n\ngoroutine 1 [running]:\nmain.mustEnv({0x8f1a21, 0x10})\n\t/src/cmd/player-auth/main.go:41 +0x9c\nmain.main()\n\t/src/cmd/player-auth/main.go:63 +0x1e5',
      },
    ],
    cluster: (c) => {
      const fresh = c.rollout(
        'player-auth',
        (t) => {
          t.spec.containers[0].image = 'reg.orcfall.gg/live/player-auth:1.19.0';
        },
        { fresh: 2, replaced: 2 },
      );
      c.crashing(fresh, 2, 9);
    },
    changes: [
      {
        before: 2,
        kind: 'deploy',
        service: 'player-auth',
        summary: 'player-auth 1.19.0: keys from a key ring',
        files: ['cmd/player-auth/main.go'],
        diff: '+\tkeyring := mustEnv("AUTH_KEYRING_URL")',
      },
    ],
  },
  {
    key: 'pricing-zero',
    system: tulip,
    report: 'checkout is failing for customers (500), started out of nowhere. DB?',
    components: ['service/pricing'],
    causes: ['deployment_scaled_to_zero'],
    what: 'Somebody scaled pricing to zero.',
    quote: 'Scaled down replica set pricing-.* from 2 to 0',
    elsewhere: true,
    effects: {
      pricing: { down: true },
      basket: {
        errors: 0.8,
        code: 502,
        said: ['Get "http://pricing:8080/price": dial tcp 172.30.2.9:8080: connect: connection refused'],
      },
      checkout: {
        errors: 0.98,
        said: [
          'Servlet.service() threw exception: I/O error on GET request for "http://pricing:8080/price": Connection refused\njava.net.ConnectException: Connection refused\n\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)\n\tat org.springframework.web.client.RestTemplate.doExecute(RestTemplate.java:915)',
        ],
      },
      'web-bff': { errors: 0.3, code: 502 },
      storefront: { errors: 0.27, code: 502 },
    },
    cluster: (c) => {
      const name = c.podsOf('pricing')[0].metadata.ownerReferences[0].name;
      c.remove(c.podsOf('pricing'));
      c.deployment('pricing').spec.replicas = 0;
      c.replicaSets.find((s) => s.metadata.name === name).spec.replicas = 0;
      c.event(c.deployment('pricing'), 'ScalingReplicaSet', `Scaled down replica set ${name} from 2 to 0`, {
        type: 'Normal',
        from: 'deployment-controller',
        after: 0,
      });
    },
    traces: true,
  },
  {
    key: 'collector-addresses',
    system: vireo,
    report: 'losing click events, collector returns 5xx for part of the traffic, autoscaler did add pods',
    components: ['service/collector', 'node/ip-10-3-2-91'],
    causes: ['cni_address_exhaustion'],
    what: 'The new pods of collector get no address: the subnet has no free IPs, so the old ones are overloaded.',
    quote: 'failed to assign an IP address to container',
    effects: { collector: { errors: 0.22, code: 503, slow: 6, traffic: 1.9, cpu: 6 } },
    cluster: (c) => {
      const fresh = c.scaleUp('collector', 3);
      c.waiting(fresh, 'ContainerCreating', '');
      for (const pod of fresh) {
        delete pod.status.podIP;
        pod.spec.nodeName = 'ip-10-3-2-91';
        c.event(
          pod,
          'FailedCreatePodSandBox',
          'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "4f7d1c88a0e1": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
          { count: 33 },
        );
      }
    },
    logs: [
      {
        in: 'ip-10-3-2-91',
        every: 45,
        say: 'aws-node[3120]: {"level":"error","caller":"ipamd/ipamd.go:1044","msg":"Failed to increase pool size due to not able to allocate ENI AllocENI: error attaching ENI: InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request."}',
      },
    ],
  },
];
