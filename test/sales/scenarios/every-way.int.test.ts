/**
 * Every status of every shipped sales process is left for every other as its definition allows, by each role; and every activity is
 * ticked by its owner. Who may is worked out here from the tables of `domain.md`, not by the engine.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FlowKind, transitionsFrom } from '../../../src/contract/language/language.ts';
import { type ConsoleApp, startConsoleApp } from '../../console/console-app.ts';
import { type Caller, newcomer, program } from '../../console/log-ins.ts';
import { processOf } from '../../support/sales-processes.ts';
import { isShort } from '../../support/test-form.ts';

const folder = fileURLToPath(new URL('../../../rules/pipelines/', import.meta.url));
/** The short form has the largest of them, and the one whose lanes are most unlike it. */
const names = readdirSync(folder)
  .map((file) => path.basename(file, '.yaml'))
  .filter((name) => !isShort || name === 'emea' || name === 'company-xyz');
const roles = ['manager', 'rep', 'marketer', 'operator'] as const;
type Who = 'program' | 'owner' | (typeof roles)[number];

let consoleApp: ConsoleApp;
let count = 0;
const callers = new Map<Who, Caller>();
const addressOf = (who: Who) => `${who}@ways.example`;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  callers.set('program', program(consoleApp));
  callers.set('owner', await newcomer(consoleApp, addressOf('owner'), 'rep'));
  for (const role of roles) callers.set(role, await newcomer(consoleApp, addressOf(role), role));
});
afterAll(async () => void (await consoleApp?.close()));

/** Whom a lane belongs to besides the users who name it. */
const marketing = ['emea', 'touchstone', 'value-stream'];
const lanesOfOwners: Record<string, string> = {
  touchstone: 'Sales',
  'process-guide': 'Sales',
  'company-xyz': 'Customer Service',
  'value-stream': 'Salesmen',
};
const outside = ['Prospect', 'Customer', 'Partners'];

interface Somebody {
  who: Who;
  lanes: readonly string[];
}

function worksIn(process: string, lane: string, somebody: Somebody): boolean {
  const { who, lanes } = somebody;
  if (who === 'program' || who === 'manager') return true;
  if (who === 'operator') return false;
  if (lanes.includes(lane)) return true;
  if (lane === 'Marketing' && who === 'marketer' && marketing.includes(process)) return true;
  if (who === 'owner' && lanesOfOwners[process] === lane) return true;
  return process === 'value-stream' && outside.includes(lane) && worksIn(process, 'Salesmen', somebody);
}

/** Whether somebody may move a record of a kind along a transition for these lanes; none are for everybody who keeps the records. */
function mayMove(process: string, kind: FlowKind, lanes: readonly string[], somebody: Somebody): boolean {
  const { who } = somebody;
  if (who === 'program' || who === 'manager') return true;
  if (who === 'operator') return false;
  const isKeeper = (who === 'marketer') === (kind === 'campaign');
  if (lanes.length === 0) return isKeeper;
  return (kind === 'lead' && who === 'owner') || lanes.some((lane) => worksIn(process, lane, somebody));
}

const paths = {
  campaign: 'campaigns',
  lead: 'leads',
  opportunity: 'opportunities',
  deal: 'deals',
  order: 'orders',
  job: 'jobs',
} as const;

/** A record of the owner, with every field and activity filled. */
async function begun(process: string, kind: FlowKind, pipeline: string): Promise<string> {
  const api = callers.get('program') as Caller;
  const email = `${process}-${pipeline}-${++count}@ways-of-people.example`;
  const person = (await api.ask('POST', '/people', { email })).json().id;
  const about = kind === 'lead' ? { person } : { name: email, ...(kind !== 'campaign' && { person }) };
  const made = await api.ask('POST', `/${paths[kind]}`, {
    pipeline: `${process}/${pipeline}`,
    owner: addressOf('owner'),
    ...about,
  });
  expect(made.statusCode, made.body).toBe(201);
  return made.json().id;
}

/** Puts a record into a stage as it would stand there, so that each attempt begins at the same place. */
async function put(
  kind: FlowKind,
  id: string,
  to: string,
  ends: string | null,
  fields: object,
): Promise<void> {
  const stage = kind === 'lead' ? 'status' : 'stage';
  await consoleApp.query(
    `UPDATE ${paths[kind]} SET ${stage} = $2, ended = $3, end_reason = NULL, fields = $4, next_action_at = NULL,
       closed_at = CASE WHEN $3::text IS NULL THEN NULL ELSE created_at END ${kind === 'campaign' ? '' : ', suppressed = NULL'}
     WHERE id = $1`,
    [id, to, ends, JSON.stringify(fields)],
  );
  await consoleApp.query('UPDATE people SET do_not_contact = false WHERE do_not_contact');
}

const given = new Map<Who, string>();
async function give(who: Who, lanes: readonly string[]): Promise<void> {
  if (who === 'program' || given.get(who) === lanes.join()) return;
  given.set(who, lanes.join());
  await consoleApp.query('UPDATE users SET lanes = $2 WHERE email = $1', [
    addressOf(who),
    JSON.stringify(lanes),
  ]);
}

/** Each role, without lanes and in each lane that matters; reps in another lane too. Those who may not come first: they change nothing. */
function everybody(lanes: readonly string[], other: readonly string[]): Somebody[] {
  const plain = (['operator', 'marketer', 'rep', 'owner', 'manager'] as const).map((who) => ({
    who,
    lanes: [],
  }));
  const laned = lanes.flatMap((lane) =>
    (['marketer', 'rep'] as const).map((who) => ({ who, lanes: [lane] })),
  );
  return [...other.map((lane) => ({ who: 'rep' as const, lanes: [lane] })), ...plain, ...laned];
}

