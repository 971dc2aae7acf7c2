/**
 * Thresholds of the rules over nodes and the control plane, with unit and source; "fitted" is on worlds and recorded
 * systems.
 */
export const NODE_NETWORK = Object.freeze({
  /**
   * A lossy link is resent over all the time, this often a second and so many times as often as at the next node; a slow
   * one only until senders have learnt its delay. Fitted.
   */
  resendsOfLoss: 2,
  leadOfLoss: 3,
  /**
   * What it adds to the suspicion of a slow node that others resend and it does not: its own packets still wait in its own
   * queue, which its senders know, while the others miss the acknowledgements. Fitted.
   */
  quietAmongResenders: 4,
  /** Services whose complaints, with so many words of the network among them, are worth a guess without a sign at a node. Fitted. */
  manyServices: 4,
  wordsOfNetwork: 2,

  /** Signs of nodes, and complaints of services, that are cited; complaints where they stand alone. Display. */
  signsShown: 3,
  complaintsShown: 4,
  aloneShown: 5,
});

export const SCHEDULER = Object.freeze({
  /** Milliseconds within which a live scheduler says either where a pod goes or why it goes nowhere: it does within seconds. */
  silenceMs: 30_000,
});
