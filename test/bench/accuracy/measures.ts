import type { Judgement } from './expectation.ts';

/** Right answers among answers of one span of confidence, with the bounds of their true share. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly right: number;
  readonly answers: number;
  /** Wilson's 95 % bounds of right / answers. */
  readonly bounds: readonly [number, number];
}

/** What is reported of one set. Shares are 0 to 1; undefined where nothing of the set can show it. */
export interface Measures {
  readonly n: number;
  readonly answered: number;
  readonly right: number;
  readonly firstThree: number;
  readonly component?: number;
  /** Mean over the set: right +1, no answer 0, wrong -0.5, wrong at 0.6 and more -5. */
  readonly utility: number;
  readonly broken: number;
  readonly healthyWhileBroken: number;
  readonly well: number;
  readonly calledWell: number;
  readonly faultWhileWell: number;
  /** Wrong at 0.6 and more. */
  readonly wrongAndSure: number;
  /** Of the right answers that name a cause: how many at 0.8 and more. */
  readonly rightAndSure: readonly [sure: number, right: number];
  /** Of the answers at 0.8 and more: how many are right. */
  readonly sureAndRight: readonly [right: number, sure: number];
  readonly reliability: readonly ReliabilityBin[];
}

/** Confidences from which an answer is called sure, and from which it is acted upon. */
export const SURE = 0.8;
export const ACTED_UPON = 0.6;

/** Right +1, no answer 0, wrong -0.5, wrong at 0.6 and more -5. */
export function worth({ right, confidence }: Pick<Judgement, 'right' | 'confidence'>): number {
  if (right) return 1;
  if (confidence === undefined) return 0;
  return confidence >= ACTED_UPON ? -5 : -0.5;
}

/** Measures one set. `judgements` holds one entry for each system of the set, answered or not. */
export function measure(judgements: readonly Judgement[]): Measures {
  const n = judgements.length;
  const count = (test: (one: Judgement) => boolean) => judgements.filter(test).length;
  const withComponent = judgements.filter(({ component }) => component !== undefined);
  const named = judgements.filter(({ confidence }) => confidence !== undefined);
  const rightAt = (from: number, to: number) => {
    const inBin = named.filter(({ confidence }) => confidence! >= from && confidence! < to);
    return { from, to, right: inBin.filter(({ right }) => right).length, answers: inBin.length };
  };
  const sure = rightAt(SURE, Number.POSITIVE_INFINITY);
  return {
    n,
    answered: count(({ answered }) => answered),
    right: count(({ right }) => right) / n,
    firstThree: count(({ firstThree }) => firstThree) / n,
    component:
      withComponent.length === 0
        ? undefined
        : withComponent.filter((one) => one.component).length / withComponent.length,
    utility: judgements.reduce((sum, one) => sum + worth(one), 0) / n,
    broken: count(({ broken }) => broken),
    healthyWhileBroken: count(({ broken, calledHealthy }) => broken && calledHealthy),
    well: count(({ well }) => well),
    calledWell: count(({ well, calledHealthy }) => well && calledHealthy),
    faultWhileWell: count(({ well, calledFault }) => well && calledFault),
    wrongAndSure: named.filter(({ right, confidence }) => !right && confidence! >= ACTED_UPON).length,
    rightAndSure: [sure.right, named.filter(({ right }) => right).length],
    sureAndRight: [sure.right, sure.answers],
    reliability: [
      [0, ACTED_UPON],
      [ACTED_UPON, SURE],
      [SURE, Number.POSITIVE_INFINITY],
    ].map(([from, to]) => {
      const bin = rightAt(from!, to!);
      return { ...bin, bounds: wilson(bin.right, bin.answers) };
    }),
  };
}

/** Wilson's score interval of a share, at 95 %. Returns [0, 1] for no trials. */
export function wilson(hits: number, trials: number): readonly [number, number] {
  if (trials === 0) return [0, 1];
  const z = 1.96;
  const share = hits / trials;
  const scale = 1 + (z * z) / trials;
  const middle = (share + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
