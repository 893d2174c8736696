/**
 * A wall of one browser or many, each a tile or the whole: what the wall shows is kept by the server under a version.
 * These are the messages by which a page joins, follows, changes it and reports. Schemas first; hashed with the others.
 */
import { z } from 'zod';
import { Playing } from './demo.ts';

const Id = z.string().min(1).max(64);
const Key = z.string().min(1).max(200);
const Ms = z.number();
const Count = z.number().int().nonnegative();

/** Counted from 1, from the left and from the top. */
export const TilePlace = z.object({ column: Count.min(1).max(64), row: Count.min(1).max(64) }).strict();
export type TilePlace = z.infer<typeof TilePlace>;
export const tileName = ({ column, row }: TilePlace): string => `${column},${row}`;

/** Middle of the picture in metres east and north of the middle of the city, and pixels of the whole wall a metre. */
export const Camera = z.object({ x: z.number(), y: z.number(), k: z.number().positive() }).strict();
export type Camera = z.infer<typeof Camera>;

/** What a takeover puts back. null: the city's first scene, the city, the scene's own, the whole region. */
export const Shown = z.object({
  scene: Id.nullable(), region: Id.nullable(), layers: z.array(z.string().min(1).max(32)).max(32).nullable(), indicator: Id.nullable(), camera: Camera.nullable(),
}).strict();
export type Shown = z.infer<typeof Shown>;

const TourMode = z.enum(['off', 'running', 'paused']);
/** What a wall showed before a script was begun, and shows again after it. */
export const Former = Shown.extend({ tour: z.object({ mode: TourMode, step: Count }) });
export type Former = z.infer<typeof Former>;
/** Which alerts take the wall (store/takeover.ts), and which of them has it. */
const Taken = z.object({ on: Key, due: z.array(Key).max(100) }).strict();

/** A paired device, by its owner's name as given; since when, server's ms. */
const Remote = z.object({ name: z.string().min(1).max(40), device: Id, since: Ms }).strict();

export const WallState = Shown.extend({
  version: Count,
  /** The server's clock, epoch ms: when this version began; since when the wall stands in its place, so that a flight there begins at one instant. */
  at: Ms, placedAt: Ms,
  /** Who made this version: a tile ("column,row"), a page of the whole ("wall"), a remote or the server by name; '' where none did. */
  by: z.string(),
  /** Child under the keyboard's finger. */
  picked: Id.nullable(),
  /** Somebody wants night by day or day by night; no sound. */
  turned: z.boolean(), muted: z.boolean(),
  /** `at`: since when the step stands, or nobody has touched the wall. */
  tour: z.object({ mode: TourMode, step: Count, at: Ms }),
  taken: Taken.extend({ former: Shown }).nullable(),
  /** The script that plays here, or was interrupted; null: none. */
  playing: Playing.nullable().default(null),
  /** What comes back when the script is left; only while it has the wall. */
  before: Former.nullable().optional(),
  /** Who holds it from a remote, and who asks for it. */
  holder: Remote.nullable().default(null), asking: Remote.nullable().default(null),
});
export type WallState = z.infer<typeof WallState>;

/** What a page of the wall may have otherwise. `taken: null` puts the former view back. */
export const TilePatch = Shown.extend({
  picked: Id.nullable(), turned: z.boolean(), muted: z.boolean(),
  tour: z.object({ mode: TourMode, step: Count }).strict(), taken: Taken.nullable(),
}).partial().strict();
export type TilePatch = z.infer<typeof TilePatch>;
/** What the server may: whose it is and what it plays, too. */
export type WallPatch = TilePatch & Partial<Pick<WallState, 'playing' | 'before' | 'holder' | 'asking'>>;

/** `tile` null: this page shows the whole of it. */
export const TileJoin = z.object({ wall: Id, tile: TilePlace.nullable() }).strict();
export type TileJoin = z.infer<typeof TileJoin>;
/** `base`: the version that it was decided on; it counts only while the wall still shows that. */
export const TileChange = z.object({ base: Count, patch: TilePatch }).strict();
export type TileChange = z.infer<typeof TileChange>;
/** Every few seconds: it lives. `frameAge`: ms since the browser last drew; null: it never did. */
export const TileReport = z.object({ build: z.string().max(100), version: Count, frameAge: Ms.nonnegative().nullable(), width: Count, height: Count }).strict();
export type TileReport = z.infer<typeof TileReport>;

/** What the wall shows now; `done`: the change was made. */
export interface TileAnswer { done: boolean; state: WallState }

/** GET /api/walls/ID/tiles. Ages in ms; `never`: no report since this server began. */
export const TileHealth = z.object({
  column: z.number().int(), row: z.number().int(), state: z.enum(['live', 'silent', 'never']),
  /** Browsers that show it now: more than one is a mistake, or a preview. */
  screens: z.number().int(),
  age: z.number().nullable(), frameAge: z.number().nullable(), build: z.string().nullable(), version: z.number().int().nullable(),
  width: z.number().int().nullable(), height: z.number().int().nullable(),
});
export type TileHealth = z.infer<typeof TileHealth>;
export const ApiTiles = z.object({ wall: z.string(), build: z.string(), version: z.number().int().nullable(), width: z.number().int(), height: z.number().int(), tiles: z.array(TileHealth) });
export type ApiTiles = z.infer<typeof ApiTiles>;
