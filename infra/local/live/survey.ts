import type { ToolGateway, ToolName } from '../../../bot/ports/tool-gateway.ts';
import type { BackendName } from './backend-environment.ts';

/** One source or signal of a live system, and what was seen of it. */
export interface SurveyLine {
  readonly what: string;
  /** `seen`: it answers; `absent`: nothing of it is connected or held; `failed`: it is connected and does not answer. */
  readonly state: 'seen' | 'absent' | 'failed';
  readonly text: string;
}

interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly total?: number;
  readonly searched: { readonly present: boolean; readonly what: string };
}

const TIMEOUT_MS = 30_000;
const MOST_NAMES = 12;
const WORKLOADS = 'Deployment,StatefulSet,DaemonSet';

/**
 * Asks every source of a live system once, as an investigation would, and says what it shows: before the first
 * question, not in the middle of the night. A source that fails is a line of its own and never an error.
 */
export async function surveySources(gateway: ToolGateway): Promise<SurveyLine[]> {
  const call = async (tool: string, args: Record<string, unknown> = {}): Promise<unknown> =>
    gateway.call(tool as ToolName, args, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const list = async (tool: string, args: Record<string, unknown> = {}): Promise<Page> =>
    (await call(tool, args)) as Page;
  const line = async (what: string, read: () => Promise<string | undefined>): Promise<SurveyLine> => {
    try {
      const text = await read();
      return { what, state: text === undefined ? 'absent' : 'seen', text: text ?? 'none' };
    } catch (error) {
      return { what, state: 'failed', text: (error as Error).message };
    }
  };
  const warnings = async (backend: BackendName): Promise<readonly string[]> => {
    const described = (await call(`${backend}___describe_source`).catch(() => undefined)) as
      | { readonly warnings: readonly string[] }
      | undefined;
    return described?.warnings ?? [];
  };

  const lines = await Promise.all([
    line('Kubernetes', async () => {
      const found = await list('kubernetes___list_objects', { kind: WORKLOADS, limit: 1000 });
      if (!found.searched.present) return undefined;
      const names = found.items.map(({ metadata }) => (metadata as { name: string }).name);
      return `${counted(names.length, 'service')}: ${named(names)}`;
    }),
    line('Changes', async () => {
      const found = await list('kubernetes___list_changes', { limit: 1000 });
      return found.searched.present ? `${found.total ?? found.items.length} known` : undefined;
    }),
    line('Logs', async () => {
      const found = await list('logs___list_log_services');
      if (!found.searched.present) return undefined;
      return `${counted(found.items.length, 'service')}: ${named(found.items.map(({ service }) => String(service)))}`;
    }),
    line('Metrics', async () => {
      const found = await list('metrics___summarize_series', { since: '1h' });
      const leftOut = /; left out: (.*)$/.exec(found.searched.what)?.[1];
      if (!found.searched.present) return undefined;
      return `${found.total ?? found.items.length} series${leftOut === undefined ? '' : `; left out: ${leftOut}`}`;
    }),
    line('Topology', async () => {
      const { topology, searched } = (await call('metrics___get_topology')) as {
        readonly topology: Readonly<Record<string, readonly string[]>>;
        readonly searched: { readonly present: boolean };
      };
      if (!searched.present) return undefined;
      const calls = Object.entries(topology).flatMap(([from, to]) => to.map((callee) => `${from} -> ${callee}`));
      return named(calls);
    }),
    line('Alerts', async () => {
      const found = await list('metrics___list_alerts', { state: 'active' });
      if (!found.searched.present) return undefined;
      const names = found.items.map(({ labels }) => (labels as Record<string, string>).alertname ?? 'without a name');
      return names.length === 0 ? 'none fires' : `${counted(names.length, 'alert')} firing: ${named(names)}`;
    }),
    line('Runbooks', async () => {
      const described = (await call('runbooks___describe_source')) as { readonly signals: readonly string[] };
      return described.signals.length === 0 ? undefined : 'there';
    }),
  ]);
  const told = await Promise.all((['kubernetes', 'logs', 'metrics', 'runbooks'] as const).map(warnings));
  const noted = told.flat().map((text): SurveyLine => ({ what: 'Note', state: 'seen', text }));
  return [...lines, ...noted];
}

/** The survey for a terminal, with what an investigation will have to call unknown. */
export function surveyText(lines: readonly SurveyLine[]): string {
  const rows = lines.map(
    ({ what, state, text }) => `  ${what.padEnd(11)} ${state === 'failed' ? `does not answer: ${text}` : text}`,
  );
  const unseen = lines.filter(({ state }) => state !== 'seen').map(({ what }) => what.toLowerCase());
  const topology = unseen.includes('topology')
    ? ['  Without a topology a cause is not followed from caller to callee: write `topology:` into live.yaml.']
    : [];
  const unknown = unseen.length === 0 ? [] : [`  Shown as unknown in every answer: ${unseen.join(', ')}.`];
  return [...rows, ...unknown, ...topology].join('\n');
}

function named(names: readonly string[]): string {
  const unique = [...new Set(names)].toSorted();
  const rest = unique.length - MOST_NAMES;
  return `${unique.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}` || 'none';
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
