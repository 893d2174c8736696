/**
 * The platform's own record of a case, as JSON text. Built by hand: a page of 500 is asked for often,
 * and the fields hold nothing that needs escaping but names that we make.
 */
import { formatMs } from '../local-time.ts';
import { hash } from '../random.ts';
import type { CaseContext, CaseDay } from './day.ts';
import { UNKNOWN_CATEGORY_CODE, orderNo, satisfactionOf } from './day.ts';
import { POINT, codesOf } from './places.ts';
import { blankState, foldCase } from './state.ts';
import type { CaseState } from './state.ts';

export interface CaseWriter {
  /** JSON text of case `index` as it was right after event number `event`. */
  write(day: CaseDay, index: number, event: number): string;
}

const yn = (flag: boolean): string => (flag ? '"Y"' : '"N"');
const time = (ms: number): string => (ms === 0 ? 'null' : `"${formatMs(ms)}"`);
/** A 小类 that nobody has been told of goes to nobody, or to an office that is no more. */
const nobody = (index: number): string => (index % 2 === 0 ? 'null' : '"D99"');
const code = (text: string): string => (text === '' ? 'null' : `"${text}"`);

export function makeCaseWriter(ctx: CaseContext): CaseWriter {
  const state = blankState();
  const streetNames = new Map(ctx.city.regions.filter((r) => r.level === 'street').map((r) => [r.code, r.name]));
  const communityNames = new Map(ctx.city.regions.filter((r) => r.level === 'community').map((r) => [r.code, r.name]));

  function address(day: CaseDay, index: number, gridCode: string): string {
    const where = `${streetNames.get(gridCode.slice(0, 9)) ?? ''}${communityNames.get(gridCode.slice(0, 12)) ?? ''}`;
    const title = day.titles.get(index);
    return title === undefined ? `${where}${1 + (hash(ctx.seed, day.day, index, 5) % 398)}号` : `${where}（${title}）`;
  }

  return {
    write(day, index, event) {
      const s = foldCase(ctx.table, day, index, event, state);
      const place = s.moved && day.movedTo[index]! >= 0 ? day.movedTo[index]! : index;
      const grid = ctx.grids.codes[day.places.grid[place]!]!;
      const c = ctx.table.categories[day.category[index]!];
      const kind = c ? c.kind : UNKNOWN_CATEGORY_CODE.kind;
      return `{"orderNo":"${orderNo(day.day, index)}","rev":${s.revision},"kindCd":"${kind}"`
        + `,"bigCls":"${c ? c.big : UNKNOWN_CATEGORY_CODE.big}","smallCls":"${c ? c.small : UNKNOWN_CATEGORY_CODE.small}"`
        + `,"srcCd":"${ctx.sources[day.source[index]!]!}","addr":${JSON.stringify(address(day, index, grid))}${where(day, place, grid)}`
        + `,"stateCd":"${s.state}","urg":${yn(day.urgent[index] === 1)},"superv":${yn(s.supervised)}${times(s)}`
        + `,"limitTm":${time(s.limit)},"hangFlag":${yn(s.hangSince > 0)},"hangSince":${time(s.hangSince)},"hangSecs":${s.hangSeconds}`
        + `,"reworkCnt":${s.reworks},"backCnt":${s.sentBacks},"delayCnt":${s.extensions},"selfFlag":${yn(s.selfHandled)}`
        + `,"deptCd":${c ? `"${c.department}"` : nobody(index)},"sat":${s.rated ? `"${satisfactionOf(ctx.seed, day.day, index)}"` : 'null'}`
        + `,"updTm":"${formatMs(s.updated)}"}`;
    },
  };
}

function where(day: CaseDay, place: number, grid: string): string {
  const point = day.places.point[place]!;
  const xy = point === POINT.none ? '"x":null,"y":null' : `"x":${day.places.x[place]},"y":${day.places.y[place]}`;
  const [district, street, community, own] = codesOf(grid, day.places.codes[place]!);
  return `,${xy},"distCode":${code(district)},"streetCode":${code(street)},"commCode":${code(community)},"gridCode":${code(own)}`;
}

function times(s: CaseState): string {
  return `,"rptTm":${time(s.reported)},"accTm":${time(s.accepted)},"fileTm":${time(s.filed)},"dispTm":${time(s.dispatched)}`
    + `,"handTm":${time(s.handled)},"chkTm":${time(s.verified)},"endTm":${time(s.closed)},"voidTm":${time(s.voided)}`;
}
