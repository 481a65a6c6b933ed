/** Records by their ids in other systems: begun where there is none, else changed where something differs. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ExternalId, RecordUpsert, RecordView } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import {
  differingFrom,
  flowTables,
  type Revised,
  recordWith,
  requireKept,
  type Upserted,
  upserting,
} from '../store/store.ts';
import type { FlowAccess, FlowContext } from './context.ts';
import { keptFields } from './flow-fields.core.ts';
import { changeRecord, newRecord, type RecordChange, recordColumnsOf, recordView } from './record-views.ts';

/** Returns the record of a kind with an id in another system; null where there is none. */
export async function recordWithId(
  access: FlowAccess,
  kind: FlowKind,
  external: ExternalId,
): Promise<RecordView | null> {
  const id = await recordWith(access.database, flowTables[kind].table, external);
  return id === null ? null : recordView(access, kind, id);
}

/**
 * Begins the record, or changes what differs; a record that is as wanted is not written. Throws `invalid_request` for a new one
 * that lacks a part, `conflict` for another person, company, campaign or pipeline than it has, and as moves do.
 */
export async function upsertRecord(
  context: FlowContext,
  kind: FlowKind,
  external: ExternalId,
  { revision, ...wanted }: Revised<RecordUpsert>,
): Promise<Upserted<RecordView>> {
  const { pipeline, person, company, campaign, when, reason, ...parts } = wanted;
  return upserting<RecordView, RecordChange>(context.database, {
    ...{ table: flowTables[kind].table, external, revision },
    read: (id) => recordView(context, kind, id),
    differs: async (present) => {
      requireKept(kind, { pipeline, person, company, campaign }, keptParts(present));
      const kept = await asKept(context, present.pipeline, parts);
      const { stage, fields, ...columns } = differingFrom(kept, present);
      const isAsWanted = stage === undefined && fields === undefined && Object.keys(columns).length === 0;
      if (isAsWanted) return null;
      const move = stage === undefined ? {} : { to: stage, when, reason };
      return { fields, ...move, columns: recordColumnsOf(columns) };
    },
    change: (id, change) => changeRecord(context, kind, id, change),
    enter: () => begin(context, kind, external, wanted),
  });
}

/** Wanted fields as the pipeline of a record keeps them: `120.5` is the amount `120.50` that it has. Throws `invalid_request`. */
export async function asKept<Parts extends { fields?: Readonly<Record<string, unknown>> | undefined }>(
  { database, flows }: FlowAccess,
  pipeline: string | null,
  parts: Parts,
): Promise<Parts> {
  if (pipeline === null || parts.fields === undefined) return parts;
  const flow = await flows.flow(database, pipeline);
  return { ...parts, fields: keptFields(flow.pipeline, parts.fields) };
}

/** What a record keeps for good, as a request names it. */
export function keptParts({
  pipeline,
  person,
  company,
  campaign,
}: Pick<RecordView, 'pipeline' | 'person' | 'company' | 'campaign'>): Record<string, string | null> {
  return { pipeline: pipeline?.replace(/@.*/, '') ?? null, person: person?.id ?? null, company, campaign };
}

async function begin(
  context: FlowContext,
  kind: FlowKind,
  external: ExternalId,
  wanted: RecordUpsert,
): Promise<RecordView> {
  const { pipeline, name, fields = {}, stage, when, reason, ...rest } = wanted;
  if (pipeline === undefined || name === undefined)
    throw new ApiError(
      'invalid_request',
      `"${pipeline === undefined ? 'pipeline' : 'name'}" is missing: there is no ${kind} with the "externalId" "${external.externalId}" yet, and a new one needs it`,
    );
  const columns = recordColumnsOf({ ...rest, name, ...external });
  const id = await newRecord(withoutKey(context), { kind, pipeline, columns, fields });
  const begun = (await recordView(context, kind, id)) as RecordView;
  if (stage === undefined || stage === begun.stage) return begun;
  return changeRecord(context, kind, id, { to: stage, when, reason });
}

/** The external id makes a request repeatable; a key beside it is not needed. */
export function withoutKey(context: FlowContext): FlowContext {
  return { ...context, actor: { ...context.actor, idempotencyKey: undefined } };
}
