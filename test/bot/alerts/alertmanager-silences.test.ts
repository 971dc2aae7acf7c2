import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAlertmanagerSilences } from '../../../bot/alerts/alertmanager-silences.ts';
import { createSilenceMirroring } from '../../../bot/alerts/mirror-silences.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import type { Silence } from '../../../bot/domain/silence.ts';
import { silencesMessage } from '../../../bot/slack/views/duty.ts';
import { freePort } from '../../../infra/local/ports.ts';
import { createFakeBoard } from '../../support/fakes/board.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';
import { needing } from '../../support/programs.ts';
import { waitFor } from '../../support/wait-for.ts';

const BINARY = 'prometheus-alertmanager';
const quiet = { warn: () => undefined };

/** Silences as people set them, and the mirroring of them into `url`. */
function open(url: string, authorization?: string) {
  const silences = createFakeRecordStore<Silence>();
  const board = createFakeBoard();
  const clock = { at: new Date(), now: () => clock.at };
  const mirror = createAlertmanagerSilences({
    url,
    ...(authorization && { authorization: new Secret(authorization) }),
  });
  const mirroring = createSilenceMirroring(mirror);
  const bring = () => mirroring({ silences, board, clock, log: quiet });
  const later = (minutes: number) => {
    clock.at = new Date(clock.at.getTime() + minutes * 60_000);
  };
  const set = (id: string, subject: string, minutes: number) =>
    silences.add({
      id,
      teamId: 'T1',
      state: 'active',
      subject,
      from: clock.at.toISOString(),
      until: new Date(clock.at.getTime() + minutes * 60_000).toISOString(),
      by: 'UANN',
      channel: 'C1',
      threadTs: '1.1',
    });
  const notes = () => board.messages.flatMap(({ notice }) => (notice.kind === 'note' ? [notice.text] : []));
  return { silences, board, clock, mirror, bring, later, set, notes };
}

needing(BINARY).describe('the real Alertmanager', () => {
  let child: ChildProcess;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alertmanager-'));
    const file = join(folder, 'alertmanager.yml');
    await writeFile(file, 'route: {receiver: none}\nreceivers:\n  - name: none\n');
    const port = await freePort();
    const options = ['--cluster.listen-address=', `--web.listen-address=127.0.0.1:${port}`];
    child = spawn(BINARY, [`--config.file=${file}`, `--storage.path=${join(folder, 'kept')}`, ...options], {
      stdio: 'ignore',
    });
    url = `http://127.0.0.1:${port}`;
    await waitFor(async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok, 'Alertmanager is ready');
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  interface Kept {
    readonly id: string;
    readonly status: { readonly state: string };
    readonly endsAt: string;
    readonly matchers: readonly { readonly name: string; readonly value: string }[];
  }
  const kept = async (subject: string) => {
    const all = (await (await fetch(`${url}/api/v2/silences`)).json()) as Kept[];
    return all.filter(({ matchers }) => matchers[0]?.value === subject);
  };
  const active = async (subject: string) => (await kept(subject)).filter(({ status }) => status.state === 'active');

  test('holds a silence that was set in Slack, with its id kept here, and once', async () => {
    const { set, bring, silences } = open(url);
    await set('s1', 'service/basket', 60);
    await bring();
    await bring();
    const [one, ...more] = await active('basket');
    expect(more).toEqual([]);
    expect(one!.matchers).toMatchObject([{ name: 'service', value: 'basket', isRegex: false }]);
    expect((await silences.find('s1'))?.mirror).toEqual({ id: one!.id });
  });

  test('has a longer one in the place of the shorter', async () => {
    const { set, bring, silences } = open(url);
    await set('s1', 'DiskFull', 10);
    await bring();
    await set('s2', 'DiskFull', 120);
    await silences.change('s1', (one) => ({ ...one, state: 'ended' }));
    await bring();
    await bring();
    const standing = await active('DiskFull');
    expect(standing).toHaveLength(1);
    expect(standing[0]!.matchers).toMatchObject([{ name: 'alertname' }]);
    expect(Date.parse(standing[0]!.endsAt) - Date.now()).toBeGreaterThan(100 * 60_000);
    expect((await silences.find('s2'))?.mirror?.id).toBe(standing[0]!.id);
  });

  test('ends one that people end early; one that had ended there is no failure', async () => {
    const { set, bring, silences, notes } = open(url);
    await set('s1', 'node/worker-1', 60);
    await bring();
    const [{ id } = { id: '' }] = await active('worker-1');
    await fetch(`${url}/api/v2/silence/${id}`, { method: 'DELETE' });
    await silences.change('s1', (one) => ({ ...one, state: 'ending' }));
    await bring();
    expect(await active('worker-1')).toEqual([]);
    expect([notes(), (await silences.find('s1'))?.mirror?.isOver]).toEqual([[], true]);
    await set('s2', 'namespace/shop', 60);
    await bring();
    expect(await active('shop')).toHaveLength(1);
    await silences.change('s2', (one) => ({ ...one, state: 'ended' }));
    await bring();
    expect(await active('shop')).toEqual([]);
  });

  test('shows those that others made there', async () => {
    const { set, bring, mirror } = open(url);
    await set('s1', 'service/till', 60);
    await bring();
    const theirs = {
      matchers: [{ name: 'team', value: 'pay.*', isRegex: true, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: 'bob',
      comment: 'maintenance of <@U1>',
    };
    await fetch(`${url}/api/v2/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(theirs),
    });
    const others = await mirror.others(AbortSignal.timeout(5_000));
    expect(others).toMatchObject([{ by: 'bob', about: 'team=~"pay.*" (maintenance of <@U1>)' }]);
    const text = JSON.stringify(silencesMessage([], undefined, [], { name: 'Alertmanager', silences: others }));
    expect(text).toContain('Made in Alertmanager itself');
    expect(text).not.toContain('<@U1>');
  });
});

describe('an Alertmanager that', () => {
  /** One that answers all with the same. */
  async function answering(status: number, seen: string[] = []) {
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"silenceID":"1-2"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prefix`;
    return { url, close: () => new Promise((resolve) => server.close(resolve)) };
  }

  test('is away is told of in the thread once; the silence stays, and is mirrored half a minute later', async () => {
    const away = await answering(503);
    const { set, bring, later, notes, silences } = open(away.url);
    await set('s1', 'service/basket', 60);
    await bring();
    await bring();
    expect(notes()).toEqual([
      'Alertmanager did not take the silence about service/basket: it holds here, and Alertmanager goes on sending. I try again.',
    ]);
    expect((await silences.find('s1'))?.state).toBe('active');
    await away.close();
    later(1);
    await bring();
    expect(notes()).toHaveLength(1);
  });

  test('refuses the key is told of, and not asked again', async () => {
    const seen: string[] = [];
    const refusing = await answering(401, seen);
    const { set, bring, later, notes } = open(refusing.url, 'Bearer s3cret-of-it');
    await set('s1', 'service/basket', 60);
    await bring();
    later(1);
    await bring();
    expect(seen).toEqual(['POST /prefix/api/v2/silences Bearer s3cret-of-it']);
    expect(notes()).toEqual([expect.stringContaining('whoever runs the bot has to look')]);
    await refusing.close();
  });
});

test('a list whose other part could not be read says so', () => {
  const text = JSON.stringify(silencesMessage([], undefined, [], { name: 'Alertmanager' }));
  expect(text).toContain('could not be read');
});
