/** The stage of a record as guidance: its position, its note, the fields to fill in, the activities, the channels. */

import { Badge, Divider, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { isolated } from '../../../base/text/text.ts';
import type { StageGuide as Guide } from '../../../contract/api/api.ts';
import { api, type StagedRecord } from '../api/api.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';

/** A longer list of activities begins folded, so that it does not push the rest of the page away. */
const activitiesShown = 5;

/** Loads by itself; shows nothing for a stage that has nothing but its name. */
export function StageGuide({ record }: { record: StagedRecord }) {
  const { data, error } = useQuery({
    queryKey: ['work', 'stage', record],
    queryFn: () => api.stageOf(record),
  });
  if (error) return <Refusal error={error} />;
  if (data === undefined || isSilent(data)) return null;
  const { checklist, reminders, activities, channels } = data;
  return (
    <>
      <Divider label="This stage" labelPosition="left" />
      <Stack gap="xs" className="stage" data-testid="stage-guide">
        <Position {...data} />
        {data.note && (
          <Text size="sm" className="note">
            <Foreign text={data.note} />
          </Text>
        )}
        <Fields title="Fill in before you move on" fields={checklist} />
        <Fields title="Remember to fill in" fields={reminders} />
        <Activities activities={activities} />
        <Channels channels={channels} />
      </Stack>
    </>
  );
}

function isSilent({ step, lane, note, checklist, reminders, activities, channels }: Guide): boolean {
  const lists = [checklist, reminders, activities, Object.keys(channels)];
  return step === null && lane === null && note === null && lists.every(({ length }) => length === 0);
}

function Position({ step, stage, pipelineName, lane }: Guide) {
  return (
    <Group gap="0 var(--mantine-spacing-xs)" align="baseline">
      {step !== null && (
        <Badge variant="light" color="chili" tt="none">
          Step <Foreign text={step} />
        </Badge>
      )}
      <Text fw={650}>
        <Foreign text={stage} />
      </Text>
      <Text size="sm" className="quiet">
        <Dotted texts={[pipelineName, lane && `for ${isolated(lane)}`]} />
      </Text>
    </Group>
  );
}

function Fields({ title, fields }: { title: string; fields: Guide['checklist'] }) {
  if (fields.length === 0) return null;
  return (
    <div className="fields">
      <Text component="h2" size="sm" fw={600}>
        {title}
      </Text>
      <ul>
        {fields.map(({ field, label, done }) => (
          <li key={field} data-done={done}>
            <Mark done={done} />
            <Foreign text={label} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Activities({ activities }: Pick<Guide, 'activities'>) {
  if (activities.length === 0) return null;
  return (
    <details open={activities.length <= activitiesShown}>
      <summary>
        <span>Activities</span>
        <Text span size="xs" className="quiet number">
          {activities.filter(({ done }) => done).length} of {activities.length} done
        </Text>
      </summary>
      <ul className="activities">
        {activities.map((one) => (
          <li key={one.activity} data-done={one.done} data-testid="stage-activity">
            <Mark done={one.done} />
            <span className="number quiet">{one.number}</span>
            <div>
              <span className="name">
                <Foreign text={one.name} />
              </span>
              <Text size="xs" className="quiet">
                <Dotted texts={[one.owner, ...marksOf(one)]} />
              </Text>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function marksOf({ optional, oneOf, automatable, automatic }: Guide['activities'][number]): string[] {
  return [
    ...(optional ? ['optional'] : []),
    ...(oneOf === null ? [] : ['one of these is enough']),
    ...(automatic ? ['automatic'] : automatable ? ['can be automated'] : []),
  ];
}

/** A tick or an empty ring; in words for those who do not see it. */
function Mark({ done }: { done: boolean }) {
  return (
    <span className="mark">
      <span aria-hidden="true">{done ? '✓' : '○'}</span>
      <VisuallyHidden>{done ? 'Done: ' : 'Open: '}</VisuallyHidden>
    </span>
  );
}

function Channels({ channels }: Pick<Guide, 'channels'>) {
  const kinds = Object.entries(channels);
  if (kinds.length === 0) return null;
  return (
    <details>
      <summary>Channels</summary>
      <dl className="channels">
        {kinds.map(([kind, names]) => (
          <div key={kind}>
            <dt className="quiet">
              <Foreign text={kind} />
            </dt>
            <dd>
              <Dotted texts={names} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
