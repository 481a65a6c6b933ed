/** A sales rule: what is live of it, its draft, and its parts, each a page of its own below. */
import '../rules/rules.css';
import './processes.css';
import { Alert, Button, Group, Skeleton, Title } from '@mantine/core';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import type { SalesRuleFolder } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Conflict } from '../rules/conflict.tsx';
import { DraftBanner, LiveWords, ThrowAway } from '../rules/draft-parts.tsx';
import { Leaving } from '../rules/leaving.tsx';
import { DraftProvider, useDraft } from '../rules/use-draft.tsx';
import { PublishRuleSheet } from './publish-rule-sheet.tsx';
import { salesRuleSource } from './sales-rules-api.ts';

interface Props {
  folder: SalesRuleFolder;
  id: string;
  /** Of the list, with its name. */
  list: { to: string; label: string };
  /** Below the address of the rule. */
  parts: readonly { path: string; label: string }[];
}

export function RuleFrame({ folder, id, list, parts }: Props) {
  const address = `${list.to}/${encodeURIComponent(id)}`;
  return (
    <div className="page wide">
      <Link to={list.to} className="quiet">
        {list.label}
      </Link>
      <DraftProvider key={id} source={salesRuleSource(folder, id, address)}>
        {(isThere) =>
          isThere ? (
            <Body folder={folder} address={address} parts={parts} />
          ) : (
            <Skeleton height={120} my="md" />
          )
        }
      </DraftProvider>
    </div>
  );
}

interface BodyProps extends Pick<Props, 'folder' | 'parts'> {
  address: string;
}

function Body({ folder, address, parts }: BodyProps) {
  const { id, live, draft, isEditing } = useDraft();
  const { pathname } = useLocation();
  const here = parts.findLast(({ path }) => pathname.endsWith(path) && path !== '') ?? parts[0];
  if (live === null && draft === null && !isEditing)
    return (
      <>
        <Title order={1} size="h2">
          <Foreign text={id} />
        </Title>
        <Alert color="red" role="alert" my="md" data-testid="no-rule">
          There is no such text, and no draft of one. Choose one from the list.
        </Alert>
      </>
    );
  const title = live !== null && 'title' in live ? String(live.title) : id;
  return (
    <>
      <Group justify="space-between" align="start" mb="xs" gap="sm">
        <div>
          <Title order={1} size="h2">
            <Foreign text={title} />
          </Title>
          <LiveWords never="Not live yet: it does nothing." />
        </div>
        <Acts folder={folder} address={address} />
      </Group>
      <DraftBanner promise="It does nothing before it is published." />
      <nav className="parts" aria-label="Of this text">
        {parts.map((part) => (
          <Link
            key={part.path}
            to={address + part.path}
            activeOptions={{ exact: true }}
            aria-current={part === here ? 'page' : undefined}
          >
            {part.label}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Skeleton height={320} />}>
        <Outlet />
      </Suspense>
      <Conflict />
      <Leaving />
    </>
  );
}

function Acts({ folder, address }: Pick<BodyProps, 'folder' | 'address'>) {
  const { isEditing, mayChange, begin, texts } = useDraft();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  if (!mayChange) return null;
  return (
    <Group gap="xs">
      <Refusal error={error} />
      {isEditing ? (
        <>
          <ThrowAway />
          <Button onClick={() => setSheetOpen(true)} data-testid="publish">
            Publish…
          </Button>
          {isSheetOpen && (
            <PublishRuleSheet
              folder={folder}
              address={address}
              text={texts.text}
              to={null}
              onClose={() => setSheetOpen(false)}
            />
          )}
        </>
      ) : (
        <Button onClick={() => begin().catch(setError)} data-testid="edit">
          Edit in a draft
        </Button>
      )}
    </Group>
  );
}
