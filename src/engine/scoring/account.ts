/** Programmes that score companies: what of them is of people, and what of the company. Pure. */
import type { Combine, Ladder, Programme } from '../../contract/language/language.ts';

/** A programme that scores companies: how, and their ladder. */
export interface CompiledAccount {
  combine: Combine;
  ladder: Ladder;
}

/** The part of a compiled programme that is about companies. */
export interface OfAccount {
  /** How it scores companies; null where it scores people. With it, `ladder` of the programme only says who adds points. */
  account: CompiledAccount | null;
}

/** Returns how a programme scores companies; null for one of people, which combines nothing. */
export function accountOf({ combine, ladder }: Programme): CompiledAccount | null {
  return combine === undefined ? null : { combine, ladder };
}

/** The name of the one tier of people: those who add points. */
const addsPoints = 'adds points';

/** The programme as it scores people: of one for companies, all with points stand on one tier, which does nothing. */
export function ofPeople(programme: Programme): Programme {
  if (programme.of !== 'account') return programme;
  const { contactWithin } = programme.ladder;
  const tiers = [{ name: addsPoints, above: 0, up: [], down: [] }];
  return { ...programme, ladder: { tiers, hysteresis: 0, contactWithin } };
}
