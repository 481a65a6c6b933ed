/**
 * Turns a tier update into people, leads, contact tasks and alerts. Pure.
 *
 * An anonymous profile changes nothing, and neither does one without address and phone: actions come once somebody can be
 * contacted. A rise alerts and runs the actions of its programme. A prospect gets a lead and a contact task, a known contact or
 * customer a task alone. A lead or task that is open for the person and campaign, or was opened in this episode, is heated
 * instead. A higher tier alerts, a new score only refreshes. A fall lowers tier and score, and leaves the lead to the rep. Its
 * programme may notify the owner, and close a task that nobody has begun. Closed work stays as it was. A person who gets hotter
 * than that is work again: a lead, or the task alone where the lead was converted. A person marked "do not contact" gets nothing: what
 * comes is kept, and applied as it came when the mark is removed. Only records that go on meanwhile are closed again at once.
 */

import type { TierUpdate } from '../../contract/api/api.ts';
import { type LeadRow, type PersonRow, personView, type TaskRow } from '../store/store.ts';
import { type Actions, actionsFor, isActing } from './actions.core.ts';
import { heatLead, heatTask } from './heat.core.ts';
import { isLive, leadIdOf, open, type PlannedAlert, recordOf, taskIdOf } from './open-work.core.ts';
import { accountIn, personOf, rememberPerson, shownBefore } from './person.core.ts';
import { isHeld } from './quarantine.core.ts';
import type { SuppressedUpdate } from './suppressed-updates.core.ts';
import type { World } from './world.core.ts';

/**
 * Applies one record to the world; returns the alerts to write. Applying it again changes nothing. One that was released is not held
 * again.
 */
export function applyRecord(world: World, record: TierUpdate, isReleased = false): PlannedAlert[] {
  const { identity, episode } = record;
  if (identity === null || episode === 0) return [];
  const known = personOf(world, record);
  const work = { id: leadIdOf(record), hasWork: hasWork(world, record, known) };
  if (!isReleased && isHeld(world.quarantine, record, work)) return [];
  // No actions: nothing is asked for, or scoring waits until they can be called or written to.
  if (known === null && (!isActing(record) || record.actions.length === 0)) return [];
  return applyTo(world, record, { person: rememberPerson(world, record, known), known });
}

/**
 * Applies an update that was kept while its person wished no contact. Of the person it says nothing: what it said was taken over when it
 * came, and newer things are known by now.
 */
export function applyKept(
  world: World,
  { record, subject, former }: Omit<SuppressedUpdate, 'person'>,
): PlannedAlert[] {
  const person = world.people.get(subject);
  return person === undefined ? [] : applyTo(world, record, { person, known: { ...person, ...former } });
}

/** Who an update is about: as known now, and as known before it. */
interface About {
  person: PersonRow;
  known: PersonRow | null;
}

