/** Nothing is left of a text by which somebody could be found; and what a map needs is left. */
import { describe, expect, it } from 'vitest';
import { maskAddress, maskDegrees, maskName, maskText } from '../../server/demo/mask/text.ts';
import { makeDice } from '../helpers/random.ts';

const PLAIN = ['反映', '路面积水', '请尽快处理', '，', '。', '在', '附近', '井盖缺失', ' ', '！', '夜间噪声', '树枝断落', '已联系', '：', '江湾路', '与', '滨河大道交叉口', '\n', 'A区', '（', '）'];
const SPLIT = ['', '', '', ' ', '-', '—', '.', '·', ' - '];
const SEED = 20_261_127;
const RUNS = 4_000;

interface Item { text: string; /** Letters and digits of it, as a reader would put them together. */ core: string }
function makers(rng: () => number): Record<string, () => Item> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(rng() * list.length)]!;
  const digits = (n: number): string => Array.from({ length: n }, () => pick([...'0123456789'])).join('');
  const letters = (n: number): string => Array.from({ length: n }, () => pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ'])).join('');
  const broken = (text: string): string => { const gap = pick(SPLIT); return text.length < 8 ? text : `${text.slice(0, 3)}${gap}${text.slice(3, 7)}${gap}${text.slice(7)}`; };
  const wide = (text: string): string => (rng() < 0.2 ? text.replace(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)) : text);
  return {
    mobile: () => { const core = `1${pick([...'3456789'])}${digits(9)}`; return { core, text: pick(['', '', '+86 ', '0086', '电话', '手机号']) + wide(broken(core)) }; },
    landline: () => { const core = `${pick(['010', '021', '0571', '0755', '0898'])}${pick([...'2345678'])}${digits(pick([6, 7]))}`; const cut = core.length > 11 ? 4 : 3; return { core, text: wide(`${core.slice(0, cut)}${pick(['-', ' ', '－', '', ')'])}${core.slice(cut)}${pick(['', '', '-803', '转8'])}`) }; },
    local: () => { const core = `${pick([...'2345678'])}${digits(pick([6, 7]))}`; return { core, text: wide(core) }; },
    identity: () => { const core = `${pick(['330106', '110101', '44030'])}${digits(11)}${pick([...'0123456789X'])}`; return { core, text: wide(core) }; },
    plate: () => { const core = `${letters(1)}${pick([digits(5), `${letters(1)}${digits(4)}`, `${digits(4)}${letters(1)}`, `D${digits(5)}`, `${digits(5)}F`])}`; return { core, text: `${pick([...'浙京沪粤苏皖川'])}${core[0]!}${pick(['·', '', ' ', '-', '•'])}${wide(core.slice(1))}` }; },
  };
}
/** Letters and digits alone, however wide they were. */
const core = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/[^0-9A-Z]/g, '');

describe('a text', () => {
  it(`never leaves a telephone, an identity card or a plate (${RUNS} texts of seed ${SEED})`, () => {
    const dice = makeDice(SEED);
    const rng = (): number => dice.int(0, 999_999) / 1_000_000;
    const make = makers(rng);
    const kinds = Object.keys(make);
    for (let run = 0; run < RUNS; run++) {
      const items: Item[] = [], parts: string[] = [];
      for (let i = 0; i < 2 + rng() * 5; i++) {
        parts.push(PLAIN[Math.floor(rng() * PLAIN.length)]!);
        if (rng() < 0.6) { const item = make[kinds[Math.floor(rng() * kinds.length)]!]!(); items.push(item); parts.push(item.text); }
      }
      const text = parts.join('');
      for (const mask of [maskText, maskAddress]) {
        const masked = mask(text);
        for (const item of items) expect({ text, masked, left: core(masked).includes(item.core) }).toEqual({ text, masked, left: false });
        expect({ masked, run: /\d{7}/.exec(core(masked).replace(/[A-Z]/g, ' '))?.[0] }).toEqual({ masked, run: undefined });
        // Masked once more it says the same: nothing is half done.
        expect(mask(masked)).toBe(masked);
      }
    }
  });

  it.each([
    ['市民张先生（13812340042）反映：浙A·12345占道', '市民某先生（***）反映：***占道'],
    ['联系人：欧阳建国，0571-88881234', '联系人：某某，***'],
    ['报案人王建国称下穿通道积水30厘米', '报案人某某称下穿通道积水30厘米'],
    ['新能源车浙AD12345、浙A12345D撞坏护栏', '新能源车***、***撞坏护栏'],
    ['身份证33010619800101123X', '身份证***'],
    ['过去3小时降雨量已达50毫米以上，且降雨可能持续。', '过去3小时降雨量已达50毫米以上，且降雨可能持续。'],
    ['澜江市气象台发布暴雨橙色预警信号', '澜江市气象台发布暴雨橙色预警信号'],
    ['1号线江湾路站A口积水', '1号线江湾路站A口积水'],
  ])('%s', (text, masked) => { expect(maskText(text)).toBe(masked); });
});

describe('an address', () => {
  it.each([
    ['江湾街道沿江社区128号', '江湾街道沿江社区**号'],
    ['江湾街道沿江社区12-3号', '江湾街道沿江社区**号'],
    ['翠苑三区12幢2单元301室', '翠苑三区**'],
    ['江湾路12弄5号302室', '江湾路**'],
    ['文三路三号楼东侧', '文三路**东侧'],
    ['滨河家园5-2-1201', '滨河家园**'],
    ['江湾街道沿江社区（江湾下穿通道积水）', '江湾街道沿江社区（江湾下穿通道积水）'],
    ['解放路与人民路交叉口', '解放路与人民路交叉口'],
    ['', ''],
  ])('%s', (address, masked) => { expect(maskAddress(address)).toBe(masked); });
});

it('a name stands for nobody, and a point is known to about 100 m', () => {
  expect([maskName('王建国'), maskName('')]).toEqual(['某某', '']);
  expect([maskDegrees(118.612345), maskDegrees(29.4), maskDegrees(-0.0004)]).toEqual([118.612, 29.4, -0]);
});
