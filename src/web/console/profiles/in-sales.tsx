/** Who a profile is in sales: its person by an address it goes by, and its leads. */
import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LeadView, PersonView, ProfileView } from '../../../contract/api/api.ts';
import { listOf } from '../api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';

/** The latest leads; each has its place in the list of all. */
const leadsShown = 10;

/** Loads by itself; says so where nobody in sales knows them yet. */
export function InSales({ profile }: { profile: ProfileView }) {
  const nameOfOwner = useOwnerName();
  const { data, error, isPending } = useQuery({
    queryKey: ['work', 'in-sales', profile.id],
    queryFn: () => inSales(profile),
  });
  if (isPending) return <Skeleton height={48} />;
  if (error) return <Refusal error={error} />;
  const { person, leads } = data;
  return (
    <div data-testid="in-sales">
      {person === null ? (
        <Text className="quiet">Nobody in sales knows them yet.</Text>
      ) : (
        <Text>
          <Link to={`/people/${person.id}` as string} className="address" data-testid="person-link">
            <Foreign text={person.name ?? person.email ?? person.id} />
          </Link>{' '}
          <Text span size="sm" className="quiet">
            <Dotted
              texts={[
                person.kind,
                person.company,
                person.owner === null ? null : nameOfOwner(person.owner),
                person.doNotContact ? 'not to be contacted' : null,
              ]}
            />
          </Text>
        </Text>
      )}
      {leads.map((lead) => (
        <Text size="sm" key={lead.id}>
          <Link to={`/leads/${lead.id}` as string} className="address">
            Lead of {dateInWords(lead.createdAt)}
          </Link>{' '}
          <span className="quiet">
            <Dotted texts={[lead.stage, nameOfOwner(lead.owner)]} />
          </span>
        </Text>
      ))}
    </div>
  );
}

/** A lead knows its person; without one, an address does. */
async function inSales({ id, identities }: ProfileView) {
  const { items: leads } = await listOf<LeadView>('/leads', { profile: id, limit: leadsShown });
  const ofLead = leads.find(({ person }) => person !== null)?.person ?? null;
  if (ofLead !== null) return { person: ofLead, leads };
  const email = identities.find(({ kind }) => kind === 'email')?.value;
  const people = email === undefined ? [] : (await listOf<PersonView>('/people', { email })).items;
  return { person: people[0] ?? null, leads };
}
