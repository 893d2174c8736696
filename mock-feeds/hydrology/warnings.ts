/**
 * Alerts as the story raises, supersedes, extends and revokes them. An alert is a list of versions,
 * each from its own time on; what is served is the last that has begun.
 */
import type { City, Weather } from '../city/types.ts';
import { DAY, HOUR, MINUTE, dayOf, formatDay, formatSeconds, startOfDay } from '../local-time.ts';
import { chance, hash, textHash } from '../random.ts';
import type { Gauge } from './stations.ts';

export type Colour = '蓝' | '黄' | '橙' | '红';

export interface Warning {
  id: string;
  colour: Colour;
  event: string;
  title: string;
  issuer: string;
  issued: number;
  adcode: string;
  station: string | null;
  text: string;
  /** Ascending; the first is the issue. */
  versions: { from: number; expires: number; revoked: number | null }[];
}

export interface Warnings {
  /** Every alert issued by `now` and not older than 48 h, or still in force. */
  known(now: number): Warning[];
}

/** The version in force at `now`; null before it is issued. */
export const versionAt = (w: Warning, now: number): { expires: number; revoked: number | null; number: number } | null => {
  let found = -1;
  w.versions.forEach((v, i) => { if (v.from <= now) found = i; });
  const version = w.versions[found];
  return version ? { expires: version.expires, revoked: version.revoked, number: found + 1 } : null;
};

interface Step { at: number; colour: Colour; text: string }

/** `cued`: those of a demonstration, beside the story's. */
export function makeWarnings(o: { city: City; weather: Weather; gauges: readonly Gauge[]; seed: number; cued?: readonly Warning[] }): Warnings {
  const days = new Map<number, Warning[]>();
  const ofDay = (day: number): Warning[] => {
    let list = days.get(day);
    if (!list) {
      list = new DayOfWarnings(o, day).list;
      days.set(day, list);
      if (days.size > 8) days.delete(days.keys().next().value!);
    }
    return list;
  };
  return {
    known(now) {
      const today = dayOf(now);
      return [...[3, 2, 1, 0].flatMap((back) => ofDay(today - back)), ...o.cued ?? []].filter((w) => {
        const version = versionAt(w, now);
        return version !== null && (w.issued > now - 2 * DAY || (version.revoked === null && version.expires > now));
      });
    },
  };
}

class DayOfWarnings {
  readonly list: Warning[] = [];
  private readonly start: number;
  private readonly o: { city: City; weather: Weather; gauges: readonly Gauge[]; seed: number };
  private readonly day: number;

  constructor(o: { city: City; weather: Weather; gauges: readonly Gauge[]; seed: number }, day: number) {
    this.o = o;
    this.day = day;
    this.start = startOfDay(day);
    if (o.weather.isStormDay(this.start + 15 * HOUR)) this.storm(); else this.calm();
    this.list.sort((a, b) => a.issued - b.issued);
  }

  private at(hour: number, minute: number): number { return this.start + hour * HOUR + minute * MINUTE; }

  private storm(): void {
    const { city } = this.o;
    const wettest = this.wettestDistricts();
    this.chain('暴雨', city.code, city.name, `${city.name}气象台`, [
      { at: this.at(13, 10), colour: '蓝', text: '预计未来12小时内降雨量将达50毫米以上。' },
      { at: this.at(16, 40), colour: '黄', text: '预计未来6小时内降雨量将达50毫米以上。' },
      { at: this.at(19, 52), colour: '橙', text: '过去3小时降雨量已达50毫米以上，且降雨可能持续。' },
      { at: this.at(24, 15), colour: '黄', text: '降雨减弱，预计仍有短时强降雨。' },
    ], this.at(30, 30));
    this.chain('暴雨', wettest[0]!.code, wettest[0]!.name, `${wettest[0]!.name}气象台`, [
      { at: this.at(18, 25), colour: '橙', text: '过去3小时降雨量已达50毫米以上。' },
      { at: this.at(20, 31), colour: '红', text: '过去3小时降雨量已达100毫米以上，且降雨可能持续。' },
    ], this.at(25, 5));
    this.chain('城市内涝', (wettest[1] ?? wettest[0]!).code, (wettest[1] ?? wettest[0]!).name, `${city.name}城市防汛办`, [
      { at: this.at(18, 50), colour: '黄', text: '低洼路段和下穿通道可能积水。' },
      { at: this.at(20, 12), colour: '橙', text: '多处路段积水超过25厘米。' },
    ], this.at(27, 20));
    // This one is never revoked: it expires; in between it is extended once.
    const wind = this.add('大风', '蓝', city.code, `${city.name}气象台`, this.at(12, 0), '阵风可达7级。', this.at(24, 0));
    wind.versions.push({ from: this.at(20, 0), expires: this.at(30, 0), revoked: null });
    this.rivers();
  }

