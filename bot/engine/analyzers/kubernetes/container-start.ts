import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { isCrashLooping } from '../../cluster/container-state.ts';
import { conclude, newest, onsetOf, parametersOf, seen, told } from '../../cluster/observe.ts';
import { timeMs } from '../../cluster/read-objects.ts';
import { missingReferences } from '../../cluster/references.ts';
import { isSuperseded } from '../../cluster/superseded.ts';
import type { ContainerStatus, Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { ENDED_FROM_OUTSIDE, EXIT_CODES } from '../../knowledge/exit-codes.ts';
import { FORMAT } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { STARTS } from './parameters.ts';

/** Words of the runtime or the kubelet that name why a container cannot be made or run. */
const WORDS: readonly (readonly [RegExp, CauseCode, number])[] = [
  [/\bOOM[- ]?killed\b/i, 'oom_killed', STRENGTH.named],
  [/configmap "[^"]+" not found|couldn't find key .* in ConfigMap/i, 'missing_config_map', STRENGTH.exact],
  [
    /secret "[^"]+" not found|couldn't find key .* in Secret|references non-existent secret key/i,
    'missing_secret',
    STRENGTH.exact,
  ],
  [
    /secrets?[- ]store.{0,400}(?:not ?found|can't find|does not exist|failed fetching)|SecretProviderClass.{0,80}not found/is,
    'missing_secret',
    STRENGTH.conclusive,
  ],
  [/references non-existent config key/i, 'missing_config_map', STRENGTH.exact],
  [/serviceaccounts? "[^"]+" not found/i, 'missing_service_account', STRENGTH.named],
  [/exec format error/i, 'image_architecture_mismatch', STRENGTH.named],
  [
    /executable file\b.{0,200}not found|exec: "[^"]*": (stat .*)?(no such file|permission denied)|no command specified|container_linux.*exec:/i,
    'invalid_command',
    STRENGTH.named,
  ],
  [
    /mount.*permission denied|permission denied.*mount|access denied by server while mounting/is,
    'volume_mount_permission_denied',
    STRENGTH.conclusive,
  ],
  [/FailedAttachVolume|Multi-Attach error|AttachVolume\.Attach failed/i, 'volume_attach_failed', STRENGTH.conclusive],
  [
    /MountVolume\.\w+ failed|Unable to attach or mount volumes|hostPath type check failed|error mounting .* not a directory|MapVolume\.\w+ failed/i,
    'volume_attach_failed',
    STRENGTH.likely,
  ],
];
const TELLING = [
  'Failed',
  'FailedMount',
  'FailedAttachVolume',
  'FailedCreatePodContainer',
  'FailedPostStartHook',
  'FailedCreatePodSandBox',
  'BackOff',
];

/** Containers that cannot be made, and those that end at once. */
export const containerStart = defineAnalyzer({
  id: 'container-start',
  title: 'Container does not start',
  causes: [...new Set(WORDS.map(([, cause]) => cause)), 'init_container_failed', 'application_crash_on_start'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod'],
  example: 'A container waits with CreateContainerConfigError because a ConfigMap it reads does not exist.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const unwell = cluster.pods.filter(
      (pod) => !pod.healthy && !pod.deleting && (pod.node !== undefined || pod.statuses.length > 0),
    );
    return conclude(
      unwell.flatMap((pod) => examine(pod, cluster)),
      `${cluster.pods.length} pods, ${unwell.length} of them not well`,
    );
  },
});

