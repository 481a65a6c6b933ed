/** A sales rule: what is live of it, its draft, and its parts, each a page of its own below. */
import '../rules/rules.css';
import './processes.css';
import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { SalesRuleFolder } from '../../../contract/api/api.ts';
import { DraftFrame, type Part } from '../rules/draft-frame.tsx';
import { DraftProvider, useDraft } from '../rules/use-draft.tsx';
import { PublishRuleSheet } from './publish-rule-sheet.tsx';
import { salesRuleSource } from './sales-rules-api.ts';

interface Props {
  folder: SalesRuleFolder;
  id: string;
  /** Of the list, with its name. */
  list: { to: string; label: string };
  /** Below the address of the rule. */
  parts: readonly Part[];
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
  const { id, live, texts } = useDraft();
  return (
    <DraftFrame
      address={address}
      title={live !== null && 'title' in live ? String(live.title) : id}
      parts={parts}
      partsOf="Of this text"
      missing={{
        testId: 'no-rule',
        says: 'There is no such text, and no draft of one. Choose one from the list.',
      }}
      never="Not live yet: it does nothing."
      promise="It does nothing before it is published."
      sheet={(onClose) => <PublishRuleSheet {...{ folder, address, onClose }} text={texts.text} to={null} />}
    />
  );
}
