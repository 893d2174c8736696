/**
 * The entity itself, packed behind its set. What stands elsewhere is not repeated: the id is the
 * field's name, the version is in the header, the region usually follows from the path.
 */
import { CASE_STAGES, CASE_STATUSES, type Case, type Entity, type Kind, type Version } from '../wire/entity.ts';
import { Reader, Writer } from './bytes.ts';
import { readText, writeText } from './text-codec.ts';

/** Numbers of often repeated words (categories, sources, departments). */
export interface Words { numberOf(word: string): number; wordOf(number: number): string }

/** What the reader of a body knows from elsewhere; `region`: the lowest real region of the stored path. */
export interface Outside { id: string; version: Version; region: string }

const LATER = ['accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed', 'void'] as const;
/** Bits of the second flag byte. */
const HAS = { deadline: 1, suspendedSince: 2, department: 4, satisfaction: 8, suspendedSeconds: 16, reworks: 32, region: 64, updatedAt: 128 } as const;
const DEGREE = 1e6;

/** The words that must have numbers before `entity` can be encoded. */
export function wordsOf(entity: Entity): string[] {
  if (entity.kind !== 'case') return [];
  return entity.department === undefined ? [entity.category, entity.source] : [entity.category, entity.source, entity.department];
}

export function writeBody(out: Writer, entity: Entity, pathRegion: string, words: Words): void {
  if (entity.kind === 'case') return writeCase(out, entity, pathRegion, words);
  const { id: _id, version: _version, kind: _kind, ...rest } = entity;
  out.utf8(JSON.stringify(rest));
}

export function readBody(kind: Kind, body: Buffer, outside: Outside, words: Words): Entity {
  if (kind === 'case') return readCase(new Reader(body), outside, words);
  const rest = JSON.parse(body.toString('utf8')) as Omit<Entity, 'id' | 'version' | 'kind'>;
  return { ...rest, id: outside.id, version: outside.version, kind } as Entity;
}

/** A time as the difference to the one before it: whole seconds take fewer bytes than milliseconds. */
function writeTime(out: Writer, time: number, before: number): number {
  const ms = time - before;
  const whole = ms % 1000 === 0;
  const size = Math.abs(whole ? ms / 1000 : ms);
  out.varint(size * 4 + (ms < 0 ? 2 : 0) + (whole ? 0 : 1));
  return time;
}

function readTime(from: Reader, before: number): number {
  const v = from.varint();
  const size = Math.floor(v / 4) * (v % 2 === 1 ? 1 : 1000);
  return before + (v % 4 >= 2 ? -size : size);
}

function writeCase(out: Writer, c: Case, pathRegion: string, words: Words): void {
  const placed = c.lng !== undefined && c.lat !== undefined;
  out.u8(Number(c.urgent) + 2 * Number(c.supervised) + 4 * CASE_STATUSES.indexOf(c.status)
    + 16 * CASE_STAGES.indexOf(c.stage) + 128 * Number(placed));
  out.u8((c.deadline === undefined ? 0 : HAS.deadline) | (c.suspendedSince === undefined ? 0 : HAS.suspendedSince)
    | (c.department === undefined ? 0 : HAS.department) | (c.satisfaction === undefined ? 0 : HAS.satisfaction)
    | (c.suspendedSeconds > 0 ? HAS.suspendedSeconds : 0) | (c.reworks > 0 ? HAS.reworks : 0)
    | (c.region === pathRegion ? 0 : HAS.region) | (c.updatedAt === c.version.value ? 0 : HAS.updatedAt));
  out.u8(LATER.reduce((mask, stage, i) => (c.times[stage] === undefined ? mask : mask | (1 << i)), 0));
  out.u48(c.times.reported);
  let before = c.times.reported;
  for (const stage of LATER) {
    const at = c.times[stage];
    if (at !== undefined) before = writeTime(out, at, before);
  }
  if (c.updatedAt !== c.version.value) writeTime(out, c.updatedAt, before);
  if (c.deadline !== undefined) writeTime(out, c.deadline, c.times.reported);
  if (c.suspendedSince !== undefined) writeTime(out, c.suspendedSince, c.times.reported);
  if (c.suspendedSeconds > 0) out.varint(c.suspendedSeconds);
  if (c.reworks > 0) out.varint(c.reworks);
  if (c.satisfaction !== undefined) out.u8(c.satisfaction);
  out.varint(words.numberOf(c.category));
  out.varint(words.numberOf(c.source));
  if (c.department !== undefined) out.varint(words.numberOf(c.department));
  if (placed) { out.i32(Math.round(c.lng! * DEGREE)); out.i32(Math.round(c.lat! * DEGREE)); }
  if (c.region !== pathRegion) { out.varint(Buffer.byteLength(c.region)); out.utf8(c.region); }
  writeText(out, c.address);
}

function readCase(from: Reader, outside: Outside, words: Words): Case {
  const flags = from.u8(), has = from.u8(), stages = from.u8();
  const reported = from.u48();
  const times: Case['times'] = { reported };
  let before = reported;
  LATER.forEach((stage, i) => { if (stages & (1 << i)) times[stage] = before = readTime(from, before); });
  const c: Case = {
    kind: 'case', id: outside.id, version: outside.version, region: outside.region,
    updatedAt: has & HAS.updatedAt ? readTime(from, before) : outside.version.value,
    category: '', source: '', urgent: (flags & 1) > 0, supervised: (flags & 2) > 0,
    status: CASE_STATUSES[(flags >> 2) & 3]!, stage: CASE_STAGES[(flags >> 4) & 7]!,
    times, suspendedSeconds: 0, reworks: 0, address: '',
  };
  if (has & HAS.deadline) c.deadline = readTime(from, reported);
  if (has & HAS.suspendedSince) c.suspendedSince = readTime(from, reported);
  if (has & HAS.suspendedSeconds) c.suspendedSeconds = from.varint();
  if (has & HAS.reworks) c.reworks = from.varint();
  if (has & HAS.satisfaction) c.satisfaction = from.u8();
  c.category = words.wordOf(from.varint());
  c.source = words.wordOf(from.varint());
  if (has & HAS.department) c.department = words.wordOf(from.varint());
  if (flags & 128) { c.lng = from.i32() / DEGREE; c.lat = from.i32() / DEGREE; }
  if (has & HAS.region) {
    const length = from.varint();
    c.region = from.bytes.toString('utf8', from.at, from.at + length);
    from.at += length;
  }
  c.address = readText(from.rest());
  return c;
}
