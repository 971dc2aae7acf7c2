import type { CloudNamespace, CloudThing } from '../../../schemas/metric-knowledge.ts';

type Labels = Readonly<Record<string, string>>;

/** Whose requests a series of CloudWatch tells of. */
export interface CloudIdentity {
  readonly thing: CloudThing;
  readonly service: string;
  /** Who calls it, where a dimension says so. */
  readonly caller: string | undefined;
  /** The dimensions that make it a part of all that is counted for the thing; empty for the whole. */
  readonly parts: readonly string[];
}

const BALANCER = 'loadbalancer';
const GROUP = 'targetgroup';
/** Whom a service calls, in what Application Signals tells of its calls: those are no requests to it. */
const CALLED = 'remoteservice';

/** Dimensions that part what is counted of a thing: AWS publishes the whole as well, or only the parts. */
const PARTING: readonly string[] = [
  'availabilityzone',
  GROUP,
  BALANCER,
  'stage',
  'route',
  'resource',
  'method',
  'executedversion',
  'operation',
  'filterid',
  'discoveryname',
  'targetdiscoveryname',
];
/** What people call a thing that CloudWatch knows by a number: its tag, or what a rule of the exporter gave it. */
const TITLES: readonly string[] = ['tagname', 'customtagname', 'name'];

const read = new WeakMap<Labels, ReadonlyMap<string, string>>();

/** The only target group of each balancer that has but one, by how CloudWatch names both. */
export type OnlyGroups = ReadonlyMap<string, string>;

/** Reads off any series which groups a balancer has: a group belongs to one balancer. */
export function onlyGroupsIn(series: Iterable<{ readonly name: string; readonly labels: Labels }>): OnlyGroups {
  const groups = new Map<string, Set<string>>();
  for (const { name, labels } of series) {
    if (!/aws/i.test(name)) continue;
    const dimensions = dimensionsOf(labels);
    const [balancer, group] = [dimensions.get(BALANCER), dimensions.get(GROUP)];
    if (balancer !== undefined && group !== undefined)
      groups.set(balancer, (groups.get(balancer) ?? new Set()).add(group));
  }
  return new Map([...groups].flatMap(([balancer, [one, other]]) => (other === undefined ? [[balancer, one!]] : [])));
}

/**
 * Every thing whose requests a series is about: a target group's are its balancer's as well, and those of a balancer with one
 * group are that group's.
 */
export function thingsOf(
  labels: Labels,
  { things }: CloudNamespace,
  only: OnlyGroups = new Map(),
): readonly CloudIdentity[] {
  const own = dimensionsOf(labels);
  if (own.has(CALLED)) return [];
  const group = own.has(GROUP) ? undefined : only.get(own.get(BALANCER) ?? '');
  const dimensions = group === undefined ? own : new Map([...own, [GROUP, group]]);
  return things.flatMap((thing) => {
    const service = serviceOf(thing, dimensions);
    if (service === undefined) return [];
    const caller = thing.caller === undefined ? undefined : dimensions.get(thing.caller);
    // What is told of the group itself goes before what is told of all that a balancer passes on.
    const isWhole = group !== undefined && thing.dimension === GROUP;
    const parts = PARTING.filter((one) => (one === BALANCER ? isWhole : one !== thing.dimension && own.has(one)));
    return [{ thing, service, caller: caller === undefined ? undefined : resourceName(caller), parts }];
  });
}

function serviceOf({ dimension, id }: CloudThing, dimensions: ReadonlyMap<string, string>): string | undefined {
  const named = dimension === undefined ? undefined : dimensions.get(dimension);
  if (named !== undefined) return resourceName(named);
  const number = id === undefined ? undefined : dimensions.get(id);
  if (number === undefined) return undefined;
  const title = TITLES.map((label) => dimensions.get(label)).find((text) => text !== undefined && !isArn(text));
  return title ?? number;
}

/** Labels without the empty ones, in lower case and without separators, YACE's `dimension_` taken off. */
function dimensionsOf(labels: Labels): ReadonlyMap<string, string> {
  const known = read.get(labels);
  if (known !== undefined) return known;
  const dimensions = new Map(
    Object.entries(labels).flatMap(([label, value]) => {
      const plain = label.toLowerCase().replace(/^dimension_/, '');
      return value === '' ? [] : [[plain.replaceAll(/[^a-z\d]/g, ''), value] as const];
    }),
  );
  read.set(labels, dimensions);
  return dimensions;
}

function isArn(text: string): boolean {
  return text.startsWith('arn:') || text === 'global';
}

/** How CloudWatch names balancers and groups: `app/shop/50dc6c495c0c9188`, `targetgroup/web/73e2d6bc24d8a067`. */
const NUMBERED = /(?:^|[:/])(?:app|net|gwy|targetgroup)\/([^/]+)\/[0-9a-f]+$/;

/** The name that its owner gave to a resource. */
function resourceName(value: string): string {
  const numbered = NUMBERED.exec(value)?.[1];
  if (numbered !== undefined) return numbered;
  return isArn(value) ? value.replace(/^.*[:/]/, '') : value;
}
