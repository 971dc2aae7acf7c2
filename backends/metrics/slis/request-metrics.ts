import { RE2JS } from 're2js';
import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import type { RequestRole, RequestSide } from '../../../schemas/metric-knowledge.ts';
import { nameInWords } from '../../../schemas/name-in-words.ts';
import { cloudMetricOf, mayBeCloudMetric } from './cloud-metrics.ts';

type Labels = Readonly<Record<string, string>>;

/** What one metric tells of requests. */
export interface RequestMetric {
  readonly role: RequestRole;
  /** The part of a histogram or summary; `value` for anything else. */
  readonly part: 'bucket' | 'sum' | 'count' | 'value';
  /** The name without that part. */
  readonly base: string;
  readonly sides: readonly RequestSide[];
  /** `http` and `rpc` requests of one service are different ones. */
  readonly protocol: 'http' | 'rpc';
}

const KNOWN = METRIC_KNOWLEDGE.requests;
const NOT = RE2JS.compile(KNOWN.not);
const ALSO = RE2JS.compile(KNOWN.also);
const NOT_DURATION = RE2JS.compile(KNOWN.notDuration);
const NOT_REQUESTS = RE2JS.compile(KNOWN.notRequests);
const ROLES = KNOWN.roles.map(({ role, name }) => ({ role, pattern: RE2JS.compile(name) }));
const FAMILIES = KNOWN.families.map((family) => ({ ...family, pattern: RE2JS.compile(family.name) }));

const read = new Map<string, readonly Candidate[]>();
const MOST_READ = 10_000;

interface Candidate extends RequestMetric {
  readonly needs: readonly string[];
}

/** What a metric of this name and these labels tells of requests; undefined when nothing. */
export function requestMetricOf(name: string, labels: Labels): RequestMetric | undefined {
  const candidates = read.get(name) ?? candidatesOf(name);
  if (read.size < MOST_READ) read.set(name, candidates);
  return candidates.find(({ needs }) => needs.every((label) => labels[label] !== undefined));
}

/** Whether a series of this name and these labels tells of requests, however they were counted. */
export function tellsOfRequests(name: string, labels: Labels): boolean {
  return requestMetricOf(name, labels) !== undefined || cloudMetricOf(name, labels) !== undefined;
}

/** Whether a metric of this name may tell of requests, whatever its labels. */
export function mayTellOfRequests(name: string): boolean {
  return candidatesOf(name).length > 0 || mayBeCloudMetric(name);
}

/**
 * The side of `sides` on which a series is counted; undefined when its labels fit none. `*` stands for any value; a label
 * that a series lacks decides nothing otherwise.
 */
export function sideOf(sides: readonly RequestSide[], labels: Labels): RequestSide | undefined {
  return sides.find(({ where }) =>
    Object.entries(where ?? {}).every(([label, value]) =>
      value === '*' ? (labels[label] ?? '') !== '' : labels[label] === undefined || labels[label] === value,
    ),
  );
}

function candidatesOf(name: string): readonly Candidate[] {
  const part = /[._](bucket|sum|count)$/.exec(name)?.[1] as 'bucket' | 'sum' | 'count' | undefined;
  const base = name.replace(/[._](?:bucket|sum|count|total)$/, '');
  const words = nameInWords(base);
  if (NOT.matcher(words).find() && !ALSO.matcher(words).find()) return [];
  const role = roleOf(words, part);
  if (role === undefined || /[._]created$/.test(name)) return [];
  const protocol = /(?:^|_)g?rpc(?:_|$)/.test(words) ? 'rpc' : 'http';
  return FAMILIES.filter(({ pattern }) => pattern.matcher(words).find()).map(({ sides, needs }) => ({
    role,
    part: part ?? 'value',
    base,
    sides,
    protocol,
    needs: needs ?? [],
  }));
}

function roleOf(words: string, part: string | undefined): RequestRole | undefined {
  const role = ROLES.find(({ pattern }) => pattern.matcher(words).find())?.role;
  if (role === 'duration') return NOT_DURATION.matcher(words).find() ? undefined : role;
  if (role === undefined || NOT_REQUESTS.matcher(words).find()) return undefined;
  // The sum or a bucket of something that is no duration (sizes) counts no requests.
  return part === 'sum' || part === 'bucket' ? undefined : role;
}
