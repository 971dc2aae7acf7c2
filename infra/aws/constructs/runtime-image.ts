import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assets from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');
const PARTS = ['bot', 'schemas', 'package.json', 'package-lock.json'];

let staged: string | undefined;

/** A folder that holds what the image is built from, and nothing else; made once in a process. */
export function stageRuntimeImage(): string {
  if (staged !== undefined) return staged;
  staged = mkdtempSync(join(tmpdir(), 'runtime-image-'));
  for (const part of PARTS) cpSync(join(REPOSITORY, part), join(staged, part), { recursive: true });
  cpSync(join(REPOSITORY, 'infra/aws/runtime/Dockerfile'), join(staged, 'Dockerfile'));
  return staged;
}

/** The runtime's image: synthesis only takes its fingerprint; it is built, for ARM64, when it is deployed. */
export class RuntimeImage extends Construct {
  readonly asset: assets.DockerImageAsset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.asset = new assets.DockerImageAsset(this, 'Asset', {
      directory: stageRuntimeImage(),
      platform: assets.Platform.LINUX_ARM64,
    });
  }
}
