/** Many records go to another stage: what they lack is given once for all, or for single ones. */
import './bulk.css';
import { Checkbox, NativeSelect, Text, Title } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import { api } from '../api/api.ts';
import { kindAt, nameOfRow, type Row } from '../kinds/record-kinds.ts';
import { Foreign } from '../parts/others.tsx';
import { usePathOfPage } from '../parts/path-of-page.ts';
import { Refusal } from '../parts/refusal.tsx';
import { FieldInput } from '../work/field-input.tsx';
import { nameOfTransition } from '../work/transitions.ts';
import { type FieldValue, sentValue, type WantedField, wantedFields } from '../work/wanted-fields.ts';
import { Form, type FormProps } from './bulk-form.tsx';
import { type CommonMove, commonMoves, lackedFor, type Movable } from './common-moves.ts';

interface Props extends FormProps {
  rows: readonly Row[];
  /** All that fit: others than the loaded rows get the same, and are refused where that is not enough. */
  areAll: boolean;
}

type Typed = Readonly<Record<string, string | boolean>>;

/** Records that have fields of their own in the form; the others get what all get. */
const ownMax = 20;

export function MoveForm({ rows, areAll, ...props }: Props) {
  const records = rows as unknown as readonly (Movable & Row)[];
  const moves = commonMoves(records);
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState<Typed>({});
  const [own, setOwn] = useState<Readonly<Record<string, Typed>>>({});
  const [isEach, setEach] = useState(false);
  const move = moves.find((one) => nameOfTransition(one) === name);
  const { known, reasons, unknown, error } = useWanted(records, move);
  const shown = areAll ? [] : records.filter(({ id }) => (move?.takers.get(id)?.length ?? 0) > 0);
  const change = move && {
    ...{ stage: move.to, ...(move.when !== null && { when: move.when }), ...(reason !== '' && { reason }) },
    ...withFields(sentFields(known, typed)),
  };
  const each = Object.fromEntries(
    shown.flatMap(({ id }) => {
      const fields = sentFields(known, own[id] ?? {});
      return isEach && Object.keys(fields).length > 0 ? [[id, { fields }] as const] : [];
    }),
  );
  return (
    <Form
      {...props}
      label={`Move ${props.words}`}
      wanted={change === undefined ? null : { change, ...(Object.keys(each).length > 0 && { each }) }}
    >
      <NativeSelect
        label="To"
        required
        data={[
          { value: '', label: '' },
          ...moves.map((one) => ({
            value: nameOfTransition(one),
            label: `${isolated(one.when === null ? one.to : `${one.to}: ${one.when}`)} (${one.takers.size.toLocaleString()} of ${rows.length.toLocaleString()})`,
          })),
        ]}
        value={name}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
          // The reasons of one stage are none of another.
          setReason('');
        }}
        data-testid="bulk-to"
      />
      {moves.length === 0 && <Text size="sm">None of them can be moved from where it is.</Text>}
      <Refusal error={error} />
      {known.map((one) => (
        <FieldInput
          key={one.field}
          wanted={one}
          isRequired={false}
          typed={typed[one.field]}
          change={(value) => setTyped((before) => ({ ...before, [one.field]: value }))}
        />
      ))}
      {unknown.length > 0 && (
        <Text size="sm">
          Some still need: <Foreign text={unknown.join(', ')} />
        </Text>
      )}
      {reasons.length > 0 && (
        <NativeSelect
          label="Why"
          required
          data={['', ...reasons]}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      )}
      {known.length > 0 && shown.length > 0 && (
        <Checkbox
          label="Some need other values"
          checked={isEach}
          onChange={({ currentTarget }) => setEach(currentTarget.checked)}
          data-testid="bulk-each"
        />
      )}
      {isEach &&
        shown
          .slice(0, ownMax)
          .map((row) => (
            <OwnFields
              key={row.id}
              row={row}
              wanted={known.filter(({ label }) => move?.takers.get(row.id)?.includes(label))}
              typed={own[row.id] ?? {}}
              change={(values) => setOwn({ ...own, [row.id]: values })}
            />
          ))}
      {isEach && shown.length > ownMax && (
        <Text size="sm" className="quiet">
          The first {ownMax} are shown; the others get the values above.
        </Text>
      )}
    </Form>
  );
}

interface OwnProps {
  row: Row;
  wanted: readonly WantedField[];
  typed: Typed;
  change: (typed: Typed) => void;
}

function OwnFields({ row, wanted, typed, change }: OwnProps) {
  const name = nameOfRow(kindAt(usePathOfPage()), row);
  return (
    <section aria-label={isolated(name)} className="own">
      <Title order={3} size="h6">
        <Foreign text={name} />
      </Title>
      {wanted.map((one) => (
        <FieldInput
          key={one.field}
          wanted={one}
          isRequired={false}
          typed={typed[one.field]}
          change={(value) => change({ ...typed, [one.field]: value })}
        />
      ))}
    </section>
  );
}

const withFields = (fields: Record<string, FieldValue>) => (Object.keys(fields).length > 0 ? { fields } : {});

/** What was typed, by the names of the fields. A tick that is not set is nothing. */
function sentFields(known: readonly WantedField[], typed: Typed): Record<string, FieldValue> {
  return Object.fromEntries(
    known.flatMap(({ field, type }) => {
      const value = sentValue(type, typed[field] ?? '');
      return value === undefined || value === false ? [] : [[field, value] as const];
    }),
  );
}

/** The fields that records lack for a move, and the reasons that its stage knows: of every pipeline that they are in. */
function useWanted(records: readonly Movable[], move: CommonMove | undefined) {
  const takers = records.filter(({ id }) => move?.takers.has(id));
  const pipelines = [...new Set(takers.flatMap(({ pipeline }) => pipeline ?? []))];
  const definitions = useQueries({
    queries: pipelines.map((pipeline) => ({
      queryKey: ['work', 'pipeline', pipeline],
      queryFn: () => api.pipeline(pipeline),
    })),
  });
  const known = new Map<string, WantedField>();
  const reasons = new Set<string>();
  const unknown = new Set<string>();
  const labels = move === undefined ? [] : [...lackedFor(move).keys()];
  for (const [index, { data }] of definitions.entries()) {
    if (data === undefined) continue;
    const here = takers.filter(({ pipeline }) => pipeline === pipelines[index]);
    for (const stage of new Set(here.map((record) => record.stage ?? ''))) {
      const found = wantedFields(data, stage, labels);
      for (const one of found.wanted) known.set(one.field, one);
    }
    for (const one of data.stages.find(({ stage }) => stage === move?.to)?.reasons ?? []) reasons.add(one);
  }
  const found = new Set([...known.values()].map(({ label }) => label));
  const areRead = definitions.every(({ data }) => data !== undefined);
  for (const label of labels) if (areRead && !found.has(label)) unknown.add(label);
  const error = definitions.find((one) => one.error !== null)?.error ?? null;
  return { known: [...known.values()], reasons: [...reasons], unknown: [...unknown], error };
}
