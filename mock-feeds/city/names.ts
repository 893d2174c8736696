/** Plausible names that mean no real place: each unique among its siblings. */
import { makeRng, shuffled } from './rng.ts';
import type { Rng } from './types.ts';

const FIRST = [...'青白云石清凤龙梧桂松竹柳桃荷兰梅槐枫杏银金玉紫丹碧翠望临映永安宁和泰兴长文景明广新上下星月霞秋朝古鹤鹭雁鲤锦绣瑞祥福茂丰沧澄涵漱汀芦菱藕麦稻桑麻棠榆樟楠栖'];
const SECOND = [...'桥塘湖山溪泉井亭塔园林河港湾洲渡津浦埠岭坪岩坞谷台阁门关口坊院堤岸埂畈墩屿矶滩荡泽陂川原'];
const STREETS = '和平 白塔 天目 青石桥 江滨 文昌桥 钟秀 临澜 澜阳 锦帆 书院巷 白鹭洲 柳浪里 枕江 听涛 云门 竹里 桂子巷 梧桐巷 双塔 石板巷 琴台里 松风 观澜 澜桥 新埠头 杏花里 采菱 莲塘里 芦花荡 棹歌 晴波 望渡 雁回 青枫 鹿鸣里 秋水 春晖里 惠风 瑞云 金粟 澄波 清渠 水心 东津 西津 南埠 北渡 枫林晚 归帆'.split(' ');
/** Names too well known as real places. */
const REAL = new Set(['金山', '金门', '香山', '白云山', '青山', '云山', '玉山', '石门', '玉溪', '丰台', '石湾', '青浦', '金湖', '银川', '青川', '云林', '兰溪', '泰山', '泰兴', '福山', '星湖', '南湖', '松原', '清原', '清河', '玉泉', '新港', '黄山', '文山', '福泉', '白山', '临川', '上湾', '石林', '玉林', '桂林', '梅山', '金堤', '临港', '栖山', '明山', '长山', '龙山', '龙门', '龙泉', '龙川', '龙港', '龙湖', '龙井', '新河', '古林']);

function combinations(): string[] {
  const out: string[] = [];
  for (const a of FIRST) for (const b of SECOND) if (a !== b && !REAL.has(a + b)) out.push(a + b);
  return out;
}

/** Names without end: pairs first, then pairs with a third character. */
function* supply(words: readonly string[], rng: Rng): Generator<string> {
  for (const word of shuffled(words, rng)) yield word;
  for (const tail of shuffled([...'头前里南北东西'], rng)) for (const word of shuffled(words, rng)) yield word + tail;
}

/** `take()` gives names, none twice. */
export function nameSource(seed: number, purpose: string, first: readonly string[] = []): () => string {
  const rng = makeRng(seed, `names ${purpose}`);
  const all = combinations();
  const taken = new Set<string>();
  function* chain(): Generator<string> {
    yield* shuffled(first, rng);
    yield* supply(all, rng);
  }
  const names = chain();
  return () => {
    for (;;) {
      const next = names.next();
      if (next.done) throw new Error(`names for ${purpose} are used up after ${taken.size}`);
      if (taken.has(next.value)) continue;
      taken.add(next.value);
      return next.value;
    }
  };
}

/** Names of streets and towns: well-sounding ones first, unique in the whole city. */
export const streetNames = (seed: number): (() => string) => nameSource(seed, 'street', STREETS);

const DIGITS = '零一二三四五六七八九';
/** 1 → 一, 12 → 十二, 30 → 三十; up to 99. */
export function hanNumber(n: number): string {
  const tens = Math.floor(n / 10), ones = n % 10;
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 || n === 0 ? DIGITS[ones] : ''}`;
}
