/** What is known of somebody, a person or not yet one: score and reasons, visits, behaviour, identities, consent, and who it is in sales. */
import '../work/work.css';
import './profiles.css';
import { Alert, Button, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { Explanation, ProfileView } from '../../../contract/api/api.ts';
import { api, orNull } from '../api/api.ts';
import { Chilies } from '../parts/chilies.tsx';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Ways } from '../parts/ways.tsx';
import { Proposals } from '../work/proposals.tsx';
import { Receipts } from '../work/receipts.tsx';
import { ScoreLine } from '../work/score-line.tsx';
import { Reasons, Story } from '../work/story.tsx';
import { useExplanation, useScoreHistory } from '../work/use-profile.ts';
import { InSales } from './in-sales.tsx';
import { Consent, Details, Identities } from './known-parts.tsx';
import { nameOfProfile } from './profile-name.ts';
import type { ProfileSearch } from './profile-search.ts';
import { Visits } from './visits-part.tsx';

export function ProfilePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['work', 'profile', id],
    queryFn: () => orNull(api.profile(id)),
  });
  return (
    <div className="page wide profile">
      <Link to="/profiles" className="quiet">
        Profiles
      </Link>
      {isPending && <Skeleton height={36} my="sm" width={320} />}
      {error && (
        <>
          <Title order={1} size="h2">
            This profile cannot be shown
          </Title>
          <Refusal error={error} again={() => void refetch()} />
        </>
      )}
      {data === null && <Nobody id={id} />}
      {data && <Body profile={data} />}
    </div>
  );
}

function Nobody({ id }: { id: string }) {
  return (
    <>
      <Title order={1} size="h2" mb="md">
        Nobody goes by this
      </Title>
      <Text data-testid="no-profile">
        No event came of <Foreign text={id} />, or all that was known was erased or forgotten for its age.
      </Text>
      <Button component={Link} to="/profiles" variant="default" mt="md">
        Look for another
      </Button>
    </>
  );
}

function Body({ profile }: { profile: ProfileView }) {
  const search = useSearch({ strict: false }) as ProfileSearch;
  const programmes = Object.keys(profile.scores);
  const programme = programmes.find((one) => one === search.programme) ?? programmes[0] ?? null;
  const name = nameOfProfile(profile);
  const score = programme === null ? null : (profile.scores[programme]?.score ?? null);
  return (
    <>
      <header className="work-head">
        <div>
          {programme !== null && <Tier profile={profile} programme={programme} />}
          <Title order={1} size="h2">
            <Foreign text={name} /> {score !== null && <span className="score number">{score}</span>}
          </Title>
          {programmes.length > 1 && <Programmes programmes={programmes} shown={programme} />}
        </div>
        {programme !== null && <ScoreLine profile={profile.id} programme={programme} />}
      </header>
      <div className="work-columns">
        <section aria-label="Who it is">
          <InSales profile={profile} />
          <Proposals profile={profile.id} />
          <Identities identities={profile.identities} />
          <Details traits={profile.traits} />
          <Consent consent={profile.consent} />
        </section>
        <section aria-label="What happened">
          <Title order={2} size="h4" mb="sm">
            Visits
          </Title>
          <Visits profile={profile.id} />
          <Title order={2} size="h4" my="sm">
            What happened
          </Title>
          <Story record={null} about={null} scored={{ profile: profile.id, programme, who: name }} />
        </section>
        <section aria-label="Why">
          <Title order={2} size="h4" mb="sm">
            Why
          </Title>
          {programme === null ? (
            <Text className="quiet" data-testid="unscored">
              No programme scores it yet.
            </Text>
          ) : (
            <Why profile={profile.id} programme={programme} />
          )}
        </section>
      </div>
    </>
  );
}

function Tier({ profile: { id, scores }, programme }: { profile: ProfileView; programme: string }) {
  const { data } = useScoreHistory(id, programme);
  const { tier = 0, tierName = '' } = scores[programme] ?? {};
  return <Chilies tier={tier} tiers={data?.tiers.length ?? tier} name={tierName} />;
}

function Programmes({ programmes, shown }: { programmes: readonly string[]; shown: string | null }) {
  return (
    <Ways className="parts" label="Programmes">
      {programmes.map((programme) => (
        <Link
          key={programme}
          to="."
          search={{ programme }}
          replace
          aria-current={programme === shown ? 'page' : undefined}
        >
          <Foreign text={programme} />
        </Link>
      ))}
    </Ways>
  );
}

function Why({ profile, programme }: { profile: string; programme: string }) {
  const { data, error } = useExplanation(profile, programme);
  if (error) return <Refusal error={error} />;
  if (data === undefined) return <Skeleton height={120} />;
  if (data === null) return <Text className="quiet">The programme scores it no more.</Text>;
  return (
    <>
      <Reasons
        reasons={data.contributions}
        score={data.score ?? 0}
        tierName={data.tierName}
        profile={profile}
      />
      <Receipts profile={profile} programme={programme} />
      <Remarks explanation={data} />
    </>
  );
}

/** What else bears on the score: an exclusion, the last fall, a limit, and events that came too late. */
function Remarks({ explanation: { excludedBy, fall, limit, late } }: { explanation: Explanation }) {
  return (
    <>
      {excludedBy !== undefined && (
        <Alert color="orange" my="sm">
          Scores nothing: <Foreign text={excludedBy} />
        </Alert>
      )}
      {fall !== null && (
        <Text size="sm" my="xs">
          Fell from <Foreign text={fall.from} /> to <Foreign text={fall.to} /> on {dateInWords(fall.at)}:{' '}
          <Foreign text={fall.losses.map(({ label, was, is }) => `${label} ${was} → ${is}`).join(', ')} />
        </Text>
      )}
      {limit !== null && (
        <Text size="sm" className="quiet" my="xs">
          There are more events than a profile keeps apart: those before {dateInWords(limit.sealedUntil)} are
          summed up.
        </Text>
      )}
      {late !== null && late.count > 0 && (
        <Text size="sm" className="quiet" my="xs">
          {late.count.toLocaleString()} {late.count === 1 ? 'event' : 'events'} came too late to give points.
        </Text>
      )}
    </>
  );
}
