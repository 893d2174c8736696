/** What may become of a raw record: an entity, perhaps with something noted, or a counted reject. */
import type { Alert, Case, DutyState, Staff, Station, Version, VideoPoint } from '../wire/entity.ts';

/**
 * Every reason for which a record is refused; there is no other.
 *   notObject  the record is no object
 *   ignored    the mapping says that it is no entity of this kind (a platform in a catalogue of cameras)
 *   missing    a required field is absent
 *   type       a list, an object or a boolean where a text or a number belongs
 *   format     a text that is not of the declared form (letters in a number)
 *   range      a number beyond what it can be
 *   time       a text that is no time, or one of another century
 *   ahead      a time more than the city's limit ahead of the world's clock: quarantined
 *   enum       a word that the mapping's table has not
 *   tooLong    a key (category, source) longer than it may be
 *   id         an id that is none
 *   outside    a position outside the city
 *   speed      a position that cannot have been reached
 */
export const REJECT_REASONS = ['notObject', 'ignored', 'missing', 'type', 'format', 'range', 'time', 'ahead', 'enum', 'tooLong', 'id', 'outside', 'speed'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/**
 * What is noted of a record that is accepted.
 *   unclassified  its category is in no table
 *   swapped       longitude and latitude were the wrong way round, and were mended
 *   outside       its point lies outside the city and was dropped
 *   noPoint       it has no point, or 0,0
 *   unknownCode   a code it gives names no region
 *   codeConflict  its codes contradict each other
 *   unplaced      it lies in no region below the city
 *   truncated     a text was cut to its limit
 *   timesOrder    a stage was reached before it was reported
 *   dropped       a lenient field could not be read
 *   unlisted      a status, a reading or a position of what no list has named, and not for the first time: kept for it, counts for nothing
 *   foldedCategory, foldedSource, foldedDepartment
 *                 a word of which there are too many beside the city's tables: counted as 未分类, 其他, 未归口
 */
export const FLAGS = ['unclassified', 'swapped', 'outside', 'noPoint', 'unknownCode', 'codeConflict', 'unplaced', 'truncated', 'timesOrder', 'dropped', 'unlisted', 'foldedCategory', 'foldedSource', 'foldedDepartment'] as const;
export type Flag = (typeof FLAGS)[number];

/** `where`: field of the entity and path in the record. */
export interface RejectDetail { where: string; found: string; expected: string }
export interface Accepted<T> { ok: true; entity: T; flags: readonly Flag[] }
export interface Rejected { ok: false; reason: RejectReason; detail: RejectDetail }
export type Outcome<T> = Accepted<T> | Rejected;

/** Parts that are joined with what is known of their entity (see join.ts). */
export interface VideoStatus { kind: 'video-status'; id: string; version: Version; updatedAt: number; status: VideoPoint['status'] }
export interface StationReading { kind: 'reading'; id: string; version: Version; updatedAt: number; reading: NonNullable<Station['reading']> }
export interface PositionReport { kind: 'position'; id: string; lng: number; lat: number; at: number; duty: DutyState }

/** What a feed of each kind yields. */
export interface EntityOf {
  case: Case; video: VideoPoint; 'video-status': VideoStatus; station: Station; reading: StationReading; alert: Alert; staff: Staff; position: PositionReport;
}
