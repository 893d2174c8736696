/** The words of the daily report, the same on paper and in XLSX: a table in each language. */
import type { Language } from './language.ts';
import type { AlertColour } from './entity.ts';
import type { CHILD_COUNTS, CountName, DayRate, DURATION_NAMES, MISSING, Report } from './report.ts';

export interface ReportWords {
  title: (place: string) => string; unfinished: string; simulated: string; world: Record<Report['world'], string>; /** A recorded world that a script shows. */ masked: string;
  made: string; asOf: string; day: string; page: (n: number, of: number) => string;
  counts: Record<CountName, string>; rates: Record<DayRate | 'duty' | 'video', string>; formulas: Record<DayRate | 'duty' | 'video', string>;
  durations: Record<(typeof DURATION_NAMES)[number], string>; hour: string; percent: string; point: string;
  parts: Record<'counts' | 'rates' | 'durations' | 'children' | 'categories' | 'sources' | 'alerts' | 'stations' | 'moment' | 'revisions', string>;
  /** Heads of columns. */
  head: Record<'figure' | 'value' | 'ring' | 'year' | 'change' | 'ofWhich' | 'place' | 'category' | 'source' | 'share' | 'before' | 'colour' | 'alert' | 'issued' | 'ended' | 'acked' | 'station' | 'highest' | 'at' | 'warning' | 'danger' | 'signed' | 'present' | 'noticed', string>;
  child: Record<(typeof CHILD_COUNTS)[number], string>;
  unplaced: string; total: string; reconciled: string; notReconciled: string; others: (n: number) => string; none: string;
  noStations: string; noCategories: string; missing: Record<(typeof MISSING)[number], string>; momentNote: string; overdueNote: string; moment: Record<'open' | 'supervised', string>;
  colours: Record<AlertColour, string>; inForce: string; notAcked: string;
  signedBy: (name: string, time: string) => string; unsigned: string; tampered: string; revisionsNote: string; lines: readonly string[]; durationCount: string; durationSum: string; handledTimes: string;
}

