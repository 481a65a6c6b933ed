/**
 * Tier updates of people who wish no contact. They are kept in their order, and applied in it when the wish is withdrawn. Leads and tasks
 * are then what they would be without the wish. Pure.
 *
 * Two things differ. A rise whose episode has ended by then opens nothing, because nobody waits for a call about it. Of several posts of
 * one ladder to one address the last is made, and of several alerts of one lead or task one.
 */
import type { PlannedAction, TierUpdate } from '../../contract/api/api.ts';
import type { PersonRow } from '../store/store.ts';
import { isActing } from './actions.core.ts';
import type { PlannedAlert } from './open-work.core.ts';

/** An update about somebody who wishes no contact. */
export interface SuppressedUpdate {
  record: TierUpdate;
  /** Who wishes no contact. */
  person: string;
  /** Who it is about: the same, or somebody met under the same profile. */
  subject: string;
  /** What was shown of the subject before it, where that has changed. */
  former: Partial<PersonRow> | null;
}

/** A kept update. */
export type Kept = SuppressedUpdate & {
  /** Its position in the order; null where it is still to be stored. */
  id: string | null;
};

/**
 * Adds an update to the end of what is kept of one person. A third refresh of one tier in a row replaces one of the two before it. The
 * highest score decides whether a row follows the profile, or is opened again; the last one is what it shows.
 */
export function added(kept: readonly Kept[], update: SuppressedUpdate): Kept[] {
  const last = { ...update, id: null };
  const [first, second] = kept.slice(-2);
  if (first === undefined || second === undefined) return [...kept, last];
  if (!isOfRun(first, last) || !isOfRun(second, last)) return [...kept, last];
  const highest = second.record.score > first.record.score ? second : first;
  return [...kept.slice(0, -2), highest, last];
}

/** Whether both refresh one tier of one profile under one version of its programme, and say nothing new of the person. */
function isOfRun(one: Kept, last: Kept): boolean {
  const keyOf = ({ record, subject }: Kept) => {
    const { profile, programme, programmeVersion, campaign, episode, to, begunAs } = record;
    return JSON.stringify([subject, profile, programme, programmeVersion, campaign, episode, to, begunAs]);
  };
  const isRefresh = ({ record, former }: Kept) =>
    record.from === record.to && !isActing(record) && former === null;
  return isRefresh(one) && isRefresh(last) && keyOf(one) === keyOf(last);
}

const opening: readonly PlannedAction['do'][] = ['open lead', 'contact task', 'open record', 'alert'];

/** What is left of an update whose episode has ended since: the heat of what is there, and what moves or closes it. */
export function afterItsEpisode({ rearm: _rearm, ...record }: TierUpdate): TierUpdate {
  return record.to < record.from
    ? record
    : { ...record, actions: record.actions.filter((action) => !opening.includes(action.do)) };
}

/** The updates without the posts that a later one of the same ladder makes again. */
export function withLastPosts<Update extends { record: TierUpdate }>(updates: readonly Update[]): Update[] {
  const posted = new Set<string>();
  return updates
    .toReversed()
    .map((update) => {
      const { profile, programme, actions } = update.record;
      const left = actions.filter((action) => {
        if (action.do !== 'webhook') return true;
        const key = JSON.stringify([profile, programme, action.url]);
        return !posted.has(key) && posted.add(key);
      });
      return { ...update, record: { ...update.record, actions: left } };
    })
    .toReversed();
}

/** One alert for each lead or task: that it was opened, else the last that notifies, with the heat that it has now. */
export function condensed(alerts: readonly PlannedAlert[]): PlannedAlert[] {
  const groups = Map.groupBy(
    alerts,
    ({ lead, task, person, episode }) => lead ?? task ?? `${person} ${episode}`,
  );
  return [...groups.values()].map((group) => {
    const last = group.at(-1) as PlannedAlert;
    const chosen =
      group.find(({ type }) => type.endsWith('.opened')) ??
      group.findLast(({ type }) => !type.endsWith('.updated')) ??
      last;
    return { ...chosen, lead: last.lead, task: last.task ?? chosen.task, heat: last.heat };
  });
}
