/** The absence of a user: its days, the deputy, and the open work reassigned to them at once, with an undo of all of it. */
import { Button, Checkbox, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { type Absence, dayIn, zoneOfUser } from './absence.ts';
import { Days, Deputy, useDays } from './absence-fields.tsx';
import { type Reassigned, reassignEach, tasksThatStay, type WorkPiece } from './reassigning.ts';
import { type Colleague, teamApi } from './team-api.ts';
import { differing } from './user-change.ts';

/** How many pieces are through. */
interface Through {
  through: number;
  of: number;
}

interface Props {
  user: Colleague;
  colleagues: readonly Colleague[];
  onClose: () => void;
}

const dayMs = 86_400_000;

/** The act of an absence: its days and deputy, then the open work piece by piece; one undo takes all of it back. */
function useAbsence(user: Colleague, deputy: string | null) {
  const [progress, setProgress] = useState<Through | null>(null);
  const before = { away: user.away ?? null, deputy: user.deputy ?? null };
  const name = isolated(user.name ?? user.email);
  const dayOf = (moment: string) => dayIn(Date.parse(moment), zoneOfUser(user));
  const save = useAct({
    name: 'absence',
    run: async ({ away, pieces }: { away: Absence | null; pieces: readonly WorkPiece[] }) => {
      const isCovered = deputy !== null && away !== null && pieces.length > 0;
      // Read first: after the change of the user nothing may fail but single pieces.
      const staying = isCovered ? tasksThatStay(pieces, await teamApi.openTasks(deputy)) : [];
      const change = differing(before, { away, deputy });
      const changed = Object.keys(change).length === 0 ? user : await teamApi.change(user, change);
      if (!isCovered) return { changed, moved: [], refused: [], staying };
      const reason = `${user.email} is away until ${dayOf(away.until)}`;
      setProgress({ through: 0, of: pieces.length });
      const through = await reassignEach(
        pieces,
        (piece) => teamApi.assign(piece, deputy, reason),
        (count) => setProgress({ through: count, of: pieces.length }),
      );
      return { ...through, changed, staying };
    },
    said: ({ moved, refused }, { away }) =>
      away === null
        ? `${name} is back`
        : [
            `${name} is away until ${dateInWords(dayOf(away.until))}`,
            ...(moved.length > 0 ? [`${moved.length} reassigned`] : []),
            ...(refused.length > 0 ? [`${refused.length} stay where they are`] : []),
          ].join('; '),
    undo: async ({ changed, moved, staying }, { away }) => {
      const change = differing({ away, deputy }, before);
      if (Object.keys(change).length > 0) await teamApi.change(changed, change);
      const { refused } = await reassignEach(moved, (piece) =>
        piece.list === 'tasks'
          ? teamApi.giveTask(piece.id, user.email)
          : teamApi.assign(piece, user.email, 'the absence was taken back'),
      );
      const kept = await reassignEach(staying, (id) => teamApi.giveTask(id, deputy ?? user.email));
      const all = [...refused, ...kept.refused];
      if (all[0] !== undefined) throw new Error(`${all.length} stay: ${all[0].message}`);
    },
  });
  return { save, progress };
}

export function AbsenceDialog({ user, colleagues, onClose }: Props) {
  const { away, days } = useDays(user);
  const [deputy, setDeputy] = useState(user.deputy ?? null);
  const [isReassigning, setReassigning] = useState(false);
  const [left, setLeft] = useState<Reassigned<WorkPiece> | null>(null);
  const { data: work } = useQuery({
    queryKey: ['work', 'team', 'open', user.email],
    queryFn: () => teamApi.openWork(user.email),
  });
  const { save, progress } = useAbsence(user, deputy);
  // While pieces are on their way the dialog stays, to say which were refused.
  const close = () => {
    if (!save.isPending) onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await save
      .mutateAsync({ away, pieces: isReassigning ? (work ?? []) : [] })
      .catch(() => null);
    if (answer === null) return;
    // What was refused is said before the dialog goes.
    if (answer.refused.length > 0) setLeft(answer);
    else onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={
        <>
          Absence of <Foreign text={user.name ?? user.email} />
        </>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Days {...days} isWrong={away === null} />
          <Deputy of={user.email} colleagues={colleagues} deputy={deputy} choose={setDeputy} />
          <Checkbox
            label={`Reassign what is open now (${work?.length ?? '…'})`}
            description="Leads and tasks go to the deputy, each with the reason. You can undo it."
            checked={isReassigning}
            disabled={deputy === null || (work?.length ?? 0) === 0}
            onChange={({ currentTarget }) => setReassigning(currentTarget.checked)}
            data-testid="reassign-open"
          />
          {save.isPending && progress !== null && <Reassigning {...progress} />}
          {left !== null && <Refused left={left} />}
          <Refusal error={save.error} />
          <Group>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={away === null || left !== null}
              data-testid="save-absence"
            >
              Save
            </Button>
            {user.away && Date.parse(user.away.until) > Date.now() - dayMs && (
              <Button
                variant="default"
                onClick={() =>
                  void save
                    .mutateAsync({ away: null, pieces: [] })
                    .then(onClose)
                    .catch(() => undefined)
                }
                data-testid="end-absence"
              >
                No absence
              </Button>
            )}
            <Button variant="subtle" onClick={close} disabled={save.isPending}>
              {left === null ? 'Cancel' : 'Close'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Reassigning({ through, of }: Through) {
  return of === 0 ? null : (
    <div role="status">
      <Text size="sm">
        {through} of {of} reassigned
      </Text>
      <Progress value={(through / of) * 100} aria-label="Reassigned" />
    </div>
  );
}

/** What stays where it is, and why. */
function Refused({ left: { refused } }: { left: Reassigned<WorkPiece> }) {
  return (
    <div role="alert">
      <Text size="sm">{refused.length} stay where they are:</Text>
      <ul>
        {[...new Set(refused.map(({ message }) => message))].map((message) => (
          <li key={message}>
            <Foreign text={message} />
          </li>
        ))}
      </ul>
    </div>
  );
}
