/** What a press of a button or a sent form is called in Slack's payloads. Values carry the investigation's id. */
export const ACTIONS = {
  acknowledgeAlerts: 'sre_acknowledge_alerts',
  silenceAlerts: 'sre_silence_alerts',
  endSilence: 'sre_end_silence',
  acknowledgePage: 'sre_acknowledge_page',
  takeOverPage: 'sre_take_over_page',
  handOverPage: 'sre_hand_over_page',
  declareIncident: 'sre_declare_incident',
  changeIncident: 'sre_change_incident',
  resolveIncident: 'sre_resolve_incident',
  takeRole: 'sre_take_role',
  proposeRemedy: 'sre_propose_remedy',
  approveAction: 'sre_approve_action',
  refuseAction: 'sre_refuse_action',
  stop: 'sre_stop',
  showEvidence: 'sre_show_evidence',
  evidencePage: 'sre_evidence_page',
  feedback: 'sre_feedback',
  helpful: 'sre_helpful',
  notHelpful: 'sre_not_helpful',
  investigateThis: 'sre_investigate_this',
  investigateAgain: 'sre_investigate_again',
  lookupDetails: 'sre_lookup_details',
  changePreferences: 'sre_change_preferences',
  forgetMe: 'sre_forget_me',
  openReport: 'sre_open_report',
  /** Followed by its number; the browser opens the address by itself. */
  openLink: 'sre_link',
  askInvestigation: 'sre_ask_investigation',
} as const;

export const VIEWS = {
  declareIncident: 'sre_declare_incident_form',
  changeIncident: 'sre_change_incident_form',
  evidence: 'sre_evidence',
  correction: 'sre_correction',
  lookup: 'sre_lookup',
  preferences: 'sre_preferences',
  investigate: 'sre_investigate',
} as const;

/** The event type of the metadata that marks our messages, so that they can be found again after a crash. */
export const MESSAGE_EVENT = 'sre_message';