const zhCN: ReportWords = {
  title: (place) => `${place}城市运行日报`, unfinished: '未完', simulated: '模拟数据', world: { live: '', demo: '演示数据', replay: '回放' }, masked: '演示数据·录像',
  made: '制表', asOf: '数据截至', day: '统计日', page: (n, of) => `第 ${n} 页 共 ${of} 页`,
  counts: { reported: '上报', accepted: '受理', filed: '立案', dispatched: '派遣', handled: '处置', verified: '核查', closed: '结案', due: '应结案', closedOnTime: '按期结案', closedLate: '超期结案', overdue: '超期未结', reworked: '返工', void: '作废', urgent: '紧急（按上报）' },
  rates: { filing: '立案率', closing: '结案率', onTime: '按期结案率', rework: '返工率', duty: '在岗率', video: '视频在线率' },
  formulas: { filing: '立案 / 受理', closing: '结案 / 应结案', onTime: '按期结案 / 应结案', rework: '返工 / 处置', duty: '在岗 / 应在岗', video: '在线 / 接入' },
  durations: { mean: '平均（扣除挂账）', median: '中位数', p90: '九成以内' }, hour: '小时', percent: '%', point: '个百分点',
  parts: { counts: '案件运行', rates: '考核指标', durations: '处置时长', children: '分区情况', categories: '小类前十', sources: '案件来源', alerts: '当日预警', stations: '超警戒站点最高水位', moment: '值守与视频', revisions: '签发后更正' },
  head: { figure: '指标', value: '当日', ring: '环比', year: '同比', change: '增减', ofWhich: '分子 / 分母', place: '区域', category: '小类', source: '来源', share: '占比', before: '前一日', colour: '等级', alert: '预警', issued: '发布', ended: '解除或到期', acked: '签收', station: '站点', highest: '最高', at: '时间', warning: '警戒', danger: '保证', signed: '签发值', present: '现值', noticed: '发现时间' },
  child: { accepted: '受理', filed: '立案', handled: '处置', closed: '结案', due: '应结', closedOnTime: '按期', closedLate: '超期结', overdue: '超期未结' },
  unplaced: '未落格', total: '合计', reconciled: '各行之和与合计相符', notReconciled: '各行之和与合计不符，数据正在变动', others: (n) => `其余 ${n} 类`, none: '无',
  noStations: '当日读数已过保存期（25 小时），不列', noCategories: '网格一级不按小类统计', missing: { unfinished: '当日未完，去年同日无同时段数', notKept: '早于保存期', noData: '该日无记录' },
  momentNote: '制表时的情况，不是当日的', overdueNote: '应结案 = 当日结案 + 当日终了时超期未结；超期未结由现有超期数按其后各日超期进出倒推，与看板同一口径', moment: { open: '在办', supervised: '督办中' },
  colours: { blue: '蓝', yellow: '黄', orange: '橙', red: '红' }, inForce: '未解除', notAcked: '未签收',
  signedBy: (name, time) => `${name} 于 ${time} 签发（姓名未核验）`, unsigned: '未签发', tampered: '存档与签发时不符：已被改动', revisionsNote: '签发值不改，其后更正列于此', lines: ['制表', '审核', '签发'], durationCount: '计入件数', durationSum: '时长合计（秒）', handledTimes: '处置次数',
};
const zhTW: ReportWords = {
  title: (place) => `${place}城市運行日報`, unfinished: '未完', simulated: '模擬資料', world: { live: '', demo: '展示資料', replay: '重播' }, masked: '展示資料·錄影',
  made: '製表', asOf: '資料截至', day: '統計日', page: (n, of) => `第 ${n} 頁 共 ${of} 頁`,
  counts: { reported: '通報', accepted: '受理', filed: '立案', dispatched: '分派', handled: '處理', verified: '複查', closed: '結案', due: '應結案', closedOnTime: '如期結案', closedLate: '逾期結案', overdue: '逾期未結', reworked: '返工', void: '註銷', urgent: '緊急（按通報）' },
  rates: { filing: '立案率', closing: '結案率', onTime: '如期結案率', rework: '返工率', duty: '值勤率', video: '影像連線率' },
  formulas: { filing: '立案 / 受理', closing: '結案 / 應結案', onTime: '如期結案 / 應結案', rework: '返工 / 處理', duty: '值勤 / 應值勤', video: '連線 / 接入' },
  durations: { mean: '平均（扣除暫緩）', median: '中位數', p90: '九成以內' }, hour: '小時', percent: '%', point: '個百分點',
  parts: { counts: '案件運行', rates: '考核指標', durations: '處理時長', children: '分區情況', categories: '小類前十', sources: '案件來源', alerts: '當日預警', stations: '超警戒測站最高水位', moment: '值守與影像', revisions: '簽發後更正' },
  head: { figure: '指標', value: '當日', ring: '環比', year: '同比', change: '增減', ofWhich: '分子 / 分母', place: '區域', category: '小類', source: '來源', share: '占比', before: '前一日', colour: '等級', alert: '預警', issued: '發布', ended: '解除或到期', acked: '簽收', station: '測站', highest: '最高', at: '時間', warning: '警戒', danger: '保證', signed: '簽發值', present: '現值', noticed: '發現時間' },
  child: { accepted: '受理', filed: '立案', handled: '處理', closed: '結案', due: '應結', closedOnTime: '如期', closedLate: '逾期結', overdue: '逾期未結' },
  unplaced: '未落格', total: '合計', reconciled: '各列之和與合計相符', notReconciled: '各列之和與合計不符，資料正在變動', others: (n) => `其餘 ${n} 類`, none: '無',
  noStations: '當日讀數已過保存期（25 小時），不列', noCategories: '網格一級不按小類統計', missing: { unfinished: '當日未完，去年同日無同時段數', notKept: '早於保存期', noData: '該日無紀錄' },
  momentNote: '製表時的情況，不是當日的', overdueNote: '應結案 = 當日結案 + 當日終了時逾期未結；逾期未結由現有逾期數按其後各日逾期進出倒推，與看板同一口徑', moment: { open: '處理中', supervised: '督辦中' },
  colours: { blue: '藍', yellow: '黃', orange: '橙', red: '紅' }, inForce: '未解除', notAcked: '未簽收',
  signedBy: (name, time) => `${name} 於 ${time} 簽發（姓名未核驗）`, unsigned: '未簽發', tampered: '存檔與簽發時不符：已被改動', revisionsNote: '簽發值不改，其後更正列於此', lines: ['製表', '審核', '簽發'], durationCount: '計入件數', durationSum: '時長合計（秒）', handledTimes: '處理次數',
};
const en: ReportWords = {
  title: (place) => `${place} Daily report`, unfinished: 'so far', simulated: 'SIMULATED DATA', world: { live: '', demo: 'DEMO DATA', replay: 'REPLAY' }, masked: 'DEMO, RECORDED',
  made: 'Made', asOf: 'Data up to', day: 'Day', page: (n, of) => `Page ${n} of ${of}`,
  counts: { reported: 'Reported', accepted: 'Accepted', filed: 'Filed', dispatched: 'Dispatched', handled: 'Handled', verified: 'Verified', closed: 'Closed', due: 'Due', closedOnTime: 'Closed on time', closedLate: 'Closed late', overdue: 'Overdue, open', reworked: 'Reworked', void: 'Void', urgent: 'Urgent (by report)' },
  rates: { filing: 'Filing', closing: 'Closing', onTime: 'On-time', rework: 'Rework', duty: 'On duty', video: 'Video online' },
  formulas: { filing: 'filed / accepted', closing: 'closed / due', onTime: 'on time / due', rework: 'reworked / handled', duty: 'on duty / expected', video: 'online / managed' },
  durations: { mean: 'Mean, less suspended', median: 'Median', p90: 'P90' }, hour: 'h', percent: '%', point: 'points',
  parts: { counts: 'Cases', rates: 'Rates', durations: 'Time to close', children: 'By district', categories: 'Top ten categories', sources: 'By source', alerts: 'Alerts of the day', stations: 'Highest level over warning', moment: 'Duty and video', revisions: 'Corrected since signed' },
  head: { figure: 'Figure', value: 'Day', ring: 'Day before', year: 'Year before', change: 'Change', ofWhich: 'Part / whole', place: 'Place', category: 'Category', source: 'Source', share: 'Share', before: 'Day before', colour: 'Level', alert: 'Alert', issued: 'Issued', ended: 'Ended', acked: 'Acknowledged', station: 'Station', highest: 'Highest', at: 'At', warning: 'Warning', danger: 'Danger', signed: 'Signed', present: 'Now', noticed: 'Noticed' },
  child: { accepted: 'Accepted', filed: 'Filed', handled: 'Handled', closed: 'Closed', due: 'Due', closedOnTime: 'On time', closedLate: 'Late', overdue: 'Overdue' },
  unplaced: 'Unplaced', total: 'Total', reconciled: 'Rows add up to the total', notReconciled: 'Rows do not add up: data are changing', others: (n) => `${n} others`, none: 'None',
  noStations: 'Readings of that day are past their 25 h and left out', noCategories: 'A grid is not counted by category', missing: { unfinished: 'day not over; last year\'s part of it is not kept', notKept: 'older than what is kept', noData: 'nothing recorded that day' },
  momentNote: 'As of when this was made, not of the day', overdueNote: 'Due = closed on the day + overdue and open at its end, which is worked back from those overdue now by what fell due and ended on the days since, as the wall counts', moment: { open: 'Open', supervised: 'Supervised' },
  colours: { blue: 'Blue', yellow: 'Yellow', orange: 'Orange', red: 'Red' }, inForce: 'in force', notAcked: 'no',
  signedBy: (name, time) => `Signed by ${name}, ${time} (name unverified)`, unsigned: 'Not signed', tampered: 'The kept file is not what was signed', revisionsNote: 'Signed values stand; later corrections are listed here', lines: ['Made by', 'Checked', 'Issued'], durationCount: 'Cases counted', durationSum: 'Sum (s)', handledTimes: 'Times handled',
};

