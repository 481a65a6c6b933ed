/** Profiles that cannot be evaluated, with the reason: they are tried again by themselves. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNow } from '../parts/clock.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { agoInWords } from './health-words.ts';
import { runApi } from './run-api.ts';

const readEveryMs = 10_000;

export function FailingProfiles() {
  const nowMs = useNow();
  const { data, error } = useQuery({
    queryKey: ['run', 'failing-profiles'],
    queryFn: runApi.failingProfiles,
    refetchInterval: readEveryMs,
  });
  return (
    <section className="panel" aria-label="Failing profiles">
      <h2>Failing profiles</h2>
      <Refusal error={error} />
      {data?.items.length === 0 && (
        <Text className="quiet" data-testid="none-failing">
          Every profile can be evaluated.
        </Text>
      )}
      <ul className="refused-of-many">
        {data?.items.map(({ profile, reason, detail, since, retryAt }) => (
          <li key={profile} data-testid="failing-profile">
            <ProfileLink id={profile} />{' '}
            {reason === 'unreadable' ? 'its stored bytes cannot be read' : 'its evaluation fails'}:{' '}
            <Foreign text={detail} />
            <Text size="sm" className="quiet">
              for {agoInWords(since, nowMs)}; tried again {dateInWords(retryAt)}
            </Text>
          </li>
        ))}
      </ul>
      {data !== undefined && data.nextCursor !== null && <Text className="quiet">There are more.</Text>}
    </section>
  );
}
