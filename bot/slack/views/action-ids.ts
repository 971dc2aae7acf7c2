/** What a press of a button or a sent form is called in Slack's payloads. Values carry the investigation's id. */
export const ACTIONS = {
  stop: 'sre_stop',
  showEvidence: 'sre_show_evidence',
  evidencePage: 'sre_evidence_page',
  feedback: 'sre_feedback',
  helpful: 'sre_helpful',
  notHelpful: 'sre_not_helpful',
  investigateThis: 'sre_investigate_this',
  investigateAgain: 'sre_investigate_again',
} as const;

export const VIEWS = { evidence: 'sre_evidence', correction: 'sre_correction' } as const;

/** The event type of the metadata that marks our messages, so that they can be found again after a crash. */
export const MESSAGE_EVENT = 'sre_message';
