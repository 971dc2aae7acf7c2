import type { LeftOutMetric, Operations, Sli } from '../../../schemas/generated/metrics.ts';
import type { Handlers } from '../../common/create-app.ts';
import { inTurns } from '../../common/in-turns.ts';
import { pageOf } from '../../common/page.ts';
import { describeSearch } from '../../common/searched.ts';
import { windowSince } from '../../common/time.ts';
import type { MetricsProvider } from '../provider.ts';
import { servicesIn } from '../services-in.ts';
import { summarizeSli } from '../slis/summarize.ts';

/** Service level indicators, the most changed first. */
export function sliHandlers(provider: MetricsProvider): Pick<Handlers<Operations>, 'list_slis'> {
  return {
    list_slis: async ({ since, focus, limit, cursor }, { signal }) => {
      const window = windowSince(since, provider.now());
      const reading = await provider.slis({ window, focus: servicesIn(focus) }, { signal });
      const { grid } = reading;
      const span = {
        start: window.start === undefined ? grid.start : window.start.getTime() / 1000,
        end: grid.start + grid.length * grid.step,
      };
      const items: Sli[] = [];
      await inTurns(reading.items, signal, (series) => {
        const sli = summarizeSli(series, grid, span);
        if (sli !== undefined) items.push(sli);
      });
      items.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
      const leftOut: LeftOutMetric[] = reading.leftOut.map(({ services, ...rest }) => ({
        ...rest,
        ...(services === undefined ? {} : { services: [...services] }),
      }));
      const left = reading.leftOut.map(({ metric }) => metric).join(', ');
      return {
        asOf: provider.now().toISOString(),
        searched: describeSearch('service level indicators', {
          present: reading.present,
          window,
          filters: { focus },
          leftOut: left === '' ? undefined : left,
        }),
        leftOut,
        ...pageOf(items, { limit, cursor, question: [since, focus] }),
      };
    },
  };
}
