/** What pages say of a person where something else is known: shown beside it, since anybody may have said it. */

import { Divider, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { Foreign } from '../parts/others.tsx';
import { proposalsInWords } from './proposals-in-words.ts';

/** Loads by itself; shows nothing where no page proposes anything, or the profile was forgotten. */
export function Proposals({ profile }: { profile: string }) {
  const { data } = useQuery({ queryKey: ['work', 'profile', profile], queryFn: () => api.profile(profile) });
  const lines = proposalsInWords(data?.proposals ?? {});
  if (lines.length === 0) return null;
  return (
    <div data-testid="proposals">
      <Divider label="A web page also says" labelPosition="left" />
      {lines.map((line) => (
        <Text size="sm" key={line}>
          <Foreign text={line} />
        </Text>
      ))}
      <Text size="sm" className="quiet">
        Anybody may have typed this. What you know stays.
      </Text>
    </div>
  );
}
