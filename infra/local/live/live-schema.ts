import { z } from 'zod';

// The form of live.yaml. Paths in it are relative to the file itself; credentials are named, never written down.

const NAME = /^[A-Za-z_]\w*$/;

/** Addresses are shown and logged, so they carry no credentials. */
const httpUrl = z.string({ error: 'must be an http or https address' }).superRefine((text, context) => {
  const url = URL.parse(text);
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  if (url === null || !/^https?:$/.test(url.protocol)) refuse('must be an http or https address');
  else if (url.username !== '' || url.password !== '')
    refuse('must not carry a user or password: use the fields beside it');
});

/** Where a credential is: in a variable of the environment, or in a file; tokens in files may rotate. */
const credential = z.union(
  [z.strictObject({ env: z.string().regex(NAME) }), z.strictObject({ file: z.string().min(1) })],
  { error: 'must be {env: VARIABLE} or {file: PATH}: the file names a credential, it never holds one' },
);
export type Credential = z.infer<typeof credential>;

const path = z.string({ error: 'must be a path' }).min(1, 'must be a path');
const count = z.int().min(1);
const matchers = z.string();

const service = {
  url: httpUrl,
  token: credential.optional(),
  user: z.string().min(1).optional(),
  password: credential.optional(),
  /** X-Scope-OrgID. */
  tenant: z.string().min(1).optional(),
};

function passwordNeedsUser(
  value: { readonly user?: string | undefined; readonly password?: unknown; readonly token?: unknown },
  context: z.RefinementCtx,
): void {
  if ((value.user === undefined) !== (value.password === undefined))
    context.addIssue({ code: 'custom', path: ['user'], message: 'user and password come together' });
  if (value.user !== undefined && value.token !== undefined)
    context.addIssue({ code: 'custom', path: ['token'], message: 'give a token, or user and password, not both' });
}

/** Refuses all but one of these fields. */
function exactlyOne(names: readonly string[]) {
  return (value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    const given = names.filter((name) => value[name] !== undefined);
    if (given.length !== 1)
      context.addIssue({
        code: 'custom',
        message: given.length === 0 ? `needs one of: ${names.join(', ')}` : `has ${given.join(' and ')}: give one`,
      });
  };
}

const server = z.strictObject({ server: httpUrl, ca: path.optional(), token: credential });

const kubernetes = z
  .strictObject({
    kubeconfig: path.optional(),
    context: z.string().min(1).optional(),
    server: httpUrl.optional(),
    ca: path.optional(),
    token: credential.optional(),
    maxPerKind: count.optional(),
  })
  .superRefine((value, context) => {
    exactlyOne(['kubeconfig', 'server'])(value, context);
    const belongs = (field: 'context' | 'ca' | 'token', to: 'kubeconfig' | 'server') => {
      if (value[field] !== undefined && value[to] === undefined)
        context.addIssue({ code: 'custom', path: [field], message: `goes with ${to} only` });
    };
    belongs('context', 'kubeconfig');
    belongs('ca', 'server');
    belongs('token', 'server');
  });

const logs = z
  .strictObject({
    loki: z
      .strictObject({ ...service, serviceLabel: z.string().regex(NAME).optional(), matchers: matchers.optional() })
      .superRefine(passwordNeedsUser)
      .optional(),
    folder: path.optional(),
  })
  .superRefine(exactlyOne(['loki', 'folder']));

/** One file for all sources of one system. What it does not name is not read, and shown as not seen. */
export const liveSchema = z
  .strictObject({
    cluster: z.string().min(1).default('default'),
    namespaces: z
      .array(z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a namespace'))
      .default([]),
    kubernetes: kubernetes.optional(),
    prometheus: z
      .strictObject({
        ...service,
        matchers: matchers.optional(),
        names: z.array(z.string().min(1)).optional(),
        spanSeconds: count.optional(),
        stepSeconds: count.optional(),
      })
      .superRefine(passwordNeedsUser)
      .optional(),
    alertmanager: z.strictObject(service).superRefine(passwordNeedsUser).optional(),
    logs: logs.optional(),
    runbooks: path.optional(),
    /** caller -> callees, here or in a file of the same form. */
    topology: z
      .union([path, z.record(z.string().min(1), z.array(z.string().min(1)))], {
        error: 'must be a path, or lists of callees by caller',
      })
      .optional(),
    changes: z
      .strictObject({ file: path.optional(), url: httpUrl.optional() })
      .superRefine(exactlyOne(['file', 'url']))
      .optional(),
    /** What the bot may change, with rights of their own; absent: it offers no actions. */
    actions: server.optional(),
    /** Who is called, and which actions are allowed: takes the place of the example duty.yaml. */
    duty: path.optional(),
  })
  .superRefine((value, context) => {
    if (value.alertmanager !== undefined && value.prometheus === undefined)
      context.addIssue({ code: 'custom', path: ['alertmanager'], message: 'needs prometheus beside it' });
    if (!['kubernetes', 'prometheus', 'logs'].some((name) => value[name as keyof typeof value] !== undefined))
      context.addIssue({ code: 'custom', message: 'names no source: give kubernetes, prometheus or logs' });
  });

export type LiveFile = z.infer<typeof liveSchema>;
