/**
 * The door of analysis: audits compare live scores with the history; backtests replay the history under a draft.
 * Suggestions learn from the outcomes of leads what rules are worth.
 *
 * Enters: the history, the programmes, outcomes as they are given. Leaves: mismatches of an audit, reports of a backtest, drafts. It
 * changes no live state.
 */

export type { AuditingOptions } from './auditor.ts';
export { audit, startAuditor } from './auditor.ts';
export { Audits } from './audits.ts';
export { analysisMigrations, BacktestRecords } from './backtest-records.ts';
export { Backtests } from './backtests.ts';
export { expectedLeads } from './outlook.core.ts';
export { SuggestionRecords } from './suggestions/suggestion-records.ts';
export { Suggestions } from './suggestions/suggestions.ts';
