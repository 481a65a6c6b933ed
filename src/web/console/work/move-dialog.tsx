/** A record is moved to another stage, with what its checklist still needs asked then and there. */
import { Button, Group, Modal, NativeSelect, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { PipelineDefinitionView } from '../../../contract/api/api.ts';
import { api, type MovableRecord, type Move, type StagedRecord } from '../api/api.ts';
import { outdated } from '../api/move-seen.ts';
import { isOutdated } from '../api/send-on-seen.ts';
import { focusFirst } from '../parts/focus-first.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useSession } from '../session/session.tsx';
import { CarriesOver } from './after-contact.tsx';
import { FieldInput } from './field-input.tsx';
import { doneTo } from './just-done.ts';
import { nameOfTransition, onward } from './transitions.ts';
import { opensIn, sentValue, wantedFields } from './wanted-fields.ts';

interface Props {
  record: StagedRecord;
  /** A stage that was chosen already, as by dragging. */
  to?: string | null;
  onClose: () => void;
}

export function MoveDialog({ record, to = null, onClose }: Props) {
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    queryKey: ['work', 'movable', record],
    queryFn: async () => {
      const staged = await api.staged(record);
      return { staged, definition: staged.pipeline === null ? null : await api.pipeline(staged.pipeline) };
    },
    gcTime: 0,
    // Each dialog reads: what the one before it has read counts as fresh where it was closed just now.
    staleTime: 0,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={to === null ? 'Move to…' : `Move to ${isolated(to)}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <Refusal error={error} />
      {!isFetchedAfterMount && <Skeleton height={120} />}
      {/* What was read before a move is no choice after it. */}
      {isFetchedAfterMount && data?.definition && (
        <Transitions
          record={record}
          staged={data.staged}
          definition={data.definition}
          to={to}
          again={async () => (await refetch({ throwOnError: true })).data?.staged ?? data.staged}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

interface TransitionsProps extends Props {
  staged: MovableRecord;
  definition: PipelineDefinitionView;
  to: string | null;
  /** Reads the record again: what is typed stays. */
  again: () => Promise<MovableRecord>;
}

type Typed = Record<string, string | boolean>;

function Transitions({ record, staged, definition, to, again, onClose }: TransitionsProps) {
  const { seen, look, taken, chosen, isAsked, choose } = useSeen(staged, definition, to);
  const open = openTo(seen, to);
  const { email } = useSession();
  const [typed, setTyped] = useState<Typed>({});
  const [reason, setReason] = useState('');
  const from = seen.stage ?? '';
  const move = useAct({
    name: 'move',
    run: (wanted: Move) => {
      const moved = api.move(record, wanted, seen.revision).catch(async (error: unknown) => {
        if (!isOutdated(error)) throw error;
        const present = await again();
        if (present.stage === seen.stage) look(present);
        throw outdated(seen, present);
      });
      return doneTo(record.id, email, moved);
    },
    said: ({ answer: { stage } }) => `Moved to ${isolated(stage ?? '')}`,
    undo: ({ takeBack }) => takeBack(),
    onDone: onClose,
  });
  const transition = open.find((one) => nameOfTransition(one) === chosen);
  const target = definition.stages.find(({ stage }) => stage === transition?.to);
  const { wanted, unknown } = wantedFields(definition, from, transition?.missing ?? []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (transition === undefined) return;
    move.mutate(moveOf(transition, { wanted, typed, reason }));
  };
  if (open.length === 0)
    return (
      <Stack>
        <Refusal error={move.error ?? taken} />
        <Text>
          {to === null ? 'No stage can be reached from here.' : 'This stage cannot be reached from here.'}
        </Text>
      </Stack>
    );
  return (
    <Stack component="form" onSubmit={submit} data-testid="move-form" ref={focusFirst}>
      {(open.length > 1 || isAsked) && (
        <StageChoice
          open={open}
          chosen={chosen}
          choose={(name) => {
            choose(name);
            // The reasons of one stage are none of another.
            setReason('');
          }}
        />
      )}
      {wanted.map((one, index) => (
        <FieldInput
          key={one.field}
          isFirst={open.length === 1 && index === 0}
          wanted={one}
          record={record}
          typed={typed[one.field]}
          change={(value) => setTyped((before) => ({ ...before, [one.field]: value }))}
        />
      ))}
      {unknown.length > 0 && (
        <Text size="sm">
          It still needs: <Foreign text={unknown.join(', ')} />
        </Text>
      )}
      {target && target.reasons.length > 0 && (
        <NativeSelect
          label="Why"
          required
          data={['', ...target.reasons]}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <CarriesOver pipelines={opensIn(target)} />
      <Refusal error={move.error ?? taken} />
      <Group grow>
        <Button
          type="submit"
          disabled={transition === undefined}
          loading={move.isPending}
          data-autofocus={open.length === 1 && wanted.length === 0 ? true : undefined}
          data-testid="move-now"
        >
          Move
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}

interface Given {
  wanted: ReturnType<typeof wantedFields>['wanted'];
  typed: Typed;
  reason: string;
}

/** The move that is sent: the transition, with what was given for it. */
function moveOf({ to, when }: MovableRecord['next'][number], { wanted, typed, reason }: Given): Move {
  const values = wanted.flatMap(({ field, type }) => {
    const value = sentValue(type, typed[field] ?? '');
    return value === undefined ? [] : [[field, value] as const];
  });
  return {
    stage: to,
    ...(when !== null && { when }),
    ...(reason && { reason }),
    ...(values.length > 0 && { fields: Object.fromEntries(values) }),
  };
}

const openTo = ({ next }: MovableRecord, to: string | null) =>
  next.filter((one) => to === null || one.to === to);

/**
 * The record as it was seen first, and the transition that is chosen. Where it is read again in another stage, that is seen from
 * then on, and nothing is chosen: what was chosen led from elsewhere.
 */
function useSeen(staged: MovableRecord, { stages }: PipelineDefinitionView, to: string | null) {
  const [seen, look] = useState(staged);
  const [taken, setTaken] = useState<Error | null>(null);
  const [chosen, setChosen] = useState(() => {
    const open = openTo(staged, to);
    const first = to === null ? onward(open, stages, staged.stage ?? '') : open[0];
    return first === undefined ? '' : nameOfTransition(first);
  });
  const [isAsked, setAsked] = useState(chosen === '');
  if (staged.stage !== seen.stage) {
    setTaken(outdated(seen, staged));
    look(staged);
    setChosen('');
    setAsked(true);
  }
  const choose = (name: string) => {
    setTaken(null);
    setChosen(name);
  };
  return { seen, look, taken, chosen, isAsked, choose };
}

interface StageChoiceProps {
  open: MovableRecord['next'];
  chosen: string;
  choose(name: string): void;
}

function StageChoice({ open, chosen, choose }: StageChoiceProps) {
  return (
    <Radio.Group label="Stage" value={chosen} onChange={choose}>
      <Stack gap="xs" mt="xs">
        {open.map((one, index) => (
          <Radio
            key={nameOfTransition(one)}
            data-autofocus={
              (chosen === '' ? index === 0 : nameOfTransition(one) === chosen) ? true : undefined
            }
            value={nameOfTransition(one)}
            label={<Foreign text={one.when === null ? one.to : `${one.to}: ${one.when}`} />}
            data-testid="move-to"
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
