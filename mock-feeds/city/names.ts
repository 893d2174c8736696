/** Plausible names that mean no real place: each unique among its siblings. */
import { makeRng, shuffled } from './rng.ts';
import type { Rng } from './types.ts';

const FIRST = [...'青白云石清凤龙梧桂松竹柳桃荷兰梅槐枫杏银金玉紫丹碧翠望临映永安宁和泰兴长文景明广新上下星月霞秋朝古鹤鹭雁鲤锦绣瑞祥福茂丰沧澄涵漱汀芦菱藕麦稻桑麻棠榆樟楠栖'];
const SECOND = [...'桥塘湖山溪泉井亭塔园林河港湾洲渡津浦埠岭坪岩坞谷台阁门关口坊院堤岸埂畈墩屿矶滩荡泽陂川原'];
const STREETS = '和平 白塔 天目里 青石桥 江滨 鼓楼 文昌 钟秀 望江 朝晖 长乐 锦绣 凤起 紫阳 清波 湖滨 翠苑 文晖 康桥 祥符 上塘 东新 石桥 笕亭 彭埠 九堡 丁兰 闸口 南星 小营 桂花园 梧桐里 柳浪 灵隐桥 北山 竹安 转塘 双溪 留石 蒋园 古荡里 三墩 仓前 五常 闲林 中泰 良渡 径溪 瓶山 鸬鹭'.split(' ');
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
