/** Acts on many records: one's own, of everybody for managers; each can be undone for a day. */
import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Refusal } from '../parts/refusal.tsx';
import { bulkApi } from './bulk-api.ts';
import { BulkPanel } from './bulk-panel.tsx';

export function BulkActsPage() {
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['bulk'], queryFn: bulkApi.latest });
  return (
    <div className="page wide">
      <Title order={1} size="h2" mb="xs">
        Changes of many
      </Title>
      <Text size="sm" className="quiet" mb="md">
        Select rows in a table to change them together. Each change can be undone as a whole within a day.
      </Text>
      <Refusal error={error} again={error && (() => void refetch())} />
      {isPending && [1, 2, 3].map((index) => <Skeleton key={index} height={64} mb="xs" />)}
      {data?.items.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          Nothing was changed together yet.
        </Text>
      )}
      {data?.items.map((act) => (
        <BulkPanel key={act.id} act={act} />
      ))}
    </div>
  );
}