export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };

/** A figure of `figuresOf` in words: `child.CODE.closed` → "东区 结案". */
export function figureWord(words: ReportWords, { categories, sources, children }: Pick<Report, 'categories' | 'sources' | 'children'>, figure: string): string {
  const [kind = '', ...rest] = figure.split('.');
  const nameOf = (list: readonly { key: string; name: string }[] | null, key: string): string => list?.find((one) => one.key === key)?.name ?? key;
  if (kind === 'category') return `${words.head.category} ${nameOf(categories, rest.join('.'))}`;
  if (kind === 'source') return `${words.head.source} ${nameOf(sources, rest.join('.'))}`;
  if (kind === 'child') {
    const code = rest.slice(0, -1).join('.');
    return `${code === '-' ? words.unplaced : children.find((child) => child.code === code)?.name ?? code} ${words.counts[rest.at(-1) as CountName]}`;
  }
  const own: Record<string, string> = { durationCount: words.durationCount, durationSum: words.durationSum, handledTimes: words.handledTimes };
  return own[figure] ?? words.counts[figure as CountName] ?? figure;
}

/** The marks that a report bears: those of the world and of a simulated city. */
export const marksOf = (words: ReportWords, { world, masked, simulated }: Pick<Report, 'world' | 'masked' | 'simulated'>): string[] => [masked ? words.masked : words.world[world], simulated ? words.simulated : ''].filter((word) => word !== '');
