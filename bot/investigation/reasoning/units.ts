/** A unit as an amount of a base unit: milliseconds and minutes are both so many seconds. */
interface Unit {
  readonly of: 'seconds' | 'bytes' | 'percent' | 'cores';
  readonly factor: number;
}

const unit = (of: Unit['of'], factor: number): Unit => ({ of, factor });
const KIB = 1_024;

const UNITS: ReadonlyMap<string, readonly Unit[]> = new Map(
  (
    [
      ['ns nanosecond nanoseconds', [unit('seconds', 1e-9)]],
      ['us µs μs microsecond microseconds', [unit('seconds', 1e-6)]],
      ['ms msec millisecond milliseconds', [unit('seconds', 1e-3)]],
      ['s sec secs second seconds', [unit('seconds', 1)]],
      ['min mins minute minutes', [unit('seconds', 60)]],
      // Minutes, or thousandths of a processor core.
      ['m', [unit('seconds', 60), unit('cores', 1e-3)]],
      ['h hr hrs hour hours', [unit('seconds', 3_600)]],
      ['d day days', [unit('seconds', 86_400)]],
      ['w week weeks', [unit('seconds', 604_800)]],
      ['b byte bytes', [unit('bytes', 1)]],
      ['kb', [unit('bytes', 1e3), unit('bytes', KIB)]],
      ['k', [unit('bytes', 1e3)]],
      ['ki kib', [unit('bytes', KIB)]],
      ['mb', [unit('bytes', 1e6)]],
      ['mi mib', [unit('bytes', KIB ** 2)]],
      ['gb g', [unit('bytes', 1e9)]],
      ['gi gib', [unit('bytes', KIB ** 3)]],
      ['tb t', [unit('bytes', 1e12)]],
      ['ti tib', [unit('bytes', KIB ** 4)]],
      ['% percent pct', [unit('percent', 1)]],
      ['core cores cpu cpus', [unit('cores', 1)]],
      ['millicore millicores', [unit('cores', 1e-3)]],
    ] as const
  ).flatMap(([names, units]) => names.split(' ').map((name) => [name, units] as const)),
);

const MEGABYTES = [unit('bytes', 1e6)];

/** Words for a unit, longest first, for a pattern. */
export const UNIT_WORDS = [...UNITS.keys()].sort((a, b) => b.length - a.length).join('|');

/** What a written unit may mean; empty for none. */
export function unitsOf(written: string): readonly Unit[] {
  // Kubernetes writes megabytes and thousandths with the same letter.
  if (written === 'M') return MEGABYTES;
  return UNITS.get(written.toLowerCase()) ?? [];
}

/** Other ways to write a unit, itself among them, in lower case. */
export function namesOfUnit(written: string): readonly string[] {
  const meant = unitsOf(written);
  return [...UNITS].flatMap(([name, units]) =>
    units.some((each) => meant.some(({ of, factor }) => each.of === of && each.factor === factor)) ? [name] : [],
  );
}

/** How much of the base units `value` is: `1.5 s` and `1500 ms` are the same; several for a unit that may mean several. */
export function inBaseUnits(
  value: number,
  written: string,
): readonly { readonly of: string; readonly amount: number }[] {
  return unitsOf(written).map(({ of, factor }) => ({ of, amount: value * factor }));
}

/** The value that an amount of the base unit has in a written unit. */
export function fromBaseUnit(amount: number, of: string, written: string): number | undefined {
  const found = unitsOf(written).find((each) => each.of === of);
  return found === undefined ? undefined : amount / found.factor;
}
