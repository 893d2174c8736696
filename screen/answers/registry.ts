/** 口径 of every figure on the wall: what it is, how it is counted, over which time, from whom. Pure data; the words of domain.md §2. Its own words are zh-CN; `told/` has the other languages'. */
import type { Language } from '../../server/wire/language.ts';
import type { RateName } from '../../server/wire/counters.ts';
import type { Kind } from '../../server/wire/entity.ts';
import { LANGUAGE } from '../look/language.ts';
import { TOLD as EN } from './told/en.ts';
import type { Told } from './told/type.ts';
import { TOLD as ZH_TW } from './told/zh-TW.ts';

/** The records behind a figure: `{of}` stands for what the figure is of, `{0}` `{1}` for the parts of a dotted one. */
export interface Ask { list: 'cases' | 'video' | 'stations' | 'staff' | 'alerts'; query: string; /** Only what lies in the window: by which time of a case. */ at?: string }

export interface Answer {
  name: string;
  definition: string;
  /** Numerator / denominator, in words. */
  formula: string;
  window: 'now' | 'today' | 'day24';
  /** Whose feeds it comes from; none: the wall's own link. */
  kinds: readonly Kind[];
  rate?: RateName;
  /** Counters of numerator and denominator, where the rate is of one subject. */
  share?: readonly [string, string];
  /** [label, counter]: the numbers the formula has now. */
  parts?: readonly (readonly [string, string])[];
  caveat?: string;
  records?: Ask;
}

const OPEN = 'status=open,suspended';
const DUE = '应结案＝今日结案＋此刻超期未结，故不会超过 100 %';
const NOBODY = '责任部门取上游所载；没有载明、或部门表没有的，计为未归口。统计到街道一级';
const cases = (query: string, at?: string): Ask => ({ list: 'cases', query, ...(at === undefined ? {} : { at }) });

