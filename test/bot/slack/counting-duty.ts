import type { Duty } from '../../../bot/slack/duty.ts';

const AT = '2026-01-02T03:04:05.000Z';
const PLACE = { teamId: 'T1', channel: 'C1', threadTs: '1.0001' };

/** Alerts, calls, incidents and actions that do nothing but note in `done` what was asked of them. */
export function createCountingDuty(done: string[]): Duty {
  const page = {
    ...PLACE,
    id: 'p1',
    state: 'waiting' as const,
    reason: 'it is down',
    severity: 'critical' as const,
    askedBy: 'U1',
    openedAt: AT,
    calls: [],
  };
  const incident = {
    ...PLACE,
    id: 'i1',
    state: 'open' as const,
    title: 'Nobody can pay',
    severity: 'sev2' as const,
    roles: {},
    declaredBy: 'U1',
    declaredAt: AT,
    component: 'service/basket',
  };
  const group = {
    ...PLACE,
    id: 'g1',
    state: 'open' as const,
    subjects: ['service/basket'],
    members: {},
    openedAt: AT,
    lastAt: AT,
    revision: 1,
  };
  const silence = {
    id: 's1',
    teamId: 'T1',
    state: 'active' as const,
    subject: 'basket',
    from: AT,
    until: '2100-01-01T00:00:00.000Z',
    by: 'U1',
  };
  const action = { ...PLACE, id: 'a1', state: 'running' as const };
  const desk = (name: string, answers: unknown) =>
    new Proxy({}, { get: (_target, method) => async () => noted(`${name} ${String(method)}`, answers) });
  const noted = <T>(what: string, answer: T): T => {
    done.push(what);
    return answer;
  };
  const records = (kind: string, one: object) => ({
    add: async () => noted(`${kind} added`, true),
    find: async () => one,
    change: async (_id: string, change: (record: object) => object | undefined) => {
      const changed = change(one);
      return changed && noted(`${kind} changed`, changed);
    },
    list: async () => [],
  });
  return {
    pager: desk('pager', page),
    incidentDesk: desk('incidents', { ...incident, incident }),
    actionDesk: desk('actions', { ...action, action, isNew: true }),
    whoIsOnCall: { level: async () => undefined, levels: async () => [] },
    settings: {
      current: async () => ({
        alerts: {},
        oncall: { services: { default: [] } },
        actions: { allowed: [{ kind: 'rollout-restart', namespaces: ['shop'] }] },
      }),
    },
    groups: records('group', group),
    pages: records('page', page),
    incidents: records('incident', incident),
    silences: {
      ...records('silence', silence),
      list: async ({ states }: { states?: readonly string[] }) => (states?.includes('active') ? [silence] : []),
    },
    inbox: { held: async () => [] },
    actions: records('action', action),
    timeline: { add: async () => noted('timeline', undefined), of: async () => [] },
    memory: { knowledge: async () => [{ id: 'm', text: 'it was the disk', createdAt: AT }] },
  } as unknown as Duty;
}
