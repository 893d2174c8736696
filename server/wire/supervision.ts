/**
 * 督办: a case is ordered to be hurried, and the order is watched until it lands: 已下达 → 已送达 → 已落地 → 已办结.
 * GET /api/desk/supervisions?region=CODE (or &case=ID) → ApiSupervisions; POST /api/cases/ID/supervise, SuperviseRequest, and
 * /api/cases/ID/supervise/lift, LiftRequest → SuperviseAnswer once it is on disk; 409 with the 督办 that stands.
 */
import { z } from 'zod';
import { Remark } from './duty.ts';
import { CaseRecord } from './records.ts';

const Ms = z.number().int();
const Name = z.string().trim().min(1).max(40).regex(/^[^\p{C}]+$/u);

export const SuperviseRequest = z.object({ name: Name, note: Remark.default(''), /** Until its deadline; absent: as the city has it. */ hours: z.number().positive().max(336).optional() }).strict();
export type SuperviseRequest = z.infer<typeof SuperviseRequest>;
/** `order`: the 督办 that it was decided on. */
export const LiftRequest = z.object({ name: Name, note: Remark.default(''), order: z.string().min(1).max(64) }).strict();
export type LiftRequest = z.infer<typeof LiftRequest>;

/** Where an order stands upstream: times are the world's, null until then. */
export const Delivery = z.object({
  by: z.string(), note: z.string(), at: Ms,
  deliveredAt: Ms.nullable(), landedAt: Ms.nullable(), refusedAt: Ms.nullable(), /** What the platform said. */ refusal: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** refused: the platform would not; lifted: 已解除. The last three end it. */
export const SUPERVISION_STATES = ['ordered', 'delivered', 'landed', 'finished', 'refused', 'lifted'] as const;
export type SupervisionState = (typeof SUPERVISION_STATES)[number];

export const Supervision = Delivery.extend({
  order: z.string(), case: z.string(), state: z.enum(SUPERVISION_STATES), hours: z.number(), deadline: Ms,
  /** 未接入: recorded here only, for the city's case platform takes no orders. */
  local: z.boolean(),
  /** 已办结: the case ended. */
  finishedAt: Ms.nullable(),
  /** 解除督办, asked for. */
  lift: Delivery.nullable(),
  /** Tries since this server started that were not answered, and why the last was not. */
  tries: z.number().int(), trouble: z.string().nullable(),
});
export type Supervision = z.infer<typeof Supervision>;

/** 超时: under way after its deadline, or finished after it. */
export const isLate = ({ state, deadline, finishedAt }: Pick<Supervision, 'state' | 'deadline' | 'finishedAt'>, now: number): boolean =>
  (state === 'refused' || state === 'lifted' ? false : (finishedAt ?? now) > deadline);
export const isOver = ({ state }: Pick<Supervision, 'state'>): boolean => state === 'finished' || state === 'refused' || state === 'lifted';

export const ApiSupervisions = z.object({
  region: z.string(), now: Ms,
  /** Whether orders go to the case platform; whether it can take one back. */
  connected: z.boolean(), lifts: z.boolean(),
  hours: z.object({ usual: z.number(), most: z.number() }),
  /** Under way first, soonest deadline first; then those that ended within 48 h. Of a case that is asked for: its last one. */
  items: z.array(Supervision.extend({ /** null: the case is no longer kept. */ record: CaseRecord.nullable(), place: z.string() })),
});
export type ApiSupervisions = z.infer<typeof ApiSupervisions>;
export const SuperviseAnswer = z.object({ supervision: Supervision });
export type SuperviseAnswer = z.infer<typeof SuperviseAnswer>;
export const SuperviseConflict = z.object({ error: z.string(), supervision: Supervision });
export type SuperviseConflict = z.infer<typeof SuperviseConflict>;
