/** Erasures: how far each is, and its signed receipt as a file. */
import { Button, Group, Progress, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ErasureView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { saveJson } from '../parts/save-file.ts';
import { privacyApi } from './privacy-api.ts';

export const erasuresKey = ['privacy', 'erasures'] as const;
/** While one runs, it is looked at again. */
const lookEveryMs = 1_000;

export function Erasures() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: erasuresKey,
    queryFn: privacyApi.erasures,
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === 'running') ? lookEveryMs : false,
  });
  if (isPending) return <Skeleton height={60} />;
  return (
    <>
      <Refusal error={error} again={() => void refetch()} />
      <ul className="rows">
        {data?.map((erasure) => (
          <li key={erasure.id} data-testid="erasure">
            <div>
              <Text size="sm">
                {dateInWords(erasure.askedAt)} by <Foreign text={erasure.askedBy} />
              </Text>
              <State erasure={erasure} />
            </div>
          </li>
        ))}
      </ul>
      {data?.length === 0 && (
        <Text className="quiet" data-testid="no-erasures">
          Nobody was erased yet.
        </Text>
      )}
    </>
  );
}

/** An erasure that has just begun, watched to its end. */
export function ErasureState({ id, first }: { id: string; first: ErasureView }) {
  const { data = first, error } = useQuery({
    queryKey: [...erasuresKey, id],
    queryFn: () => privacyApi.erasure(id),
    initialData: first,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? lookEveryMs : false),
  });
  return (
    <div data-testid="erasure-state" data-status={data.status}>
      <Refusal error={error} />
      <State erasure={data} />
    </div>
  );
}

function State({ erasure: { status, progress, endedAt, receipt } }: { erasure: ErasureView }) {
  if (status === 'running')
    return (
      <div role="status">
        <Text size="sm">
          Erasing: {progress.erased} of {progress.profiles} profiles. It goes on when you leave this page.
        </Text>
        <Progress
          value={progress.profiles === 0 ? 0 : (progress.erased / progress.profiles) * 100}
          aria-label="Profiles erased"
        />
      </div>
    );
  const erased = Object.values(receipt?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <Group justify="space-between">
      <Text size="sm" className="quiet">
        Done {endedAt && dateInWords(endedAt)}: {erased.toLocaleString()} rows erased or redacted
      </Text>
      {receipt && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => saveJson(`receipt-${receipt.erasure}.json`, receipt)}
          data-testid="receipt"
        >
          Receipt
        </Button>
      )}
    </Group>
  );
}
