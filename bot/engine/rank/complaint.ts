import { type CauseCode, causeFamily } from '../../domain/cause.ts';

const SLOWNESS = /latency|slow|delay|quality|degrad|respon[sd]e? time|timeout/i;

/** What the words of a complaint fit: a weak prior that settles near ties and nothing more. */
const FITS: readonly (readonly [RegExp, (cause: CauseCode) => boolean, string])[] = [
  [
    /restart|crash|flap/i,
    (cause) => /liveness|startup_probe|oom|crash|memory_leak|init_container/.test(cause),
    'it restarts containers, as the complaint says',
  ],
  [
    SLOWNESS,
    (cause) =>
      causeFamily(cause) === 'performance' ||
      causeFamily(cause) === 'dependencies' ||
      /network_(delay|packet)/.test(cause),
    'it slows answers, as the complaint says',
  ],
  [
    /unreachab|unavailab|availab|disrupt|outage|down\b|refus|fail|5\d\d/i,
    (cause) => ['admission', 'scheduling', 'startup', 'routing', 'infrastructure'].includes(causeFamily(cause)),
    'it makes a service unreachable, as the complaint says',
  ],
];

/** Whether a complaint is of slowness, which only measurements show. */
export function isOfSlowness(question: string | undefined): boolean {
  return SLOWNESS.test(question ?? '');
}

const COMPLAINT_WEIGHT = 0.03;

/** How far a cause fits the complaint: 0 or the weight, with the reason in words. */
export function fitComplaint(cause: CauseCode, question: string | undefined): { weight: number; reason?: string } {
  const fitting = FITS.find(([words]) => words.test(question ?? ''));
  if (fitting === undefined || !fitting[1](cause)) return { weight: 0 };
  return { weight: COMPLAINT_WEIGHT, reason: fitting[2] };
}
