/** One piece of work as a card: how hot, who, and how long there is. */

import { Badge, Group, Text } from '@mantine/core';
import { memo } from 'react';
import { Chilies } from '../parts/chilies.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Dotted, Foreign } from '../parts/others.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { nameOf, type Opened, type WorkItem } from './work-item.ts';

interface Props {
  item: WorkItem;
  isFresh: boolean;
  /** By the keys. */
  isChosen: boolean;
  onOpen: (opened: Opened) => void;
}

/** Only what changes of a list is drawn again. */
export const LeadCard = memo(function LeadCard({ item, isFresh, isChosen, onOpen }: Props) {
  const { person, dueAt } = item;
  const nameOfOwner = useOwnerName();
  return (
    <button
      type="button"
      className="card"
      onClick={() => onOpen(item.opens)}
      data-testid="lead-card"
      data-lead-id={item.opens.id}
      data-work-id={item.id}
      data-tier={item.tier}
      data-score={item.score}
      data-fresh={isFresh}
      data-chosen={isChosen}
    >
      <span>
        <Chilies tier={item.tier} tiers={item.tiers} name={item.tierName} />
        <br />
        <span className="score number">{item.score}</span>
      </span>
      <span style={{ minWidth: 0 }}>
        <Group gap="xs" wrap="wrap">
          <Text span fw={650} size="lg" truncate>
            <Foreign text={nameOf(person)} />
          </Text>
          <Badge variant="light" color={item.isLead ? 'chili' : 'teal'}>
            <Foreign text={item.status} />
          </Badge>
        </Group>
        <Text span display="block" size="sm" className="quiet" truncate>
          <Dotted
            texts={[
              ...[person?.company, person?.name ? person.email : null],
              ...[person?.isEmailClaimed ? 'address not proven' : null, person?.phone, person?.country],
            ]}
          />
          {'\u00a0'}
        </Text>
        {item.latest && (
          <Text span display="block" size="sm" truncate data-testid="lead-latest">
            <Foreign text={item.latest.label} /> <span className="quiet number">+{item.latest.value}</span>
          </Text>
        )}
        <Text span display="block" size="xs" className="quiet" truncate>
          <Dotted texts={[item.campaign, nameOfOwner(item.owner)]} />
        </Text>
      </span>
      <span className="deadline">
        {dueAt === null ? (
          <small className="quiet">{item.rest}</small>
        ) : (
          <Countdown dueAt={dueAt} until="to make contact" />
        )}
      </span>
    </button>
  );
});
