/** The rules as a readable table, and the tiers below it; what is changed in it is changed in the file. */
import { ActionIcon, Button, Group, Menu, NumberInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleHealth } from '../../../contract/api/api.ts';
import { Icon } from '../parts/icons.tsx';
import { Foreign } from '../parts/others.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import {
  type ProgrammeTable,
  type RuleRow,
  withCopy,
  withoutRule,
  withRule,
  withValue,
} from './edit-rules.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { HealthBadge, LastFired, tierBoundShown } from './rule-signs.tsx';
import { freshRule, ruleTemplates } from './rule-templates.ts';
import { rulesApi } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';
import { useDraft } from './use-draft.tsx';
import { daysInWords, timesShown } from './whole-days.ts';

interface TableProps {
  table: ProgrammeTable;
  /** Shows a line of the file. */
  onShow: (line: number) => void;
}

const healthDays = 30;

export function RulesTable({ table, onShow }: TableProps) {
  const { id, texts, write, isEditing } = useDraft();
  const [opened, setOpened] = useState<number | null>(null);
  const { data: health } = useQuery({
    queryKey: rulesKey(id, 'health', healthDays),
    queryFn: () => rulesApi.health(id, healthDays),
    staleTime: 60_000,
  });
  const add = (template: string) => {
    write({
      text: withRule(
        texts.text,
        freshRule(
          template,
          table.rules.map((rule) => rule.id),
        ),
      ),
    });
    setOpened(table.rules.length);
  };
  const row = opened === null ? undefined : table.rules[opened];
  return (
    <>
      <table className="rules" data-testid="rules-table">
        <thead>
          <tr>
            <th>Rule</th>
            <th>When</th>
            <th className="amount">Points</th>
            <th>How often it pays</th>
            <th title={daysInWords}>Last {healthDays} days</th>
            <th>
              <span className="for-readers">Acts</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rules.map((rule) => (
            <Row
              key={`${rule.position} ${rule.id}`}
              rule={rule}
              health={health?.rules.find((one) => one.rule === rule.id)}
              onOpen={() => setOpened(rule.position)}
              onShow={() => onShow(rule.line)}
            />
          ))}
        </tbody>
      </table>
      {isEditing && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="light" mt="sm" data-testid="add-rule">
              Add a rule
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {ruleTemplates.map(({ name, says }) => (
              <Menu.Item key={name} onClick={() => add(name)}>
                {says}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Tiers table={table} />
      {row !== undefined && <RuleDialog rule={row} onClose={() => setOpened(null)} />}
    </>
  );
}

interface RowProps {
  rule: RuleRow;
  health: RuleHealth['rules'][number] | undefined;
  onOpen: () => void;
  onShow: () => void;
}

/** A field that was left without a number shows again what the file has. */
function PointsInput(props: { label: string; value: number; onChange: (value: number) => void }) {
  const [typed, setTyped] = useState<number | string>(props.value);
  const [given, setGiven] = useState(props.value);
  // Changed elsewhere: in the text, or by an undo.
  if (given !== props.value) {
    setGiven(props.value);
    setTyped(props.value);
  }
  return (
    <NumberInput
      aria-label={`Points of ${props.label}`}
      size="xs"
      w={84}
      value={typed}
      onChange={(value) => {
        setTyped(value);
        if (typeof value === 'number') props.onChange(value);
      }}
      onBlur={() => typeof typed !== 'number' && setTyped(props.value)}
      data-testid="rule-points"
    />
  );
}

function Row({ rule, health, onOpen, onShow }: RowProps) {
  const { texts, write, isEditing } = useDraft();
  const { label, words, position, fields } = rule;
  const points = fields.find(({ path }) => path.length === 3 && path[2] === 'points');
  return (
    <tr data-testid="rule-row">
      <th scope="row">
        <Foreign text={label} />
      </th>
      <td data-label="When">
        <Foreign text={words.when} />
        {words.bounds.length > 0 && (
          <div className="quiet">
            <Foreign text={words.bounds.join('; ')} />
          </div>
        )}
      </td>
      <td className="amount number" data-label="Points">
        {isEditing && typeof points?.value === 'number' ? (
          <PointsInput
            label={label}
            value={points.value}
            onChange={(value) => write({ text: withValue(texts.text, points.path, value) })}
          />
        ) : (
          <b>{words.points}</b>
        )}
      </td>
      <td data-label="Pays">
        <Foreign text={words.pays} />
      </td>
      <td data-label="Last 30 days">
        <Lately health={health} />
      </td>
      <td>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`Acts on ${label}`} data-testid="rule-acts">
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {isEditing && <Menu.Item onClick={onOpen}>Edit…</Menu.Item>}
            <Menu.Item onClick={onShow}>Show in the file</Menu.Item>
            {isEditing && (
              <>
                <Menu.Item onClick={() => write({ text: withCopy(texts.text, position) })}>Copy</Menu.Item>
                <Menu.Item color="red" onClick={() => write({ text: withoutRule(texts.text, position) })}>
                  Remove
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}

function Lately({ health }: Pick<RowProps, 'health'>) {
  if (health === undefined) return <span className="quiet">not live</span>;
  const { daily, fires, refusals, lastFired, state } = health;
  const { values, words } = timesShown(daily);
  return (
    <div className="lately">
      <Sparkline values={values} label={words} />
      <span className="number">
        {fires.toLocaleString()} paid
        {refusals > 0 && <span className="quiet">, {refusals.toLocaleString()} refused</span>}
      </span>
      <LastFired at={lastFired} />
      <HealthBadge state={state} />
    </div>
  );
}

function Tiers({ table }: { table: ProgrammeTable }) {
  const { texts, write, isEditing } = useDraft();
  return (
    <section aria-label="Tiers">
      <Title order={2} size="h5" mt="lg" mb="xs">
        Tiers
      </Title>
      <Group gap="sm" className="ladder">
        {table.tiers.map(({ position, name, word, bound }) => (
          <span key={`${position} ${name}`} className="tier-from" data-tier={position + 1}>
            <Foreign text={name} />
            {isEditing && bound !== null ? (
              <NumberInput
                aria-label={`Points ${word === 'from' ? 'from' : 'above'} which ${name} begins`}
                {...(word === 'above' && { prefix: '> ' })}
                size="xs"
                w={84}
                value={bound}
                onChange={(value) =>
                  typeof value === 'number' &&
                  write({ text: withValue(texts.text, ['ladder', 'tiers', position, word], value) })
                }
                data-testid="tier-from"
              />
            ) : (
              bound !== null && (
                <b className="number">
                  {tierBoundShown(word === 'from' ? { from: bound } : { from: bound, above: bound })}
                </b>
              )
            )}
          </span>
        ))}
      </Group>
    </section>
  );
}
