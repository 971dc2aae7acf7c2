import type { RandomSource } from '../random-source.ts';
import type { Strike } from './fault-kind.ts';
import type { System } from './part.ts';
import type { Courses } from './simulate/course.ts';

/** What somebody says about the system: of the symptom at the front door, of the part, or hardly anything. */
export function complaintOf(
  random: RandomSource,
  system: System,
  courses: Courses,
  strikes: readonly Strike[],
): string | undefined {
  const entries = system.parts.filter(({ entryRps, kind }) => entryRps > 0 && kind !== 'gateway');
  const entry = entries[0] ?? system.parts.find(({ kind }) => kind === 'service')!;
  const told = strikes.map(({ complaint }) => complaint).find((one) => one !== undefined);
  if (told !== undefined && random.chance(0.55)) return told;
  if (random.chance(0.12)) return undefined;
  if (random.chance(0.12)) return 'something is wrong';
  const { errors, latencyMs } = courses.parts.get(entry.role)!;
  const recent = [...errors.subarray(-30)].sort((a, b) => a - b)[27] ?? 0;
  const usual = latencyMs.subarray(0, 20).reduce((sum, value) => sum + value, 0) / 20;
  const now = [...latencyMs.subarray(-30)].sort((a, b) => a - b)[27] ?? 0;
  if (recent > 0.03) return random.pick([`${entry.name} is failing`, `users see errors on ${entry.name}`]);
  if (now > usual * 1.25) return random.pick([`${entry.name} is slow`, `pages of ${entry.name} take too long`]);
  return random.pick([
    `${entry.name} is slow`,
    `is ${entry.name} all right?`,
    told ?? `complaints about ${entry.name}`,
  ]);
}
