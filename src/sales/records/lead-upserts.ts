/** Leads by their ids in other systems: entered where there is none, else changed where something differs. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ExternalId, LeadUpsert, LeadView } from '../../contract/api/api.ts';
import {
  differingFrom,
  externalColumns,
  holdExternalId,
  type Revised,
  requireKept,
  requireRevision,
  type Upserted,
} from '../store/store.ts';
import { type FlowContext, keptParts, leadById, newRecord, withoutKey } from '../workflow/workflow.ts';
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
  const id = await holdExternalId(context.database, 'leads', external);
  if (id === null) {
    requireRevision(0, revision);
    return { record: await enter(context, external, wanted, defaultLeadPipeline), isNew: true };
  }
  const present = (await leadById(context, id)) as LeadView;
  requireRevision(present.revision, revision);
  const { pipeline, person, company, campaign, when, reason, ...parts } = wanted;
  requireKept('lead', { pipeline, person, company, campaign }, keptParts(present));
  const change = differingFrom(parts, { ...present, quality: qualityOf(present) });
  if (Object.keys(change).length === 0) return { record: present, isNew: false };
  const isMove = change.stage !== undefined || change.status !== undefined;
  const record = await changeLead(context, id, { ...change, ...(isMove && { when, reason }) });
  return { record, isNew: false };
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
