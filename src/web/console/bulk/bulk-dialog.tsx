/** The form of an act on many records: what becomes of each of them. It says how many before it begins. */
import { Modal, NativeSelect, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { BulkActView } from '../../../contract/api/api.ts';
import { allOf } from '../api/api.ts';
import type { Row } from '../kinds/record-kinds.ts';
import { Refusal } from '../parts/refusal.tsx';
import { FieldInput } from '../work/field-input.tsx';
import { sentValue } from '../work/wanted-fields.ts';
import { type BulkList, type BulkSelection, type BulkWanted, bulkApi } from './bulk-api.ts';
import { Form, type FormProps } from './bulk-form.tsx';
import type { BulkForm } from './bulk-forms.ts';
import { countedRecords } from './bulk-words.ts';
import { MoveForm } from './move-form.tsx';
import { useSettable } from './use-settable.ts';

interface Props {
  form: BulkForm;
  list: BulkList;
  /** Those that are selected; where all that fit are, those that are loaded. */
  rows: readonly Row[];
  count: number;
  selection: BulkSelection;
  onBegun: (act: BulkActView) => void;
  onClose: () => void;
}

const titles: Readonly<Record<BulkForm, string>> = {
  assign: 'Assign',
  move: 'Move',
  set: 'Set a field of',
  'do not contact': 'Do not contact',
  campaign: 'Add to a campaign:',
  cancel: 'Cancel',
};

export function BulkDialog({ form, list, rows, count, selection, onBegun, onClose }: Props) {
  const begin = useMutation({
    mutationFn: (wanted: BulkWanted) => bulkApi.begin(list, selection, wanted),
    onSuccess: onBegun,
  });
  const shared: FormProps = {
    words: countedRecords(list, count),
    begin: begin.mutate,
    isPending: begin.isPending,
    error: begin.error,
    onClose,
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${titles[form]} ${countedRecords(list, count)}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      size={form === 'move' ? 'lg' : 'md'}
      centered
    >
      {form === 'assign' && <AssignForm {...shared} />}
      {form === 'move' && <MoveForm {...shared} rows={rows} areAll={'filter' in selection} />}
      {form === 'set' && <SetForm {...shared} list={list} rows={rows} />}
      {form === 'do not contact' && <DoNotContactForm {...shared} />}
      {form === 'campaign' && <CampaignForm {...shared} list={list} />}
      {form === 'cancel' && <CancelForm {...shared} />}
    </Modal>
  );
}

const nobody = '';

function AssignForm(props: FormProps) {
  const [owner, setOwner] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['work', 'colleagues'],
    queryFn: () => allOf<{ email: string; name: string | null; deactivatedAt?: string | null }>('/users'),
  });
  const active = (data ?? []).filter(({ deactivatedAt = null }) => deactivatedAt === null);
  return (
    <Form
      {...props}
      label={`Assign ${props.words}`}
      wanted={owner === null ? null : { change: { owner: owner === nobody ? null : owner } }}
    >
      <Refusal error={error} />
      <Select
        label="New owner"
        required
        searchable
        data-autofocus
        data={[
          { value: nobody, label: 'Nobody: the queue' },
          ...active.map(({ email, name }) => ({
            value: email,
            label: isolated(name === null ? email : `${name}, ${email}`),
          })),
        ]}
        value={owner}
        onChange={setOwner}
        data-testid="bulk-owner"
      />
    </Form>
  );
}

function SetForm({ list, rows, ...props }: FormProps & { list: BulkList; rows: readonly Row[] }) {
  const { plain, fields, error } = useSettable(list, rows);
  const all = [...plain, ...fields];
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<string | boolean>('');
  const chosen = all.find(({ field }) => field === name);
  const value = chosen === undefined ? undefined : sentValue(chosen.type, typed);
  const isOfPipeline = fields.some(({ field }) => field === name);
  const change = value === undefined ? null : { [name]: value };
  const choose = (next: string) => {
    setName(next);
    setTyped(all.find(({ field }) => field === next)?.type === 'tick' ? true : '');
  };
  return (
    <Form
      {...props}
      label={`Set it of ${props.words}`}
      wanted={change === null ? null : { change: isOfPipeline ? { fields: change } : change }}
      isFinal={list === 'quotations' && name === 'status'}
    >
      <Refusal error={error} />
      <NativeSelect
        label="Field"
        required
        data={[
          { value: '', label: '' },
          ...all.map(({ field, label }) => ({ value: field, label: isolated(label) })),
        ]}
        value={name}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data-testid="bulk-field"
      />
      {chosen && <FieldInput key={name} wanted={chosen} typed={typed} change={setTyped} />}
      {all.length === 0 && <Text size="sm">Select records of one pipeline to set its fields.</Text>}
    </Form>
  );
}

function DoNotContactForm(props: FormProps) {
  return (
    <Form {...props} label={`Do not contact ${props.words}`} wanted={{ change: { doNotContact: true } }}>
      <Text>
        Their open tasks, leads and opportunities end, and nobody is reminded of them. They appear in no alert
        and no message.
      </Text>
    </Form>
  );
}

function CampaignForm({ list, ...props }: FormProps & { list: BulkList }) {
  const description =
    list === 'people'
      ? 'They are on its list: the page of the campaign leads to them.'
      : 'It gets a part in each of them, and counts in their reports.';
  const [campaign, setCampaign] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['work', 'campaign-names'],
    queryFn: () => allOf<{ name: string }>('/campaigns'),
  });
  return (
    <Form {...props} label={`Add ${props.words}`} wanted={campaign === null ? null : { campaign }}>
      <Refusal error={error} />
      <Select
        label="Campaign"
        description={description}
        required
        searchable
        data={[...new Set((data ?? []).map(({ name }) => name))].map((value) => ({
          value,
          label: isolated(value),
        }))}
        value={campaign}
        onChange={setCampaign}
        data-testid="bulk-campaign-name"
      />
    </Form>
  );
}

function CancelForm(props: FormProps) {
  const [reason, setReason] = useState('');
  const said = reason.trim();
  return (
    <Form
      {...props}
      label={`Cancel ${props.words}`}
      wanted={said === '' ? null : { change: { status: 'Cancelled', reason: said } }}
    >
      <TextInput
        label="Why"
        required
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        data-testid="bulk-reason"
      />
    </Form>
  );
}
