/** 交接班: a shift's sheet, what it was drafted from, who signed it. */
import { z } from 'zod';
import { ALERT_COLOURS } from './entity.ts';
import { AckRequest, FeedHealth } from './messages.ts';
import { Signature } from './report.ts';
import { Shift } from './shifts.ts';

const Ms = z.number().int();
const Sum = z.number().int();

/** Cases that one sheet lists at most: those that want the next officer most. */
export const MOST_CASES = 40;

const SheetAlert = z.object({ id: z.string(), colour: z.enum(ALERT_COLOURS), title: z.string(), region: z.string(), issuedAt: Ms, ackedBy: z.string().nullable(), ackedAt: Ms.nullable() });
const SheetCase = z.object({
  id: z.string(), categoryName: z.string(), address: z.string(), region: z.string(), deadline: Ms.nullable(),
  urgent: z.boolean(), overdue: z.boolean(), supervised: z.boolean(),
});
/** What the world's own data say of a shift, from..until. */
export const HandoverContent = z.object({
  from: Ms, until: Ms,
  done: z.object({
    /** Cases that reached each stage in the shift. */
    stages: z.object({ reported: Sum, accepted: Sum, filed: Sum, dispatched: Sum, handled: Sum, closed: Sum, void: Sum }),
    /** Acknowledged in the shift. */
    alerts: z.array(SheetAlert),
    /** What officers did, by the record of actions; `subject`: id of what it was done to. */
    actions: z.array(z.object({ at: Ms, who: z.string(), action: z.string(), subject: z.string() })),
    /** How many more there were. */
    moreActions: Sum,
  }),
  undone: z.object({
    /** 橙 and 红 in force. */
    alerts: z.array(SheetAlert),
    open: Sum, overdue: Sum, urgent: Sum, supervised: Sum,
    /** Open and overdue, urgent or under 督办: 督办 first, then overdue and urgent, then the longest overdue. */
    cases: z.array(SheetCase), moreCases: Sum,
    /** Late, failed or refused. */
    feeds: z.array(FeedHealth.pick({ feed: true, state: true, asOf: true, error: true })),
  }),
});
export type HandoverContent = z.infer<typeof HandoverContent>;

export const Note = z.object({
  /** Counted from 1 in its sheet. */
  id: z.number().int(), by: z.string(), at: Ms, text: z.string(),
  /** What it corrects, as `refsOf` names it; null: a note of the shift itself. */
  corrects: z.string().nullable(), verified: z.literal(false),
});
export type Note = z.infer<typeof Note>;

export const SIGNERS = ['outgoing', 'incoming'] as const;
export type Signer = (typeof SIGNERS)[number];

/** What is frozen when the outgoing officer signs. */
export const HandoverDocument = z.object({ shift: Shift, content: HandoverContent, notes: z.array(Note), outgoing: Signature });
export type HandoverDocument = z.infer<typeof HandoverDocument>;

const Head = Shift.extend({
  /** Grows with each note and signature: what an action is based on. */
  revision: z.number().int(),
  /** Who changed it last. */
  changed: z.object({ by: z.string(), at: Ms }).nullable(),
  outgoing: Signature.nullable(), incoming: Signature.nullable(),
});
/** GET /api/desk/handovers/ID */
export const ApiHandover = Head.extend({
  now: Ms, running: z.boolean(),
  /** As signed where it is signed, else as it stands now; null: the kept file is gone. */
  content: HandoverContent.nullable(),
  /** Of the kept file; `intact` false: it is not what was signed. Null while nobody has signed. */
  hash: z.string().nullable(), intact: z.boolean().nullable(),
  notes: z.array(Note),
});
export type ApiHandover = z.infer<typeof ApiHandover>;
/** GET /api/desk/handovers: newest first; `current` is the shift that is on. */
export const ApiHandovers = z.object({ now: Ms, current: z.string(), items: z.array(Head.extend({ notes: z.number().int() })) });
export type ApiHandovers = z.infer<typeof ApiHandovers>;

/** A line of it may be broken; no other control character. */
const Text = z.string().trim().min(1).max(1000).regex(/^(?:[^\p{C}]|\n)+$/u);
/** POST /api/desk/handovers/ID/notes; `base`: the revision that was seen. */
export const NoteRequest = AckRequest.extend({ base: z.number().int().nonnegative(), text: Text, corrects: z.string().min(1).max(100).optional() }).strict();
/** POST /api/desk/handovers/ID/sign */
export const SignRequest = AckRequest.extend({ base: z.number().int().nonnegative(), as: z.enum(SIGNERS) }).strict();

/** Everything on a sheet that a later note can correct. */
export function refsOf({ content, notes }: { content: HandoverContent; notes: readonly Pick<Note, 'id'>[] }): string[] {
  const { done, undone } = content;
  return [
    ...Object.keys(done.stages).map((stage) => `figure:${stage}`), ...(['open', 'overdue', 'urgent', 'supervised'] as const).map((name) => `figure:${name}`),
    ...new Set([...done.alerts, ...undone.alerts].map(({ id }) => `alert:${id}`)), ...undone.cases.map(({ id }) => `case:${id}`),
    ...undone.feeds.map(({ feed }) => `feed:${feed}`), ...notes.map(({ id }) => `note:${id}`),
  ];
}
