import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS, VIEWS } from '../../bot/slack/views/action-ids.ts';
import { createCountingDuty } from '../bot/slack/counting-duty.ts';
import { openWorkspace, recordOf, type Workspace } from '../bot/slack/workspace.ts';
import { hostileText, hostileValue, RUNS, SEED } from './hostile.ts';

// Every button and every form, with values that no version of ours wrote and fields that no person fills in so: it is
// acknowledged, and what it leads to is words of ours.

let workspace: Workspace;
const errors: unknown[] = [];
beforeAll(async () => {
  const log = { info: () => undefined, warn: () => undefined, error: (fields: object) => void errors.push(fields) };
  workspace = await openWorkspace(undefined, { duty: createCountingDuty([]), log: log as never });
  workspace.roles = ['admin'];
  workspace.records.push(recordOf('inv-done'), recordOf('inv-running', 'running'));
});
afterAll(() => workspace.close());

/** Actions whose ids go on behind the name. */
const LONGER: Readonly<Record<string, readonly string[]>> = {
  [ACTIONS.evidencePage]: ['sre_evidence_page_on', 'sre_evidence_page_back'],
  [ACTIONS.investigateThis]: ['sre_investigate_this_0', 'sre_investigate_this_7'],
  [ACTIONS.takeRole]: ['sre_take_role_commander', 'sre_take_role_scribe'],
  [ACTIONS.openLink]: ['sre_link_0'],
};
const BUTTONS = Object.values(ACTIONS).flatMap((id) => LONGER[id] ?? [id]);
/** Values as we write them, of other places and damaged. */
const value = fc.oneof(
  fc.constantFrom(
    'inv-done',
    'inv-running',
    'inv-done -1',
    'inv-done 1e99',
    'inv-done NaN',
    'inv-done 0.5',
    'helpful:',
    '',
  ),
  fc.constantFrom(
    '{"kind":"pods","since":-1}',
    '{"kind":"nothing"}',
    '{"since":"x"}',
    '{"target":7}',
    '[]',
    'null',
    '{',
  ),
  fc.constantFrom('i1:commander', 'a1', 'g1', 's1', 'p1', '__proto__', 'constructor'),
  fc.constantFrom('{"channel":"C1"}', '{"channel":7}', '{"investigation":"inv-done"}', '{"investigation":{}}'),
  hostileText,
);
const field = fc.oneof(
  fc.record({ value: fc.oneof(hostileText, hostileValue) }),
  fc.record({ selected_option: fc.oneof(fc.record({ value: fc.oneof(value, hostileValue) }), hostileValue) }),
  fc.record({ selected_options: fc.oneof(fc.array(fc.record({ value })), hostileValue) }),
  fc.record({ selected_user: fc.oneof(fc.constantFrom('U1', 'U0BEN', null), hostileValue) }),
  hostileValue,
);
const FIELDS = [
  'title',
  'severity',
  'channel',
  'cause',
  'detail',
  'notify',
  'unaddressed',
  'timeZone',
  'target',
  'since',
];
const values = fc.dictionary(
  fc.constantFrom(...FIELDS, 'question', 'commander', 'scribe', '__proto__'),
  fc.oneof({ weight: 4, arbitrary: fc.dictionary(fc.constantFrom('text', 'choice', 'chosen'), field) }, hostileValue),
);

let serial = 0;
async function delivered(body: Record<string, unknown>): Promise<void> {
  serial += 1;
  const { acks } = workspace;
  const before = acks.length;
  errors.length = 0;
  const person = { team: { id: 'T1' }, user: { id: 'U1', team_id: 'T1' } };
  await workspace.deliver({
    ...person,
    trigger_id: `${serial}.9.fuzz`,
    response_url: workspace.slack.responseUrl,
    ...body,
  });
  expect(acks.length).toBe(before + 1);
  const kinds = errors.map((fields) => (fields as { err?: { kind?: string; message?: string } }).err);
  expect(kinds.filter((err) => err === undefined || err.kind === undefined || err.kind === 'internal')).toEqual([]);
}
/** Each costs some calls over a socket. */
const SOME = Math.ceil(RUNS / 10);

describe.each(BUTTONS)('the button %s', (actionId) => {
  test('takes any value', async () => {
    await fc.assert(
      fc.asyncProperty(value, fc.boolean(), async (one, inView) => {
        const place = inView
          ? { container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', hash: 'h' } }
          : { channel: { id: 'C1' }, message: { ts: '5.1', thread_ts: '1.0001' } };
        const action = { type: 'button', action_id: actionId, block_id: 'b', value: one, action_ts: '1' };
        await delivered({ type: 'block_actions', ...place, actions: [action] });
      }),
      { numRuns: SOME, seed: SEED },
    );
  });
});

describe.each(Object.values(VIEWS))('the form %s', (callbackId) => {
  test('takes any fields', async () => {
    // Nothing can be sent in these two.
    if (callbackId === VIEWS.evidence || callbackId === VIEWS.lookup) return;
    await fc.assert(
      fc.asyncProperty(value, values, async (metadata, filled) => {
        const state = { values: filled };
        const view = { id: `V${serial}`, type: 'modal', callback_id: callbackId, private_metadata: metadata, state };
        await delivered({ type: 'view_submission', view });
      }),
      { numRuns: SOME, seed: SEED },
    );
  });
});
