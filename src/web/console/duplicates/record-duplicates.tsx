/** On the page of a person or a company: who may be the same, and the way to merge it with any other. */
import './duplicates.css';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { MergedList } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { nameOf, reasonInWords } from './duplicate-words.ts';
import { duplicatesApi } from './duplicates-api.ts';
import { OtherRecord } from './other-record.tsx';

interface Props {
  list: MergedList;
  id: string;
  /** An address that a page claims for the record. The merge with its owner is offered beside it, and not here again. */
  claimed: string | null;
}

export function RecordDuplicates({ list, id, claimed }: Props) {
  const [isChoosing, setChoosing] = useState(false);
  const { data } = useQuery({
    queryKey: ['work', 'duplicates-of', list, id],
    queryFn: () => duplicatesApi.pairs({ list, record: id }, false),
  });
  const pairs = (data?.items ?? []).flatMap(({ records: [one, two], reasons }) => {
    const other = one.id === id ? two : one;
    const isOwner = claimed !== null && !other.isEmailClaimed && other.email === claimed;
    return isOwner ? [] : [{ other, reasons }];
  });
  return (
    <Stack gap={4} my="md" data-testid="record-duplicates">
      {pairs.map(({ other, reasons }) => (
        <Text size="sm" key={other.id} className="may-be" data-testid="may-be">
          May be{' '}
          <Link to="/duplicates/compare" search={{ list, kept: id, merged: other.id }}>
            <Foreign text={nameOf(other)} />
          </Link>{' '}
          <span className="quiet">{reasons.map(reasonInWords).join(', ')}</span>
        </Text>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={isChoosing}
          onClick={() => setChoosing(!isChoosing)}
          data-testid="merge-with"
        >
          Merge with another…
        </Button>
      </Group>
      {isChoosing && <OtherRecord list={list} id={id} />}
    </Stack>
  );
}
