import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { stoodBefore } from '../../cluster/grading.ts';
import { conclude, newest, onsetOf, parametersOf, seen, told } from '../../cluster/observe.ts';
import { unreadySince } from '../../cluster/readiness.ts';
import type { ClusterEvent, ContainerStatus, Pod, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { IMAGE_ANSWERS } from './image-answers.ts';

const RUNTIME_SOCKET = /(?:containerd|crio|cri-dockerd|docker)\.sock/;
const DENIED = /repository does not exist or may require|pull access denied/i;
const WRAPPER = /pull access denied\b.*?may require (?:authorization|'docker login'):\s*(.*)$/is;
const OF_CREDENTIALS =
  /expired|no basic auth|unauthorized|authentication required|incorrect username|invalid (?:username|password|token|credential)|authorization failed: (?:denied|unauthorized|forbidden)/i;
const NO_SPACE = /no space left on device|disk quota exceeded/i;
const WAITING = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'RegistryUnavailable'];

/** What a pull that failed without a telling word is worth: most often the reference is wrong. */
const UNTOLD = STRENGTH.even;

/** Images that cannot be pulled, told apart by what the registry answered. */
export const imagePull = defineAnalyzer({
  id: 'image-pull',
  title: 'Image cannot be pulled',
  causes: [...new Set(IMAGE_ANSWERS.map(([, cause]) => cause)), 'node_disk_pressure'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod'],
  example: 'The tag in the Deployment is not in the registry: manifest unknown.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const findings = cluster.pods.flatMap((pod) =>
      pod.statuses
        .filter((status) => WAITING.includes(status.waiting?.reason ?? ''))
        .flatMap((status) => explain(pod, status, cluster, evidence, parameters)),
    );
    return conclude(findings, `the images of ${cluster.pods.length} pods`);
  },
});

function explain(
  pod: Pod,
  status: ContainerStatus,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const workload = cluster.workloadOfPod(pod);
  const container = [...pod.spec.containers, ...pod.spec.initContainers].find((item) => item.name === status.name);
  if (workload === undefined || container === undefined) return [];
  const events = cluster.eventsOf('Pod', pod.namespace, pod.name);
  const failed = events.filter(
    (event) => /Failed to (pull|inspect|apply)/.test(event.message) && event.message.includes(container.image),
  );
  const words = newest(failed)?.message ?? status.waiting?.message ?? status.waiting?.reason ?? '';
  // Not the registry's answer, but the runtime's silence and the node's disk: nodes are judged by themselves.
  if (RUNTIME_SOCKET.test(words)) return [];
  if (NO_SPACE.test(words) && pod.node !== undefined) return [noSpace(pod, pod.node, words, failed, workload)];
  const secretless = events.filter((event) => event.reason === 'FailedToRetrieveImagePullSecret');
  const own = withoutImage(words, container.image);
  const behind = behindWrapper(own);
  // Docker Hub and its like answer the same for a repository that is not there and for one that is private.
  const either = behind === undefined && DENIED.test(words);
  const telling = IMAGE_ANSWERS.find(([pattern]) => pattern.test(behind ?? own));
  const [, cause, why] = either
    ? ([
        undefined,
        (secretless.length > 0 || lacksSecret(pod, container.image, cluster)
          ? 'missing_image_pull_secret'
          : 'incorrect_image_reference') as CauseCode,
        'the registry has no such repository, or it is private',
      ] as const)
    : (withSecret(telling, pod, cluster) ?? [
        undefined,
        secretless.length > 0 ? ('missing_image_pull_secret' as const) : byRegistry(container.image, cluster),
        'the pull fails',
      ]);
  // A pod that has waited for its image since long before the complaint is not what came over those who complain.
  const age = stoodBefore(unreadySince(pod), evidence, parameters) ? parameters.standingShare : 1;
  const last = newest(failed);
  const none =
    pod.spec.imagePullSecrets.length === 0
      ? 'no pull secret is named'
      : `pull secret ${pod.spec.imagePullSecrets.join(', ')}`;
  return [
    {
      analyzer: 'image-pull',
      component: workload.component,
      cause,
      statement: `${pod.name} cannot pull ${container.image}: ${why}.`,
      strength: (either ? STRENGTH.probable : telling !== undefined ? STRENGTH.exact : UNTOLD) * age,
      evidence: [
        last === undefined ? seen(pod.object, `container ${status.name} waits: ${status.waiting?.reason}`) : told(last),
        ...secretless.slice(0, 1).map(told),
        ...(cause === 'missing_image_pull_secret' ? [seen(pod.object, none)] : []),
      ],
      onset: onsetOf(failed),
      parameters: { ...parametersOf(workload, pod), image: container.image },
    },
  ];
}

