/**
 * The door of rules: sales processes, routing, escalation and review as texts of one kind.
 *
 * Enters: texts that people write, with or without errors. Leaves: versions, drafts, what a text comes to, and published texts. It
 * guarantees that a text with errors is never active, and that no version is overwritten unseen. What a text does is other rooms'.
 */
import { Drafts } from '../../base/drafts/drafts.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { normalisedText } from '../../base/text/text.ts';
import type {
  PublishedSalesRule,
  SalesRuleFolder,
  SalesRulePreview,
  SalesRuleText,
  SalesRuleVersion,
  SalesRuleView,
} from '../../contract/api/api.ts';
import { errorInWords, noteOf, plainYaml, salesRuleDiff } from '../../contract/language/language.ts';
import type { Store, TextVersion } from '../store/store.ts';
import { hashOf, shortHash } from '../store/store.ts';
import { processKinds } from './process-texts.ts';
import { fileKinds, type RulesFiles } from './rule-texts.ts';
import type { RuleText, RuleTexts, SalesPublication } from './text-kind.ts';

export type { SalesPublication } from './text-kind.ts';

/** Texts by folder and name: `pipelines` and `emea`, `sales` and `routing`. */
export interface SalesRules {
  list(): Promise<SalesRuleView[]>;
  /** The active text. Throws `not_found`, as all below for a text that is none. */
  active(folder: SalesRuleFolder, rule: string): Promise<SalesRuleText>;
  versions(folder: SalesRuleFolder, rule: string): Promise<SalesRuleVersion[]>;
  version(folder: SalesRuleFolder, rule: string, number: number): Promise<SalesRuleText>;
  /** What changed from one version to another, in words. */
  diff(folder: SalesRuleFolder, rule: string, from: number, to: number): Promise<string[]>;
  /** What a text comes to. Throws nothing for its errors: they are in the answer. */
  preview(folder: SalesRuleFolder, rule: string, text: string): Promise<SalesRulePreview>;
  /** Makes a text the latest version. Throws `invalid_request` with its errors, `conflict` where records have nowhere to go. */
  publish(folder: SalesRuleFolder, rule: string, publication: SalesPublication): Promise<PublishedSalesRule>;
  /** Publishes the text of a version again. */
  rollBack(
    folder: SalesRuleFolder,
    rule: string,
    to: number,
    publication: Omit<SalesPublication, 'text'>,
  ): Promise<PublishedSalesRule>;
  drafts: Drafts;
}

/** A sales process has an id of its own; the other texts are these. */
const nameOf = { pipelines: /^[a-z0-9][a-z0-9-]{0,63}$/, sales: /^(?:routing|escalation|review)$/ } as const;

export function salesRules(store: Store, files: RulesFiles): SalesRules {
  const kinds: Record<SalesRuleFolder, RuleTexts> = {
    pipelines: processKinds(store),
    sales: fileKinds(files),
  };
  const textOf = (folder: SalesRuleFolder, rule: string): RuleText => {
    if (!nameOf[folder].test(rule)) throw notThere(folder, rule);
    return kinds[folder].of(rule);
  };
  const versionsOf = async (
    folder: SalesRuleFolder,
    rule: string,
  ): Promise<[TextVersion, ...TextVersion[]]> => {
    const [latest, ...earlier] = await textOf(folder, rule).versions();
    if (latest === undefined) throw notThere(folder, rule);
    return [latest, ...earlier];
  };
  const numbered = async (folder: SalesRuleFolder, rule: string, number: number) => {
    const found = (await versionsOf(folder, rule)).find((one) => one.number === number);
    if (found === undefined)
      throw new ApiError(
        'not_found',
        `"${folder}/${rule}" has no version ${number}; use a number from its versions`,
      );
    return found;
  };
  const publish = async (folder: SalesRuleFolder, rule: string, publication: SalesPublication) => {
    const text = normalisedText(publication.text);
    const kind = textOf(folder, rule);
    const errors = await kind.errorsOf(text);
    if (errors.length > 0) throw new ApiError('invalid_request', errors.map(errorInWords).join('\n'));
    const { number, isNew, migrated } = await kind.publish({ ...publication, text });
    return { ...versionView(await numbered(folder, rule, number)), isNew, migrated };
  };
  const view = (folder: SalesRuleFolder, rule: string, version: TextVersion): SalesRuleText => ({
    ...{ folder, rule, title: kinds[folder].titleOf(rule, version.text), ...versionView(version) },
    ...{ text: version.text, words: textOf(folder, rule).wordsOf(version.text) },
  });
  return {
    list: async () => {
      const listed = (folder: SalesRuleFolder, found: readonly (TextVersion & { name: string })[]) =>
        found.map(({ name, ...version }) => ({
          ...{
            folder,
            rule: name,
            title: kinds[folder].titleOf(name, version.text),
            ...versionView(version),
          },
        }));
      const [pipelines, sales] = await Promise.all([kinds.pipelines.latest(), kinds.sales.latest()]);
      return [...listed('pipelines', pipelines), ...listed('sales', sales)];
    },
    active: async (folder, rule) => view(folder, rule, (await versionsOf(folder, rule))[0]),
    versions: async (folder, rule) => (await versionsOf(folder, rule)).map(versionView),
    version: async (folder, rule, number) => view(folder, rule, await numbered(folder, rule, number)),
    diff: async (folder, rule, from, to) => {
      const [before, after] = await Promise.all([numbered(folder, rule, from), numbered(folder, rule, to)]);
      return salesRuleDiff(plainYaml(before.text), plainYaml(after.text));
    },
    preview: async (folder, rule, given) => {
      const text = normalisedText(given);
      const kind = textOf(folder, rule);
      const [errors, [active]] = await Promise.all([kind.errorsOf(text), kind.versions()]);
      const isReadable = errors.length === 0;
      return {
        version: shortHash({ hash: hashOf(text) }),
        errors: errors.map(noteOf),
        warnings: isReadable ? kind.warningsOf(text).map(noteOf) : [],
        changes: isReadable ? salesRuleDiff(plainYaml(active?.text ?? '{}'), plainYaml(text)) : [],
        words: isReadable ? kind.wordsOf(text) : [],
      };
    },
    publish,
    rollBack: async (folder, rule, to, publication) => {
      const { text } = await numbered(folder, rule, to);
      return publish(folder, rule, {
        ...publication,
        text,
        note: publication.note || `back to version ${to}`,
      });
    },
    drafts: new Drafts({
      ...{ pool: store.pool, now: store.now, noun: 'sales rule', requireId },
      ...{ table: 'sales_rule_drafts', key: 'rule', revisions: 'sales_rule_draft_revisions' },
      pathOf: (id) => `/sales-rules/${id}/draft`,
    }),
  };
}

function versionView(version: TextVersion): SalesRuleVersion {
  const { number, author, note, at } = version;
  return { number, version: shortHash(version), author, note: note ?? '', activatedAt: at.toISOString() };
}

function notThere(folder: SalesRuleFolder, rule: string): ApiError {
  return new ApiError('not_found', `there is no sales rule "${folder}/${rule}"; GET /sales-rules lists them`);
}

/** A draft of a name that no text can have could never be published. */
function requireId(id: string): void {
  const [folder = '', rule = ''] = id.split('/');
  if (folder in nameOf && nameOf[folder as SalesRuleFolder].test(rule)) return;
  throw new ApiError(
    'invalid_request',
    `"${id.slice(0, 80)}" is no sales rule; use "pipelines/" with lower-case letters, digits and hyphens, or "sales/" with routing, escalation or review`,
  );
}