function applyTo(world: World, record: TierUpdate, { person, known }: About): PlannedAlert[] {
  const { accountOwner } = accountIn(world, record, person);
  const actions = actionsFor(record, { owner: accountOwner });
  // The person may have been met under another identity of this profile.
  const isMarked = (one: PersonRow | null) => one?.do_not_contact === true;
  const marked = [person, world.person(({ profile }) => profile === record.profile)].find(isMarked);
  if (marked) {
    world.suppressedUpdates.push({
      ...{ record, person: marked.id, subject: person.id, former: shownBefore(known, person) },
    });
    // An order goes on while its person wishes no contact; a fall cancels it as ever.
    for (const action of actions.records)
      if (action.do === 'close record') world.records.push(recordOf(record, action, person, accountOwner));
    return [];
  }

  const at = new Date(record.atMs).toISOString();
  for (const url of actions.webhooks)
    world.webhooks.push({ at, url, person: person.id, body: webhookBody(record, person) });
  for (const action of actions.records) world.records.push(recordOf(record, action, person, accountOwner));
  const isOurs = (row: LeadRow | TaskRow) => row.person_id === person.id && row.campaign === record.campaign;
  const isEpisode = (row: LeadRow | TaskRow) =>
    row.programme === record.programme &&
    ((row.profile === record.profile && row.episode === record.episode) ||
      (row.profile === record.begunAs?.profile && row.episode === record.begunAs.episode));
  // By id too: this episode opened the lead or task, even if another profile of the person has it now.
  const leads = world.leadsOf((row) => isEpisode(row) || row.id === leadIdOf(record));
  const lead = world.lead((row) => isOurs(row) && isOpen(row)) ?? leads.find(isOpen) ?? latest(leads) ?? null;
  const tasks = world.tasksOf((row) => isEpisode(row) || row.id === taskIdOf(record));
  const openTask = world.task((row) => isOurs(row) && isLive(row));
  const episodeTask = tasks.find(isLive) ?? latest(tasks) ?? null;
  const who = { person, known, openTask };
  if (lead !== null && isOpen(lead)) {
    const its = world.tasksOf((row) => row.lead_id === lead.id);
    const task = its.find(isLive) ?? latest(its) ?? openTask ?? episodeTask;
    return heatLead(world, record, actions, lead, { ...who, task });
  }
  const task = openTask?.lead_id === null ? openTask : episodeTask;
  if (task !== null && isLive(task) && (lead === null || task.lead_id === null))
    return heatTask(world, record, actions, task, who);
  const before = latest([...leads, ...tasks]) ?? null;
  if (before === null) return isActing(record) ? open(world, record, actions, person, openTask) : [];
  const again = actionsAgain(record, actions, [...leads, ...tasks]);
  return again === null ? [] : open(world, record, again, person, openTask, { before, lead });
}

/**
 * Returns the actions for a person whose work is closed and who is hotter than it was. A higher tier is; so are as many points more
 * as the programme says. Null otherwise.
 */
function actionsAgain(
  record: TierUpdate,
  actions: Actions,
  closed: readonly (LeadRow | TaskRow)[],
): Actions | null {
  const tier = Math.max(...closed.map((row) => row.tier));
  if (record.to > record.from && record.to > tier) return actions;
  const score = Math.max(...closed.map((row) => row.score));
  const { rearm } = record;
  return rearm !== undefined && record.score >= score + rearm.by
    ? actionsFor({ ...record, actions: rearm.actions }, { owner: null })
    : null;
}

function isOpen(lead: LeadRow): boolean {
  return lead.closed_at === null;
}

function latest<Row extends LeadRow | TaskRow>(rows: readonly Row[]): Row | undefined {
  return rows.reduce<Row | undefined>(
    (last, row) => (last === undefined || row.created_at >= last.created_at ? row : last),
    undefined,
  );
}

/** Whether a lead or task is there that the record may be about: then it opens none. */
function hasWork(world: World, record: TierUpdate, known: PersonRow | null): boolean {
  const isTheirs = (row: LeadRow | TaskRow) =>
    row.profile === record.profile || (row.person_id === known?.id && row.campaign === record.campaign);
  // What is kept opens work later.
  if (world.keptWork.has(record.profile) || world.keptWork.has(`${known?.id} ${record.campaign}`))
    return true;
  const isThere = world.leads.has(leadIdOf(record)) || world.tasks.has(taskIdOf(record));
  return isThere || world.lead(isTheirs) !== null || world.task(isTheirs) !== null;
}

/** The body that a crossing posts: the tier update without internal fields, and its owner. */
function webhookBody(
  {
    actions: _actions,
    acceptedAtMs: _accepted,
    begunAs: _begunAs,
    tierState: _tierState,
    rearm: _rearm,
    part: _part,
    account: _account,
    atMs,
    identity,
    ...record
  }: TierUpdate,
  person: PersonRow,
) {
  const group = identity?.group && { id: identity.group.id, domain: identity.group.domain };
  const type = record.to < record.from ? 'profile.fell' : 'profile.rose';
  return {
    type,
    timestamp: new Date(atMs).toISOString(),
    data: {
      ...record,
      identity: identity && { ...identity, ...(group && { group }) },
      person: personView(person),
    },
  };
}
