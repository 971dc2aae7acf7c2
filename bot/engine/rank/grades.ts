import { causeFamily } from '../../domain/cause.ts';
import type { Finding, Grade } from '../../domain/finding.ts';
import type { Parameters } from '../parameters.ts';

const ORDER: readonly Grade[] = ['coincides', 'measured', 'shown', 'said'];

/** 0 for `coincides` up to 3 for `said`. */
export function gradeRank(grade: Grade): number {
  return ORDER.indexOf(grade);
}

/** The surer of grades; `coincides` for none. */
export function surest(grades: readonly Grade[]): Grade {
  return grades.reduce<Grade>((best, grade) => (gradeRank(grade) > gradeRank(best) ? grade : best), 'coincides');
}

/**
 * A finding's grade: its own, else by what kind of source shows it and how far it establishes its cause. A change that no
 * analyzer tied to the symptoms only coincides with them.
 */
export function gradeOf(finding: Finding, parameters: Parameters): Grade {
  if (finding.grade !== undefined) return finding.grade;
  if (finding.cause !== undefined && causeFamily(finding.cause) === 'change') return 'coincides';
  if (finding.strength < parameters.measuredAt) return 'coincides';
  const sources = new Set(finding.evidence.map(({ source }) => source));
  if (finding.strength < parameters.shownAtStrength || (sources.has('metrics') && sources.size === 1))
    return 'measured';
  const spoken = finding.evidence.some(({ source, tool }) => source === 'logs' || tool === 'list_events');
  return spoken ? 'said' : 'shown';
}
