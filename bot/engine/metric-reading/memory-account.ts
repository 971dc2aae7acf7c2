import type { ReadSeries } from './read-series.ts';

/**
 * The series that the kernel counts against a container's limit, where they are there: a process's own resident set holds
 * pages that it shares with others (cAdvisor's `container_*` and the cgroup's limit are of one account).
 */
export function countedAgainstLimit(reads: readonly ReadSeries[]): readonly ReadSeries[] {
  const counted = reads.filter(({ series }) => series.name.startsWith('container_'));
  return counted.length > 0 ? counted : reads;
}
