import type { Coverage, Searched } from '../../schemas/generated/kubernetes.ts';
import type { TimeWindow } from './time.ts';

/**
 * Says what was searched, so that an empty answer can be read. `filters` are shown where set; `present` is false when
 * the source holds no such signal at all.
 */
export function describeSearch(
  what: string,
  options: {
    present: boolean;
    filters?: Readonly<Record<string, string | number | boolean | undefined>>;
    window?: TimeWindow;
    /** What the source holds beyond what was read, in words. */
    leftOut?: string | undefined;
    /** How far the source was read, of what the answer is about. */
    coverage?: Coverage | undefined;
  },
): Searched {
  const filters = Object.entries(options.filters ?? {}).filter(([, value]) => value !== undefined);
  const suffix = filters.length === 0 ? '' : ` with ${filters.map(([name, value]) => `${name}=${value}`).join(', ')}`;
  return {
    what: `${what}${suffix}${options.present ? '' : ' (this source holds none)'}${options.leftOut === undefined ? '' : `; left out: ${options.leftOut}`}`,
    present: options.present,
    ...(options.window?.start === undefined ? {} : { start: options.window.start.toISOString() }),
    ...(options.window === undefined ? {} : { end: options.window.end.toISOString() }),
    ...(options.leftOut === undefined ? {} : { leftOut: options.leftOut }),
    ...(options.coverage === undefined ? {} : { coverage: options.coverage }),
  };
}
