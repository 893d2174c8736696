/** Plausible names that mean no real place: each unique among its siblings. */
import { makeRng, shuffled } from './rng.ts';
import type { Rng } from './types.ts';

const FIRST = [...'青白云石清凤龙梧桂松竹柳桃荷兰梅槐枫杏银金玉紫丹碧翠望临映永安宁和泰兴长文景明广新上下星月霞秋朝古鹤鹭雁鲤锦绣瑞祥福茂丰沧澄涵漱汀芦菱藕麦稻桑麻棠榆樟楠栖'];
const SECOND = [...'桥塘湖山溪泉井亭塔园林河港湾洲渡津浦埠岭坪岩坞谷台阁门关口坊院堤岸埂畈墩屿矶滩荡泽陂川原'];
const STREETS = '和平 白塔 天目 青石桥 江滨 文昌桥 钟秀 临澜 澜阳 锦帆 书院巷 白鹭洲 柳浪里 枕江 听涛 云门 竹里 桂子巷 梧桐巷 双塔 石板巷 琴台里 松风 观澜 澜桥 新埠头 杏花里 采菱 莲塘里 芦花荡 棹歌 晴波 望渡 雁回 青枫 鹿鸣里 秋水 春晖里 惠风 瑞云 金粟 澄波 清渠 水心 东津 西津 南埠 北渡 枫林晚 归帆';
/** 1 → 一, 12 → 十二, 30 → 三十; up to 99. */
export function hanNumber(n: number): string {
  const tens = Math.floor(n / 10), ones = n % 10;
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 || n === 0 ? DIGITS[ones] : ''}`;
}