  /** Each step supersedes the one before; the last is revoked. */
  private chain(event: string, code: string, area: string, issuer: string, steps: Step[], end: number): void {
    steps.forEach((step, i) => {
      const w = this.add(event, step.colour, code, issuer, step.at, `${area}${step.text}`, step.at + DAY);
      const revoked = steps[i + 1]?.at ?? end;
      w.versions.push({ from: revoked, expires: step.at + DAY, revoked });
    });
  }

  /** Flood alerts of the first gauges that pass their warning or danger level, looked for every ten minutes. */
  private rivers(): void {
    const rivers = this.o.gauges.filter((g) => g.site.kind === 'river' && g.warning !== null && !g.dead).slice(0, 12);
    for (const gauge of rivers) {
      const from = this.firstTime(gauge, gauge.warning!, this.at(14, 0));
      if (from === null) continue;
      const severe = gauge.danger === null ? null : this.firstTime(gauge, gauge.danger, from);
      const fall = this.firstBelow(gauge, gauge.warning! - 0.1, severe ?? from);
      const steps: Step[] = [{ at: from, colour: '黄', text: `${gauge.site.name}水位超警戒。` }];
      if (severe !== null && severe > from) steps.push({ at: severe, colour: '橙', text: `${gauge.site.name}水位超保证。` });
      const before = this.list.length;
      this.chain('洪水', gauge.adcode.slice(0, 6), '', `${this.o.city.name}水文中心`, steps, fall);
      for (const w of this.list.slice(before)) w.station = gauge.code;
    }
  }

  private firstTime(gauge: Gauge, level: number, from: number): number | null {
    for (let at = from; at < this.at(40, 0); at += 10 * MINUTE) {
      if ((this.o.weather.levelAt(gauge.site, at).level ?? 0) >= level) return at + 2 * MINUTE;
    }
    return null;
  }

  private firstBelow(gauge: Gauge, level: number, from: number): number {
    let at = from + 20 * MINUTE;
    while (at < this.at(46, 0) && (this.o.weather.levelAt(gauge.site, at).level ?? 0) >= level) at += 10 * MINUTE;
    return at;
  }

  private wettestDistricts() {
    const at = this.at(20, 0);
    return this.o.city.regions.filter((r) => r.level === 'district')
      .map((r) => ({ r, rain: this.o.weather.rainSum(r.label[0], r.label[1], at, 3 * HOUR) }))
      .sort((a, b) => b.rain - a.rain || (a.r.code < b.r.code ? -1 : 1)).map((x) => x.r);
  }

  private calm(): void {
    const own = this.o.seed ^ textHash('warning');
    const districts = this.o.city.regions.filter((r) => r.level === 'district');
    const count = hash(own, this.day) % 3;
    for (let i = 0; i < count; i++) {
      const district = districts[hash(own, this.day, i, 1) % districts.length]!;
      const event = ['高温', '雷电', '大雾'][hash(own, this.day, i, 2) % 3]!;
      const issued = this.at(6, 0) + Math.floor(chance(own, this.day, i, 3) * 10 * 60) * MINUTE;
      const w = this.add(event, '黄', district.code, `${district.name}气象台`, issued, `${district.name}请注意防范。`, issued + 8 * HOUR);
      if (chance(own, this.day, i, 4) < 0.4) w.versions.push({ from: issued + 3 * HOUR, expires: issued + 8 * HOUR, revoked: issued + 3 * HOUR });
    }
  }

  private add(event: string, colour: Colour, adcode: string, issuer: string, issued: number, text: string, expires: number): Warning {
    const warning: Warning = {
      id: `YJ${formatDay(this.day).replaceAll('-', '')}${String(this.list.length + 1).padStart(3, '0')}`, colour, event,
      title: `${issuer}发布${event}${colour}色预警信号`, issuer, issued, adcode, station: null, text, versions: [{ from: issued, expires, revoked: null }],
    };
    this.list.push(warning);
    return warning;
  }
}

/** JSON row of the alert as of `now`; '' before it is issued. */
export function warningRow(w: Warning, now: number): string {
  const version = versionAt(w, now);
  if (!version) return '';
  return JSON.stringify({
    ID: w.id, COLOR: w.colour, EVENT: w.event, TITLE: w.title, ISSUER: w.issuer, ISSUED: formatSeconds(w.issued), EXPIRES: formatSeconds(version.expires),
    REVOKED: version.revoked === null ? null : formatSeconds(version.revoked), ADDVCD: w.adcode, STCD: w.station, TEXT: w.text, VER: version.number,
  });
}
