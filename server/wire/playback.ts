/**
 * Playback (回放): a socket shows either the live world or a player of recordings. A player has one cursor of time; all
 * that its socket subscribes to, and all that its page asks over HTTP, stands at that cursor. Its messages bear the
 * world `replay` and an epoch of their own, so that no figure of it can be taken for a live one.
 *
 * Over HTTP: GET /api/playback → ApiPlayback; whatever GET /api/NAME answers of the present, GET /api/playback/ID/NAME
 * answers at the cursor of player ID; POST /api/playback/wall, WallPlaybackRequest → WallPlayback.
 */
import { z } from 'zod';

const Ms = z.number().int();
/** World's seconds a second of the wall clock; 0 stands still. */
export const PLAYBACK_RATES = [0, 1, 10, 60, 300, 600] as const;
const Rate = z.number().min(0).max(600);

/** What a socket shows from now on: the present; a player of its own, from `at` on; or whatever the city's wall shows (`wall`: that one of them, for a page that is none of its own). */
export const EnterRequest = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('live') }).strict(),
  z.object({ stage: z.literal('playback'), at: Ms, rate: Rate }).strict(),
  z.object({ stage: z.literal('wall'), wall: z.string().min(1).max(64).optional() }).strict(),
]);
export type EnterRequest = z.infer<typeof EnterRequest>;

/** Moves the cursor of the socket's own player; what is left out stays. */
export const SteerRequest = z.object({ at: Ms.optional(), rate: Rate.optional() }).strict();
export type SteerRequest = z.infer<typeof SteerRequest>;

/** A stretch of which there are recordings, world's ms. */
export const Stretch = z.object({ from: Ms, to: Ms });
export type Stretch = z.infer<typeof Stretch>;

export const PlayerState = z.object({
  /** Names it in /api/playback/ID/…; '' while the socket shows the present. */
  player: z.string(),
  /** Where the cursor is now, and how fast it goes. */
  at: Ms, rate: z.number(),
  /** The cursor was moved and what it shows is not read yet. */
  seeking: z.boolean(),
  /** Whether the wall's is shown, which this socket may not steer. */
  wall: z.boolean(),
  /** Why it stands still though its rate says otherwise: the end of what is recorded, or a stretch that is not. */
  held: z.enum(['end', 'gap']).nullable(),
});
export type PlayerState = z.infer<typeof PlayerState>;

export const WallPlayback = z.object({ /** null: the wall shows the present. */ at: Ms.nullable(), rate: z.number(), by: z.string().nullable(), since: Ms.nullable() });
export type WallPlayback = z.infer<typeof WallPlayback>;
/** `at` null: back to the present. */
export const WallPlaybackRequest = z.object({ name: z.string().trim().min(1).max(40).regex(/^[^\p{C}]+$/u), at: Ms.nullable(), rate: Rate }).strict();
export type WallPlaybackRequest = z.infer<typeof WallPlaybackRequest>;

export const ApiPlayback = z.object({
  now: Ms,
  /** Oldest first; what lies between two is not recorded. */
  stretches: z.array(Stretch),
  /** Bytes on disk, of how many that it may take a day, kept for how many days. */
  bytes: z.number().int(), bytesPerDay: z.number().int(), days: z.number(),
  /** What could not be recorded within that, in words of the feed's kind; empty: all was. */
  thinned: z.array(z.string()),
  wall: WallPlayback,
});
export type ApiPlayback = z.infer<typeof ApiPlayback>;
