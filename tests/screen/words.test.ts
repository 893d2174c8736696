import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { languageOf } from '../../screen/look/language.ts';
import { LANGUAGES, saidIn } from '../../server/wire/language.ts';
import { answersIn, type AnswerKey } from '../../screen/answers/registry.ts';
import { WORDS as WALL_WORDS } from '../../screen/look/words.ts';
import { DESK_WORDS } from '../../screen/duty/words.ts';
import { REMOTE_WORDS } from '../../screen/remote/words.ts';

const SCREEN = fileURLToPath(new URL('../../screen', import.meta.url));
/** The words of every page: no two sets of one name. */
const WORDS = Object.fromEntries(LANGUAGES.map((language) => [language, { ...WALL_WORDS[language], ...DESK_WORDS[language], ...REMOTE_WORDS[language] }])) as unknown as Readonly<Record<(typeof LANGUAGES)[number], Record<string, unknown>>>;
const HAN = /\p{Script=Han}/u;
/** Every word of a set with its address; a phrase with what stands in for its parts. */
function said(set: unknown, at = ''): [string, string][] {
  if (typeof set === 'string') return [[at, set]];
  if (typeof set === 'function') return [[at, String((set as (...parts: unknown[]) => string)(...Array.from({ length: 3 }, () => ({ toString: () => '7', year: '7', month: '7', month2: '7', day: '7', day2: '7', weekday: '7' }))))]];
  return typeof set === 'object' && set !== null ? Object.entries(set).flatMap(([key, inner]) => said(inner, `${at}.${key}`)) : [];
}

it('a page speaks what its address asks for, else what the server wrote into it, else the first', () => {
  expect(languageOf('?region=C&lang=en', 'zh-TW')).toBe('en');
  expect(languageOf('?lang=ZH-tw', 'zh-CN')).toBe('zh-TW');
  expect(languageOf('', 'zh-TW')).toBe('zh-TW');
  expect(languageOf('?lang=fr', 'xx')).toBe('zh-CN');
});

it('says a name of the configuration in the page\'s language, else in the first that it is said in', () => {
  expect(saidIn('防汛', 'en')).toBe('防汛');
  expect([saidIn({ 'zh-CN': '防汛', en: 'Flood' }, 'en'), saidIn({ 'zh-CN': '防汛', en: 'Flood' }, 'zh-TW'), saidIn({ en: 'Flood' }, 'zh-CN')]).toEqual(['Flood', '防汛', 'Flood']);
});

it('has every word in every language, none of them empty but where the first has nothing to say', () => {
  const first = said(WORDS['zh-CN']);
  expect(first.length).toBeGreaterThan(250);
  for (const language of LANGUAGES) {
    const set = said(WORDS[language]);
    expect(set.map(([at]) => at).sort()).toEqual(first.map(([at]) => at).sort());
    const words = new Map(set);
    expect(first.filter(([at, text]) => text !== '' && words.get(at)!.trim() === '').map(([at]) => at)).toEqual([]);
  }
});

it('says in English no word of Chinese, and hands every part of a phrase on as the Chinese does', () => {
  expect(said(WORDS.en).filter(([, text]) => HAN.test(text))).toEqual([]);
  const parts = (text: string): number => (text.match(/7|NaN/g) ?? []).length;
  const days = new Set(['.TIME.date', '.TIME.before', '.TIME.after', '.TIME.far']);
  for (const language of LANGUAGES) {
    const words = new Map(said(WORDS[language]));
    expect(said(WORDS['zh-CN']).filter(([at, text]) => !days.has(at) && parts(text) !== parts(words.get(at)!)).map(([at]) => at)).toEqual([]);
  }
});

it('tells of every figure in every language: as many numbers, a note where there is one, and no word of Chinese in English', () => {
  const first = Object.entries(answersIn('zh-CN'));
  for (const language of ['zh-TW', 'en'] as const) {
    const told = answersIn(language);
    for (const [key, own] of first) {
      const { name, definition, formula, caveat, parts } = told[key as AnswerKey];
      const words = [name, definition, formula, caveat ?? '', ...(parts ?? []).map(([label]) => label)].join(' ');
      expect([key, parts?.length, caveat === undefined, (parts ?? []).map(([, counter]) => counter)]).toEqual([key, own.parts?.length, own.caveat === undefined, (own.parts ?? []).map(([, counter]) => counter)]);
      expect([key, (parts ?? []).filter(([label], i) => label === '' || (label === own.parts![i]![0] && HAN.test(label) && language === 'en'))]).toEqual([key, []]);
      if (language === 'en') expect([key, HAN.test(words)]).toEqual([key, false]);
      else expect([key, [...words].filter((c) => SIMPLIFIED.has(c)), /視頻|數據|信息|服務端|鏈路|屏|上報|實時|演示/.test(words)]).toEqual([key, [], false]);
    }
  }
});

