/** Thresholds of the rules over changes, with unit and source; "fitted" is on worlds and recorded systems. */
export const CHANGES = Object.freeze({
  /** Milliseconds by which a change may be recorded after it took effect. Fitted. */
  clockSlackMs: 3 * 60_000,
  /** Milliseconds within which a change acts. Fitted. */
  actsWithinMs: 10 * 60_000,
  /** Milliseconds from the window's start within which lines are not taken to be new. Fitted. */
  newAfterMs: 5 * 60_000,

  /** Hours within which a change is fresh; hours and power by which its fit falls from then on. Fitted. */
  freshHours: 0.25,
  fadingHours: 3,
  fadingPower: 1.1,
  /** What place and content add to a score of 1 next to time alone. Fitted. */
  timeAlone: 0.1,
  placeShare: 0.5,
  contentShare: 0.4,
  /** Share left of a change of documents or tests. Fitted. */
  harmlessShare: 0.3,

  /** Score below which a change is not told; changes shown. Fitted; display. */
  leastScore: 0.28,
  shown: 3,
  /** Strength at most of a change that came before the trouble at its place and names nothing of it: a lead, no more; of one that does. Fitted. */
  coincidesAtMost: 0.55,
  tiedAtMost: 0.92,
  /** Strength at a score of 0, and what a score of 1 adds. Fitted. */
  base: 0.3,
  scoreAdds: 0.85,
  /** Weight of place and words below which a change is only a neighbour in time. Fitted. */
  leastTie: 0.15,
  /** Errors cited, lines of a diff and letters of each that are shown. Display. */
  citedShown: 2,
  linesShown: 3,
  lettersShown: 80,
});

/** How much trouble at a place is its own, 0 to 1, by what tells of it. Fitted. */
export const CHANGE_PLACES = Object.freeze({
  /** Where a complaint or an alert merely points; where words do. */
  hinted: 0.4,
  words: 0.35,
  /** An alert where it is known who makes the trouble. */
  alertElsewhere: 0.15,
  /** Share of a service's trouble that a caller, and a callee, may have brought there. */
  caller: 0.5,
  callee: 0.3,
  /** A change that names no place at all. */
  unknown: 0.25,
});

export const CHANGE_WORDS = Object.freeze({
  /** Letters of a change, and of the symptoms, that are read: a bound on the work. */
  textLetters: 4000,
  symptomLetters: 40_000,
  /** Rare words in common from which a change is tied to the symptoms, and how rare they must be together. Fitted. */
  tiedWords: 3,
  tiedRarity: 3,
  /** Patterns of a log that are read for their words: a bound on the work. */
  patterns: 8,
  /** Parts into which a course is cut; times as many lines in the last as in the first that are a surge. Fitted. */
  parts: 3,
  surgeFactor: 3,
  /** Rarity of a word that every change has. Fitted. */
  leastRarity: 0.3,
  /** Rarest words that are weighed, their weight from which the fit is whole, and what a change of the kind adds. Fitted. */
  weighed: 6,
  wholeWeight: 8,
  kindAdds: 0.2,
  /** Words shown. Display. */
  shown: 4,
});