type Answer = (typeof IMAGE_ANSWERS)[number];

/**
 * What the registry answered behind the words that containerd and Docker put before every refusal (`ErrInvalidAuthorization`
 * of containerd's resolver, "denied" in Docker's errdefs), where it says more than that. A bare "denied", and the scope that
 * Docker Hub leaves out for private and for unknown repositories alike, say no more.
 */
function behindWrapper(words: string): string | undefined {
  const rest = WRAPPER.exec(words)?.[1];
  return rest !== undefined && OF_CREDENTIALS.test(rest) ? rest : undefined;
}

/** Refused with credentials that are there: it is not their absence. */
function withSecret(answer: Answer | undefined, pod: Pod, cluster: Cluster): Answer | undefined {
  const named = pod.spec.imagePullSecrets;
  const there = named.length > 0 && named.every((name) => cluster.find('Secret', pod.namespace, name) !== undefined);
  if (answer?.[1] !== 'missing_image_pull_secret' || !there) return answer;
  return [answer[0], 'registry_credentials_expired', `the registry refuses the credentials of ${named.join(', ')}`];
}

/** The node's disk is too full for the image: pulls end while layers are written. */
function noSpace(pod: Pod, node: string, words: string, failed: readonly ClusterEvent[], workload: Workload): Finding {
  const last = newest(failed);
  return {
    analyzer: 'image-pull',
    component: componentOf({ kind: 'node', name: node }),
    cause: 'node_disk_pressure',
    statement: `${node} has no space left for the image of ${pod.name}.`,
    strength: STRENGTH.likely,
    evidence: [last === undefined ? seen(pod.object, words) : told(last)],
    onset: onsetOf(failed),
    explains: [workload.component],
    parameters: parametersOf(workload, pod),
  };
}

/** It names no pull secret where others of the same repository do, or one that does not exist. */
function lacksSecret(pod: Pod, image: string, cluster: Cluster): boolean {
  const named = pod.spec.imagePullSecrets;
  if (named.length > 0) {
    return cluster.sees('Secret', pod.namespace) && named.every((name) => !cluster.find('Secret', pod.namespace, name));
  }
  const home = repositoryHome(image);
  return cluster.workloads.some(
    ({ spec }) => spec.imagePullSecrets.length > 0 && spec.containers.some((one) => repositoryHome(one.image) === home),
  );
}

/** Names that are never in public DNS (RFC 2606, 6761, 6762, 8375) or by custom only in a company's own. */
const UNRESOLVABLE =
  /(?:^|\.)(?:invalid|example(?:\.(?:com|net|org))?|test|localhost|local|internal|intranet|private|corp|home|lan|home\.arpa)$/;

/**
 * A guess where no word is kept: an image from where the others come from is wrong in name or tag; a registry that nobody
 * else uses is not known by name, or asks for a key.
 */
function byRegistry(image: string, cluster: Cluster): CauseCode {
  const host = registryOf(image);
  const usual = cluster.workloads.filter(
    ({ pods, spec }) =>
      pods.some((pod) => pod.healthy) && spec.containers.some((one) => registryOf(one.image) === host),
  );
  if (usual.length > 0) return 'incorrect_image_reference';
  return UNRESOLVABLE.test(host.replace(/:\d+$/, '')) ? 'image_registry_dns_failure' : 'missing_image_pull_secret';
}

/** `registry.example` of `registry.example/team/web:1.0`; Docker Hub where none is written. */
function registryOf(image: string): string {
  const first = image.split('/')[0] ?? '';
  return image.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

/** `registry.example/team` of `registry.example/team/web:1.0`. */
function repositoryHome(image: string): string {
  return image.slice(0, Math.max(0, image.lastIndexOf('/')));
}

/** The message without the image's own name, which may hold any word. */
function withoutImage(message: string, image: string): string {
  return message.replaceAll(image, '').replaceAll(image.replace(/:[^:/]*$/, ''), '');
}
