/** One piece of work as a card: how hot, who, and how long there is. */
import { Badge, Group, Text } from '@mantine/core';
import { Chilies } from './chilies.tsx';
import { Countdown } from './countdown.tsx';
import { Dotted } from './others.tsx';
import { nameOf, type Work } from './work-item.ts';

interface Props {
  work: Work;
  nowMs: number;
  isFresh: boolean;
  onOpen: () => void;
}

export function LeadCard({ work, nowMs, isFresh, onOpen }: Props) {
  const { person, dueAt } = work;
  return (
    <button
      type="button"
      className="card"
      onClick={onOpen}
      data-testid="lead-card"
      data-lead-id={work.opens.id}
      data-tier={work.tier}
      data-score={work.score}
      data-fresh={isFresh}
    >
      <span>
        <Chilies tier={work.tier} tiers={work.tiers} name={work.tierName} />
        <br />
        <span className="score number">{work.score}</span>
      </span>
      <span style={{ minWidth: 0 }}>
        <Group gap="xs" wrap="wrap">
          <Text span fw={650} size="lg" truncate className="who">
            <bdi>{nameOf(person)}</bdi>
          </Text>
          <Badge variant="light" color={work.isLead ? 'chili' : 'teal'}>
            <bdi>{work.status}</bdi>
          </Badge>
        </Group>
        <Text span display="block" size="sm" className="quiet" truncate>
          <Dotted texts={[person?.company, person?.name ? person.email : null]} />
          {'\u200b'}
        </Text>
        <Text span display="block" size="xs" className="quiet" truncate>
          <Dotted texts={[work.campaign, work.owner ?? 'in the queue']} />
        </Text>
      </span>
      <span className="deadline">
        {dueAt === null ? (
          <small className="quiet">contacted</small>
        ) : (
          <Countdown dueAt={dueAt} nowMs={nowMs} until="to make contact" />
        )}
      </span>
    </button>
  );
}
