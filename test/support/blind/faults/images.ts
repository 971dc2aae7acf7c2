import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { chirrup, harborline, metropol, tulip } from './systems.ts';

/** Pods that were let in, and did not come up. */
export const images: Scenario[] = [
  {
    key: 'presence-image',
    traces: true,
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
      c.waiting(c.podsOf('rates-api'), 'ImagePullBackOff', `Back-off pulling image "${image}"`);
      for (const pod of c.podsOf('rates-api')) {
        pod.spec.imagePullSecrets = [{ name: 'harborline-acr' }];
        c.event(
          pod,
          'Failed',
          `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://harborline.azurecr.io/oauth2/token?scope=repository%3Arates-api%3Apull&service=harborline.azurecr.io: 401 Unauthorized`,
          { count: 6 },
        );
      }
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
];
