/**
 * Takes out of a text what says who somebody is and where exactly: names in the fields that hold them and where a word
 * introduces them, telephones, identity cards, plates, numbers of houses and rooms. Rather too much than too little: of digits
 * no run is left that a telephone could be read from. Pure.
 */

const HIDDEN = '***';
const PROVINCE = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领';
/** 浙A·12345, 浙AD12345 and 浙A12345D of new energy, 浙A1234学, 粤Z1234港. Letters may be small, the point anything. */
const PLATE = new RegExp(`[${PROVINCE}]\\s*[A-Za-z]\\s*[·•・.．\\-—－_]?\\s*(?:[A-Za-z0-9]\\s*){4,6}[挂学警港澳试超]?`, 'gu');
/** Digits with whatever people put between them. */
const GAP = '[\\s\\-—–－_.．·•,，()（）/+转]*';
const IDENTITY = new RegExp(`(?<!\\d)(?:\\d${GAP}){14,17}[\\dXx](?!\\d)`, 'gu');
/** Seven digits and more are somebody's number; so is any with a mask of its own in it. */
const DIGITS = new RegExp(`\\+?\\d(?:${GAP}[\\d*]){6,}`, 'gu');
/** 12号, 12-3号, 12号之一, 3幢2单元301室, 十二号楼, B座, 1层. */
const NUMBER = '(?:[0-9]+(?:\\s*[-—~至、/]\\s*[0-9]+)*|[零〇一二三四五六七八九十百两]+|[A-Za-z])';
const HOUSE = new RegExp(`(?:${NUMBER}\\s*(?:号楼|号院|门牌|弄|幢|栋|座|单元|室|户|层|楼(?=[0-9*一二三四五六七八九十]|$)|号(?!线|地铁|风|预警|公路|国道|省道|口|站|泵|闸))(?:之[0-9一二三四五六七八九十]+)?\\s*)+(?:[0-9]+(?![0-9年月日时分秒:：.米厘毫%％]))?`, 'gu');
/** 12-3-401 behind a house that has been hidden, or alone. */
const CHAIN = /(?<![\d:])\d+(?:\s*[-—]\s*\d+){1,4}(?![\d:年月日])/gu;

const SURNAME = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤章鲁葛';
const DOUBLE = '欧阳|上官|司马|诸葛|皇甫|夏侯|司徒|东方|尉迟|公孙|令狐|慕容';
/** 张先生, 欧阳女士 */
const CALLED = new RegExp(`(?:${DOUBLE}|[${SURNAME}])[\\u4e00-\\u9fff]{0,2}?(先生|女士|小姐|同志|师傅|老师|大爷|大妈|大伯|阿姨|奶奶|爷爷|医生|律师|经理|主任|书记|队长|所长|网格长|网格员|某某?)`, 'gu');
/** 联系人：李四, 报案人 王五 */
const INTRODUCED = /(联系人|报案人|举报人|投诉人|反映人|来电人|当事人|申请人|负责人|经办人|处置人|责任人|业主|户主|车主|住户|租客|房东|死者|伤者|患者|姓名|法人|本人|其子|其女|其妻|其夫)(\s*(?:是|为|叫|名叫|姓名)?\s*[:：]?\s*)((?:欧阳|上官|司马|诸葛|皇甫|夏侯|司徒|东方|尉迟|公孙|令狐|慕容)[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{2,4})(?=[^\u4e00-\u9fff]|$|称|说|反映|反应|举报|投诉|报|在|于|来电|联系|电话|家|的|与|和|被|要求)/gu;
const INTRODUCED_BY_SURNAME = new RegExp(`(联系人|报案人|举报人|投诉人|反映人|来电人|当事人|申请人|负责人|经办人|处置人|责任人|业主|户主|车主|住户|租客|房东|市民|居民|群众|村民|司机|店主|老板|姓名)(\\s*[:：]?\\s*)((?:${DOUBLE})[\\u4e00-\\u9fff]{1,2}|[${SURNAME}][\\u4e00-\\u9fff]{1,2})`, 'gu');

/** Digits and letters of full width, and circled ones, are read as the plain ones that they are. */
const plain = (text: string): string => text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2460-\u249b]/gu, (c) => c.normalize('NFKC'));

/** What people write of a matter: a title, a description, a remark. */
export function maskText(text: string): string {
  return plain(text)
    .replace(PLATE, HIDDEN).replace(IDENTITY, HIDDEN).replace(DIGITS, HIDDEN)
    .replace(CALLED, '某$1').replace(INTRODUCED_BY_SURNAME, '$1$2某某').replace(INTRODUCED, '$1$2某某');
}

/** Where something is: the street and the place stay, houses and rooms do not. */
export function maskAddress(text: string): string {
  const masked = maskText(text).replace(HOUSE, (found) => (/[弄幢栋座元室户层楼院牌]/u.test(found) || !found.includes('号') ? '**' : '**号')).replace(CHAIN, '**');
  return masked.replace(/(?:\*{2,3}号?\s*){2,}/gu, '**');
}

/** Somebody's name where nothing else stands. */
export const maskName = (name: string): string => (name === '' ? '' : '某某');
/** A telephone where nothing else stands. */
export const maskPhone = (phone: string): string => (phone === '' ? '' : HIDDEN);

/** About 100 m, in degrees. */
const STEP = 1_000;
export const maskDegrees = (degrees: number): number => Math.round(degrees * STEP) / STEP;
