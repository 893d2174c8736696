/** Who may see and do what, and the record of what was done. */
export { openAudit, readChain, type Audit, type AuditLine, type AuditRecord } from './audit.ts';
export { refuseOrigin } from './same-origin.ts';
