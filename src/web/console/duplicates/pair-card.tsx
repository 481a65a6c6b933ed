/** Two records that may be one, beside each other, with why; and what can be said about them. */
import { Badge, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { DuplicateRecord, DuplicateView, MergedList } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { Actor } from '../team/actor.tsx';
import { CompareButton } from './compare-button.tsx';
import { detailsOf, nameOf, reasonInWords } from './duplicate-words.ts';
import { duplicatesApi } from './duplicates-api.ts';

interface Props {
  pair: DuplicateView;
  mayMerge: boolean;
}

export function PairCard({ pair, mayMerge }: Props) {
  const { list, records, reasons, distinct } = pair;
  const [kept, merged] = records;
  return (
    <li className="pair" data-testid="pair">
      <div className="two">
        {records.map((record) => (
          <Beside key={record.id} list={list} record={record} />
        ))}
      </div>
      <Group gap="xs" justify="space-between">
        <Group gap={6}>
          {reasons.map((reason) => (
            <Badge key={reason} variant="default" tt="none" fw={500} data-testid="reason">
              {reasonInWords(reason)}
            </Badge>
          ))}
          {distinct !== null && (
            <Text size="sm" className="quiet">
              two, says <Actor by={distinct.by} /> since {dateInWords(distinct.at)}
            </Text>
          )}
        </Group>
        {mayMerge && (
          <Group gap="xs">
            <TwoOrOne pair={pair} />
            <CompareButton
              list={list}
              kept={kept.id}
              merged={merged.id}
              label="Compare and merge…"
              testId="compare"
            />
          </Group>
        )}
      </Group>
    </li>
  );
}

/** One of the two: who it is, and by what it differs from the other. */
export function Beside({ list, record }: { list: MergedList; record: DuplicateRecord }) {
  return (
    <div className="beside">
      <Text fw={650} component="span">
        <Link to={`/${list}/$id`} params={{ id: record.id }}>
          <Foreign text={nameOf(record)} />
        </Link>
      </Text>
      <Text size="sm" className="quiet">
        <Dotted texts={detailsOf(list, record)} />
      </Text>
      <Text size="sm" className="quiet">
        since {dateInWords(record.createdAt)}
        {record.doNotContact && ' · do not contact'}
      </Text>
    </div>
  );
}

/** Says that they are two, or takes that back. */
function TwoOrOne({ pair: { list, records, distinct } }: { pair: DuplicateView }) {
  const ids: [string, string] = [records[0].id, records[1].id];
  const isDistinct = distinct !== null;
  const says = (isTwo: boolean) =>
    isTwo ? duplicatesApi.dismiss(list, ids) : duplicatesApi.suggest(list, ids);
  const say = useAct({
    name: 'two',
    run: () => says(!isDistinct),
    said: () => (isDistinct ? 'They are suggested again' : 'They are two: suggested no more'),
    undo: () => says(isDistinct),
  });
  return (
    <>
      <Refusal error={say.error} />
      <Button
        size="compact-sm"
        variant="subtle"
        loading={say.isPending}
        onClick={() => say.mutate(undefined)}
        data-testid="two"
      >
        {isDistinct ? 'Suggest them again' : 'They are two'}
      </Button>
    </>
  );
}
