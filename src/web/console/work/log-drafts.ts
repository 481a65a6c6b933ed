/** What users have begun to write of a contact and not saved: kept while the page of the console lives, for each of them. */

export type LogKind = 'call' | 'voicemail' | 'mail' | 'meeting' | 'note';

/** What is being logged. */
export interface LogEntry {
  kind: LogKind;
  outcome: string;
  body: string;
  nextStep: string;
  followUpOn: string;
  from: string;
}

const drafts = new Map<string, LogEntry>();

/** `user` has written about something, which `about` names. */
const keyOf = (user: string, about: object) => JSON.stringify([user, about]);

export function draftOf(user: string, about: object): LogEntry | undefined {
  return drafts.get(keyOf(user, about));
}

/** Keeps what is written; nothing is no draft. */
export function keepDraft(user: string, about: object, entry: LogEntry): void {
  const { outcome, body, nextStep, followUpOn } = entry;
  if (outcome + body + nextStep + followUpOn === '') drafts.delete(keyOf(user, about));
  else drafts.set(keyOf(user, about), entry);
}
