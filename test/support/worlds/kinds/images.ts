import type { Fault, FaultKind } from '../fault-kind.ts';
import type { Part } from '../part.ts';
import { type Scene, workloadOf } from '../scene.ts';
import { recordChange } from './changes.ts';
import { all, aProgram, kubernetes } from './places.ts';
import { drawReach, neverStarts, replacePods } from './pods.ts';

const here = all(kubernetes, aProgram);

/** New pods whose image cannot be pulled; `said` is the tail of what the kubelet reports. */
function pull(
  id: string,
  causes: readonly string[],
  image: (part: Part) => string,
  said: (image: string, scene: Scene) => string,
  extra?: (scene: Scene, part: Part, fault: Fault) => void,
): FaultKind {
  return {
    id,
    causes,
    where: here,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      workload.previousImage = workload.image;
      workload.image = image(part);
      extra?.(scene, part, fault);
      const pods = replacePods(scene, part, fault, drawReach(scene, part));
      for (const pod of pods) pod.image = workload.image;
      const text = `Failed to pull image "${workload.image}": ${said(workload.image, scene)}`;
      neverStarts(
        scene,
        pods,
        fault,
        { reason: 'ImagePullBackOff', message: `Back-off pulling image "${workload.image}"` },
        [
          ['Failed', text],
          ['Failed', 'Error: ErrImagePull'],
          ['BackOff', `Back-off pulling image "${workload.image}"`],
        ],
      );
      return { complaint: `the rollout of ${part.name} does not finish` };
    },
  };
}

const same = (part: Part) => `${part.image}:${part.version}`;

export const images: readonly FaultKind[] = [
  pull(
    'image-tag-missing',
    ['incorrect_image_reference'],
    (part) => `${part.image}:2.0.0-rc9`,
    (image) =>
      `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
    (scene, part, { from }) =>
      recordChange(scene, part, from - 30, {
        kind: 'deploy',
        summary: 'Release 2.0.0-rc9',
        files: [`deploy/${part.name}/values.yaml`],
      }),
  ),
  pull(
    'registry-rate-limit',
    ['image_pull_rate_limited'],
    (part) => `docker.io/acme/${part.name}:${part.version}`,
    (image) =>
      `failed to pull and unpack image "${image}": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/acme/manifests/sha256:77af4d: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit`,
  ),
  pull(
    'registry-credentials',
    ['registry_credentials_expired', 'missing_image_pull_secret'],
    same,
    (image) =>
      `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://registry.internal.example/service/token?scope=repository: 401 Unauthorized`,
  ),
  pull(
    'registry-name-unknown',
    ['image_registry_dns_failure'],
    same,
    (image) =>
      `failed to pull and unpack image "${image}": failed to do request: Head "https://registry.internal.example/v2/app/manifests/1.0.0": dial tcp: lookup registry.internal.example on 10.0.0.2:53: no such host`,
  ),
  pull(
    'registry-unreachable',
    ['image_registry_unreachable'],
    same,
    (image) =>
      `failed to pull and unpack image "${image}": failed to do request: Head "https://registry.internal.example/v2/app/manifests/1.0.0": dial tcp 10.44.0.9:443: i/o timeout`,
  ),
];