const CASES = {
  accepted: {
    name: '今日受理', definition: '今日 0 时至今已受理的案件。', formula: '受理时间在今日的案件数；▲▼ 为今日上报与昨日同一时段上报之比', window: 'today', kinds: ['case'],
    parts: [['今日受理', 'today.accepted'], ['今日上报', 'today.reported'], ['昨日同时上报', 'yesterday.reported']], caveat: '环比只比相等的已过时段；基数为零时显示 —', records: cases('', 'accepted'),
  },
  reported: {
    name: '今日上报', definition: '今日 0 时至今上报的案件，不论来源与当前状态。', formula: '上报时间在今日的案件数', window: 'today', kinds: ['case'],
    parts: [['今日上报', 'today.reported'], ['昨日同时上报', 'yesterday.reported']], records: cases('', 'reported'),
  },
  onTime: {
    name: '按期结案率', definition: '应结案件中，在时限内结案的比例。', formula: '按期结案 / 应结案', window: 'today', kinds: ['case'], rate: 'onTime',
    parts: [['按期结案', 'today.closedOnTime'], ['今日结案', 'today.closed'], ['超期未结', 'overdue']], caveat: `${DUE}；没有时限的案件结案即计按期`, records: cases('onTime=1', 'closed'),
  },
  closing: {
    name: '结案率', definition: '应结案件中，已经结案的比例。', formula: '结案 / 应结案', window: 'today', kinds: ['case'], rate: 'closing',
    parts: [['今日结案', 'today.closed'], ['超期未结', 'overdue']], caveat: DUE, records: cases('', 'closed'),
  },
  filing: {
    name: '立案率', definition: '受理的案件中立案的比例。', formula: '立案 / 受理', window: 'today', kinds: ['case'], rate: 'filing',
    parts: [['今日立案', 'today.filed'], ['今日受理', 'today.accepted']], caveat: '各环节按各自时间计数：今日立案的可能是昨日受理的', records: cases('', 'filed'),
  },
  overdue: {
    name: '超期未结', definition: '已过时限而未结案的在办案件；挂账的不计，超期后已结的另计为超期结案。', formula: '在办且时限早于此刻的案件数', window: 'now', kinds: ['case'],
    parts: [['超期未结', 'overdue'], ['其中紧急', 'overdueUrgent'], ['今日超期结案', 'today.closedLate']], caveat: '上游未给时限的案件不会超期', records: cases('overdue=1'),
  },
  duration: {
    name: '平均处置', definition: '今日结案的案件从上报到结案的时间，扣除挂账时间。', formula: '处置时长之和 / 今日结案件数；另列中位数与 P90', window: 'today', kinds: ['case'],
    parts: [['今日结案', 'today.durationCount']], caveat: '均值精确到秒；中位数与 P90 由分段计数得出，误差不超过 2 %', records: cases('', 'closed'),
  },
  passed: { name: '今日通过', definition: '今日到达该环节的案件。', formula: '该环节时间在今日的案件数', window: 'today', kinds: ['case'], parts: [['今日通过', 'today.{of}']], caveat: '各环节按各自时间计数，后一环节可能多于前一环节', records: cases('', '{of}') },
  waiting: { name: '现停留', definition: '此刻停在该环节、尚未结案的案件，含挂账。', formula: '未结且当前环节为该环节的案件数', window: 'now', kinds: ['case'], parts: [['现停留', 'stage.{of}']], records: cases(`${OPEN}&stage={of}`) },
  open: { name: '在办', definition: '尚未结案也未作废的案件，含挂账。', formula: '未结案件数', window: 'now', kinds: ['case'], parts: [['在办', 'open'], ['其中挂账', 'suspended']], records: cases(OPEN) },
  urgent: { name: '紧急在办', definition: '标为紧急的未结案件。', formula: '未结且紧急的案件数', window: 'now', kinds: ['case'], parts: [['紧急在办', 'urgent']], records: cases(`${OPEN}&urgent=1`) },
  suspended: { name: '挂账', definition: '经批准暂缓、不计时的案件。', formula: '当前状态为挂账的案件数', window: 'now', kinds: ['case'], parts: [['挂账', 'suspended']], caveat: '挂账时间不计入处置时长', records: cases('status=suspended') },
  supervised: { name: '督办', definition: '正在督办的未结案件。', formula: '未结且督办的案件数', window: 'now', kinds: ['case'], parts: [['督办', 'supervised']], records: cases(`${OPEN}&supervised=1`) },
  reworked: {
    name: '返工', definition: '今日处置的案件中退回重做的次数。', formula: '返工次数；返工率＝返工 / 处置', window: 'today', kinds: ['case'], rate: 'rework', parts: [['返工', 'today.reworked']],
    caveat: '按次计：一案可返工多次，故记录数可少于本数', records: cases('reworked=1', 'handled'),
  },
  class: { name: '分类上报', definition: '今日上报的案件按所选分类表归类；一案同时属于几张分类表。', formula: '上报时间在今日、小类归入该类的案件数', window: 'today', kinds: ['case'], parts: [['今日上报', 'today.reported']], caveat: '分类表没有的小类计为未分类', records: cases('class={of}', 'reported') },
  source: { name: '来源上报', definition: '今日上报的案件按来源。', formula: '上报时间在今日、来自该来源的案件数', window: 'today', kinds: ['case'], parts: [['该来源', 'today.source.{of}'], ['今日上报', 'today.reported']], records: cases('source={of}', 'reported') },
  department: {
    name: '部门在办', definition: '由该部门负责、尚未结案也未作废的案件，含挂账。', formula: '责任部门为该部门的未结案件数', window: 'now', kinds: ['case'],
    parts: [['在办', 'department.open.{of}'], ['其中超期', 'department.overdue.{of}']], caveat: NOBODY, records: cases(`${OPEN}&department={of}`),
  },
  departmentOverdue: {
    name: '部门超期', definition: '由该部门负责、已过时限而未结案的在办案件；挂账的不计。', formula: '责任部门为该部门、时限早于此刻的在办案件数', window: 'now', kinds: ['case'],
    parts: [['超期', 'department.overdue.{of}'], ['在办', 'department.open.{of}']], caveat: NOBODY, records: cases('overdue=1&department={of}'),
  },
  departmentRate: {
    name: '部门超期率', definition: '该部门在办案件中超期的比例。', formula: '部门超期 / 部门在办', window: 'now', kinds: ['case'], share: ['department.overdue.{of}', 'department.open.{of}'],
    caveat: `▲ 明显落后：超期率超过本级各部门合计的 1.5 倍，且超期不少于 3 件。${NOBODY}`, records: cases('overdue=1&department={of}'),
  },
  departmentClosed: {
    name: '部门今日结案', definition: '今日结案、由该部门负责的案件。', formula: '结案时间在今日、责任部门为该部门的案件数', window: 'today', kinds: ['case'],
    parts: [['今日结案', 'today.department.closed.{of}'], ['此刻超期', 'department.overdue.{of}']], caveat: NOBODY, records: cases('department={of}', 'closed'),
  },
  perResidents: { name: '万人发案率', definition: '每万常住人口今日上报的案件。', formula: '今日上报 / 常住人口 × 10 000', window: 'today', kinds: ['case'], parts: [['今日上报', 'today.reported']], caveat: '人口取区划文件所载；没有人口的区域显示 —', records: cases('', 'reported') },
  trendReported: { name: '24 小时上报', definition: '近 24 小时每时段上报的案件。', formula: '上报时间在该时段的案件数；图例为各时段之和', window: 'day24', kinds: ['case'], records: cases('', 'reported') },
  trendClosed: { name: '24 小时结案', definition: '近 24 小时每时段结案的案件。', formula: '结案时间在该时段的案件数；图例为各时段之和', window: 'day24', kinds: ['case'], records: cases('', 'closed') },
  reportedPerArea: { name: '今日上报密度', definition: '每平方公里今日上报的案件。', formula: '今日上报 / 区域面积', window: 'today', kinds: ['case'], parts: [['今日上报', 'today.reported']], caveat: '面积由边界算得', records: cases('', 'reported') },
  openPerArea: { name: '在办密度', definition: '每平方公里的在办案件。', formula: '在办 / 区域面积', window: 'now', kinds: ['case'], parts: [['在办', 'open']], caveat: '面积由边界算得', records: cases(OPEN) },
  heat: { name: '案件密度', definition: '近 24 小时上报的案件在各处的疏密。', formula: '核内案件数 / 核面积：以米为单位的定宽核，各级比例尺同色同密度', window: 'day24', kinds: ['case'], caveat: '没有坐标的案件不在热力中；场景可只取一类', records: cases('located=1', 'reported') },
} as const satisfies Record<string, Answer>;

