/** The door of engine/analysis: TODO say what enters and leaves. */

export type { AuditResult, AuditSums } from './auditor.ts';
export { audit, startAuditor } from './auditor.ts';
export type { BacktestOptions, BacktestProgress, BacktestResult } from './backtest.ts';
export { backtest } from './backtest.ts';
