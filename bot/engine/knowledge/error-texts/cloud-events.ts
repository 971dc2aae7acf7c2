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

/** What Cloud Run, RDS and ElastiCache write of their own tasks and instances. Source: their lists of service events. */
export const CLOUD_EVENTS: readonly ErrorText[] = [
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
    pattern: String.raw`(?P<head>[a-z][\w-]{0,62})(?:: |\s+(?:db-(?:instance|cluster)\s+)?)(?:(?:Started|Completed) (?:(?:cross|same) AZ )?failover to DB instance|Multi-AZ (?:instance|DB instance) failover (?:started|completed))`,
    unless: String.raw`\bRDS-EVENT-\d+:? +(?:Started|Completed|Multi-AZ)`,
    example: 'billing-cluster: Started cross AZ failover to DB instance: billing-cluster-2',
    nearMiss: 'billing-cluster-1: DB instance restarted',
    ...HANDED_OVER,
  },
  {
    // The same list where it is written with the message first (`describe-events`: SourceIdentifier, EventID and Message).
    id: 'rds-failover-at',
    pattern: String.raw`Multi-AZ (?:instance|DB instance) failover (?:started|completed)[.,;]* +(?P<head>[a-z][\w-]{0,62})`,
    example: 'RDS-EVENT-0049 Multi-AZ instance failover completed billing-db',
    nearMiss: 'RDS-EVENT-0006 DB instance restarted billing-db',
    ...HANDED_OVER,
  },
  {
    id: 'rds-failover',
    pattern: String.raw`(?:Started|Completed) (?:(?:cross|same) AZ )?failover to DB instance|Multi-AZ (?:instance|DB instance) failover (?:started|completed)|\bRDS-EVENT-00(?:13|15|49|7[0-3])\b`,
    example: 'Multi-AZ instance failover started.',
    nearMiss: 'DB instance restarted',
    ...HANDED_OVER,
  },
  {
    // Amazon ElastiCache User Guide, "Event notifications and Amazon SNS": FailoverComplete.
    id: 'elasticache-failover',
    pattern: String.raw`Failover (?:from|to) (?:master|primary|replica) node (?P<subject>[a-z][\w-]{0,62}) (?:to replica node \S+ )?completed`,
    example: 'Failover from master node carts-001 to replica node carts-002 completed',
    nearMiss: 'Cache node 0001 restarted',
    ...HANDED_OVER,
    engine: 'redis',
  },
];