const THINGS = {
  video: { name: '视频在线率', definition: '纳管视频点位中在线的比例；平台、目录分组不是点位。', formula: '在线 / 纳管', window: 'now', kinds: ['video'], rate: 'video', parts: [['在线', 'video.on'], ['离线', 'video.off']], records: { list: 'video', query: 'status=off' } },
  videoOff: { name: '视频离线', definition: '目录中状态为离线的点位。', formula: '纳管 − 在线', window: 'now', kinds: ['video'], parts: [['离线', 'video.off'], ['纳管', 'video.total']], records: { list: 'video', query: 'status=off' } },
  duty: { name: '网格在岗率', definition: '此刻应在岗的网格员中在岗（含巡查、处置）的比例。', formula: '在岗 / 应在岗', window: 'now', kinds: ['staff'], rate: 'duty', parts: [['在册', 'staff.total']], caveat: '久无位置上报按离线计；应在岗由名册给出', records: { list: 'staff', query: 'expected=1' } },
  staff: { name: '网格力量密度', definition: '每平方公里应在岗且在岗的网格员。', formula: '在岗 / 区域面积', window: 'now', kinds: ['staff'], parts: [['在岗', 'staff.expectedOn'], ['应在岗', 'staff.expected']], caveat: '面积由边界算得', records: { list: 'staff', query: 'expected=1&duty=onDuty,patrol,handling' } },
  role: { name: '网格力量', definition: '该类网格员此刻在岗、巡查、处置的人数与在册人数。', formula: '在岗＋巡查＋处置 / 在册', window: 'now', kinds: ['staff'], parts: [['在岗', 'staff.{of}.onDuty'], ['巡查', 'staff.{of}.patrol'], ['处置', 'staff.{of}.handling'], ['在册', 'staff.{of}']], caveat: '不上报位置的岗位只列在册', records: { list: 'staff', query: 'role={of}' } },
  onDuty: { name: '在岗人数', definition: '此刻在岗、巡查、处置的网格员，不论名册是否应在岗。', formula: '在岗＋巡查＋处置', window: 'now', kinds: ['staff'], parts: [['在岗', 'staff.onDuty'], ['巡查', 'staff.patrol'], ['处置', 'staff.handling'], ['在册', 'staff.total']], caveat: '久无位置上报按离线计', records: { list: 'staff', query: 'duty=onDuty,patrol,handling' } },
  dutyState: { name: '在岗状态', definition: '此刻处于该状态的网格员，不论岗位。', formula: '该状态人数', window: 'now', kinds: ['staff'], parts: [['人数', 'staff.{of}'], ['在册', 'staff.total']], records: { list: 'staff', query: 'duty={of}' } },
  stations: { name: '水情站点', definition: '本级水文与积水站点、超过设防以上限值的站点和失联站点。', formula: '超限＝设防＋警戒＋保证', window: 'now', kinds: ['station'], parts: [['设防', 'station.alert'], ['警戒', 'station.warning'], ['保证', 'station.danger'], ['失联', 'station.silent'], ['总数', 'station.total']], caveat: '超过规定时间没有读数即失联，不作正常计', records: { list: 'stations', query: '' } },
  level: { name: '站点读数', definition: '该站最近一次读数；积水以厘米、其余以米计。', formula: '读数与警戒（水库为当日汛限）、保证之差；到警戒时间＝差 / 近一小时读数的直线涨率', window: 'now', kinds: ['station'], caveat: '时间是按现涨率的直线推算，不是预报；下落、起伏不定或超过 6 小时的不推算', records: { list: 'stations', query: 'id={of}' } },
  rain: { name: '最大雨量', definition: '本级雨量站中最近一小时雨量最大者。', formula: '各站一小时雨量的最大值', window: 'now', kinds: ['station'], caveat: '失联站不参与', records: { list: 'stations', query: 'type=rain' } },
  water: { name: '站类状态', definition: '该类站点中处于该状态的数目。', formula: '按最近读数与各自限值判定', window: 'now', kinds: ['station'], parts: [['站数', 'station.{of}']], records: { list: 'stations', query: 'type={0}&state={1}' } },
  waterTotal: { name: '站类总数', definition: '该类站点总数，含正常与失联。', formula: '各状态之和', window: 'now', kinds: ['station'], parts: [['正常', 'station.{of}.normal'], ['失联', 'station.{of}.silent']], records: { list: 'stations', query: 'type={of}' } },
  rainField: { name: '雨量场', definition: '全市雨量站近 24 小时雨量在站间的插值，只作示意，不是实测。', formula: '各处＝10 公里内各站雨量按距离反比加权的均值；按 0.1/10/25/50/100/250 毫米分级', window: 'day24', kinds: ['station'], caveat: '10 公里内无站处不着色；失联站不参与', records: { list: 'stations', query: 'type=rain' } },
  trendRain: { name: '24 小时雨量', definition: '近 24 小时雨量站的平均雨量。', formula: '各时段雨量站均值；图例为 24 小时之和', window: 'day24', kinds: ['station'], caveat: '失联站不参与', records: { list: 'stations', query: 'type=rain' } },
  trendLevel: { name: '24 小时水位', definition: '最接近限值的站点的水位过程。', formula: '各时段最后一次读数', window: 'day24', kinds: ['station'], caveat: '图例写明是哪一站', records: { list: 'stations', query: 'id={of}' } },
  weather: { name: '天气', definition: '由全市雨量站读数定级，不是预报。', formula: '各站 24 小时雨量均值按 0.1/10/25/50/100/250 毫米分级', window: 'day24', kinds: ['station'], caveat: '失联站不参与', records: { list: 'stations', query: 'type=rain' } },
  alerts: { name: '有效预警', definition: '已发布、未解除、未过期，且涉及本级的预警。', formula: '此刻有效的预警条数', window: 'now', kinds: ['alert'], parts: [['本级所属', 'alert.active']], caveat: '上级区域的预警也列出；预警颜色与应急响应等级是两回事', records: { list: 'alerts', query: '' } },
  tiles: { name: '大屏拼块', definition: '本墙各拼块的浏览器是否在线、何时最后出画、是哪个版本。', formula: '在线块数 / 全部块数；10 秒没有上报为失联', window: 'now', kinds: [], caveat: '末帧为浏览器最后一次出画；版本应与服务端一致' },
  feeds: { name: '数据源', definition: '已接入的数据源中，按时且正常的路数。', formula: '正常 / 已接入', window: 'now', kinds: ['case', 'video', 'station', 'alert', 'staff'], caveat: '数据龄＝此刻 − 上游自己的数据时间，不是收到的时间' },
  feed: { name: '数据龄', definition: '该数据源的数据已到上游的哪一时刻。', formula: '此刻 − 上游的数据时间', window: 'now', kinds: ['case', 'video', 'station', 'alert', 'staff'], caveat: '完整＝已入库且落位 / 应有' },
  rejects: { name: '退回记录', definition: '上游送来而不能用的记录，按来源与原因计数。', formula: '自接入以来的累计条数', window: 'now', kinds: ['case', 'video', 'station', 'alert', 'staff'], caveat: '退回的记录不在任何指标之内；最近的样本见 /api/rejects' },
  noted: { name: '标注记录', definition: '已收下、计入指标，但有一处不妥的记录，按来源与标注计数。', formula: '自接入以来的累计条数；一条可有几处标注', window: 'now', kinds: ['case', 'video', 'station', 'alert', 'staff'], caveat: '类别、来源、部门过多的，按未分类、其他、未归口计' },
  lag: { name: '实时', definition: '画面比服务端最快一次心跳晚多少。', formula: '本次心跳延迟 − 近一分钟最小延迟', window: 'now', kinds: [], caveat: '三秒没有心跳即报链路中断' },
} as const satisfies Record<string, Answer>;

