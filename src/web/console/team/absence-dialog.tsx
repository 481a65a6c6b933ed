/** The absence of a user: its days, the deputy, and the open work reassigned to them at once, with an undo of all of it. */
import { Button, Checkbox, Group, Modal, Progress, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { dayFrom } from '../parts/time.ts';
import { useAct } from '../parts/undo.tsx';
import { type Absence, absenceOf } from './absence.ts';
import { type Reassigned, reassignEach } from './reassigning.ts';
import { type Colleague, teamApi, type WorkPiece } from './team-api.ts';

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
const dayOf = (moment: string) => dayFrom(Date.parse(moment), 0);

/** The act of an absence: its days and deputy, then the open work piece by piece; one undo takes all of it back. */
function useAbsence(user: Colleague, deputy: string | null) {
  const [progress, setProgress] = useState<Through | null>(null);
  const before = { away: user.away ?? null, deputy: user.deputy ?? null };
  const name = isolated(user.name ?? user.email);
  const save = useAct({
    name: 'absence',
    run: async (wanted: { away: Absence | null; pieces: readonly WorkPiece[] }) => {
      await teamApi.change(user.email, { away: wanted.away, deputy });
      if (deputy === null || wanted.away === null) return { moved: [], refused: [] };
      const reason = `${user.email} is away until ${dayOf(wanted.away.until)}`;
      setProgress({ through: 0, of: wanted.pieces.length });
      return reassignEach(
        wanted.pieces,
        (piece) => teamApi.assign(piece, deputy, reason),
        (through) => setProgress({ through, of: wanted.pieces.length }),
      );
    },
    said: ({ moved }, wanted) =>
      wanted.away === null
        ? `${name} is back`
        : `${name} is away until ${dateInWords(dayOf(wanted.away.until))}${
            moved.length > 0 ? `; ${moved.length} reassigned` : ''
          }`,
    undo: async ({ moved }) => {
      await teamApi.change(user.email, before);
      const { refused } = await reassignEach(moved, (piece) =>
        teamApi.assign(piece, user.email, 'the absence was taken back'),
      );
      if (refused[0] !== undefined) throw new Error(`${refused.length} stay: ${refused[0].message}`);
    },
  });
  return { save, progress };
}

export function AbsenceDialog({ user, colleagues, onClose }: Props) {
  const [from, setFrom] = useState(user.away ? dayOf(user.away.from) : dayFrom(Date.now(), 0));
  const [back, setBack] = useState(user.away ? dayOf(user.away.until) : dayFrom(Date.now(), 7));
  const [deputy, setDeputy] = useState(user.deputy ?? null);
  const [isReassigning, setReassigning] = useState(false);
  const [left, setLeft] = useState<Reassigned<WorkPiece> | null>(null);
  const { data: work } = useQuery({
    queryKey: ['work', 'team', 'open', user.email],
    queryFn: () => teamApi.openWork(user.email),
  });
  const away = absenceOf(from, back);
  const { save, progress } = useAbsence(user, deputy);
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
      onClose={onClose}
      title={
        <>
          Absence of <Foreign text={user.name ?? user.email} />
        </>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Days from={from} back={back} isWrong={away === null} setFrom={setFrom} setBack={setBack} />
          <Select
            label="Deputy"
            description="Gets new leads of their accounts meanwhile."
            placeholder="Nobody: routing finds somebody else"
            clearable
            clearButtonProps={{ 'aria-label': 'No deputy' }}
            searchable
            value={deputy}
            onChange={setDeputy}
            data={colleagues
              .filter(({ email, deactivatedAt }) => email !== user.email && !deactivatedAt)
              .map(({ email, name: called }) => ({ value: email, label: shortText(called ?? email) }))}
            data-testid="deputy"
          />
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
            <Button variant="subtle" onClick={onClose}>
              {left === null ? 'Cancel' : 'Close'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface DaysProps {
  from: string;
  back: string;
  isWrong: boolean;
  setFrom: (day: string) => void;
  setBack: (day: string) => void;
}

function Days({ from, back, isWrong, setFrom, setBack }: DaysProps) {
  return (
    <Group grow align="start">
      <TextInput
        type="date"
        label="First day away"
        value={from}
        onChange={({ currentTarget }) => setFrom(currentTarget.value)}
        data-testid="away-from"
      />
      <TextInput
        type="date"
        label="Back on"
        value={back}
        error={isWrong ? 'Choose a day after the first one' : null}
        onChange={({ currentTarget }) => setBack(currentTarget.value)}
        data-testid="away-until"
      />
    </Group>
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
