/** What a move sets off; its caller carries the effects out in the transaction of the move. */
import type { contactTaskIn } from '../../contract/language/language.ts';

/** An effect and its time. `for`, `to` and `who` are `owner`, `person` or a lane. A task belongs to its `stage` and is closed with it. */
export type FlowEffect = {
  atMs: number;
} /** `from` is the date field that a delayed task was counted from. */ & (
  | { do: 'task'; subject: string; for: string; dueAtMs: number; stage: string; from?: string }
  | { do: 'mail'; template: string; to: string }
  | { do: 'notify'; who: string; text: string }
  | { do: 'note'; text: string }
  | { do: 'open'; pipeline: string; at?: string | undefined }
  | { do: 'make person'; kind: 'contact' | 'customer' }
  | { do: 'stop contact' }
  /** The lane handoff: the record belongs to another lane now. */
  | { do: 'hand off'; lane: string }
  /** Closes the open tasks of the stage that was left: complete where its work is done, else cancelled for the reason. */
  | { do: 'close tasks'; stage: string; isDone: boolean; reason: string | null }
  | { do: 'count'; counter: string }
  /** The contact task of a lead: what the stage that was left did to it is undone, then this stage's word holds; null for none. */
  | { do: 'contact task'; stage: string; as: ReturnType<typeof contactTaskIn> }
);
