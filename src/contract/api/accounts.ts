/** The score of a company: what its people add, and its step on a ladder, from scoring to sales and to the API. */
import { z } from 'zod';
import { type PlannedAction, reasonSchema, type TierUpdate } from './tier-update.ts';

/** What one profile adds to the score of its company in a programme. */
export interface PersonPart {
  profile: string;
  /** Who it is: profiles of one person count once. */
  person: string;
  points: number;
}

/** What is kept of a company between two steps, as scoring wrote it. */
export interface AccountState {
  tierState: Record<string, unknown>;
  /** The ladder it stands on. */
  ladder: Record<string, unknown>;
}

/** A company after a step on its ladder. */
export interface AccountStep {
  state: AccountState;
  /** Tier before and after: 0 is below the ladder. */
  from: number;
  to: number;
  episode: number;
  /** Its name where it began with a company that was merged into this one; null where it is its own. */
  begunAs: TierUpdate['begunAs'];
  tierName: string;
  tiers: number;
  /** How the points of people become the score, in words. */
  combine: string;
  score: number;
  /** Who makes the score, those with the most points first. */
  counted: readonly PersonPart[];
  actions: PlannedAction[];
  rearm?: TierUpdate['rearm'];
  /** When the clock alone needs another step, ms; null for never. */
  dueAtMs: number | null;
}

/** What a step works on. */
export interface AccountMoment {
  before: AccountState | null;
  people: readonly PersonPart[];
  nowMs: number;
  /** Whether anything happened to its people since; a changed programme alone moves no tier. */
  isOwn: boolean;
  /** Whether somebody of it can be contacted: until then it rises to no tier. */
  canRise: boolean;
  /** Whether its open work was erased with somebody: its episode ends with it, and the company rises again as it stands. */
  beginsAgain?: boolean;
  /** Whether the programme scored no companies since the last step: its people say their points again, one after the other. */
  hasEnded?: boolean;
}

/** A company with what is kept of it. */
export interface KeptAccount {
  company: string;
  /** Null before its first step. */
  state: AccountState | null;
}

/** A step, with what the update of it says of its programme. */
export type AccountStepped = AccountStep &
  Pick<TierUpdate, 'programme' | 'programmeName' | 'programmeVersion' | 'campaign'>;

/** How scoring makes the score of companies. */
export interface AccountScoring {
  /** Of the active programmes as this process knows them. One that is behind another writes no score. */
  generation(): number;
  /** Null where no such programme is active. */
  step(programme: string, moment: AccountMoment): AccountStepped | null;
  /** What is kept of two companies that became one: the higher tier with its episode. Null where no such programme is active. */
  join(programme: string, kept: KeptAccount, merged: KeptAccount): AccountState | null;
}

const personSchema = z.object({
  /** Id of the profile: its explanation has every point. */
  profile: z.string(),
  /** Id of the record; null for somebody who is none yet. */
  person: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** What the rules give this person now. */
  points: z.number(),
  /** Whether they are counted in the score. */
  counts: z.boolean(),
  reasons: z.array(reasonSchema),
});

const accountScoreSchema = z.object({
  programme: z.string(),
  programmeName: z.string(),
  /** How the points of people become the score, in words. */
  combine: z.string(),
  score: z.number(),
  tier: z.number().int(),
  tierName: z.string(),
  tiers: z.number().int(),
  /** How many people make the score; `people` has those with the most points. */
  peopleCount: z.number().int(),
  people: z.array(personSchema),
  /**
   * People that only a public key has named, those with the most points. Their points count for no company that somebody else has named,
   * until a server says who they are.
   */
  claims: z.array(personSchema),
  asOf: z.iso.datetime(),
});

/** The scores of a company, one for each programme that scores companies. */
export const accountSchema = z.object({
  /** Id of the company. */
  id: z.string(),
  name: z.string(),
  scores: z.array(accountScoreSchema),
});
export type AccountView = z.infer<typeof accountSchema>;

/** The score of a company as it is stored, with what its people make of it now. */
export interface AccountSum {
  company: string;
  programme: string;
  /** Where it is in the order of all. */
  position: string;
  /** Points, as stored. */
  score: number;
  /** Of the same people; null where no such programme is active. */
  summed: number | null;
  /** Whether it is about to be scored. */
  isDue: boolean;
  /** What each profile adds, in points. */
  parts: readonly { profile: string; points: number }[];
}
