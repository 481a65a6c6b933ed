/** What the lead was worth, in one tap: good, or junk with its reason; the rules are measured by it. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { isolated } from '../../base/text/text.ts';
import type { LeadView } from '../../contract/api/api.ts';
import { api, type Verdict } from './api.ts';
import { Refusal } from './refusal.tsx';
import { useAct } from './undo.tsx';

const junkReasons = ['Student', 'Competitor', 'Job seeker', 'Sells to us', 'Wrong person', 'Not real'];

export function VerdictButtons({ lead }: { lead: LeadView }) {
  const [isJunk, setIsJunk] = useState(false);
  const before: Verdict | null =
    lead.verdict === 'junk'
      ? { verdict: 'junk', reason: lead.verdictReason ?? 'Not said' }
      : lead.verdict && { verdict: 'good' };
  const judge = useAct({
    name: 'verdict',
    run: (verdict: Verdict | null) => api.judge(lead.id, verdict),
    said: (_, verdict) => wordsOf(verdict),
    undo: () => api.judge(lead.id, before),
    onDone: () => setIsJunk(false),
  });
  const say = (verdict: Verdict | null) => judge.mutate(verdict);
  return (
    <Stack gap="xs" data-testid="verdict" data-verdict={lead.verdict ?? ''}>
      {before !== null && !isJunk ? (
        <Group justify="space-between">
          <Text fw={600}>{wordsOf(before)}</Text>
          <Button size="compact-sm" variant="subtle" loading={judge.isPending} onClick={() => say(null)}>
            Take it back
          </Button>
        </Group>
      ) : (
        <Group grow>
          <Button
            variant="light"
            color="green"
            loading={judge.isPending}
            onClick={() => say({ verdict: 'good' })}
            data-testid="verdict-good"
          >
            Good lead
          </Button>
          <Button
            variant={isJunk ? 'filled' : 'light'}
            color="gray"
            aria-expanded={isJunk}
            onClick={() => setIsJunk(!isJunk)}
            data-testid="verdict-junk"
          >
            Junk
          </Button>
        </Group>
      )}
      {isJunk && (
        <Group gap="xs" role="group" aria-label="Why it is junk">
          {junkReasons.map((reason) => (
            <Button
              key={reason}
              size="compact-sm"
              variant="default"
              loading={judge.isPending}
              onClick={() => say({ verdict: 'junk', reason })}
              data-testid="junk-reason"
            >
              {reason}
            </Button>
          ))}
        </Group>
      )}
      <Refusal error={judge.error} />
    </Stack>
  );
}

function wordsOf(verdict: Verdict | null): string {
  if (verdict === null) return 'Verdict taken back';
  return verdict.verdict === 'good' ? 'Good lead' : `Junk: ${isolated(verdict.reason)}`;
}
