/** Words of the duty desk. */
export const DESK = {
  title: '值班工作台',
  panes: { hot: '聚集', surge: '突增', water: '水情', cases: '案件', contacts: '通讯录' },
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
  space: '空格', help: '键盘', helpTitle: '键盘一览', close: '关闭',
  keys: {
    w: '换时段：1 小时、24 小时、7 天、30 天', c: '比前期', u: '只看紧急', o: '只看超期', x: '清除筛选', '[': '换左栏', ']': '换右栏', '/': '搜索案件',
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
/** 回放, from the desk. */
export const PLAYBACK = {
  title: '回放', strip: '时间条', hint: '点时间条回看，或按 , 退一分钟', none: '尚无记录，不能回看', failed: '记录一览未取到，正在重试',
  play: '播放', pause: '暂停', speeds: '速度', times: (n: string): string => `${n}×`, type: '时刻', typed: '如 20:16', bad: '读不出这个时刻', length: (span: string): string => `近 ${span}`, hours: (n: string): string => `${n} 小时`, days: (n: string): string => `${n} 天`,
  live: '回到实时', present: '现在', shift: (by: string): string => `钟${by}`, on: (h: string): string => `拨快 ${h} 小时`, off: (h: string): string => `拨慢 ${h} 小时`, notRecorded: '无记录', disk: (used: string, day: string, days: string): string => `占用 ${used}；每天至多 ${day}，保留 ${days} 天`, thinned: (kinds: string): string => `超出限额而未全记：${kinds}`,
  wall: { send: '送大屏', again: '改大屏', live: '大屏：实时', shows: (time: string, speed: string): string => `大屏回放 ${time} ${speed}`, since: (name: string, time: string): string => `${name} ${time} 送出`, back: '大屏回实时', failed: (why: string): string => `大屏未变：${why}`, unanswered: '服务没有应答，请再试' },
  resumed: (time: string): string => `链路已恢复，回放从 ${time} 接着放`, refused: (why: string): string => `不能回放：${why}`, barred: '回放中不能处置：先回到实时',
  known: '按现在所知的案件计，非当时所知',
  real: { title: '实况', now: '正在发生', go: '回到实时去看', more: (n: string): string => `另有 ${n} 条` },
  keys: { pause: '暂停或播放', step: '退、进一分钟', hour: '退、进一小时', speed: '减速、加速', edge: '本段开头、末尾', live: '回到实时', type: '输入时刻', wall: '送大屏', real: '回到实时去看实况预警' },
};
