/**
 * 预警处置 at the desk: 未签收 → 签收 → 处置 → 解除, each with who, when and a remark.
 * GET /api/desk/alerts?region=CODE → ApiDeskAlerts; POST /api/alerts/ID/steps, StepRequest → DutyAnswer once it is on disk;
 * 409 with DutyConflict where the state is not the one that it was decided on.
 */
import { z } from 'zod';
import { ALERT_COLOURS } from './entity.ts';

const Ms = z.number().int();

export const ALERT_STATES = ['unsigned', 'signed', 'handling', 'lifted'] as const;
export type AlertState = (typeof ALERT_STATES)[number];
/** Those that move the state, in order; then the marks: 首报 by telephone and in writing, 到岗; then words alone. */
export const ALERT_STEPS = ['sign', 'handle', 'lift', 'phone', 'written', 'arrive', 'remark'] as const;
export type AlertStep = (typeof ALERT_STEPS)[number];

/** Words of an officer: lines, but nothing that cannot be seen. */
export const Remark = z.string().trim().max(500).regex(/^(?:[^\p{C}]|\n)*$/u);
const Name = z.string().trim().min(1).max(40).regex(/^[^\p{C}]+$/u);

/** `on`: the state that it was decided on, as it was read. */
export const StepRequest = z.object({
  name: Name, step: z.enum(ALERT_STEPS), remark: Remark.default(''),
  on: z.object({ revision: z.number().int().nonnegative(), issuedAt: Ms, colour: z.enum(ALERT_COLOURS) }).strict(),
}).strict().refine(({ step, remark }) => step !== 'remark' || remark !== '', { path: ['remark'], message: 'words' });
export type StepRequest = z.infer<typeof StepRequest>;

/** Who, as given and proved by nothing, and when (world's clock). */
const Done = z.object({ by: z.string(), at: Ms });
export type Done = z.infer<typeof Done>;

export const DutyEntry = Done.extend({
  /** escalate: by the server, to `to`, as it fell due at `due`. */
  step: z.enum([...ALERT_STEPS, 'escalate']),
  before: z.enum(ALERT_STATES), after: z.enum(ALERT_STATES), remark: z.string(),
  /** Of the alert as it was then. */
  colour: z.enum(ALERT_COLOURS), issuedAt: Ms, to: z.string().nullable(), due: Ms.nullable(),
});
export type DutyEntry = z.infer<typeof DutyEntry>;

export const AlertDuty = z.object({
  state: z.enum(ALERT_STATES),
  /** Grows with each officer's step on this alert, whatever its colour and issue. */
  revision: z.number().int(),
  signed: Done.nullable(), handled: Done.nullable(), lifted: Done.nullable(), arrived: Done.nullable(),
  /** 首报: `due` null where none is asked for, or not yet. */
  reports: z.array(z.object({ kind: z.enum(['phone', 'written']), due: Ms.nullable(), done: Done.nullable() })),
  /** Whom it goes to while nobody signs it; `at`: when the server recorded that it had come due. */
  escalations: z.array(z.object({ to: z.string(), due: Ms, at: Ms.nullable() })),
  /** What is left to be done. */
  undone: z.array(z.enum(['sign', 'handle', 'lift', 'phone', 'written'])),
  /** Oldest first; the last 200. */
  history: z.array(DutyEntry),
});
export type AlertDuty = z.infer<typeof AlertDuty>;

/** What every screen hears of it. */
export const DutyBrief = z.object({
  state: z.enum(ALERT_STATES), revision: z.number().int(), by: z.string().nullable(), at: Ms.nullable(),
  /** The last that it was escalated to while nobody had signed it. */
  escalatedTo: z.string().nullable(),
});
export type DutyBrief = z.infer<typeof DutyBrief>;

export const DeskAlert = z.object({
  id: z.string(), colour: z.enum(ALERT_COLOURS), event: z.string(), title: z.string(), issuer: z.string(), text: z.string().nullable(),
  issuedAt: Ms, expiresAt: Ms.nullable(), region: z.string(), /** Names from the district down; '' for the city. */ place: z.string(), station: z.string().nullable(),
  /** Where its station stands. */
  lng: z.number().nullable(), lat: z.number().nullable(),
  /** No longer in force, since when and why; null: in force. */
  ended: z.object({ at: Ms, how: z.enum(['revoked', 'expired']) }).nullable(),
  duty: AlertDuty,
});
export type DeskAlert = z.infer<typeof DeskAlert>;

const Delay = z.object({ count: z.number().int(), /** Mean ms; null: of none. */ mean: z.number().nullable() });
export const ApiDeskAlerts = z.object({
  region: z.string(), now: Ms,
  /** 预警响应 of those listed: 签收 − 发布, and 到岗 − 签收 of those whose arrival was marked. */
  response: z.object({ signed: Delay, arrived: Delay }),
  /** Those in force, then those that ended within 48 h. */
  items: z.array(DeskAlert),
});
export type ApiDeskAlerts = z.infer<typeof ApiDeskAlerts>;

export const DutyAnswer = z.object({ alert: z.string(), duty: AlertDuty });
export type DutyAnswer = z.infer<typeof DutyAnswer>;
/** Beside the words of the refusal: the state as it is now. */
export const DutyConflict = z.object({ error: z.string(), duty: AlertDuty });
export type DutyConflict = z.infer<typeof DutyConflict>;
