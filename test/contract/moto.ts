import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { startMoto } from '../infra/local/moto.ts';

const isThere = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;

/** Tests against moto, an implementation of AWS that is not ours; left out where it is not installed. */
export function describeWithMoto(name: string, tests: (url: () => string) => void): void {
  (isThere ? describe : describe.skip)(name, () => {
    let moto: Awaited<ReturnType<typeof startMoto>>;
    beforeAll(async () => {
      moto = await startMoto();
    }, 30_000);
    afterAll(() => moto.stop());
    tests(() => moto.url);
  });
}
