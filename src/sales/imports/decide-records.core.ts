/**
 * What rows do to records in stages: a new one is put into its stage, a known one gets other values. Pure.
 *
 * A known one keeps its stage, because a move has conditions and effects. What is put into a stage has none of them: nobody is mailed
 * about a list that came from elsewhere. The clock of the stage begins.
 */
import type { StagedKind } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { flowTables, hasItems } from '../store/store.ts';
import { begin, flowColumnsOf, go, type StoredFlow, stageNamed } from '../workflow/workflow.ts';
import { isSameMoment, momentIn } from './cell-moments.core.ts';
import type { CellRules } from './cells.core.ts';
import {
  type Decision,
  decided,
  ownerError,
  problemOf,
  type Stored,
  textIn,
  written,
} from './decision.core.ts';
import { fieldsIn, withFields } from './field-cells.core.ts';
import { externalColumnsOf, isOfAnother, KnownRecords, otherWithId } from './known-records.core.ts';
import type { Values } from './rows.core.ts';

/** The kind of pipeline of each kind of file. */
export const flowKindOf = {
  opportunities: 'opportunity',
  deals: 'deal',
  orders: 'order',
  jobs: 'job',
} as const satisfies Record<StagedKind, FlowKind>;

/** Whether amounts follow items until somebody sets them. */
const followsItems = (table: StagedKind) => hasItems(flowKindOf[table]);

export class RecordsWorld extends KnownRecords {
  readonly #byName = new Map<string, Stored>();
  readonly table: StagedKind;
  /** Pipelines of the kind by `process/pipeline`, the latest, and by the ids of versions; of another kind by null. */
  readonly flows: ReadonlyMap<string, StoredFlow | null>;
  /** Ids of people by address, and of companies by name and by domain. */
  readonly people: ReadonlyMap<string, string>;
  readonly companies: ReadonlyMap<string, string>;
  readonly campaigns: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;

  constructor(
    given: Pick<RecordsWorld, 'table' | 'flows' | 'people' | 'companies' | 'campaigns' | 'users'> & {
      records: readonly Stored[];
    },
  ) {
    super();
    this.table = given.table;
    this.flows = given.flows;
    this.people = given.people;
    this.companies = given.companies;
    this.campaigns = given.campaigns;
    this.users = given.users;
    for (const record of given.records) this.put(record);
  }

  override put(record: Stored): Stored | undefined {
    this.#byName.set(nameKey(record), record);
    return super.put(record);
  }

  like(record: Stored): Stored | null {
    return this.#byName.get(nameKey(record)) ?? null;
  }
}

/** Records of one name for the same customer in one pipeline are one. */
const nameKey = ({ pipeline, name, person_id: person, company_id: company }: Stored) =>
  JSON.stringify([String(pipeline).replace(/@.*/, ''), name, person ?? null, company ?? null]);

/** What is the same for all rows of a batch. */
interface Deciding {
  nowMs: number;
  newId: () => string;
  /** How cells of fields are understood. */
  cells: CellRules;
}

/** What a row does to a record. */
export function decideRecord(
  world: RecordsWorld,
  values: Values,
  { nowMs, newId, cells }: Deciding,
): Decision {
  const bad = (column: string | null, reason: string) => problemOf(column, values, reason);
  const parties = partiesOf(world, values);
  if ('problems' in parties) return parties;
  const campaign = textIn(values, 'campaign');
  if (typeof campaign === 'string' && !world.campaigns.has(campaign))
    return bad('campaign', 'there is no such campaign; make it with POST /campaigns');
  const { person, company } = parties;
  const asked = {
    pipeline: values['pipeline'],
    name: values['name'],
    person_id: person,
    company_id: company,
  };
  const like = world.like(asked);
  const before =
    world.withExternalId(values) ?? world.withId(values['id']) ?? (isOfAnother(like, values) ? null : like);
  const otherId = otherWithId(world, values, before);
  if (otherId !== null) return otherId;
  const owner = ownerError(values, before, world.users);
  if (owner !== null) return owner;
  if (before !== null) return changed(world, before, values, asked, cells);
  if (typeof values['name'] !== 'string')
    return bad(
      typeof values['externalId'] === 'string' ? 'externalId' : 'id',
      `there is no such ${flowKindOf[world.table]}; give a "name" to begin one`,
    );
  if (person === undefined && company === undefined)
    return bad(null, 'it needs a "person" (an e-mail address) or a "company"');
  const placed = placedIn(world, values, { nowMs, cells });
  if ('problems' in placed) return placed;
  const at = new Date(nowMs).toISOString();
  const first = {
    ...{
      id: `${flowTables[flowKindOf[world.table]].prefix}_${newId()}`,
      person_id: null,
      company_id: null,
      lead_id: null,
      campaign: null,
      owner: null,
    },
    ...{ amount: '0.00', currency: 'EUR', expected_close: null },
    ...(followsItems(world.table) && { amount_by_hand: false }),
    ...{ external_id: null, external_source: null, created_at: at, updated_at: at, ...placed.columns },
  };
  const one = written(world.table, null, columnsOf(world.table, null, values, asked), first);
  world.put(one.after);
  return decided(one);
}