const MASTER = { ...CASES, ...THINGS } as const satisfies Record<string, Answer>;
export type MasterKey = keyof typeof MASTER;
export type AnswerKey = MasterKey | 'reportedPerResidents';

const TOLD: Readonly<Record<Language, Readonly<Record<MasterKey, Told>> | null>> = { 'zh-CN': null, 'zh-TW': ZH_TW, en: EN };
/** The answers in a language: what is counted is the same in each. */
export function answersIn(language: Language): Readonly<Record<AnswerKey, Answer>> {
  const own: Readonly<Record<MasterKey, Answer>> = MASTER;
  const told = TOLD[language];
  const all = told === null ? own : Object.fromEntries((Object.keys(own) as MasterKey[]).map((key) => {
    const { parts, ...words } = told[key];
    return [key, { ...own[key], ...words, ...(own[key].parts ? { parts: own[key].parts.map(([label, counter], i) => [parts?.[i] ?? label, counter] as const) } : {}) }];
  })) as Record<MasterKey, Answer>;
  return { ...all, reportedPerResidents: all.perResidents };
}
export const ANSWERS = answersIn(LANGUAGE);

export const answerOf = (key: string): Answer | null => (Object.hasOwn(ANSWERS, key) ? ANSWERS[key as AnswerKey] : null);
