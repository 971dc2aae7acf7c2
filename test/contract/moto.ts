import { afterAll, beforeAll } from '@jest/globals';
import { startMoto } from '../infra/local/moto.ts';
import { needing } from '../support/programs.ts';

/** Tests against moto, an implementation of AWS that is not ours; left out where it is not installed. */
export function describeWithMoto(name: string, tests: (url: () => string) => void): void {
  needing('moto_server').describe(name, () => {
    let moto: Awaited<ReturnType<typeof startMoto>>;
    beforeAll(async () => {
      moto = await startMoto();
    });
    afterAll(() => moto.stop());
    tests(() => moto.url);
  });
}
