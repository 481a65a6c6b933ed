/** Leads by their ids in other systems: entered where there is none, else changed where something differs. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ExternalId, LeadChange, LeadUpsert, LeadView } from '../../contract/api/api.ts';
import {
  differingFrom,
  externalColumns,
  type Revised,
  requireKept,
  type Upserted,
  upserting,
} from '../store/store.ts';
import {
  asKept,
  type FlowContext,
  keptParts,
  leadById,
  newRecord,
  withoutKey,
} from '../workflow/workflow.ts';
import { changeLead } from './lead-changes.ts';

/**
 * Enters the lead, or changes what differs; a lead that is as wanted is not written. Throws `invalid_request` for a new one without a
 * person, `conflict` for another person, campaign or pipeline than it has, and as changes of leads do.
 */
export async function upsertLead(
  context: FlowContext,
  external: ExternalId,
  { revision, ...wanted }: Revised<LeadUpsert>,
  defaultLeadPipeline: () => Promise<string>,
): Promise<Upserted<LeadView>> {
  const { pipeline, person, company, campaign, when, reason, ...parts } = wanted;
  return upserting<LeadView, LeadChange>(context.database, {
    ...{ table: 'leads', external, revision },
    read: (id) => leadById(context, id),
    differs: async (present) => {
      requireKept('lead', { pipeline, person, company, campaign }, keptParts(present));
      const kept = await asKept(context, present.pipeline, parts);
      const change = differingFrom(kept, { ...present, quality: qualityOf(present) });
      if (Object.keys(change).length === 0) return null;
      const isMove = change.stage !== undefined || change.status !== undefined;
      return { ...change, ...(isMove && { when, reason }) };
    },
    change: (id, change) => changeLead(context, id, change),
    enter: () => enter(context, external, wanted, defaultLeadPipeline),
  });
}

/** The quality of a lead as a change gives it. */
function qualityOf({ quality, qualityReason: reason }: LeadView): unknown {
  if (quality === null) return null;
  return quality === 'junk' ? { quality, reason } : { quality };
}

async function enter(
  context: FlowContext,
  external: ExternalId,
  wanted: LeadUpsert,
  defaultLeadPipeline: () => Promise<string>,
): Promise<LeadView> {
  const { pipeline, person, company, campaign, owner, fields = {}, ...rest } = wanted;
  if ((person === undefined) === (company === undefined))
    throw new ApiError(
      'invalid_request',
      `there is no lead with the "externalId" "${external.externalId}" yet; a new one needs a "person", or a "company" where no person is known`,
    );
  const id = await newRecord(withoutKey(context), {
    kind: 'lead',
    pipeline: pipeline ?? (await defaultLeadPipeline()),
    columns: { person_id: person, company_id: company, campaign, owner, ...externalColumns(external) },
    fields,
  });
  const hasMore = Object.values(rest).some((value) => value !== undefined);
  return hasMore ? changeLead(context, id, rest) : ((await leadById(context, id)) as LeadView);
}
