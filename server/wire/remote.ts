/**
 * The presenter's remote (/remote): pairs with a wall by a code that the wall shows, and moves it while it holds it.
 * Over HTTP, from a page of this server only; all but the pairing bears the cookie of a paired device:
 *   POST /api/remote/pair     PairRequest → RemoteView, and the cookie
 *   GET  /api/remote/state    → RemoteView
 *   POST /api/remote/command  RemoteCommand → RemoteAnswer
 *   POST /api/remote/unpair   {} → {}
 */
import { z } from 'zod';
import { DemoCommand, ScriptBrief } from './demo.ts';
import { Stretch, WallPlayback } from './playback.ts';
import { TileHealth, WallState } from './tile.ts';

const Id = z.string().min(1).max(64);
const Ms = z.number();
const Count = z.number().int().nonnegative();
/** As given, proved by nothing but that its owner stood before the wall. */
const Name = z.string().trim().min(1).max(40).regex(/^[^\p{C}]+$/u);
const Random = z.string().regex(/^[\w-]{16,64}$/);

export const PairRequest = z.object({ wall: Id, code: z.string().regex(/^\d{6}$/), name: Name }).strict();
export type PairRequest = z.infer<typeof PairRequest>;

/** What the pages of a wall show of a pairing: the code while it counts, or who has just paired. `lan`: this server's address in its network, for a page that only knows itself as localhost. */
export const Pairing = z.object({ code: z.string().nullable(), until: Ms, paired: z.string().nullable(), devices: Count, lan: z.string().nullable() });
export type Pairing = z.infer<typeof Pairing>;
/** What a page of the wall asks: show a code, hide it, take every remote of this wall its pairing. */
export const TileRemote = z.enum(['code', 'hide', 'unpair']);
export type TileRemote = z.infer<typeof TileRemote>;

/** Who holds the wall: hold it, ask the holder for it and take that back, hand it over or refuse, take it without being asked, let go. */
export const HolderAct = z.discriminatedUnion('do', [
  z.object({ do: z.literal('take') }).strict(), z.object({ do: z.literal('ask') }).strict(), z.object({ do: z.literal('withdraw') }).strict(),
  z.object({ do: z.literal('hand') }).strict(), z.object({ do: z.literal('refuse') }).strict(), z.object({ do: z.literal('release') }).strict(),
  z.object({ do: z.literal('takeBack'), reason: z.string().trim().min(1).max(200).regex(/^[^\p{C}]+$/u) }).strict(),
]);
export type HolderAct = z.infer<typeof HolderAct>;
/** What the wall is to show; only who holds it may ask. `past`: of the recordings, at world's ms. */
export const MoveAct = z.discriminatedUnion('do', [
  z.object({ do: z.literal('scene'), scene: Id }).strict(),
  z.object({ do: z.literal('region'), region: Id.nullable() }).strict(),
  z.object({ do: z.literal('layer'), layer: z.string().min(1).max(32), on: z.boolean() }).strict(),
  z.object({ do: z.literal('indicator'), indicator: Id }).strict(),
  z.object({ do: z.literal('past'), at: z.number().int(), rate: z.number().min(0).max(600) }).strict(),
  z.object({ do: z.literal('script'), command: DemoCommand }).strict(),
  z.object({ do: z.literal('live') }).strict(),
]);
export type MoveAct = z.infer<typeof MoveAct>;
export const RemoteAct = z.union([HolderAct, MoveAct]);
export type RemoteAct = z.infer<typeof RemoteAct>;

/**
 * `id` names it however often it is sent. `page` and `seq`: the page that it comes from and its number there, so that
 * what comes late does not undo what was asked after it. `settle`: it is no longer wanted; only say whether it was done.
 */
export const RemoteCommand = z.object({ wall: Id, id: Random, page: Random, seq: Count, settle: z.boolean(), act: RemoteAct }).strict();
export type RemoteCommand = z.infer<typeof RemoteCommand>;

/** Why something was not done, or is not known to be. */
export const REMOTE_WHYS = ['holder', 'held', 'asked', 'nobody', 'late', 'overtaken', 'alert', 'noScript', 'noPast', 'refused', 'unknown', 'restart', 'failed'] as const;
export const RemoteWhy = z.enum(REMOTE_WHYS);
export type RemoteWhy = z.infer<typeof RemoteWhy>;

export const RemoteView = z.object({
  /** The server's clock and the world's, ms. */
  at: Ms, now: Ms,
  wall: z.object({ id: z.string(), name: z.string() }),
  me: z.object({ device: Id, name: z.string(), until: Ms }),
  state: WallState,
  /** Each browser that the wall should have. */
  screens: z.array(TileHealth),
  /** Devices paired with this wall, this one too. */
  devices: z.array(z.object({ device: Id, name: z.string() })),
  playback: WallPlayback,
  /** The last stretch that is recorded. */
  recorded: Stretch.nullable(),
  /** null: there are no scripts here (未接入). */
  scripts: z.array(ScriptBrief).nullable(),
  /** Title of the alert that has the wall. */
  alert: z.string().nullable(),
  /** A holder that is not heard of for so long loses the wall, ms. */
  silence: Ms,
});
export type RemoteView = z.infer<typeof RemoteView>;

/** `unknown`: it may have been done, for the server ended meanwhile or its store did not answer. */
export const RemoteAnswer = z.object({ id: z.string(), outcome: z.enum(['done', 'not', 'unknown']), why: RemoteWhy.nullable(), words: z.string().nullable(), view: RemoteView });
export type RemoteAnswer = z.infer<typeof RemoteAnswer>;
