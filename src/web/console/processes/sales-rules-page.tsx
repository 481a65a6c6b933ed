/** Routing, escalation and review: which version of each is live, and what somebody is writing. */
import '../rules/rules.css';
import './processes.css';
import { Badge, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SalesRuleView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { AuthorWords } from '../rules/versions-part.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { salesRulesApi } from './sales-rules-api.ts';

const about: Record<string, string> = {
  routing: 'Who gets a lead, and why.',
  escalation: 'What happens around the deadline of a task, and its working time.',
  review: 'When the weekly review is mailed.',
};

export function SalesRulesPage() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['rules', 'sales-rules'],
    queryFn: salesRulesApi.list,
  });
  const rules = data?.items.filter(({ folder }) => folder === 'sales') ?? [];
  return (
    <div className="page wide">
      <Title order={1} size="h2">
        Routing and deadlines
      </Title>
      <Text className="quiet" size="sm" mb="md">
        Texts with versions: a change is a draft until it is published, and one click takes it back.
      </Text>
      <Refusal error={error} again={() => void refetch()} />
      {isPending && [1, 2, 3].map((index) => <Skeleton key={index} height={92} mb={10} />)}
      <div className="programmes">
        {rules.map((rule) => (
          <Link
            key={rule.rule}
            to="/sales-rules/$id"
            params={{ id: rule.rule }}
            className="programme process"
            data-testid="sales-rule"
          >
            <Title order={2} size="h4">
              {rule.title}
            </Title>
            <Text size="sm">{about[rule.rule]}</Text>
            <VersionWords rule={rule} />
            <DraftBadge id={`sales/${rule.rule}`} />
          </Link>
        ))}
      </div>
    </div>
  );
}

export function VersionWords({ rule: { number, author, activatedAt } }: { rule: SalesRuleView }) {
  return (
    <Text className="quiet" size="sm">
      version {number}, <AuthorWords author={author} />, {dateInWords(activatedAt)}
    </Text>
  );
}

/** Whose draft of a text waits; `id` has its folder. */
export function DraftBadge({ id }: { id: string }) {
  const { data } = useQuery({ queryKey: ['rules', 'sales-drafts'], queryFn: salesRulesApi.drafts });
  const nameOf = useOwnerName();
  const draft = data?.items.find((one) => one.id === id);
  return draft === undefined ? null : (
    <Badge variant="light" color="yellow" tt="none" className="drafted">
      Draft of <Foreign text={nameOf(draft.changedBy)} />, {dateInWords(draft.changedAt)}
    </Badge>
  );
}
