import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../backends/common/snapshot/index.ts';
import { createRunbooksApp } from '../../../backends/runbooks/app.ts';
import { createSnapshotRunbooksProvider } from '../../../backends/runbooks/providers/snapshot.ts';
import type { Operations } from '../../../schemas/generated/runbooks.ts';
import { API_KEY, call, type Failure, read } from '../support/call.ts';
import { lines, snapshotFolder } from '../support/snapshot-folder.ts';

type Response<K extends keyof Operations> = Operations[K]['response'];

const OUT_OF_MEMORY = lines(
  '---',
  'severity: high',
  'incident_type: availability',
  'category: kubernetes',
  'causes: [oom_killed, memory_leak]',
  'alerts: [ContainerRestarting]',
  'services: [cart]',
  '---',
  '# Container out of memory',
  '',
  '## When to use this',
  'A container restarts and its last state says OOMKilled.',
  '',
  '## Diagnosis',
  '1. Read the last state: `kubectl describe pod POD`.',
  '2. Compare the working set with the limit.',
  '',
  '## Resolution',
  '1. Raise the memory limit of the deployment.',
  '2. Roll back when a release brought the growth:',
  '   ```',
  '   kubectl rollout undo deployment/NAME',
  '   # not a heading',
  '   ```',
  '',
  '## Escalation',
  'Page the owners of the service after 15 minutes.',
);

/** A wiki page as people write them: no front matter, underlined headings, bullets and prose. */
const WIKI = lines(
  'Slow database queries',
  '=====================',
  '',
  'Sometimes the orders database gets slow and latency rises everywhere.',
  '',
  'How to fix',
  '----------',
  '* Look at `pg_stat_activity` for queries that run longer than a minute.',
  '* Cancel them with pg_cancel_backend.',
  '',
  'If nothing helps, fail over to the replica.',
);

const ESCALATION = lines(
  '# Who to call',
  '## Severity critical',
  'Page the incident commander.',
  '## Severity low',
  'Open a ticket.',
);

const BREACH = lines('# Leaked credential', '## Steps', '- Revoke the compromised credential.', '- Tell security.');

async function open(extra: Record<string, unknown> = {}) {
  const dir = snapshotFolder({
    'runbooks/out-of-memory.md': OUT_OF_MEMORY,
    'runbooks/team/slow-database.md': WIKI,
    'runbooks/escalation.md': ESCALATION,
    'runbooks/leaked-credential.md': BREACH,
    ...extra,
  });
  return createRunbooksApp({ provider: createSnapshotRunbooksProvider(await openSnapshot(dir)), apiKey: API_KEY });
}

const search = async (query: string) =>
  (await read<Response<'search_runbooks'>>(await open(), `/runbooks/search?${query}`)).items;

test('a cause code, an alert or labels find the runbook that names them', async () => {
  for (const query of [
    'cause=memory_leak',
    'alert=ContainerRestarting',
    'labels=alertname=ContainerRestarting,service=cart',
  ])
    expect((await search(query))[0]).toMatchObject({ id: 'out-of-memory', score: 1, severity: 'high' });
});

test('words find a plain wiki page and the step in it that fits', async () => {
  const [best] = await search('query=orders%20database%20queries%20run%20too%20long');
  expect(best).toMatchObject({ id: 'team--slow-database', title: 'Slow database queries', heading: 'How to fix' });
  expect(best!.step).toBe('Look at `pg_stat_activity` for queries that run longer than a minute.');
  expect((await search('query=cancel%20queries'))[0]!.step).toBe('Cancel them with pg_cancel_backend.');
  expect((await search('query=replica%20of%20the%20database'))[0]!.step).toBe(
    'If nothing helps, fail over to the replica.',
  );
});

test('a step keeps its code, and code is no heading', async () => {
  const [best] = await search('query=out%20of%20memory%20release%20roll%20back');
  expect(best!.step).toContain('kubectl rollout undo deployment/NAME\n   # not a heading');
});

test('what tells when to use a runbook is not its step', async () => {
  const [best] = await search('query=OOMKilled%20container%20restarts%20last%20state');
  expect(best!.step).toBe('Read the last state: `kubectl describe pod POD`.');
});

test('scores lie between 0 and 1, best first; nonsense finds nothing', async () => {
  const scores = (await search('query=page%20the%20owners%20of%20the%20database')).map(({ score }) => score);
  expect(scores.length).toBeGreaterThan(1);
  expect(scores[0]).toBe(1);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(await search('query=zxqwv')).toEqual([]);
});

test.each([
  ['performance', 'team--slow-database'],
  ['availability', 'out-of-memory'],
  ['security', 'leaked-credential'],
])('the incident type %s finds a runbook, stated or judged by its words', async (type, id) => {
  expect((await search(`incident_type=${type}`)).map((match) => match.id)).toContain(id);
});

