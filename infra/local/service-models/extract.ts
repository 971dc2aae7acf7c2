import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Shape } from './check.ts';

// Writes the models beside this file anew: `node infra/local/service-models/extract.ts <botocore's data folder>`. The
// source is AWS's own description of its services as botocore carries it (Apache-2.0); what is taken are the inputs of
// the operations that the stand-ins offer, with their patterns and sizes. The SDK's JavaScript clients have only names.

interface Model {
  readonly metadata: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Record<string, unknown>>>;
}

const TAKEN: Readonly<Record<string, readonly string[]>> = {
  'bedrock-agent-runtime': ['InvokeInlineAgent', 'Retrieve', 'Rerank'],
  'bedrock-agentcore': [
    'CreateEvent',
    'ListEvents',
    'GetEvent',
    'DeleteEvent',
    'ListSessions',
    'ListActors',
    'RetrieveMemoryRecords',
    'ListMemoryRecords',
    'GetMemoryRecord',
    'DeleteMemoryRecord',
    'BatchCreateMemoryRecords',
    'BatchUpdateMemoryRecords',
    'BatchDeleteMemoryRecords',
    'InvokeAgentRuntime',
    'StopRuntimeSession',
  ],
  'cognito-idp': [
    'AdminGetUser',
    'AdminCreateUser',
    'AdminSetUserPassword',
    'AdminUpdateUserAttributes',
    'AdminDeleteUser',
    'AdminDisableUser',
    'AdminEnableUser',
    'AdminAddUserToGroup',
    'AdminRemoveUserFromGroup',
    'AdminListGroupsForUser',
    'AdminInitiateAuth',
    'AdminRespondToAuthChallenge',
    'AdminUserGlobalSignOut',
    'RevokeToken',
    'CreateGroup',
    'GetGroup',
    'ListGroups',
    'ListUsers',
    'ListUsersInGroup',
    'DescribeUserPool',
    'DescribeUserPoolClient',
  ],
};

function take(model: Model, name: string, into: Record<string, Shape>): void {
  if (into[name] !== undefined) return;
  const { documentation: _text, exception: _exception, ...shape } = model.shapes[name] ?? {};
  const members = shape.members as Record<string, { shape: string }> | undefined;
  const named = (member: unknown) => (member as { shape: string } | undefined)?.shape;
  const taken = {
    ...Object.fromEntries(
      ['type', 'required', 'min', 'max', 'pattern', 'enum', 'union', 'document']
        .filter((key) => shape[key] !== undefined)
        .map((key) => [key, shape[key]]),
    ),
    ...(members && { members: Object.fromEntries(Object.entries(members).map(([key, one]) => [key, one.shape])) }),
    ...(named(shape.member) && { member: named(shape.member) }),
    ...(named(shape.key) && { key: named(shape.key) }),
    ...(named(shape.value) && { value: named(shape.value) }),
  } as Shape;
  into[name] = taken;
  const { member, key, value } = taken;
  for (const inner of [...Object.values(taken.members ?? {}), member, key, value]) {
    if (inner !== undefined) take(model, inner, into);
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the data folder of botocore, which holds '<service>/<version>'.");
for (const [service, operations] of Object.entries(TAKEN)) {
  const version = readdirSync(join(folder, service)).sort().at(-1) ?? '';
  const file = join(folder, service, version, 'service-2.json.gz');
  const model = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Model;
  const shapes: Record<string, Shape> = {};
  const inputs = Object.fromEntries(operations.map((name) => [name, model.operations[name]?.input?.shape ?? '']));
  for (const shape of Object.values(inputs)) take(model, shape, shapes);
  const written = { service, version, inputs, shapes };
  writeFileSync(join(import.meta.dirname, `${service}.json`), `${JSON.stringify(written, undefined, 1)}\n`);
}
