import type { Finding } from '../../domain/finding.ts';

/**
 * The findings without times that cannot be read: an object that a server stored half, or a custom resource, may carry
 * anything in a time's place, and what began at no known moment is known to be all the same. Pure; never throws.
 */
export function withReadableTimes(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) =>
    isReadable(finding.onset) && isReadable(finding.until) ? finding : washed(finding),
  );
}

function washed({ onset, until, ...finding }: Finding): Finding {
  return {
    ...finding,
    ...(onset !== undefined && isReadable(onset) && { onset }),
    ...(until !== undefined && isReadable(until) && { until }),
  };
}

/** What is absent is no unreadable time. Takes `unknown`: a source's JSON may hold a number or a list there. */
function isReadable(time: unknown): boolean {
  return time === undefined || (typeof time === 'string' && !Number.isNaN(Date.parse(time)));
}
