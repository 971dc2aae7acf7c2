import type { ErrorText } from './error-text.ts';

/** What the agent could not fetch for a task, which a list of events of many services tells of one of them. */
const NOT_SET_UP = String.raw`(?:\(service (?P<subject>[\w.-]+)[^)\n]{0,80}\) [^\n]{0,160})?ResourceInitializationError: [^\n]{0,600}`;

/**
 * What ECS tells of its services. A list of events of many services names the one it speaks of. Source: ECS Developer Guide,
 * "Amazon ECS service event messages".
 */
export const ECS: readonly ErrorText[] = [
  {
    // ECS Developer Guide, "Stopped tasks error codes": `OutOfMemoryError`, a container went beyond its or its task's memory.
    id: 'ecs-out-of-memory',
    pattern: String.raw`(?:\(service (?P<subject>[\w.-]+)[^)\n]{0,80}\) [^\n]{0,160})?OutOfMemoryError: Container killed due to memory usage`,
    example:
      '(service web) (task 0fd1) stopped: essential container in task exited: OutOfMemoryError: Container killed due to memory usage (exit code 137)',
    nearMiss: '(service web) has stopped 1 running tasks: (task 0fd1).',
    meaning: 'has tasks that are killed, as they use more memory than they are given',
    cause: 'oom_killed',
    blamed: 'writer',
    strength: 0.92,
    engine: 'aws',
    anyLevel: true,
  },
  {
    // The same: `Essential container in task exited`, with the code that its program ended with. Codes from outside (137 and
    // 143 are signals 9 and 15) say nothing of the program.
    id: 'ecs-task-exited',
    pattern: String.raw`(?:\(service (?P<subject>[\w.-]+)[^)\n]{0,80}\) [^\n]{0,160})?essential container in task exited[^\n]{0,40}exit ?code:? (?:[1-9]\d?|1[0-2]\d|13[0-6]|13[89])\b`,
    example: '(service web) task 0fd1 stopped: Essential container in task exited, exit code 1',
    nearMiss: '(service web) task 0fd1 stopped: Essential container in task exited, exit code 143',
    meaning: 'has tasks that end with an error again and again',
    cause: 'application_crash_on_start',
    blamed: 'writer',
    strength: 0.75,
    recurs: 3,
    engine: 'aws',
    anyLevel: true,
  },
  {
    id: 'ecs-no-capacity',
    pattern: String.raw`(?:\(service (?P<subject>[\w.-]+)\) was )?(?:unable to place a task|failed to launch a task)[^\n]{0,80}Capacity is unavailable at this time|Capacity is unavailable at this time\. Please try again later or in a different availability zone`,
    example:
      '(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    nearMiss: '(service web) has reached a steady state.',
    meaning: 'gets no task started, as the cloud has no capacity left in the zone',
    cause: 'cloud_capacity_insufficient',
    blamed: 'writer',
    strength: 0.9,
    // The scheduler tries again within minutes.
    recurs: 2,
    engine: 'aws',
    anyLevel: true,
  },
  {
    id: 'ecs-task-quota',
    pattern: String.raw`(?:\(service (?P<subject>[\w.-]+)\) [^\n]{0,120})?reached the limit on the number of (?:tasks|vCPUs) you can run concurrently`,
    example:
      "(service web) was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently.",
    nearMiss: '(service web) has started 2 tasks: task 0f.',
    meaning: 'gets no task started, as the account may run no more',
    cause: 'cloud_quota_exceeded',
    blamed: 'writer',
    strength: 0.9,
    // The scheduler tries again within minutes.
    recurs: 2,
    engine: 'aws',
    anyLevel: true,
  },
  {
    id: 'ecs-no-memory',
    pattern: String.raw`(?:\(service (?P<subject>[\w.-]+)\) was )?unable to place a task[^\n]{0,250}insufficient memory available|SERVICE_TASK_PLACEMENT_FAILURE[^\n]{0,80}RESOURCE:MEMORY`,
    example:
      '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0f) has insufficient memory available.',
    nearMiss: '(service web) has stopped 1 running tasks: task 0f.',
    meaning: 'gets no task started, as no instance has the memory for it',
    cause: 'insufficient_node_memory',
    blamed: 'writer',
    strength: 0.9,
    // The scheduler tries again within minutes.
    recurs: 2,
    engine: 'aws',
    anyLevel: true,
  },
  {
    id: 'ecs-no-cpu',
    pattern: String.raw`(?:\(service (?P<subject>[\w.-]+)\) was )?unable to place a task[^\n]{0,250}insufficient CPU units available|SERVICE_TASK_PLACEMENT_FAILURE[^\n]{0,80}RESOURCE:CPU`,
    example:
      '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0f) has insufficient CPU units available.',
    nearMiss: '(service web) registered 1 targets in (target-group arn)',
    meaning: 'gets no task started, as no instance has the processor time for it',
    cause: 'insufficient_node_cpu',
    blamed: 'writer',
    strength: 0.9,
    // The scheduler tries again within minutes.
    recurs: 2,
    engine: 'aws',
    anyLevel: true,
  },
  {
    // ECS Developer Guide, "Amazon ECS service event messages" and "CannotPullContainer task errors"; containerd's resolver.
    // A list of events of many services names the one it speaks of.
    id: 'ecs-image-missing',
    pattern: String.raw`(?:\(service (?P<subject>[\w.-]+)\) [^\n]{0,120})?CannotPullContainerError: [^\n]{0,400}(?:: not found\b|manifest unknown|manifest for \S+ not found|does not exist or may require)`,
    example:
      '(service web) failed to launch a task with (error CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 123456789012.dkr.ecr.us-east-1.amazonaws.com/web:41: 123456789012.dkr.ecr.us-east-1.amazonaws.com/web:41: not found).',
    nearMiss:
      '(service web) failed to launch a task with (error CannotPullContainerError: ref pull has been retried 5 time(s): dial tcp 10.0.0.2:443: i/o timeout).',
    meaning: 'gets no task started, as its image is not in the registry',
    cause: 'incorrect_image_reference',
    blamed: 'writer',
    strength: 0.9,
    exact: true,
    // The scheduler tries again within minutes.
    recurs: 2,
    engine: 'aws',
    anyLevel: true,
  },
  {
    // ECS Developer Guide, "ResourceInitializationError errors": what the agent could not fetch before the containers start.
    // What Secrets Manager or Parameter Store answered stands at the end.
    id: 'ecs-secret-missing',
    pattern: String.raw`${NOT_SET_UP}(?:can't find the specified secret|ResourceNotFoundException|ParameterNotFound|invalid parameters:|did not contain json key)`,
    example:
      "(service web) failed to launch a task with (error ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:123456789012:secret:web/db from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.).",
    nearMiss:
      'ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed',
    meaning: 'gets no task started, as a secret that its task definition names does not exist',
    cause: 'missing_secret',
    blamed: 'writer',
    strength: 0.9,
    exact: true,
    // The scheduler tries again within minutes.
    recurs: 2,
    engine: 'aws',
    anyLevel: true,
  },
  {
    id: 'ecs-secret-denied',
    pattern: String.raw`${NOT_SET_UP}(?:AccessDenied(?:Exception)?\b|is not authorized to perform)`,
    example:
      '(service web) failed to launch a task with (error ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:123456789012:secret:web/db from secrets manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-exec/0f is not authorized to perform: secretsmanager:GetSecretValue).',
    nearMiss: 'ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed',
    meaning: 'gets no task started, as its execution role may not read what its task definition names',
    cause: 'cloud_permission_denied',
    blamed: 'writer',
    strength: 0.9,
    exact: true,
    recurs: 2,
    engine: 'aws',
    anyLevel: true,
  },
  {
    // ECS Developer Guide, "Amazon ECS service event messages"; ELB, "Target group health checks", reason codes: the target
    // is reached and answers, with another code than the matcher's; 404 is said of a path that it does not have.
    id: 'ecs-health-path',
    pattern: String.raw`(?:\(service (?P<subject>[\w.-]+)\) [^\n]{0,300})?Health checks failed with these codes: \[404\]`,
    example:
      '(service web) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0f) due to (reason Health checks failed with these codes: [404]).',
    nearMiss:
      '(service web) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0f) due to (reason Health checks failed with these codes: [503]).',
    meaning: 'is taken out of its target group, as it answers 404 at the path that is asked for its health',
    cause: 'readiness_probe_incorrect_path',
    blamed: 'writer',
    strength: 0.9,
    exact: true,
    recurs: 2,
    engine: 'aws',
    anyLevel: true,
  },
];
