/**
 * Strengths of findings, 0 to 1: how sure an analyzer is of its cause when it sees what it looks for and nothing else.
 * The steps are fitted on worlds and recorded systems, the order is the rule: what a machine says of itself is above what
 * objects contradict, that above what a pattern suggests, that above what only fits.
 */
export const STRENGTH = Object.freeze({
  /** The platform's own refusal or state, word for word, and still so. */
  certain: 0.97,
  /** A name, port or key that one object asks for and that is nowhere. */
  exact: 0.96,
  /** The runtime, the kernel or the kubelet names the cause. */
  named: 0.95,
  /** An object's state leaves one cause. */
  conclusive: 0.93,
  /** An object's state leaves one cause, and its words might be of another. */
  compelling: 0.92,
  /** Two independent readings agree. */
  strong: 0.9,
  /** Read from an object whose effect was not seen. */
  firm: 0.88,
  /** One message or sign whose usual cause is this one. */
  likely: 0.85,
  probable: 0.8,
  /** Consequences of the cause are seen, it is not. */
  supported: 0.75,
  fair: 0.7,
  /** More likely than all others together. */
  leaning: 0.65,
  moderate: 0.6,
  arguable: 0.55,
  /** As likely as not. */
  even: 0.5,
  guarded: 0.45,
  /** It fits, and so do other causes. */
  weak: 0.4,
  slight: 0.35,
  /** A symptom, or a cause that is likely over. */
  faint: 0.3,
  trace: 0.25,
  /** What is old, made good or silenced, or has been so all the time. */
  standing: 0.1,
});

/** Share of a strength that is left where what would confirm it (the platform's word, an object) was not read. Fitted. */
export const UNCONFIRMED_SHARE = 0.85;
