/** The first day after a publication: what was expected, what came, and the way back. */
import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { counted } from '../parts/counted.ts';
import { RollBack } from './roll-back.tsx';
import { rulesApi } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';
import { sameBefore } from './same-text.ts';
import { useDraft } from './use-draft.tsx';

const lookEveryMs = 60_000;

export function FirstDay() {
  const { id, live, versions, mayChange } = useDraft();
  const [latest, before] = versions;
  const { data } = useQuery({
    queryKey: rulesKey(id, 'outlook', live?.version),
    queryFn: () => rulesApi.outlook(id),
    enabled: live !== null && before !== undefined,
    refetchInterval: lookEveryMs,
  });
  if (!data || data.isOver || latest === undefined || before === undefined) return null;
  const leads = (count: number) => counted(count, 'lead');
  const again = sameBefore(versions, 0);
  return (
    <Group justify="space-between" className="first-day" gap="xs" data-testid="first-day">
      <Text size="sm">
        {again === undefined
          ? `Since version ${latest.number} is live: `
          : `Version ${again.number} is live again, as version ${latest.number}. Since then: `}
        <b>{leads(data.actual)}</b>
        {data.expected === null
          ? '. It was not backtested, so nothing was expected.'
          : `, ${data.expected.toLocaleString()} expected by its backtest.`}
      </Text>
      {/* Who went back does not want what was left: that is in the versions. */}
      {mayChange && again === undefined && (
        <RollBack to={before.number} words={`Back to version ${before.number}`} />
      )}
    </Group>
  );
}
