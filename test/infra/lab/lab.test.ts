import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { firingAlerts } from '../../../infra/lab/alerts.ts';
import { ask } from '../../../infra/lab/bench/ask.ts';
import { waitUntilQuiet } from '../../../infra/lab/bench/bench.ts';
import { healthyTurbulence } from '../../../infra/lab/healthy.ts';
import { createSession } from '../../../infra/lab/session.ts';
import { type Lab, startLab } from '../../../infra/lab/start-lab.ts';
import { openLiveGateway } from '../../../infra/local/live/live-gateway.ts';
import { readLive } from '../../../infra/local/live/read-live.ts';
import { surveySources } from '../../../infra/local/live/survey.ts';
import { needing } from '../../support/programs.ts';
import { waitFor } from '../../support/wait-for.ts';
import { temporaryFolder } from '../local/stand-in.ts';

const TIMEOUT_MS = 280_000;

needing('prometheus', 'promtool', 'prometheus-alertmanager').describe('the live lab', () => {
  const { folder, remove } = temporaryFolder();
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ folder, historyHours: 1, scrapeSeconds: 2, perSecond: 5, bot: 'none' });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await lab?.stop();
    remove();
  }, TIMEOUT_MS);

  const { test } = needing();

  test(
    'its live.yaml opens every source, and the survey sees what runs',
    async () => {
      const gateway = await openLiveGateway(readLive(lab.liveFile));
      const lines = await surveySources(gateway);
      await gateway.close();
      const told = Object.fromEntries(lines.map(({ what, text }) => [what, text]));
      expect(told.Kubernetes).toBe('7 services: accounts, catalog, checkout, db, inventory, payments, web');
      expect(told.Logs).toBe(told.Kubernetes);
      expect(told.Topology).toContain('checkout -> payments');
      expect(lines.filter(({ state }) => state === 'failed')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    'people are served, a deploy and twice the people wake nobody, Watchdog fires all along',
    async () => {
      await waitFor(() => lab.load.counts().answered > 20);
      await healthyTurbulence(lab);
      const { answered } = lab.load.counts();
      await waitFor(() => lab.load.counts().answered > answered + 50);
      lab.load.setFactor(1);
      await waitUntilQuiet(lab);
      const all = (await (await fetch(`${lab.alertmanager}/api/v2/alerts`)).json()) as {
        labels: { alertname: string };
      }[];
      expect(all.map(({ labels }) => labels.alertname)).toEqual(['Watchdog']);
    },
    TIMEOUT_MS,
  );

  test(
    'a fault is told by its alert, asked about at the command line, and over once it is healed',
    async () => {
      const session = createSession(lab);
      await session.fault('errors', { seed: 3, size: 1 });
      const alert = await waitFor(async () =>
        (await firingAlerts(lab.alertmanager)).find(({ labels }) => labels.alertname === 'HighErrorRate'),
      );
      const answer = await ask(lab.liveFile, alert.annotations.summary ?? '', { since: '30m' });
      expect(answer.verdict).not.toBe('healthy');
      await session.heal();
      await waitUntilQuiet(lab);
    },
    TIMEOUT_MS,
  );

  test(
    'a crash loop stands in the API, the log and the metrics',
    async () => {
      const session = createSession(lab);
      const { plan } = await session.fault('crash-loop', { seed: 5 });
      const service = plan.truth.components[0]?.replace('service/', '') ?? '';
      const [pod] = lab.cluster.workload(service).pods;
      await waitFor(() => pod?.state.kind === 'waiting' && pod.state.reason === 'CrashLoopBackOff');
      await waitFor(async () =>
        (await firingAlerts(lab.alertmanager)).some(({ labels }) => labels.alertname === 'KubePodCrashLooping'),
      );
      const query = `${lab.prometheus}/api/v1/query?query=${encodeURIComponent(`kube_pod_container_status_restarts_total{container="${service}"}`)}`;
      const { data } = (await (await fetch(query)).json()) as { data: { result: { value: [number, string] }[] } };
      expect(Number(data.result[0]?.value[1])).toBeGreaterThan(0);
      await session.heal();
      await waitUntilQuiet(lab);
      expect(pod?.last).toMatchObject({ exitCode: 1, reason: 'Error' });
    },
    TIMEOUT_MS,
  );

  test(
    'what it writes down tells nothing that should stay secret',
    () => {
      const token = readFileSync(lab.cluster.api.readTokenFile, 'utf8');
      expect(readFileSync(lab.liveFile, 'utf8')).not.toContain(token);
      expect(readFileSync(lab.alertmanagerFile, 'utf8')).not.toMatch(/credentials:/);
    },
    TIMEOUT_MS,
  );
});
