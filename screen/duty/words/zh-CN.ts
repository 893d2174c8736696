/** Words of the duty desk. */
export const DESK = {
  title: '值班工作台',
  panes: { alerts: '预警', supervise: '督办', hot: '聚集', surge: '突增', water: '水情', cases: '案件', contacts: '通讯录' },
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
    n: '选下一条预警，未签收的在先', q: '签收选定的预警', e: '写备注', m: '静音或开声',
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
export const DESK_ALERTS = {
  none: '48 小时内没有预警', scope: (n: string): string => `全市 · 待签收 ${n} 条`, response: (signed: string, arrived: string): string => `全市 · 平均签收 ${signed} · 平均到岗 ${arrived}`, noArrival: '未记',
  states: { unsigned: '未签收', signed: '已签收', handling: '处置中', lifted: '已解除' },
  steps: { sign: '签收', handle: '处置', lift: '解除', phone: '电话首报', written: '书面首报', arrive: '到岗', remark: '备注' },
  reports: { phone: '电话首报', written: '书面首报' }, escalates: (to: string): string => `未签收则报${to}`, escalated: (to: string): string => `已升级至${to}`,
  over: (time: string): string => `超时 ${time}`, reported: '已报', arrived: '已到岗', issued: (when: string): string => `${when} 发布`, until: (when: string): string => `至 ${when}`,
  ended: { revoked: '已撤销', expired: '已到期' }, endedAt: (how: string, when: string): string => `${when} ${how}`, done: '已办完', left: (n: string): string => `还有 ${n} 项未办`,
  remark: '备注，可随办理一起记下', remarkOnly: '只记备注', writing: '正在写入', show: '看地图', contacts: '就近联系人', history: (n: string): string => `办理记录 ${n}`, unverified: (name: string): string => `${name}（未核验）`,
  first: (name: string, time: string, step: string): string => `${name} 已在 ${time} 先办“${step}”；请看现状再定`, changed: '预警已有变化，请看现状再定', failed: (why: string): string => `没有办成：${why}`,
  sound: { on: '声音开', muted: '已静音', blocked: '点此开声' },
};
export const DESK_SUPERVISE = {
  none: '没有督办', scope: (n: string, late: string): string => `办理中 ${n} 件 · 超时 ${late} 件`, unconnected: '案件平台未接入督办：只在本系统记录，不会送出', unconnectedShort: '平台未接入',
  states: { ordered: '已下达', delivered: '已送达', landed: '已落地', finished: '已办结', refused: '被退回', lifted: '已解除' },
  acts: { supervise: '督办', lift: '解除督办' }, again: '再次督办', by: (name: string): string => `${name}（未核验）督办`, note: '督办意见', name: '督办人姓名', within: '限', hours: '小时内办结', writing: '正在写入',
  deadline: (when: string): string => `限 ${when}`, left: (time: string): string => `剩 ${time}`, over: (time: string): string => `超时 ${time}`, late: '超时',
  local: '未接入：仅本系统记录', refused: (why: string): string => `平台退回：${why}`, trying: (n: string): string => `尚未送达，已试 ${n} 次，继续重试`, lifting: (name: string): string => `${name} 已下达解除，等待落地`, liftRefused: (why: string): string => `平台不予解除：${why}`,
  first: (name: string, time: string): string => `${name} 已在 ${time} 先督办`, firstLift: (name: string, time: string): string => `${name} 已在 ${time} 先解除`, failed: (why: string): string => `没有办成：${why}`, show: '看地图', openCase: '看案件',
};
