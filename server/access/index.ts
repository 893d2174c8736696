/** Who may see and do what, and the record of what was done. */
export { openAudit, readChain, type Audit, type AuditLine, type AuditRecord } from './audit.ts';
export { Acknowledgements, type Ack, type TakeoverRules } from './acks.ts';
export { AlertDuties, type StepResult } from './alert-duty.ts';
export type { DutyRules } from './alert-state.ts';
export { Deeds, heard } from './deeds.ts';
export { Handovers } from './handovers.ts';
export { keptIn } from './kept.ts';
export { ScriptRecord, type ScriptDeed } from './script-record.ts';
export { SignedReports } from './reports.ts';
export { WallPlaybackRecord, type WallPlayed } from './wall-playback.ts';
export { Pairing } from './pairing.ts';
export { Remotes } from './remotes.ts';
export { WallMoves } from './wall-moves.ts';
export { refuseOrigin, refuseWrite } from './same-origin.ts';
