import type { Truth } from '../faults/fault.ts';
import type { LabAnswer, NamedCause } from './ask.ts';

/** How an answer compares with the truth. */
export interface Judgement {
  readonly right: boolean;
  readonly firstThree: boolean;
  /** The first cause is at the right place, whatever it is called. */
  readonly component: boolean;
  /** The change to blame is named; absent where none is. */
  readonly change?: boolean;
}

/** Causes count only under the verdicts that claim them. */
export function judge({ verdict, hypotheses }: Pick<LabAnswer, 'verdict' | 'hypotheses'>, truth: Truth): Judgement {
  const claimed = verdict === 'fault' || verdict === 'recovered' ? hypotheses : [];
  const isAt = ({ component }: NamedCause) => truth.components.includes(component);
  const isRight = (one: NamedCause) => isAt(one) && truth.causes.includes(one.cause);
  const [first] = claimed;
  return {
    right: first !== undefined && isRight(first),
    firstThree: claimed.slice(0, 3).some(isRight),
    component: first !== undefined && isAt(first),
    ...(truth.change !== undefined && { change: first?.change === truth.change }),
  };
}