/** Forms that Taiwan does not write, of the characters that the wall's simplified words use. */
const SIMPLIFIED = new Set('与业东丝丢两严个丰临为举义乐习书买乱争产亲亿仅从仑仓们价众优会伟传伤伦体余债倾儿党兰关兴养内冈册写军农冲决况冻净减凤凭击划则刚创删别剧劝办务动励劳势区医华协单卖卫历压厅厉县参双发变叙号叶吗听启员响哑唤团园围国图圆圣场坏块坚坛坠垄壮声处备复够头夹夺奋妇娱孙学宁宝实审宪宫宽宾对寻导寿将尔尘尝层属岁岂岗岛岭峡师帅帐带帮广庄庆库应庙废开异弃张弥弯弹强归当录彻径忆忧怀态总恋悬惊惧惨惯愤愿懒戏战户扑执扩扫扬扰抚抢护报担拟拥择挂挡挥换损捡据掷搁摄摆摇撑敌数斋断无旧时旷显晋晒晓暂术机杀杂权条来杨极构枪枫枣柜标栈栋栏树样桥档检楼横欢欧歼残毁毕气氢汇汉汤沟没沪泪泻泼泽洁洒测济浏浑浓涂涛润涨渊渐温湾湿滚满滤滥滨灭灯灵灾炉炼烂热爱爷牵状独狭狮猎环现电画畅疗疯皱盐监盖盘着矫矿码砖础确离种积称稳穷窃竞笔笼筑筛签简类粮紧纠红纤约级纪纬纯纲纳纵纷纸纹线练组细终绍经结绕绘给络绝统绩续维绿缓编缘缝缩网罗罚职联胜脑脚腊舰艰艺节苏范荐荣药莱获营蓝虑虽蚀补装见观规视览觉触计订认讨让训议讯记讲许论设访证评识诉词译试诗诚话询该详语误说请诸读课调谈谋谓谢谱贝负财责败账货质购贯贴贵贷费贺资赋赏赔赖赛赞赢赵趋跃践踪车转轮软轻载较输辅辆边达过运还这进远违连迟迹适选递逻遗邓邮郑释针钟钢钥钱铁铃铅银链销锁锅锋错键镇镜长门闪闭问闲间闸闹闻阀阅阔队阳阴阵阶际陆陈险随隐难雾静韩页顶项顺须顾顿预领频颗题颜额风飞饭饮馆驱驶验骗鱼鲁鸟鸣麦黄齐龄'.split(''));
it('writes for Taiwan in its own forms, and not in the words of the mainland', () => {
  const stray = said(WORDS['zh-TW']).flatMap(([at, text]) => [...text].filter((c) => SIMPLIFIED.has(c)).map((c) => `${at} ${c}`));
  expect(stray).toEqual([]);
  expect(said(WORDS['zh-TW']).filter(([, text]) => /視頻|數據|信息|服務端|鏈路|屏|上報|實時|演示|加載|默認/.test(text))).toEqual([]);
});

it('keeps every word of the screen in the sets: no other file says one in Chinese', async () => {
  const files = (await readdir(SCREEN, { recursive: true })).filter((name) => /\.(ts|vue)$/.test(name) && !/^(look\/words|answers\/told|duty\/words|remote\/words)\//.test(name));
  expect(files.length).toBeGreaterThan(100);
  const found: string[] = [];
  for (const name of files) {
    const code = (await readFile(`${SCREEN}/${name}`, 'utf8')).replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(^|\s)\/\/.*$/gm, '');
    if (HAN.test(code) && !PLACES_OF_DATA.has(name)) found.push(name);
  }
  expect(found).toEqual([]);
});
/** Han that is not said but looked for in what comes with the data; and the registry of figures, whose own words are zh-CN. */
const PLACES_OF_DATA = new Set(['panels/alerts/alerts.ts', 'answers/registry.ts']);
