import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api';
import { createDeployment } from '../../../infra/aws/deployment.ts';
import { readOptions } from '../../../infra/aws/options.ts';

// A synthesis takes a second, and many on a machine that has much else to do.

/** A zone of documentation, for the options that need one. */
export const ZONE = { hostedZoneId: 'Z0123456789ABC', hostedZoneName: 'example.com' };

export interface Synthesis {
  readonly foundation: Template;
  readonly identity: Template;
  readonly agentcore: Template;
  readonly service: Template;
  readonly monitoring: Template;
  readonly all: readonly Template[];
  /** The folder of the templates. */
  readonly folder: string;
}

const known = new Map<string, Synthesis>();

/** What a test needs besides the templates, and takes long. */
interface Extras {
  /** CDK's own check of templates against all resource types, which takes seconds. */
  readonly validated?: boolean;
  /** Copies in the folder of what is uploaded; the templates are the same without them. */
  readonly copied?: boolean;
}

/** Synthesizes a deployment in this process, rules of cdk-nag included; the same options are done once in a file. */
export function synthesize(
  given: Readonly<Record<string, unknown>> = {},
  { validated = false, copied = false }: Extras = {},
): Synthesis {
  const context: Record<string, unknown> = { domain: 'oncall.example.com', ...given };
  const key = JSON.stringify([context, validated, copied]);
  const done = known.get(key);
  if (done !== undefined) return done;
  const folder = mkdtempSync(join(tmpdir(), 'synthesis-'));
  // Stack traces of constructs cost more than the synthesis itself, and CDK takes them whatever `stackTraces` says.
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    const made = synthesizeInto(folder, context, { validated, copied });
    known.set(key, made);
    return made;
  } finally {
    Error.stackTraceLimit = usual;
  }
}

function synthesizeInto(folder: string, context: Readonly<Record<string, unknown>>, extras: Extras): Synthesis {
  const app = new App({
    outdir: folder,
    stackTraces: false,
    analyticsReporting: false,
    builtinCloudFormationValidation: extras.validated === true,
    context: { [DISABLE_ASSET_STAGING_CONTEXT]: extras.copied !== true },
  });
  const stacks = createDeployment(
    app,
    readOptions((name) => context[name.replace('oncall:', '')]),
  );
  app.synth();
  const { foundation, identity, agentcore, service, monitoring } = stacks;
  const [a, b, c, d, e] = [foundation, identity, agentcore, service, monitoring].map((stack) =>
    Template.fromStack(stack),
  );
  return {
    foundation: a!,
    identity: b!,
    agentcore: c!,
    service: d!,
    monitoring: e!,
    all: [a!, b!, c!, d!, e!],
    folder,
  };
}

/** The resources of a type, as `[logical id, properties]`. */
export function resources(template: Template, type: string): [string, Record<string, unknown>][] {
  return Object.entries(template.findResources(type)).map(([id, found]) => [
    id,
    found.Properties as Record<string, unknown>,
  ]);
}
