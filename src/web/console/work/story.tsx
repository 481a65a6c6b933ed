/** Why somebody is hot, and what happened: the reasons that sum to the score, and one line of time. */

import { Chip, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActivityView, LeadView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange, useSession } from '../session/session.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { definitionQuery } from './definition-query.ts';
import { type Change, type HappeningKind, happeningKinds, happenings } from './happened.ts';
import { UndoEntry } from './undo-entry.tsx';
import { labelsOf, useBehaviour, useExplanation, useLedger } from './use-profile.ts';

type ReasonsProps = Pick<LeadView, 'reasons' | 'score' | 'tierName' | 'profile'>;

/** The reasons sum to the score; each is shown with the page or asset of its event. */
export function Reasons({ reasons, score, tierName, profile }: ReasonsProps) {
  const { data: events = [] } = useBehaviour(profile);
  const where = new Map(events.map(({ event, asset, path }) => [event, asset ?? path]));
  return (
    <div data-testid="lead-reasons">
      {reasons.map((reason) => (
        <div className="reason" key={`${reason.rule} ${reason.event}`} data-testid="reason-row">
          <Text span fw={700} ta="right" className="number" c={reason.value < 0 ? 'dimmed' : 'chili'}>
            {reason.value > 0 ? `+${reason.value}` : reason.value}
          </Text>
          <div>
            <Text>
              <Foreign text={reason.label} />
            </Text>
            <Text size="sm" className="quiet">
              <Dotted
                texts={[
                  dateInWords(reason.at),
                  reason.event === null ? null : where.get(reason.event),
                  reason.reason,
                ]}
              />
            </Text>
          </div>
        </div>
      ))}
      <div className="reason" style={{ borderBottom: 0 }}>
        <Text span fw={700} ta="right" className="number">
          {score}
        </Text>
        <Text fw={650}>
          <Dotted texts={['points', tierName]} />
        </Text>
      </div>
    </div>
  );
}

interface StoryProps {
  /** The lead, task or other record; null of a profile alone. */
  record: string | null;
  /** Whose activities these are; null of a profile alone. */
  about: { record?: string; person?: string } | null;
  /** Tasks whose changes belong to it, as the contact task of a lead. */
  tasks?: readonly string[];
  /** Whose behaviour and score belong to it; none of a record that nobody scores. */
  scored?: { profile: string; programme: string | null; who: string } | null;
  /** The pipeline whose fields are filled in there; null of a record without one. */
  pipeline?: string | null;
}

const kindNames: Readonly<Record<HappeningKind, string>> = {
  behaviour: 'Behaviour',
  score: 'Score',
  work: 'Work',
  change: 'Changes',
};

/** One line of time. A kind is shown or left out by its chip; chips are there for what there is. */
export function Story({ record, about, tasks = [], scored = null, pipeline = null }: StoryProps) {
  const { data, error, isPending } = useQuery({
    queryKey: ['work', 'story', record, tasks],
    queryFn: async () => {
      const [changes, activities, ...ofTasks] = await Promise.all([
        record === null ? [] : changesOf(record),
        about === null ? [] : api.activities(about).then(({ items }) => items),
        ...tasks.map((task) => changesOf(task, true)),
      ]);
      return { changes: [changes, ...ofTasks].flat(), activities };
    },
  });
  const { data: events } = useBehaviour(scored?.profile ?? null);
  const { data: ledger } = useLedger(scored?.profile ?? null, scored?.programme ?? null);
  const { data: explanation } = useExplanation(scored?.profile ?? null, scored?.programme ?? null);
  const { data: definition } = useQuery({ ...definitionQuery(pipeline ?? ''), enabled: pipeline !== null });
  const nameOfOwner = useOwnerName();
  const mayUndoLog = useMayUndoLog();
  const [shownOnly, setShownOnly] = useState<string[]>([]);
  const all = data
    ? happenings({
        ...data,
        ...(events && { events }),
        ...(ledger && { ledger }),
        ...(scored && { who: scored.who }),
        labels: labelsOf(explanation ?? null),
        fieldLabels: Object.fromEntries((definition?.fields ?? []).map(({ field, label }) => [field, label])),
        nameOf: nameOfOwner,
        mayUndo: mayUndoLog,
      })
    : [];
  const kinds = happeningKinds.filter((kind) => all.some((one) => one.kind === kind));
  const isShown = (kind: HappeningKind) => shownOnly.length === 0 || shownOnly.includes(kind);
  return (
    <>
      <Refusal error={error} />
      {kinds.length > 1 && (
        <Chip.Group multiple value={shownOnly} onChange={setShownOnly}>
          <Group gap="xs" mb="sm" role="group" aria-label="Show only">
            {kinds.map((kind) => (
              <Chip key={kind} value={kind} size="xs" data-testid={`story-${kind}`}>
                {kindNames[kind]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      {isPending && <Skeleton height={96} data-testid="story-loading" />}
      {data && all.length === 0 && <Text className="quiet">Nothing was noted yet.</Text>}
      <ol className="story" data-testid="story">
        {all
          .filter(({ kind }) => isShown(kind))
          .map(({ id, kind, at, who, what, details, undo, isUndone }) => (
            <li key={id} data-kind={kind}>
              <Text>
                <b>
                  <Foreign text={nameOfOwner(who)} />
                </b>{' '}
                <Foreign text={what} />
              </Text>
              {details && (
                <Text className="said" dir="auto">
                  <Foreign text={details} />
                </Text>
              )}
              <Text size="sm" className="quiet">
                {dateInWords(at)} {isUndone && <span data-testid="undone">· undone</span>}
                {undo && <UndoEntry of={undo} what={what} />}
              </Text>
            </li>
          ))}
      </ol>
    </>
  );
}

/** Whether the user may take back what somebody has logged: as its logger or as a manager, while there is time. */
function useMayUndoLog(): (activity: ActivityView) => boolean {
  const { email, role } = useSession();
  const may = useMayChange();
  return ({ id, loggedBy, undoUntil }) =>
    undoUntil !== null &&
    Date.parse(undoUntil) > Date.now() &&
    may(`/activities/${id}/undo`) &&
    (loggedBy === email || role === 'manager' || role === 'admin');
}

async function changesOf(record: string, isOfTask = false): Promise<Change[]> {
  const { items } = await api.timeline(record);
  return items.map((entry) => ({ ...entry, record, isOfTask }));
}
