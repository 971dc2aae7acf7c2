import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { chirrup, harborline, kranich, metropol, nightjar, orcfall, tulip, vireo } from './systems.ts';

/** Pods that were let in, and did not come up. */
export const startup: Scenario[] = [
  {
    key: 'presence-image',
    system: chirrup,
    report: 'chat: everyone shows as offline, rooms load with errors. web broken?',
    components: ['service/presence'],
    causes: ['incorrect_image_reference'],
    what: 'presence was set to an image tag that does not exist.',
    quote: 'presence:2\\.14\\.O: not found',
    elsewhere: true,
    effects: {
      presence: { down: true },
      'chat-web': {
        errors: 0.38,
        code: 500,
        slow: 1.6,
        said: [
          '** (Mint.TransportError) connection refused (presence.chat:8080)',
          'GenServer Chat.PresenceClient terminating\n** (stop) :econnrefused',
        ],
      },
    },
    changes: [
      { before: 2, kind: 'deploy', service: 'presence', summary: 'presence 2.14', files: ['k8s/presence.yaml'] },
    ],
    cluster: (c) => {
      const image = 'europe-docker.pkg.dev/chirrup/main/presence:2.14.O';
      const fresh = c.rollout(
        'presence',
        (t) => {
          t.spec.containers[0].image = image;
        },
        { fresh: 2, replaced: 2 },
      );
      c.waiting(fresh, 'ImagePullBackOff', `Back-off pulling image "${image}"`);
      for (const pod of fresh) {
        c.event(
          pod,
          'Failed',
          `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
          { count: 7 },
        );
        c.event(pod, 'Failed', 'Error: ErrImagePull', { count: 7 });
        c.event(pod, 'BackOff', `Back-off pulling image "${image}"`, { count: 61, type: 'Normal' });
      }
    },
  },
  {
    key: 'rates-registry-login',
    system: harborline,
    report: 'rates page 500 after tonights node pool upgrade, pls help',
    components: ['service/rates-api'],
    causes: ['registry_credentials_expired', 'missing_image_pull_secret'],
    what: 'The new nodes cannot pull the image of rates-api: the token in the pull secret has expired (401).',
    quote: '401 Unauthorized',
    elsewhere: true,
    effects: {
      'rates-api': { down: true },
      portal: {
        errors: 0.45,
        code: 500,
        said: [
          'An unhandled exception has occurred while executing the request.\nSystem.Net.Http.HttpRequestException: Connection refused (rates-api.booking:8080)\n ---> System.Net.Sockets.SocketException (111): Connection refused\n   at System.Net.Http.HttpConnectionPool.ConnectToTcpHostAsync(String host, Int32 port)',
        ],
      },
    },
    cluster: (c) => {
      const image = c.podsOf('rates-api')[0].spec.containers[0].image;
      for (const pod of c.podsOf('rates-api')) {
        pod.metadata.creationTimestamp = iso(c.span.onset);
        pod.status.startTime = iso(c.span.onset);
        pod.spec.imagePullSecrets = [{ name: 'harborline-acr' }];
        c.event(
          pod,
          'Failed',
          `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://harborline.azurecr.io/oauth2/token?scope=repository%3Arates-api%3Apull&service=harborline.azurecr.io: 401 Unauthorized`,
          { count: 6 },
        );
      }
      c.waiting(c.podsOf('rates-api'), 'ImagePullBackOff', `Back-off pulling image "${image}"`);
      c.add({
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/dockerconfigjson',
        metadata: { name: 'harborline-acr', namespace: 'booking', creationTimestamp: '2025-02-03T09:00:00Z' },
        data: {},
      });
    },
  },
  {
    key: 'cache-pull-limit',
    system: metropol,
    report: 'seat picker extremely unhappy, "quota service unavailable" on screen',
    components: ['service/taste-cache'],
    causes: ['image_pull_rate_limited'],
    what: 'taste-cache moved to a fresh node and cannot pull its image: Docker Hub limits the pulls.',
    quote: 'toomanyrequests: You have reached your',
    elsewhere: true,
    effects: {
      'taste-cache': { down: true },
      quotas: { errors: 0.98, said: ['redis: dial tcp 172.30.8.14:6379: connect: connection refused'] },
      'seat-picker': { errors: 0.9, code: 503, said: ['quotas answered 500'] },
      recommender: { slow: 1.3, silent: true },
    },
    cluster: (c) => {
      const pods = c.podsOf('taste-cache');
      const image = 'docker.io/library/redis:7.2.5';
      c.waiting(pods, 'ImagePullBackOff', `Back-off pulling image "${image}"`);
      for (const pod of pods) {
        pod.metadata.creationTimestamp = iso(c.span.onset);
        pod.status.startTime = iso(c.span.onset);
        c.event(
          pod,
          'Failed',
          `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/redis/manifests/sha256:6725c3b0: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit`,
          { count: 8 },
        );
      }
    },
  },
  {
    key: 'mailer-secret',
    system: tulip,
    report: 'customers ask where their order confirmation mails are',
    components: ['service/mailer'],
    causes: ['missing_secret'],
    what: 'mailer cannot start: the secret mailer-smtp2 that it takes its password from does not exist.',
    quote: 'secret "mailer-smtp2" not found',
    effects: {
      mailer: { down: true },
      checkout: {
        errors: 0.02,
        silent: true,
        said: [
          'confirmation for order {n} not sent: I/O error on POST request for "http://mailer:8080/send": Connection refused',
        ],
      },
    },
    logs: [
      {
        in: 'checkout',
        every: 20,
        level: 'warn',
        say: 'confirmation for order {n} not sent: I/O error on POST request for "http://mailer:8080/send": Connection refused',
      },
    ],
    cluster: (c) => {
      const fresh = c.rollout(
        'mailer',
        (t) => {
          t.spec.containers[0].env = [
            { name: 'SMTP_PASSWORD', valueFrom: { secretKeyRef: { name: 'mailer-smtp2', key: 'password' } } },
          ];
        },
        { fresh: 1, replaced: 1 },
      );
      c.waiting(fresh, 'CreateContainerConfigError', 'secret "mailer-smtp2" not found');
      c.event(fresh[0], 'Failed', 'Error: secret "mailer-smtp2" not found', { count: 40 });
      c.add({
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'Opaque',
        metadata: { name: 'mailer-smtp', namespace: 'tulip-prod' },
        data: {},
      });
    },
    changes: [
      {
        before: 2,
        kind: 'deploy',
        service: 'mailer',
        summary: 'mailer: new mail provider',
        files: ['deploy/mailer.yaml'],
      },
    ],
  },
  {
    key: 'rollup-config',
    system: vireo,
    report: 'dashboards frozen at half past, dash api fine? please check clickhouse',
    components: ['service/rollup-writer'],
    causes: ['missing_config_map'],
    what: 'rollup-writer stays in ContainerCreating: the config map that it mounts was renamed.',
    quote: 'configmap "rollup-writer-cfg" not found',
    elsewhere: true,
    effects: { 'rollup-writer': { down: true } },
    metrics: (m, s) =>
      m.gauge(
        'kafka_consumergroup_lag',
        { consumergroup: 'rollup-writer', topic: 'sessions', partition: '0' },
        s.whole((at) => 900 + s.grown(at) * 2_600_000),
      ),
    cluster: (c) => {
      const volume = [{ name: 'config', configMap: { name: 'rollup-writer-cfg', defaultMode: 420 } }];
      const fresh = c.rollout(
        'rollup-writer',
        (t) => {
          t.spec.volumes = volume;
        },
        { fresh: 2, replaced: 2 },
      );
      c.waiting(fresh, 'ContainerCreating', '');
      for (const pod of fresh) {
        pod.spec.volumes = volume;
        c.event(
          pod,
          'FailedMount',
          'MountVolume.SetUp failed for volume "config" : configmap "rollup-writer-cfg" not found',
          { count: 18 },
        );
      }
      c.add({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'rollup-writer-config', namespace: 'clickpath' },
        data: { 'batch.size': '50000' },
      });
    },
  },
  {
    key: 'clinic-attach',
    system: kranich,
    report: 'Nothing works at the front desk, appointment list gives error 500',
    components: ['service/clinic-pg'],
    causes: ['volume_attach_failed'],
    what: 'The database was moved to k3s-a, but its volume is still attached to k3s-b.',
    quote: 'Multi-Attach error for volume',
    elsewhere: true,
    effects: {
      'clinic-pg': { down: true },
      appointments: {
        errors: 0.99,
        said: [
          'connect ECONNREFUSED 10.43.9.12:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)',
        ],
      },
      patients: {
        errors: 0.99,
        said: [
          'psycopg.OperationalError: connection failed: connection to server at "10.43.9.12", port 5432 failed: Connection refused',
        ],
      },
    },
    cluster: (c) => {
      const [pod] = c.podsOf('clinic-pg');
      pod.spec.nodeName = 'k3s-a';
      pod.metadata.creationTimestamp = iso(c.span.onset);
      pod.status.startTime = iso(c.span.onset);
      pod.spec.volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data-clinic-pg-0' } }];
      c.waiting([pod], 'ContainerCreating', '');
      c.event(
        pod,
        'FailedAttachVolume',
        'Multi-Attach error for volume "pvc-0a1c7e52-9f11-4a5e-b1a6-2c0b4f1f9d10" Volume is already exclusively attached to one node and can\'t be attached to another',
        { from: 'attachdetach-controller' },
      );
      c.event(
        pod,
        'FailedMount',
        'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
        { count: 9, after: 2 },
      );
      c.add({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data-clinic-pg-0', namespace: 'frontdesk' },
        spec: {
          volumeName: 'pvc-0a1c7e52-9f11-4a5e-b1a6-2c0b4f1f9d10',
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '50Gi' } },
        },
        status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '50Gi' } },
      });
      c.add({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'VolumeAttachment',
        metadata: { name: 'csi-8d2f41' },
        spec: {
          attacher: 'driver.longhorn.io',
          nodeName: 'k3s-b',
          source: { persistentVolumeName: 'pvc-0a1c7e52-9f11-4a5e-b1a6-2c0b4f1f9d10' },
        },
        status: { attached: true },
      });
    },
  },
  {
    key: 'files-init',
    system: nightjar,
    report: 'partner bank complains: uploads refused for half an hour',
    components: ['service/file-gateway'],
    causes: ['init_container_failed'],
    what: "The init container of file-gateway, which fetches the partners' keys, fails again and again.",
    quote: 'known_hosts.d: Permission denied',
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
