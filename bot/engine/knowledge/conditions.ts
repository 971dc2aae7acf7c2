/**
 * What the conditions and phases of Kubernetes objects mean, custom resources included: by the conventions for API
 * conditions (positive and negative polarity) and by the words that controllers in wide use write.
 */

/** Condition types that are well when `True`. */
export const WELL_WHEN_TRUE: ReadonlySet<string> = new Set([
  'Accepted',
  'AbleToScale',
  'Available',
  'Bound',
  'ContainersReady',
  'ContinuousArchiving',
  'Established',
  'Healthy',
  'Initialized',
  'Installed',
  'Launched',
  'NamesAccepted',
  'PodScheduled',
  'Programmed',
  'Progressing',
  'Provisioned',
  'Ready',
  'Reconciled',
  'Registered',
  'Released',
  'ResolvedRefs',
  'Running',
  'ScalingActive',
  'Synced',
  'Valid',
  'Validated',
  'Verified',
]);

/** Condition types that are unwell when `True`, by their words. */
export const UNWELL_WHEN_TRUE =
  /(?:Pressure|Failed|Failure|Failing|Error|Errors|Degraded|Stalled|Unavailable|Lost|Denied|Blocked|Conflict|Exhausted|Deadlock|Corrupt\w*|Problem|Unhealthy|Alarm|Overloaded|Expired|Dangling|Remaining|ReadonlyFilesystem|Frequent\w+)$/;

/** Types of either polarity that say nothing by themselves: limits that are wanted, work that is done. */
export const NEITHER: ReadonlySet<string> = new Set(['ScalingLimited', 'FailureTarget', 'ErrorsResolved']);

/** Values of `phase`, `state`, `health` and the like that mean trouble, whatever the object. */
export const UNWELL_PHASES =
  /^(?:failed|failure|error|errored|lost|unknown|degraded|missing|unhealthy|suspended|stalled|aborted|rejected|invalid|notready|not ready|unavailable|crashloopbackoff|init:.*|outofsync|lockedout|readonly|red)$|\bnot enough\b|\bfail(?:ed|ing|ure)\b|\bcannot\b|\bunable to\b|\bout of\b/i;

/** Fields of an object's status in which such a value stands. */
export const PHASE_FIELDS: readonly string[] = ['phase', 'state', 'health', 'healthStatus', 'status', 'syncStatus'];

/** Reasons of Warning events that tell of nothing to do: settings that are noted, retries that are normal. */
export const BENIGN_EVENTS: ReadonlySet<string> = new Set([
  'CheckLimitsForResolvConf',
  'DNSConfigForming',
  'FailedToUpdateEndpoint',
  'FailedToUpdateEndpointSlices',
  'InvalidDiskCapacity',
  'NodeAllocatableEnforced',
  'NodeNotSchedulable',
  'PolicyViolation',
]);

/** Alerts that fire by design, or that only quiet others. */
export const BENIGN_ALERTS = /^(?:watchdog|infoinhibitor|dead-?mans?-?(?:switch|snitch)|alwaysfiring|heartbeat)$/i;

/**
 * Alerts on what is reserved and not on what is used, as requests that would find no room if a node failed (prometheus-operator's
 * runbooks, KubeCPUOvercommit): no incident begins with them.
 */
export const RESERVED_ALERTS = /overcommit/i;

/** Severities, as the `severity` or `priority` label writes them, that ask nobody to act; and those that wake people. */
export const QUIET_SEVERITIES = /^(?:none|info|informational|notice|debug|p5|5)$/i;
export const URGENT_SEVERITIES = /^(?:critical|crit|page|pager|emergency|fatal|disaster|sev-?[01]|p[01]|1)$/i;

/**
 * Alerts, by their names in words, on what is used up or held in reserve, which say of nobody that he is harmed: processor and
 * load, copies that are kept in one place only (Elasticsearch, "Cluster health": yellow, every primary shard is assigned),
 * statements that take long, workers that were all busy once since the start (PHP's status page of FPM, "max children
 * reached"), a clock that nobody sets (node-mixin; that it is wrong is another alert's). Google's SRE book, "Monitoring
 * Distributed Systems": causes, no symptoms.
 */
export const HEADROOM_ALERTS =
  /_(?:cpu|processor|(?:high|host|node|system)_load|load_(?:average|high)|load1?5?_high|slow_(?:quer(?:y|ies)|statements?|log)|max_children|yellow|clock_not_synchroni[sz]ing)_/;
