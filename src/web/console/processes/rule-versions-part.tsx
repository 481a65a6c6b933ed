/** Versions of a sales rule; the way back shows first where records in flight would go. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePathOfPage } from '../parts/path-of-page.ts';
import { Refusal } from '../parts/refusal.tsx';
import { useDraft } from '../rules/use-draft.tsx';
import { VersionsPart } from '../rules/versions-part.tsx';
import { PublishRuleSheet } from './publish-rule-sheet.tsx';
import { salesRulesApi } from './sales-rules-api.ts';

export function RuleVersionsPart() {
  return <VersionsPart wayBack={(to) => <RollBackRule to={to} />} />;
}

function RollBackRule({ to }: { to: number }) {
  const { id, source } = useDraft();
  const [isOpen, setOpen] = useState(false);
  const folder = usePathOfPage().startsWith('/processes') ? 'pipelines' : 'sales';
  const { data: text, error } = useQuery({
    queryKey: source.keyOf('text', to),
    queryFn: () => salesRulesApi.version(folder, id, to),
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <Refusal error={error} />
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)} data-testid="roll-back">
        Roll back to version {to}…
      </Button>
      {isOpen && text !== undefined && (
        <PublishRuleSheet
          folder={folder}
          address={source.address}
          text={text}
          to={to}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
