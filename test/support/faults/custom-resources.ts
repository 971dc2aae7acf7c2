import { ago, event, find, object } from '../kubernetes.ts';
import type { ClusterFault } from './shapes.ts';

export const customResourceFaults: readonly ClusterFault[] = [
  {
    title: 'a fleet of game servers that may not grow',
    component: 'service/carousel',
    analyzer: 'fleet-autoscaler',
    cause: 'hpa_at_maximum',
    put: (world) => {
      const policy = { type: 'Buffer', buffer: { bufferSize: 4, maxReplicas: 30 } };
      world.objects.push(
        object('FleetAutoscaler', 'carousel-grows', {
          apiVersion: 'autoscaling.agones.dev/v1',
          spec: { fleetName: 'carousel', policy },
          status: { currentReplicas: 30, desiredReplicas: 30, ableToScale: true, scalingLimited: true },
        }),
      );
    },
  },
  {
    title: 'a deployer whose last operation failed',
    component: 'service/fair-stalls',
    analyzer: 'custom-resource',
    cause: 'custom_resource_failed',
    put: (world) => {
      world.objects.push(
        object('Application', 'fair-stalls', {
          apiVersion: 'argoproj.io/v1alpha1',
          status: {
            sync: { status: 'OutOfSync' },
            health: { status: 'Degraded' },
            operationState: {
              phase: 'Failed',
              message: 'one or more objects failed to apply: Deployment.apps "tent" is invalid: image: Required value',
              finishedAt: ago(900),
            },
          },
        }),
      );
    },
  },
  {
    title: 'an operator that may not do what it must in the cloud',
    component: 'service/fair-bucket',
    analyzer: 'custom-resource',
    cause: 'cloud_permission_denied',
    put: (world) => {
      const synced = {
        type: 'Synced',
        status: 'False',
        reason: 'ReconcileError',
        message: 'cannot create bucket: AccessDenied: role fair is not authorized to perform: s3:CreateBucket',
        lastTransitionTime: ago(900),
      };
      world.objects.push(
        object('Bucket', 'fair-bucket', {
          apiVersion: 's3.aws.upbound.io/v1beta1',
          status: { conditions: [synced] },
        }),
      );
    },
  },
  {
    title: 'a sync that says only of its resource why it failed',
    component: 'service/fair-stalls',
    analyzer: 'custom-resource',
    cause: 'api_version_removed',
    put: (world) => {
      const message =
        'The Kubernetes API could not find version "v1beta1" of policy/PodDisruptionBudget for requested resource market/tent. Version "v1" of policy/PodDisruptionBudget is installed on the destination cluster.';
      const resources = [
        { kind: 'Deployment', name: 'tent', status: 'Synced', message: 'deployment.apps/tent unchanged' },
        { kind: 'PodDisruptionBudget', name: 'tent', status: 'SyncFailed', message },
      ];
      const operationState = {
        phase: 'Failed',
        message: 'one or more synchronization tasks are not valid',
        finishedAt: ago(900),
        syncResult: { resources },
      };
      world.objects.push(
        object('Application', 'fair-stalls', {
          apiVersion: 'argoproj.io/v1alpha1',
          status: { sync: { status: 'OutOfSync' }, health: { status: 'Missing' }, operationState },
        }),
      );
    },
  },
  {
    title: 'a Secret that its operator cannot fetch, as only an event tells why',
    component: 'service/ledger',
    analyzer: 'custom-resource',
    cause: 'credentials_expired',
    put: (world) => {
      const message = 'could not get secret data from provider';
      const conditions = [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError', message }];
      const volumes = [{ name: 'own', secret: { secretName: 'ledger-own' } }];
      Object.assign(find(world, 'Pod', 'ledger-1-a').spec as object, { volumes });
      const words =
        'error retrieving secret at .data[0], key: ledger-url, err: Failed to refresh the Token: StatusCode=401 -- Original Error: adal: Refresh request failed. Response body: {"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys for app \'fair\' are expired."}';
      world.objects.push(
        object('ExternalSecret', 'ledger', {
          apiVersion: 'external-secrets.io/v1',
          spec: { target: { name: 'ledger-own' } },
          status: { conditions },
        }),
      );
      world.events.push(event('ExternalSecret', 'ledger', 'UpdateFailed', words));
    },
  },
  {
    title: 'a certificate that its issuer has given too often',
    component: 'service/stall',
    analyzer: 'custom-resource',
    cause: 'upstream_rate_limited',
    put: (world) => {
      const message =
        'The certificate request has failed to complete and will be retried: Failed to create Order: 429 urn:ietf:params:acme:error:rateLimited: too many certificates already issued';
      const conditions = [
        { type: 'Ready', status: 'False', reason: 'DoesNotExist', message: 'Secret does not exist' },
        { type: 'Issuing', status: 'False', reason: 'Failed', message, lastTransitionTime: ago(900) },
      ];
      world.objects.push(
        object('Ingress', 'front', {
          spec: {
            defaultBackend: { service: { name: 'stall', port: { number: 80 } } },
            tls: [{ secretName: 'front' }],
          },
        }),
        object('Certificate', 'front', {
          apiVersion: 'cert-manager.io/v1',
          spec: { secretName: 'front' },
          status: { conditions },
        }),
      );
    },
  },
  {
    title: 'a release made for an API that was removed',
    component: 'service/fair-gate',
    analyzer: 'custom-resource',
    cause: 'api_version_removed',
    put: (world) => {
      const failed = {
        type: 'Ready',
        status: 'False',
        reason: 'UpgradeFailed',
        message:
          'Helm upgrade failed: unable to build kubernetes objects: no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"',
        lastTransitionTime: ago(900),
      };
      world.objects.push(
        object('HelmRelease', 'fair-gate', {
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          status: { conditions: [failed] },
        }),
      );
    },
  },
];
