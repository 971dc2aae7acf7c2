import { type Component, componentOf } from '../../domain/target.ts';
import type { KnownNames } from './known.ts';
import type { MetricMeaning, MetricSignal } from './meaning.ts';

/** Labels by which inventories call a machine or a program on one, the most telling first (a CMDB's configuration items). */
const ITEM_LABELS = ['cmdb_id', 'cmdb_ci', 'ci_name', 'ci', 'configuration_item', 'monitored_host', 'machine', 'name'];

/** What agents measure of a machine as a whole. */
const OF_MACHINES: ReadonlySet<MetricSignal> = new Set([
  'cpu-share',
  'cpu-idle-share',
  'cpu-iowait-share',
  'cpu-steal-share',
  'load',
  'memory-share',
  'memory-free',
  'memory-limit',
  'disk',
  'disk-share',
  'disk-free',
  'disk-limit',
  'disk-busy',
  'disk-queue',
  'inodes-share',
  'inodes-free',
  'inodes-limit',
  'network-delay',
  'network-loss',
  'network-bytes',
  'network-packets',
  'echo-loss-share',
  'conntrack',
  'conntrack-limit',
  'clock-offset',
  'clock-synchronised',
]);

/**
 * The machine that a figure of one is about where an inventory's name is all that says whose it is; what runs on another
 * machine by its own traces is a container or guest, whose figures these are. Undefined for any other figure.
 */
export function machineNamed(
  labels: Readonly<Record<string, string>>,
  { signal }: MetricMeaning,
  { hosts }: KnownNames,
): Component | undefined {
  if (!OF_MACHINES.has(signal)) return undefined;
  const item = ITEM_LABELS.map((label) => labels[label]).find((value) => value !== undefined && value !== '');
  if (item === undefined) return undefined;
  const host = hosts?.get(item);
  return componentOf({ kind: host === undefined || host === item ? 'node' : 'service', name: item });
}
