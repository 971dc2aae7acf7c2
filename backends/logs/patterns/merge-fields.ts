import { WILDCARD } from './line-shape.ts';

/** A statement as its words between spaces; `<*>` for a variable part. */
export interface FieldedTemplate {
  readonly fields: readonly string[];
}

/** This many different words in one place, all else equal, are a variable, whatever they look like. */
const MANY = 16;
/** As few as this are one where most of them look like names: of packages, units, hosts, files. */
const FEW_NAMES = 4;
const SHARE_OF_NAMES = 2 / 3;
/** Longer lines are told apart well enough by their words. */
const MOST_FIELDS = 40;
/** Merging one place may bring together what differs in another. */
const ROUNDS = 4;

/** A word that people would call a name: it is put together with marks, has a digit, or is variable already. */
const NAME = /^[^=]*(?:[A-Za-z0-9][._:@/+][A-Za-z0-9<]|\d|<\*>)[^=]*$/;
/** A variable part, also one that a word or another one qualifies: `<*>:all`. */
const VARIABLE = /^<\*>(?::(?:\w+|<\*>))?$/;
/** A word of the statement itself. */
const CONSTANT = /^[A-Za-z][A-Za-z'-]{2,}[:,;.]*$/;

/**
 * Brings together templates that differ in one word only, where that word has so many values, or values so much like
 * names, that it must be a variable: `status installed libfoo:<*>` of every package. Returns the members of each
 * statement, as indexes into `templates`, with its fields.
 */
export function mergeByField(
  templates: readonly FieldedTemplate[],
): { members: number[]; fields: readonly string[] }[] {
  let groups = unite(templates.map(({ fields }, index) => ({ members: [index], fields })));
  for (let round = 0; round < ROUNDS; round++) {
    const merged = unite(mergeOnce(groups));
    if (merged.length === groups.length) return merged;
    groups = merged;
  }
  return groups;
}

interface Group {
  readonly members: number[];
  readonly fields: readonly string[];
}

function mergeOnce(groups: readonly Group[]): Group[] {
  const places = new Map<string, { place: number; groups: Set<number>; values: Set<string> }>();
  for (const [index, { fields }] of groups.entries()) {
    if (fields.length > MOST_FIELDS || fields.length < 2) continue;
    for (let place = 0; place < fields.length; place++) {
      const key = `${place} ${fields.with(place, '').join(' ')}`;
      const found = places.get(key) ?? { place, groups: new Set(), values: new Set() };
      found.groups.add(index);
      found.values.add(fields[place]!);
      places.set(key, found);
    }
  }
  const taken = new Set<number>();
  const merged: Group[] = [];
  const candidates = [...places.values()]
    .filter(({ place, values, groups: alike }) => isVariable(values, groups[[...alike][0]!]!.fields, place))
    .sort((a, b) => b.values.size - a.values.size);
  for (const { place, groups: alike } of candidates) {
    const free = [...alike].filter((index) => !taken.has(index));
    if (free.length < 2) continue;
    for (const index of free) taken.add(index);
    const members = free.flatMap((index) => groups[index]!.members);
    merged.push({ members, fields: groups[free[0]!]!.fields.with(place, WILDCARD) });
  }
  return [...groups.filter((_, index) => !taken.has(index)), ...merged];
}

function isVariable(values: ReadonlySet<string>, fields: readonly string[], place: number): boolean {
  // Where a place is variable already, one name more says nothing new.
  const known = values.has(WILDCARD);
  if (values.size < (known ? 2 : FEW_NAMES)) return false;
  if (!fields.some((field, index) => index !== place && CONSTANT.test(field))) return false;
  if (values.size >= MANY) return true;
  let names = 0;
  for (const value of values) if (NAME.test(value)) names++;
  return names >= values.size * (known && values.size < FEW_NAMES ? 1 : SHARE_OF_NAMES);
}

/** Variable parts beside each other are one; statements that then read the same are one. */
function unite(groups: readonly Group[]): Group[] {
  const byText = new Map<string, Group>();
  for (const { members, fields } of groups) {
    const plain: string[] = [];
    for (const field of fields) {
      if (VARIABLE.test(field) && VARIABLE.test(plain.at(-1) ?? '')) plain[plain.length - 1] = WILDCARD;
      else plain.push(field);
    }
    const text = plain.join(' ');
    const known = byText.get(text);
    if (known === undefined) byText.set(text, { members: [...members], fields: plain });
    else known.members.push(...members);
  }
  return [...byText.values()];
}