function examine(pod: Pod, cluster: Cluster): readonly Finding[] {
  const workload = cluster.workloadOfPod(pod);
  if (workload === undefined || isSuperseded(pod, workload, cluster)) return [];
  const finding = (
    cause: CauseCode,
    statement: string,
    strength: number,
    evidence: Finding['evidence'],
    onset?: string,
  ): Finding => ({
    analyzer: 'container-start',
    component: workload.component,
    cause,
    statement,
    strength,
    evidence,
    onset,
    parameters: parametersOf(workload, pod),
  });
  const events = cluster.eventsOf('Pod', pod.namespace, pod.name).filter((event) => TELLING.includes(event.reason));
  const told_ = WORDS.flatMap(([pattern, cause, strength]) => {
    const matching = events.filter(
      (event) => pattern.test(`${event.reason} ${event.message}`) && !/Failed to pull/.test(event.message),
    );
    const last = newest(matching);
    return last === undefined
      ? []
      : [finding(cause, `${pod.name}: ${last.message}`, strength, [told(last)], onsetOf(matching))];
  });
  const states = pod.statuses.flatMap((status) => {
    const words = [status.waiting?.message, status.lastTerminated?.message, status.terminated?.message]
      .filter((item) => item !== undefined)
      .join(' ');
    const match = WORDS.find(([pattern]) => pattern.test(words));
    return match === undefined
      ? []
      : [
          finding(match[1], `${pod.name}: ${words}`, match[2], [
            seen(pod.object, `container ${status.name}: ${words}`),
          ]),
        ];
  });
  const byWords = [...told_, ...states].sort((a, b) => b.strength - a.strength).slice(0, 1);
  if (byWords.length > 0) return byWords;
  const lacking = missingReferences(pod, cluster).map(({ cause, what }) =>
    finding(cause, `${pod.name} waits: ${what}.`, STRENGTH.firm, [seen(pod.object, what)]),
  );
  if (lacking.length > 0) return lacking;
  return pod.statuses.flatMap((status) => [
    ...fromExit(pod, status, finding),
    ...fromWaiting(pod, status, cluster.now, finding),
  ]);
}

type Make = (
  cause: CauseCode,
  statement: string,
  strength: number,
  evidence: Finding['evidence'],
  onset?: string,
) => Finding;

/** An init container that runs on and on: what it waits for does not come. */
function fromWaiting(pod: Pod, status: ContainerStatus, now: number, finding: Make): readonly Finding[] {
  const since = timeMs(status.running?.startedAt);
  const mains = pod.statuses.filter((one) => !one.init);
  const held = mains.length > 0 && mains.every((one) => one.waiting?.reason === 'PodInitializing');
  if (!status.init || !held || since === undefined || now - since < STARTS.longInitMs) return [];
  const minutes = Math.round((now - since) / FORMAT.minute);
  const what = `init container ${status.name} has run for ${minutes} minutes and holds up the pod`;
  return [
    finding(
      'init_container_failed',
      `${pod.name}: ${what}.`,
      STRENGTH.arguable,
      [seen(pod.object, what)],
      status.running?.startedAt,
    ),
  ];
}

/** 126 and 127 are the shell's "cannot execute" and "not found"; 128 and StartError the runtime's own failure. */
function fromExit(pod: Pod, status: ContainerStatus, finding: Make): readonly Finding[] {
  const ended = status.terminated ?? status.lastTerminated;
  const failing =
    isCrashLooping(status) || (status.terminated?.exitCode ?? 0) !== 0 || (!status.ready && status.restarts > 0);
  if (!failing || ended === undefined || ended.reason === 'OOMKilled') return [];
  const what = `container ${status.name} ended with ${ended.exitCode}${ended.reason === undefined ? '' : ` (${ended.reason})`}, ${status.restarts} restarts`;
  const evidence = [seen(pod.object, what, ended.finishedAt)];
  if (status.init)
    return [finding('init_container_failed', `${pod.name}: init ${what}.`, STRENGTH.strong, evidence, ended.startedAt)];
  const command =
    ended.exitCode === EXIT_CODES.notFound ||
    ended.exitCode === EXIT_CODES.notExecutable ||
    ended.reason === 'StartError' ||
    ended.reason === 'ContainerCannotRun';
  if (command) return [finding('invalid_command', `${pod.name}: ${what}.`, STRENGTH.likely, evidence, ended.startedAt)];
  return [
    finding(
      'application_crash_on_start',
      `${pod.name}: ${what}.`,
      // Both are signals from outside (the kernel, the kubelet), not ends of the program's own.
      ENDED_FROM_OUTSIDE.includes(ended.exitCode ?? 0)
        ? STRENGTH.weak
        : isCrashLooping(status)
          ? STRENGTH.moderate
          : STRENGTH.even,
      evidence,
      ended.startedAt,
    ),
  ];
}
