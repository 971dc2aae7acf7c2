import * as agents from '@aws-sdk/client-bedrock-agent-runtime';
import * as agentcore from '@aws-sdk/client-bedrock-agentcore';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { createInputCheck, NEWER, readServiceModel } from '../../../../infra/local/service-models/check.ts';

/** How the SDK's client describes an operation and a structure: name and members among other things. */
type Described = readonly [kind: number, namespace: string, name: string, traits: unknown, ...rest: unknown[]];

test.each([
  ['bedrock-agent-runtime', agents],
  ['bedrock-agentcore', agentcore],
  ['cognito-idp', cognito],
] as const)('the model of %s has the members that the installed client sends', (service, client) => {
  const model = readServiceModel(service);
  const described = client as unknown as Record<string, Described>;
  for (const [operation, name] of Object.entries(model.inputs)) {
    const operationOf = described[`${operation}$`];
    expect([operation, operationOf?.[2]]).toEqual([operation, operation]);
    const input = ((operationOf ?? [])[4] as () => Described)();
    const members = Object.keys(model.shapes[name]?.members ?? {});
    const known = [...members, ...NEWER.flatMap((each) => each.split(`${operation}.`)[1] ?? [])];
    const sent = (input[4] ?? []) as string[];
    expect([operation, sent.filter((member) => !known.includes(member))]).toEqual([operation, []]);
    expect([operation, members.filter((member) => !sent.includes(member))]).toEqual([operation, []]);
  }
});

const event = {
  memoryId: 'a_memory-abcdefghij',
  actorId: 'slack-t1-u1',
  sessionId: 'C1-1-2',
  eventTimestamp: 1,
  payload: [{ conversational: { content: { text: 'why?' }, role: 'USER' } }],
};
const check = createInputCheck(readServiceModel('bedrock-agentcore'));
const checkCognito = createInputCheck(readServiceModel('cognito-idp'));

test('an input that fits is not complained of, nor are members younger than the model', () => {
  expect(check('CreateEvent', event)).toEqual([]);
  expect(check('CreateEvent', { ...event, extractionMode: 'SKIP' })).toEqual([]);
});

test.each([
  ['a session id with a dot', { ...event, sessionId: 'C1.2' }, 'sessionId'],
  ['no payload', { ...event, payload: undefined }, 'payload'],
  ['too many payloads', { ...event, payload: Array(101).fill(event.payload[0]) }, 'payload'],
  ['a payload of two kinds', { ...event, payload: [{ ...event.payload[0], blob: 1 }] }, 'payload.0'],
  ['a member that does not exist', { ...event, colour: 'red' }, 'colour'],
  [
    'a role that does not exist',
    { ...event, payload: [{ conversational: { content: { text: 'x' }, role: 'ROBOT' } }] },
    'payload.0.conversational.role',
  ],
  ['a number for a text', { ...event, actorId: 7 }, 'actorId'],
  ['a text for a time', { ...event, eventTimestamp: 'now' }, 'eventTimestamp'],
])('%s is found', (_case, input, path) => {
  expect(check('CreateEvent', input).map((problem) => problem.path)).toEqual([path]);
});

test('sizes and numbers are held to their bounds', () => {
  const list = { memoryId: event.memoryId, namespace: '/sre/' };
  expect(check('ListMemoryRecords', list)).toEqual([]);
  expect(check('ListMemoryRecords', { ...list, maxResults: 101 })).toHaveLength(1);
  expect(check('ListMemoryRecords', { ...list, maxResults: 1.5 })).toHaveLength(1);
  expect(check('ListMemoryRecords', { ...list, namespace: '' })).not.toEqual([]);
  expect(check('StopRuntimeSession', { agentRuntimeArn: 'a', runtimeSessionId: 'short' })).toHaveLength(1);
});

test('Cognito’s patterns know more than ASCII', () => {
  const user = { UserPoolId: 'eu-central-1_abc', Username: 'žofia' };
  expect(checkCognito('AdminGetUser', user)).toEqual([]);
  expect(checkCognito('AdminGetUser', { ...user, Username: 'with space' })).toHaveLength(1);
  expect(checkCognito('AdminGetUser', { ...user, UserPoolId: 'nowhere' })).toHaveLength(1);
});

test('an operation that is not in the model is a mistake of ours', () => {
  expect(() => check('DropEverything', {})).toThrow('lacks DropEverything');
});
