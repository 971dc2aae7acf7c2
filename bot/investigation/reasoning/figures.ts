import { fromBaseUnit, inBaseUnits, namesOfUnit, UNIT_WORDS } from './units.ts';

/** A number as it is written, with the unit that stands behind it. */
export interface Figure {
  /** Without signs of thousands: `1240`, `127.5`, `-3`. */
  readonly digits: string;
  readonly unit?: string;
  /** The unit of a number that follows and shares it: 90 in "from 90 to 127.5 MiB". */
  readonly shared?: string;
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const NUMBER_WORDS: ReadonlyMap<string, string> = new Map([
  ...SMALL.map((word, value) => [word, String(value)] as const),
  ...TENS.map((word, index) => [word, String((index + 2) * 10)] as const),
]);
/** "One" is as often no number. */
const NO_NUMBER = new Set(['one']);
/** Amounts without a number of their own; they must stand in the evidence as they are. */
const AMOUNTS =
  /\b(?:twice|thrice|double[ds]?|doubling|triple[ds]?|tripling|quadruple[ds]?|\w+fold|halved?|dozens?|hundreds?|thousands?|millions?|billions?|half|quarter|majority|most)\b/gi;

const NUMBER = '[-+−]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?![\\d,])|[-+−]?\\d+(?:\\.\\d+)?';
const FIGURE = new RegExp(
  `(?<![\\p{L}\\p{N}_.:/@-])(${NUMBER})(?:(st|nd|rd|th)(?![\\p{L}\\p{N}])|(?:\\s?-?(${UNIT_WORDS})(?![\\p{L}\\p{N}_]))|[x×](?![\\p{L}\\p{N}_]))?(?![\\p{L}\\p{N}_]|[-./:@][\\p{L}_]|\\.\\d)`,
  'giu',
);
const PLAIN_MINUS = /(?<=[\p{N}])[-–—](?=\d)/gu;
/** What may stand between two numbers that share a unit. */
const SHARING = /^\s*(?:to|and|or|of|until|through|[-–—→]|->|,)\s*$/i;

/**
 * The numbers of a text, also those in words, each with its unit, and the text without the digits of these; what has
 * digits then is a name or an address. Times are to be taken out before.
 */
export function takeFigures(text: string): { readonly figures: readonly Figure[]; readonly rest: string } {
  const plain = text
    .replace(PLAIN_MINUS, ' to ')
    .replace(/(?<=\d)\s?per\s?cent\b/gi, ' percent')
    // A key's colon is no part of its value.
    .replace(/":/g, '" ');
  const matches = [...plain.matchAll(FIGURE)];
  const figures = matches.map((match, index): Figure => {
    const [whole, number = '', , unit] = match;
    const next = matches[index + 1];
    const between = next && plain.slice(match.index + whole.length, next.index);
    const shared = unit === undefined && between !== undefined && SHARING.test(between) ? next?.[3] : undefined;
    return { digits: canonical(number), ...(unit && { unit }), ...(shared && { shared }) };
  });
  const words = [...plain.toLowerCase().matchAll(new RegExp(`\\b([a-z]+)(?:[\\s-](${UNIT_WORDS})\\b)?`, 'g'))].flatMap(
    ([, word = '', unit]): Figure[] => {
      const digits = NUMBER_WORDS.get(word);
      if (digits === undefined || (NO_NUMBER.has(word) && unit === undefined)) return [];
      return [{ digits, ...(unit && { unit }) }];
    },
  );
  return { figures: [...figures, ...words], rest: plain.replace(FIGURE, ' ') };
}

/** Amounts in words that are no numbers, in lower case: "twice", "most". */
export function amountsOf(text: string): string[] {
  return [...text.matchAll(AMOUNTS)].map(([word]) => word.toLowerCase());
}

function canonical(written: string): string {
  const plain = written.replace(/^\+/, '').replace('−', '-').replaceAll(',', '');
  return plain.includes('.') ? plain : String(BigInt(plain));
}

/**
 * True when `source`, a text, holds this figure: the same number with the same unit, or with another one of the same
 * measure (1500 ms and 1.5 s), or rounded to no fewer than two digits. A unit that the source writes apart from its
 * number, as in `"unit":"percent"` or `durationMs`, counts.
 */
export function holdsFigure(figure: Figure, source: readonly Figure[], sourceWords: ReadonlySet<string>): boolean {
  return source.some((seen) => {
    const said = [figure.unit, figure.shared].filter((each) => each !== undefined);
    const known = [seen.unit, seen.shared].filter((each) => each !== undefined);
    const isBare = figure.unit === undefined;
    if (isBare && seen.unit === undefined && isRounded(Number(seen.digits), figure.digits)) return true;
    for (const unit of said) {
      for (const its of known) {
        const amounts = inBaseUnits(Number(seen.digits), its);
        const fits = ({ of, amount }: { of: string; amount: number }) => {
          const value = fromBaseUnit(amount, of, unit);
          return value !== undefined && isRounded(value, figure.digits, unit);
        };
        if (amounts.some(fits)) return true;
      }
      const writtenApart = known.length === 0 && namesOfUnit(unit).some((name) => sourceWords.has(name));
      if (writtenApart && isRounded(Number(seen.digits), figure.digits, unit)) return true;
    }
    return false;
  });
}

/** True when `said` is `value` as written, or rounded to what `said` has of decimals and to at least two digits. */
function isRounded(value: number, said: string, unit?: string): boolean {
  const number = Number(said);
  if (Math.abs(number - value) <= Math.abs(value) * 1e-9) return true;
  const decimals = said.split('.')[1]?.length ?? 0;
  const meaningful = said.replace(/[-.]/g, '').replace(/^0+/, '').length;
  // All of something is a claim of its own.
  if (meaningful < 2 || ((unit === '%' || unit === 'percent') && number === 100)) return false;
  return decimals <= 9 && Number(value.toFixed(decimals)) === number;
}
