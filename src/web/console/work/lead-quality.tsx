/** What the lead was worth, in one tap: good, or junk with its reason; the rules are measured by it. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { LeadView } from '../../../contract/api/api.ts';
import { api, type Quality } from '../api/api.ts';
import { ReasonButtons } from '../parts/reason-buttons.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useSession } from '../session/session.tsx';
import { doneTo } from './just-done.ts';

const junkReasons = ['Student', 'Competitor', 'Job seeker', 'Sells to us', 'Wrong person', 'Not real'];

export function QualityButtons({ lead }: { lead: LeadView }) {
  const [isJunk, setIsJunk] = useState(false);
  const { email } = useSession();
  const before: Quality | null =
    lead.quality === 'junk'
      ? { quality: 'junk', reason: lead.qualityReason ?? 'Not said' }
      : lead.quality && { quality: 'good' };
  const judge = useAct({
    name: 'quality',
    run: (quality: Quality | null) => doneTo(lead.id, email, api.judge(lead.id, quality)),
    said: (_, quality) => wordsOf(quality),
    undo: ({ takeBack }) => takeBack(),
    onDone: () => setIsJunk(false),
  });
  const say = (quality: Quality | null) => judge.mutate(quality);
  return (
    <Stack gap="xs" data-testid="quality" data-quality={lead.quality ?? ''}>
      {before !== null && !isJunk ? (
        <Group justify="space-between">
          <Text fw={600}>{wordsOf(before)}</Text>
          <Button size="compact-sm" variant="subtle" loading={judge.isPending} onClick={() => say(null)}>
            Remove
          </Button>
        </Group>
      ) : (
        <Group grow>
          <Button
            variant="light"
            color="green"
            c="var(--done)"
            loading={judge.isPending}
            onClick={() => say({ quality: 'good' })}
            data-testid="quality-good"
          >
            Good lead
          </Button>
          <Button
            variant={isJunk ? 'filled' : 'light'}
            color="gray"
            aria-expanded={isJunk}
            onClick={() => setIsJunk(!isJunk)}
            data-testid="quality-junk"
          >
            Junk
          </Button>
        </Group>
      )}
      {isJunk && (
        <ReasonButtons
          label="Why it is junk"
          reasons={junkReasons}
          isPending={judge.isPending}
          onReason={(reason) => say({ quality: 'junk', reason })}
          testId="junk-reason"
        />
      )}
      <Refusal error={judge.error} />
    </Stack>
  );
}

function wordsOf(quality: Quality | null): string {
  if (quality === null) return 'Quality removed';
  return quality.quality === 'good' ? 'Good lead' : `Junk: ${isolated(quality.reason)}`;
}
