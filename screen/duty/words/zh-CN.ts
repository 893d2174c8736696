/** Words of the duty desk. */
export const DESK = {
  title: '值班工作台',
  panes: { hot: '聚集', surge: '突增', water: '水情', cases: '案件', contacts: '通讯录', handover: '交接班', report: '日报' },
  nobody: '未署名', officer: (name: string): string => `${name}（未核验）`,
  windows: { 1: '1 小时', 24: '24 小时', 168: '7 天', 720: '30 天' } as Record<number, string>,
  range: '自定时段', from: '从', to: '到', apply: '确定', cancel: '取消', yesterday: '昨天', badRange: '起要早于止',
  compare: '比前期', compared: (span: string): string => `与之前${span}比：暖色增，冷色减`,
  status: '状态', class: '类别', source: '来源', any: '全部', urgent: '紧急', overdue: '超期', supervised: '督办',
  near: (metres: string): string => `选点周 ${metres} 米`, clear: '清除筛选', clearOne: (name: string): string => `去掉“${name}”`,
  saved: '常用筛选', save: '存为常用', saveAs: '名称', drop: (name: string): string => `删除“${name}”`, noneSaved: '尚无常用筛选',
  total: (n: string): string => `${n} 件`, before: (n: string, change: string): string => `前期 ${n} 件（${change}）`, unlocated: (n: string): string => `另 ${n} 件无坐标`,
  loading: '正在读取', failed: '未取到，正在重试', noMap: '地图没有画出来',
  press: '点地图选一处看周边案件，双击进入下级', level: '上一级',
  help: '键盘', helpTitle: '键盘一览', close: '关闭',
  keys: {
    w: '换时段：1 小时、24 小时、7 天、30 天', c: '比前期', u: '只看紧急', o: '只看超期', x: '清除筛选', '[': '换左栏', ']': '换右栏', '/': '搜索案件', j: '交接班', d: '日报',
    back: '返回上一级，或关闭打开的', home: '回到全市', layers: '热力、雨量、预警区、视频、站点、力量、建筑、道路', '?': '打开或关闭本页',
  },
};
export const HOT = {
  scope: (metres: string, hours: string, least: string): string => `同小类 ${metres} 米内 ${hours} 小时 ${least} 件起`,
  none: '没有聚集', cases: (n: string): string => `${n} 件`, grows: '在增', steady: '未增', radius: (metres: string): string => `半径 ${metres} 米`, last: (age: string): string => `最近 ${age}前`,
};
export const SURGE = {
  scope: (days: string): string => `近 1 小时比前 ${days} 天同一小时`, none: '没有突增', few: (days: string): string => `历史不足 ${days} 天，尚不能比`,
  reason: (n: string, mean: string, most: string, days: string): string => `近 1 小时 ${n} 件；前 ${days} 天同一小时平均 ${mean}，最多 ${most}`,
  times: (factor: string): string => `${factor} 倍`, first: '前所未有', chance: (one: string): string => `偶然如此的可能不到 ${one}`, all: '各类合计',
};
export const RISING = {
  scope: '按近 1 小时读数', none: '没有在涨的站', rate: (value: string, unit: string): string => `每小时涨 ${value} ${unit}`,
  reaches: (word: string, soon: string, late: string): string => `${soon}–${late} 后到${word}`, now: (word: string): string => `已超${word}`, soonest: '即刻', earliest: (word: string, soon: string): string => `最早 ${soon} 后到${word}，也可能不到`,
  words: { alert: '设防', warning: '警戒', danger: '保证' },
};
export const CONTACTS = {
  search: '姓名、电话、街道或社区', none: '没有在岗人员', scope: (n: string, masked: string): string => `在岗 ${n} 人${masked}`, masked: { masked: '（姓名电话已脱敏）', none: '（姓名电话不显示）' },
  more: (n: string): string => `另有 ${n} 人，请按地方或姓名找`,
};
export const HANDOVER = {
  scope: (name: string, from: string, to: string): string => `${name} ${from}–${to}`, choose: '班次',
  state: { open: '未交班', half: '已交待接', signed: '已交接' }, running: '本班',
  done: '已办', undone: '未办', notes: '值班记事', noNotes: '尚无记事', none: '无',
  stages: { reported: '上报', accepted: '受理', filed: '立案', dispatched: '派遣', handled: '处置', closed: '结案', void: '作废' },
  alertsDone: '已签收预警', actions: '操作记录', alertsOpen: '未解除的橙、红预警', cases: '督办、超期、紧急案件', feeds: '迟到或中断的数据源', more: (n: string): string => `另有 ${n} 项`,
  sums: { open: '在办', overdue: '超期', urgent: '紧急', supervised: '督办' }, due: (time: string): string => `期限 ${time}`, notAcked: '未签收', ackedBy: (name: string): string => `${name} 已签收`,
  actionWords: { 'alert.acknowledge': '签收预警', 'report.sign': '签发日报' } as Record<string, string>,
  feedStates: { late: '迟到', failed: '中断', waiting: '无数据' } as Record<string, string>,
  note: '记事', noteHint: '写给下一班的话', add: '记下', corrects: '更正哪一项', correct: '记下更正', correctHint: '已签名，只能补记更正', correction: (what: string): string => `更正 ${what}`,
  outgoing: '交班人', incoming: '接班人', signOutgoing: '交班签名', signIncoming: '接班签名', waits: '待签', unverified: '姓名未核验', notYet: (time: string): string => `${time} 起可交班`,
  kept: '已存档，不可更改', hash: (hash: string): string => `存档校验 ${hash}`, tampered: '存档与签名时不符：已被改动',
  changed: (name: string, time: string): string => `${name} 于 ${time} 改过，已取最新，请核对后再试`, refused: { signed: '已有人签过', order: '须交班人先签', same: '交接须是两个人', corrects: '已签名，须指明更正哪一项' } as Record<string, string>, failed: '未记下，请再试',
};
export const REPORT = {
  scope: (region: string): string => `${region} 当日数，同看板口径`, day: '日期', before: '前一天', after: '后一天', paper: '打开 A4', xlsx: '下载 XLSX', print: '打印', back: '返回工作台',
  sign: '签发', unfinished: '当日未完，次日方可签发', unsigned: '未签发', signedBy: (name: string, time: string): string => `${name} 于 ${time} 签发`, tampered: '存档与签发时不符：已被改动',
  revisions: (n: string): string => `签发后更正 ${n} 项`, noticed: (time: string): string => `${time} 发现`, signed: '已签发的日报', noneSigned: '尚无签发', of: (a: string, b: string): string => `${a} / ${b}`,
  changed: '数字刚有变动，已取最新，请核对后再签', taken: (name: string, time: string): string => `${name} 已于 ${time} 签发`, failed: '未签上，请再试', ring: (text: string): string => `环比 ${text}`, late: '超期',
};
