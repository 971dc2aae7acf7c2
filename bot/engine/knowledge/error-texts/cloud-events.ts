import type { ErrorText } from './error-text.ts';

/** What RDS tells of a failover, in whichever of its wordings. */
const HANDED_OVER = {
  meaning: 'has handed its work over to another instance',
  cause: 'database_failover',
  blamed: 'writer',
  strength: 0.85,
  engine: 'rds',
  anyLevel: true,
} as const;

/** What ECS, Cloud Run and RDS write of their own tasks and instances. Source: their lists of service events. */
export const CLOUD_EVENTS: readonly ErrorText[] = [
  {
    id: 'ecs-no-capacity',
    pattern: String.raw`(?:unable to place a task|failed to launch a task)[^\n]{0,80}Capacity is unavailable at this time|Capacity is unavailable at this time\. Please try again later or in a different availability zone`,
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
    pattern: String.raw`reached the limit on the number of (?:tasks|vCPUs) you can run concurrently`,
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
    pattern: String.raw`unable to place a task[^\n]{0,250}insufficient memory available|SERVICE_TASK_PLACEMENT_FAILURE[^\n]{0,80}RESOURCE:MEMORY`,
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
    pattern: String.raw`unable to place a task[^\n]{0,250}insufficient CPU units available|SERVICE_TASK_PLACEMENT_FAILURE[^\n]{0,80}RESOURCE:CPU`,
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
    // Cloud Run and Cloud Functions, "Troubleshoot": the instance is ended with signal 9 and its requests fail.
    id: 'cloud-run-memory',
    pattern: String.raw`Memory limit of [\d.]+ ?[MG]i?B? exceeded with [\d.]+ ?[MG]i?B? used`,
    example: 'Memory limit of 512 MiB exceeded with 518 MiB used. Consider increasing the memory limit',
    nearMiss: 'Default STARTUP TCP probe succeeded after 1 attempt for container "thumbs-1" on port 8080.',
    meaning: 'is ended because it uses more memory than its limit',
    cause: 'oom_killed',
    blamed: 'writer',
    strength: 0.9,
    engine: 'gcp',
    anyLevel: true,
  },
  {
    // Amazon RDS User Guide, "Amazon RDS event categories": a list of events names its source in front of the message.
    id: 'rds-failover-of',
    pattern: String.raw`(?P<subject>[a-z][\w-]{0,62}): (?:Started|Completed) (?:(?:cross|same) AZ )?failover to DB instance|(?P<subject_of>[a-z][\w-]{0,62}): Multi-AZ (?:instance|DB instance) failover (?:started|completed)`,
    example: 'billing-cluster: Started cross AZ failover to DB instance: billing-cluster-2',
    nearMiss: 'billing-cluster-1: DB instance restarted',
    ...HANDED_OVER,
  },
  {
    id: 'rds-failover',
    pattern: String.raw`(?:Started|Completed) (?:(?:cross|same) AZ )?failover to DB instance|Multi-AZ (?:instance|DB instance) failover (?:started|completed)|\bRDS-EVENT-00(?:13|15|49|7[0-3])\b`,
    example: 'Multi-AZ instance failover started.',
    nearMiss: 'DB instance restarted',
    ...HANDED_OVER,
  },
];
