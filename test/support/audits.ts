/** Audits of all profiles through the API: started, waited for, and what they found. */
import type { AuditResult, AuditRunView } from '../../src/contract/api/api.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

/** Far more than the audit of a small installation takes beside whatever else the machine does. */
const auditMsMax = 90_000;

/** Compares every live score with the replay of the stored history. Throws at once where the audit ends without a result. */
export async function audited(program: Program, msMax = auditMsMax): Promise<AuditResult> {
  const { id } = await api<AuditRunView>(program, '/api/v1/audits', { method: 'POST', body: {} });
  const { status, error, result } = await until(
    'the audit has ended',
    async () => {
      const audit = await api<AuditRunView>(program, `/api/v1/audits/${id}`);
      return audit.status !== 'running' && audit;
    },
    msMax,
  );
  if (result === null) throw new Error(`the audit ${status}: ${error}`);
  return result;
}