test('a severity leaves out runbooks that state another one', async () => {
  const ids = (await search('severity=low')).map(({ id }) => id);
  expect(ids).not.toContain('out-of-memory');
  expect(ids).toContain('team--slow-database');
});

test('a playbook is whole; an unknown one is 404 with close ids', async () => {
  const app = await open();
  const { playbook } = await read<Response<'get_incident_playbook'>>(app, '/runbooks/playbook/out-of-memory');
  expect(playbook.sections.map(({ heading, steps }) => [heading, steps.length])).toEqual([
    ['Container out of memory', 0],
    ['When to use this', 0],
    ['Diagnosis', 2],
    ['Resolution', 2],
    ['Escalation', 0],
  ]);
  expect(playbook.markdown.startsWith('# Container out of memory')).toBe(true);
  const { status, body } = await call<Failure>(app, '/runbooks/playbook/out-of-memroy');
  expect([status, body.error.kind]).toEqual([404, 'not-found']);
  expect(body.error.message).toContain('Close ids: out-of-memory');
  expect((await call<Failure>(app, '/runbooks/playbook/..%2F..%2Fetc%2Fpasswd')).status).toBe(404);
});

test('guides: diagnostic steps of a category', async () => {
  const app = await open();
  const guides = async (query: string) =>
    (await read<Response<'get_troubleshooting_guide'>>(app, `/runbooks/troubleshooting?${query}`)).items;
  expect(await guides('category=kubernetes')).toMatchObject([
    {
      id: 'out-of-memory',
      steps: ['Read the last state: `kubectl describe pod POD`.', 'Compare the working set with the limit.'],
    },
  ]);
  expect((await guides('category=database&issue_type=slow%20queries'))[0]!.id).toBe('team--slow-database');
  expect(await guides('category=networking')).toEqual([]);
});

test('escalation: the section of the severity asked for first', async () => {
  const app = await open();
  const procedures = async (query: string) =>
    (await read<Response<'get_escalation_procedures'>>(app, `/runbooks/escalation?${query}`)).items.map(
      ({ text }) => text,
    );
  expect(await procedures('severity=critical')).toEqual(['Page the incident commander.']);
  expect(await procedures('severity=high')).toEqual(['Page the owners of the service after 15 minutes.']);
  expect(await procedures('incident_type=availability')).toEqual([
    'Page the incident commander.',
    'Open a ticket.',
    'Page the owners of the service after 15 minutes.',
  ]);
});

test('resolutions: what to do, not whom to call', async () => {
  const { items } = await read<Response<'get_common_resolutions'>>(
    await open(),
    '/runbooks/resolutions?issue=out%20of%20memory',
  );
  expect(items[0]).toMatchObject({ id: 'out-of-memory', heading: 'Resolution' });
  expect(items[0]!.steps[0]).toBe('Raise the memory limit of the deployment.');
  expect(items.some(({ heading }) => heading === 'Escalation')).toBe(false);
});

test('damaged front matter is text, and hostile YAML does no harm', async () => {
  const bomb = lines('---', 'a: &a [x, x]', 'b: [*a, *a]', '---', '# Bomb', 'Boom goes the dynamite.');
  const broken = lines('---', 'causes: [unclosed', '---', '# Broken page', 'Still readable words.');
  const app = await open({ 'runbooks/bomb.md': bomb, 'runbooks/broken.md': broken });
  const find = async (words: string) =>
    (await read<Response<'search_runbooks'>>(app, `/runbooks/search?query=${words}`)).items[0];
  expect(await find('dynamite')).toMatchObject({ id: 'bomb' });
  expect(await find('readable')).toMatchObject({ id: 'broken', title: 'Broken page' });
});

test.each([
  ['/runbooks/resolutions', 'issue'],
  ['/runbooks/search?incident_type=outage', 'incident_type'],
  ['/runbooks/search?labels=novalue', 'labels'],
  ['/runbooks/search?keywords=a', 'keywords'],
])('%s is refused', async (url, field) => {
  const { status, body } = await call<Failure>(await open(), url);
  expect([status, body.error.field]).toEqual([400, field]);
});

test('without runbooks every operation says that there are none', async () => {
  const provider = createSnapshotRunbooksProvider(await openSnapshot(snapshotFolder({ 'topology.json': {} })));
  const app = createRunbooksApp({ provider, apiKey: API_KEY });
  for (const url of [
    '/runbooks/search?query=a',
    '/runbooks/escalation',
    '/runbooks/troubleshooting',
    '/runbooks/resolutions?issue=a',
  ]) {
    const { items, searched } = await read<Response<'search_runbooks'>>(app, url);
    expect([items, searched.present]).toEqual([[], false]);
  }
});
