/** A lead routed on trial: who would get it now, and why. Nothing is written, and no turn advances. */
import { transaction } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { MadeUpLead, RoutingTrial } from '../../contract/api/api.ts';
import { errorInWords, type Routing, readRouting } from '../../contract/language/language.ts';
import { lockWorkItem } from './assignment-rows.ts';
import { accountOf, candidateAgain } from './candidate.core.ts';
import { type Candidate, routeByStep } from './routing.core.ts';
import type { RoutingStore } from './routing.ts';
import { loadSnapshot } from './routing-rows.ts';

/** `text`: of a draft; undefined takes the active one. Throws `invalid_request` for its errors, `not_found` for a lead that is none. */
export async function tryRouting(
  { pool, routing, now }: RoutingStore,
  { text, lead }: { text?: string | undefined; lead: string | MadeUpLead },
): Promise<RoutingTrial> {
  const rules = text === undefined ? await routing.current() : routingIn(text);
  const nowMs = now();
  return transaction(pool, async (connection) => {
    const candidate =
      typeof lead === 'string'
        ? candidateOfWork(await lockWorkItem(connection, 'lead', lead), nowMs)
        : candidateOfWords(lead, nowMs);
    const { routed, steps } = routeByStep(await loadSnapshot(connection, rules), candidate);
    return { ...routed, steps };
  });
}

function routingIn(text: string): Routing {
  const reading = readRouting('routing.yaml', text);
  if (!reading.ok) throw new ApiError('invalid_request', reading.errors.map(errorInWords).join('\n'));
  return reading.value;
}

function candidateOfWork(work: Awaited<ReturnType<typeof lockWorkItem>>, nowMs: number): Candidate {
  const { person, company, dueAtMs } = work;
  return candidateAgain(work, person, accountOf(person, company), {
    ...{ atMs: nowMs, dueAtMs: dueAtMs ?? nowMs + limits.contactWithinMs, isLead: true },
    // As if it came now: its present owner may get it too.
    exclude: [],
  });
}

function candidateOfWords(lead: MadeUpLead, nowMs: number): Candidate {
  const { country, language, campaign, programme, grade, tier, rules, accountOwner } = lead;
  return {
    ...{ tier, rules, accountOwner: accountOwner ?? null, account: 'the account' },
    ...{ country: country?.toUpperCase() ?? null, language: language?.toLowerCase() ?? null },
    ...{ campaign: campaign ?? null, programme: programme ?? null, grade: grade ?? null },
    ...{ atMs: nowMs, dueAtMs: nowMs + limits.contactWithinMs, isLead: true, exclude: [] },
  };
}
