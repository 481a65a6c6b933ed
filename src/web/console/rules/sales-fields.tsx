/** What sales knows of somebody who is tried, from a step on: the statuses of their leads, and whether they are a customer. */
import { Group, Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { pipelinesQuery } from '../api/pipelines-query.ts';
import type { SalesStep } from './tried-steps.ts';

const customers = [
  { value: 'no', label: 'no customer' },
  { value: 'yes', label: 'a customer' },
];

export function SalesFields({ known, onChange }: { known: SalesStep; onChange: (known: SalesStep) => void }) {
  const { data } = useQuery(pipelinesQuery);
  const ofLeads = (data?.items ?? []).filter(({ kind }) => kind === 'lead');
  const statuses = new Set(ofLeads.flatMap(({ stages }) => stages.map(({ stage }) => stage)));
  return (
    <Group gap="xs" grow preventGrowOverflow={false} align="start">
      <TagsInput
        aria-label="The statuses of their leads"
        placeholder={known.leadStatus.length === 0 ? 'No lead' : undefined}
        data={[...statuses]}
        value={[...known.leadStatus]}
        onChange={(leadStatus) => onChange({ ...known, leadStatus })}
        data-testid="step-statuses"
      />
      <Select
        aria-label="Whether they are a customer"
        data={customers}
        value={known.customer ? 'yes' : 'no'}
        onChange={(value) => onChange({ ...known, customer: value === 'yes' })}
        allowDeselect={false}
        data-testid="step-customer"
      />
    </Group>
  );
}