/** Who tries to tick an activity: its owner and those who may take it for theirs. */
function ticking(owner: string): Somebody[] {
  const reps = [['Salesmen'], ['Financial'], [owner], []].map((lanes) => ({ who: 'rep' as const, lanes }));
  return [
    ...reps,
    { who: 'owner', lanes: [] },
    { who: 'marketer', lanes: [owner] },
    { who: 'manager', lanes: [] },
  ];
}

const sample = {
  tick: true,
  'yes or no': true,
  text: 'x',
  number: 5,
  money: 5,
  date: '2027-06-01',
  attachment: 'at_1',
} as const;

describe.each(names)('%s', (name) => {
  const { pipelines } = processOf(name);

  test.each(pipelines.map((one) => [one.pipeline, one] as const))(
    '%s: every way',
    async (_name, pipeline) => {
      const { of: kind, fields, stages } = pipeline;
      const id = await begun(name, kind, pipeline.pipeline);
      const ticks = stages.flatMap(({ activities }) => activities.map(({ activity }) => [activity, true]));
      const filled = Object.entries(fields).map(([field, { type, choices }]) => [
        field,
        type === 'choice' ? choices?.[0] : sample[type],
      ]);
      const all = Object.fromEntries([...filled, ...ticks]);
      const wrong: string[] = [];
      let ways = 0;
      for (const stage of stages)
        for (const transition of transitionsFrom(pipeline, stage)) {
          const { to, when, by } = transition;
          const lanes = [by ?? stage.lane ?? []].flat();
          const reason = stages.find((one) => one.stage === to)?.reasons[0];
          const foreign = lanes.length === 0 ? [] : ['Technical team'];
          let isPlaced = false;
          for (const somebody of everybody(lanes, foreign)) {
            const { who } = somebody;
            await give(who, somebody.lanes);
            if (!isPlaced) await put(kind, id, stage.stage, stage.ends ?? null, all);
            const move = kind === 'lead' ? { status: to } : { stage: to, when };
            const answer = await callers.get(who)?.ask('PATCH', `/${paths[kind]}/${id}`, { ...move, reason });
            const expected = mayMove(name, kind, lanes, somebody) ? 200 : 403;
            isPlaced = answer?.statusCode === 403;
            ways++;
            if (answer?.statusCode !== expected)
              wrong.push(
                `${stage.stage} -> ${to} as ${who} of ${somebody.lanes}: ${answer?.statusCode}, not ${expected}: ${answer?.json().detail}`,
              );
          }
        }
      expect(wrong).toEqual([]);
      expect(ways).toBeGreaterThan(5);
    },
  );

  test.each(
    pipelines.flatMap((one) =>
      one.stages.some(({ activities }) => activities.length > 0) ? [[one.pipeline, one] as const] : [],
    ),
  )('%s: every activity is ticked by its owner', async (_name, pipeline) => {
    const { of: kind, stages } = pipeline;
    const id = await begun(name, kind, pipeline.pipeline);
    const wrong: string[] = [];
    for (const stage of stages)
      for (const { activity, owner } of stage.activities) {
        let isPlaced = false;
        for (const somebody of ticking(owner)) {
          const { who } = somebody;
          await give(who, somebody.lanes);
          if (!isPlaced) await put(kind, id, stage.stage, stage.ends ?? null, {});
          const answer = await callers
            .get(who)
            ?.ask('PATCH', `/${paths[kind]}/${id}`, { fields: { [activity]: true } });
          const expected = worksIn(name, owner, somebody) ? 200 : 403;
          isPlaced = answer?.statusCode === 403;
          if (answer?.statusCode !== expected)
            wrong.push(
              `${activity} of ${owner} as ${who} of ${somebody.lanes}: ${answer?.statusCode}: ${answer?.json().detail}`,
            );
        }
      }
    expect(wrong).toEqual([]);
  });
});

test('what a lane leads to is all that another role may do to a record', async () => {
  const lead = await begun('emea', 'lead', 'lead');
  await put('lead', lead, 'Marketing follow-up', null, {});
  await give('marketer', ['Marketing']);
  const marketer = callers.get('marketer') as Caller;
  const refused = await marketer.ask('PATCH', `/leads/${lead}`, { quality: { quality: 'good' } });
  expect(refused.json()).toMatchObject({
    status: 403,
    detail: 'role marketer may not change "quality" of a lead; it needs rep, manager or admin',
  });
  const campaign = await begun('value-stream', 'campaign', 'campaign');
  await give('rep', ['Financial']);
  const rep = callers.get('rep') as Caller;
  expect((await rep.ask('PATCH', `/campaigns/${campaign}`, { name: 'Mine' })).json()).toMatchObject({
    status: 403,
    detail: 'role rep may not change "name" of a campaign; it needs marketer, manager or admin',
  });
  const ticked = await rep.ask('POST', '/opportunities', {
    pipeline: 'value-stream/opportunity',
    name: 'Ticked at once',
    person: (await rep.ask('POST', '/people', { email: 'ticked@ways.example' })).json().id,
    fields: { 'sets-incentives': true },
  });
  expect(ticked.json()).toMatchObject({ status: 403, detail: expect.stringContaining('is for Manager') });
});
