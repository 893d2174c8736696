/** A stored value: header, set of counters, body. Its layout is told in scripts/lib.lua, which reads it. */
import type { Entity, Kind, Version } from '../wire/entity.ts';
import { zoneFraction, zoneOffset } from '../wire/clock.ts';
import { readBody, writeBody, type Words } from './body-codec.ts';
import { Reader, Writer } from './bytes.ts';
import type { Contribution, Indicator } from './contribution.ts';
import { binOf, MOST_SECONDS } from './histogram.ts';

export const FLAG = { byRevision: 1, tombstone: 2, moved: 4, due: 8 } as const;
export const NO_COLUMN = 65535;
const HEADER = 19;
/** UTC, in quarter hours + 64: what a set's first group is compared with. */
const EPOCH_OFFSET = 64;
const MOST_INDICATORS = 127;

/** The numbers that one shard has given. */
export interface Numbers extends Words {
  indicatorOf(indicator: Indicator): number;
  /** Path of a region's code, and the lowest real region it leads to. */
  pathOf(region: string): { number: number; region: string };
  regionOfPath(number: number): string;
}

/** Minutes as sets hold them: shifted so that local hours begin on multiples of 60. */
export function minuteClock(zone: string): (ms: number) => { minute: number; offset: number } {
  const fraction = zoneFraction(zone), offset = zoneOffset(zone);
  return (ms) => ({ minute: Math.floor((ms + fraction) / 60_000), offset: (offset(ms) - fraction) / 900_000 + 64 });
}

interface Group { minute: number; offset: number; indicators: number[] }

export class ValueCodec {
  private readonly out = new Writer();
  private readonly clock: ReturnType<typeof minuteClock>;
  private readonly numbers: Numbers;

  constructor(zone: string, numbers: Numbers) {
    this.clock = minuteClock(zone);
    this.numbers = numbers;
  }

  /** `columnDay`: local day of the column row, NO_COLUMN for none. */
  encode(entity: Entity, contribution: Contribution, columnDay: number): Buffer {
    const out = this.out.reset();
    const path = this.numbers.pathOf(entity.region);
    const hasDue = contribution.nextChangeAt !== null || contribution.expired;
    out.f64(entity.version.value);
    out.u8((entity.version.by === 'revision' ? FLAG.byRevision : 0) + (hasDue ? FLAG.due : 0));
    out.u16(columnDay);
    out.u24(0);
    out.u24(path.number);
    out.u16(0);
    this.writeSet(contribution);
    out.setU16(HEADER - 2, out.length - HEADER);
    writeBody(out, entity, path.region, this.numbers);
    return out.take();
  }

  decode(kind: Kind, id: string, value: Buffer): Entity | null {
    const from = new Reader(value);
    const version = from.f64(), flags = from.u8();
    if (flags & FLAG.tombstone) return null;
    from.at += 5;
    const region = this.numbers.regionOfPath(from.u24());
    const setLength = from.u16();
    const by: Version['by'] = flags & FLAG.byRevision ? 'revision' : 'updated';
    return readBody(kind, value.subarray(HEADER + setLength), { id, version: { by, value: version }, region }, this.numbers);
  }

  private writeSet(c: Contribution): void {
    const out = this.out;
    const groups = this.groupsOf(c);
    const base = groups[0]?.minute ?? 0;
    out.u32(base);
    let minute = base, offset = EPOCH_OFFSET;
    for (const group of groups) {
      const other = group.offset !== offset;
      out.u8(group.indicators.length + (other ? 128 : 0));
      if (other) out.u8(group.offset);
      out.varint(group.minute - minute);
      for (const n of group.indicators) out.number(n);
      ({ minute, offset } = group);
    }
    out.u8(0);
    out.u8(c.gauges.length);
    for (const gauge of c.gauges) out.number(this.numbers.indicatorOf(gauge));
    out.u8((c.duration ? 1 : 0) + (c.heat ? 2 : 0));
    if (c.duration) {
      const seconds = Math.min(c.duration.seconds, MOST_SECONDS);
      out.u8(this.groupAt(groups, c.duration.at));
      out.u32(seconds);
      out.u16(binOf(seconds));
    }
    if (c.heat) {
      out.u8(this.groupAt(groups, c.heat.at));
      out.number(this.numbers.numberOf(c.heat.class));
      const cell = cellBytes(c.heat.cell);
      out.u8(cell.length);
      out.raw(cell);
    }
  }

  /** Stamps of one minute become one group, oldest first: a later change leaves the earlier groups' bytes as they were. */
  private groupsOf(c: Contribution): Group[] {
    const groups: Group[] = [];
    for (const stamp of c.stamps) {
      const { minute, offset } = this.clock(stamp.at);
      let group = groups.find((g) => g.minute === minute);
      if (!group) groups.push(group = { minute, offset, indicators: [] });
      for (const indicator of stamp.indicators) group.indicators.push(this.numbers.indicatorOf(indicator));
    }
    groups.sort((a, b) => a.minute - b.minute);
    for (const g of groups) {
      if (g.indicators.length > MOST_INDICATORS) throw new Error(`one minute of an entity holds ${g.indicators.length} indicators, expected at most ${MOST_INDICATORS}`);
    }
    return groups;
  }

  private groupAt(groups: Group[], at: number): number {
    const { minute } = this.clock(at);
    const index = groups.findIndex((g) => g.minute === minute);
    if (index < 0) throw new Error(`no stamp at ${at}, where the entity's duration or heat stands; expected one`);
    return index;
  }
}

/** An H3 index without its run of trailing f, which only says how coarse it is. */
export function cellBytes(cell: string): Buffer {
  const short = cell.replace(/f+$/, '');
  return Buffer.from(short.length % 2 === 0 ? short : `${short}f`, 'hex');
}
export const cellFrom = (hex: string): string => hex.padEnd(15, 'f').slice(0, 15);