function changed(
  world: RecordsWorld,
  before: Stored,
  values: Values,
  asked: Stored,
  cells: CellRules,
): Decision {
  const bad = (column: string, reason: string) => problemOf(column, values, reason);
  const pipeline = textIn(values, 'pipeline');
  if (typeof pipeline === 'string' && pipeline !== String(before['pipeline']).replace(/@.*/, ''))
    return bad('pipeline', `it stands in "${String(before['pipeline'])}", and cannot leave it`);
  // A record keeps the version of its pipeline, whatever the latest one asks for.
  const flow = world.flows.get(String(before['pipeline'])) ?? null;
  const given = textIn(values, 'stage');
  const stage =
    typeof given === 'string' && flow !== null ? (stageNamed(flow.pipeline, given) ?? given) : given;
  if (typeof stage === 'string' && stage !== before['stage'])
    return bad(
      'stage',
      `it stands in "${String(before['stage'])}"; move it with PATCH /${world.table}/${String(before['id'])}`,
    );
  const closed = closedError(before, values, flow);
  if (closed !== null) return bad('closedAt', closed);
  const filled = flow === null ? { fields: {} } : fieldsIn(flow, values, cells);
  if ('problems' in filled) return filled;
  const fields = withFields((before['fields'] ?? {}) as Record<string, unknown>, filled.fields);
  const one = written(
    world.table,
    before,
    { ...columnsOf(world.table, before, values, asked), fields },
    before,
  );
  const { after } = one;
  if (after['person_id'] === null && after['company_id'] === null)
    return bad('person', '"person" and "company" would both be empty');
  world.put(after);
  return decided(one);
}

/** Why a known one cannot have been closed when a row says; null where it was, or the row says nothing. */
function closedError(before: Stored, values: Values, flow: StoredFlow | null): string | null {
  const given = textIn(values, 'closedAt');
  if (typeof given !== 'string' || flow === null) return null;
  const is = before['closed_at'] ?? null;
  if (is === null) return `it is open, in "${String(before['stage'])}"; an import moves no known record`;
  const closedAt = new Date(is as string | Date).toISOString();
  return isSameMoment(given, closedAt, flow.process.timeZone)
    ? null
    : `it was closed ${closedAt}, and stays so`;
}

/** The people and companies that a row names; undefined for those it does not, null for those it clears. */
function partiesOf(
  { people, companies }: RecordsWorld,
  values: Values,
):
  | { person: string | null | undefined; company: string | null | undefined }
  | Extract<Decision, { problems: unknown }> {
  const address = textIn(values, 'person');
  const name = textIn(values, 'company');
  const person = typeof address === 'string' ? people.get(address) : address;
  const company = typeof name === 'string' ? companies.get(name) : name;
  const bad = (column: string, reason: string) =>
    problemOf(column, values, reason) as Extract<Decision, { problems: unknown }>;
  if (typeof address === 'string' && person === undefined)
    return bad('person', 'nobody has this address; import people first');
  if (typeof name === 'string' && company === undefined)
    return bad('company', 'no company has this name or domain; import companies first');
  return { person, company };
}

/** The columns of a new one in its pipeline and stage. */
function placedIn(
  { table, flows }: RecordsWorld,
  values: Values,
  { nowMs, cells }: Pick<Deciding, 'nowMs' | 'cells'>,
): { columns: Stored } | Extract<Decision, { problems: unknown }> {
  const bad = (column: string | null, reason: string) =>
    problemOf(column, values, reason) as Extract<Decision, { problems: unknown }>;
  const name = textIn(values, 'pipeline');
  if (typeof name !== 'string')
    return bad(null, 'a new one needs a "pipeline"; state one for the whole file');
  const flow = flows.get(name) ?? null;
  if (flow === null)
    return bad('pipeline', `there is no such pipeline of ${table}; GET /pipelines lists them`);
  const filled = fieldsIn(flow, values, cells);
  if ('problems' in filled) return filled;
  const closedAt = textIn(values, 'closedAt');
  const { timeZone } = flow.process;
  const atMs = typeof closedAt === 'string' ? momentIn(closedAt, timeZone) : nowMs;
  if (atMs > nowMs) return bad('closedAt', 'it is yet to come; expected when it was closed');
  const begun = begin(flow, atMs, withFields({}, filled.fields)).state;
  const given = textIn(values, 'stage');
  const stage = typeof given === 'string' ? stageNamed(flow.pipeline, given) : begun.stage;
  if (stage === null)
    return bad('stage', `expected ${flow.pipeline.stages.map((one) => `"${one.stage}"`).join(', ')}`);
  const state = stage === begun.stage ? begun : go(flow, begun, stage, atMs, null).state;
  if (typeof closedAt === 'string' && state.end === null)
    return bad('closedAt', `"${state.stage}" is no end; leave "closedAt" out, or give a "stage" that ends`);
  // What was closed before had begun by then.
  const created_at = new Date(atMs).toISOString();
  return { columns: { ...flowColumnsOf(flow, state), stage: state.stage, created_at } };
}

/** An amount that is another one was set by hand, and follows the items no longer. */
function columnsOf(
  table: StagedKind,
  before: Stored | null,
  values: Values,
  { person_id, company_id }: Stored,
): Record<string, unknown> {
  const { name, campaign, owner, amount, currency, expectedClose } = values;
  const isByHand = typeof amount === 'string' && amount !== before?.['amount'];
  return {
    ...{ name: name ?? undefined, person_id, company_id, campaign, owner },
    ...{ amount: amount ?? undefined, amount_by_hand: isByHand && followsItems(table) ? true : undefined },
    ...{ currency: currency ?? undefined, expected_close: expectedClose, ...externalColumnsOf(values) },
  };
}
