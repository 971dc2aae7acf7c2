import { setTimeout as sleep } from 'node:timers/promises';
import { samplesIn } from './exposition-samples.ts';

/** One target that is scraped. */
export interface ScrapeTarget {
  readonly url: string;
  /** Labels that Prometheus gives its series; those of the target itself win, as `honor_labels` has it. */
  readonly labels: Readonly<Record<string, string>>;
}

/** One series of a target, as it was seen for some seconds. */
export interface ObservedSeries {
  readonly name: string;
  /** `{a="b"}`, or empty. */
  readonly labels: string;
  readonly isCounter: boolean;
  /** Of a gauge: the values seen. */
  readonly values: readonly number[];
  /** Of a counter: its rise a second, the mean over the targets of the same job, which share the work in the long run. */
  readonly perSecond: number;
}

const LOOKS = 6;

/** Looks at every target several times within `seconds`. */
export async function observe(
  targets: readonly ScrapeTarget[],
  seconds: number,
): Promise<readonly (readonly ObservedSeries[])[]> {
  const looks: (readonly Map<string, number>[])[] = [];
  let last: ReturnType<typeof samplesIn>[] = [];
  const began = performance.now();
  for (let n = 0; n < LOOKS; n++) {
    if (n > 0) await sleep((seconds * 1000) / (LOOKS - 1));
    last = await Promise.all(targets.map(async ({ url }) => samplesIn(await (await fetch(url)).text())));
    looks.push(last.map((samples) => new Map(samples.map(({ name, labels, value }) => [name + labels, value]))));
  }
  const took = (performance.now() - began) / 1000;
  const rise = (index: number, key: string): number =>
    Math.max(0, (looks.at(-1)?.[index]?.get(key) ?? 0) - (looks[0]?.[index]?.get(key) ?? 0)) / took;
  return targets.map(({ labels: { job } }, index) => {
    const peers = targets.flatMap((target, n) => (target.labels.job === job ? [n] : []));
    return (last[index] ?? []).map(({ name, labels, isCounter }) => {
      const key = name + labels;
      return {
        name,
        labels,
        isCounter,
        values: looks.flatMap((look) => look[index]?.get(key) ?? []),
        perSecond: peers.reduce((sum, peer) => sum + rise(peer, key), 0) / peers.length,
      };
    });
  });
}
