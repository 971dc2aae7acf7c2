import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveSource } from '../../../backends/common/live/live-source.ts';
import { kubernetesSource } from '../../../backends/kubernetes/providers/kubernetes-source.ts';
import { noCluster } from '../../../backends/kubernetes/providers/no-cluster.ts';
import { folderLogs } from '../../../backends/logs/providers/folder-source.ts';
import { lokiSource } from '../../../backends/logs/providers/loki-source.ts';
import { noLogs } from '../../../backends/logs/providers/no-logs.ts';
import { noMetrics } from '../../../backends/metrics/providers/no-metrics.ts';
import { prometheusSource } from '../../../backends/metrics/providers/prometheus-source.ts';
import { folderSource } from '../../../backends/runbooks/providers/folder-source.ts';
import { noRunbooks } from '../../../backends/runbooks/providers/no-runbooks.ts';
import type { ToolGateway } from '../../../bot/ports/tool-gateway.ts';
import { createInProcessGateway } from '../in-process-gateway.ts';
import { StartError } from '../ports.ts';
import { type BackendName, backendEnvironment } from './backend-environment.ts';
import type { LiveSystem } from './read-live.ts';

/**
 * The four backends over the sources of a live system, called in this process. Throws a StartError when a backend finds
 * its variables wrong; a source that is away is told by the calls that need it.
 */
export async function openLiveGateway(live: LiveSystem): Promise<ToolGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'live-'));
  try {
    const topologyFile = join(folder, 'topology.json');
    if (typeof live.topology === 'object') await writeFile(topologyFile, JSON.stringify(live.topology));
    const given = typeof live.topology === 'object' ? topologyFile : undefined;
    const open = <P>(backend: BackendName, sources: readonly LiveSource<P>[]) =>
      openSource(sources, backendEnvironment(backend, live, given));
    const gateway = createInProcessGateway({
      kubernetes: await open('kubernetes', [kubernetesSource, noCluster]),
      logs: await open('logs', [lokiSource, folderLogs, noLogs]),
      metrics: await open('metrics', [prometheusSource, noMetrics]),
      runbooks: await open('runbooks', [folderSource, noRunbooks]),
    });
    return {
      ...gateway,
      close: async () => {
        await gateway.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function openSource<P>(sources: readonly LiveSource<P>[], env: Readonly<Record<string, string>>): Promise<P> {
  const source = sources.find(({ provider }) => provider === env.PROVIDER);
  if (source === undefined) throw new StartError(`There is no source ${env.PROVIDER}.`);
  const read = source.read(env);
  if ('problems' in read) throw new StartError(read.problems.join('\n'));
  return read.open();
}
