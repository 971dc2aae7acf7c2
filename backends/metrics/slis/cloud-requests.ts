import type { Series } from '../provider.ts';
import { type CloudGroup, type CloudMember, cloudIndicators, exportedKey } from './cloud-indicators.ts';
import { type CloudMetric, cloudMetricOf } from './cloud-metrics.ts';
import { type CloudIdentity, type OnlyGroups, thingsOf } from './cloud-things.ts';
import { addPeriodSums, emptySums, type Grid } from './grid.ts';
import type { SliSeries } from './sli-series.ts';

/** Collects what CloudWatch tells of requests, and makes indicators of it. */
export interface CloudRequests {
  /** False for a series that is none of CloudWatch's requests. */
  add(series: Series): boolean;
  indicators(): readonly SliSeries[];
}

/**
 * Creates an empty collection. A statistic of CloudWatch is that of a period, a gauge; what did not happen has no point ("there
 * is a nonzero value" is when most counts are reported): no failures beside requests are none, and no requests beside
 * other figures are none.
 */
export function createCloudRequests(grid: Grid, only?: OnlyGroups): CloudRequests {
  const groups = new Map<string, CloudGroup & { readonly members: CloudMember[] }>();
  const alive = emptySums(grid);
  const exported = new Set<string>();
  const membersOf = (
    { space, metric }: CloudMetric,
    { thing, service }: CloudIdentity,
    peer: string | undefined,
  ): CloudMember[] => {
    const key = JSON.stringify([space.namespaces[0], space.things.indexOf(thing), service, peer]);
    const group = groups.get(key) ?? { space, thing, service, peer, members: [] as CloudMember[] };
    groups.set(key, group);
    exported.add(exportedKey(space, metric));
    return group.members;
  };
  return {
    add: (series) => {
      const told = cloudMetricOf(series.name, series.labels);
      if (told === undefined) return false;
      if (series.values.length > 0) addPeriodSums(series, grid, alive);
      for (const identity of thingsOf(series.labels, told.space, only)) {
        const member: CloudMember = { series, told, parts: identity.parts };
        membersOf(told, identity, undefined).push(member);
        if (identity.caller !== undefined) membersOf(told, identity, identity.caller).push(member);
      }
      return true;
    },
    indicators: () => [...groups.values()].flatMap((group) => cloudIndicators(group, { grid, alive, exported })),
  };
}
