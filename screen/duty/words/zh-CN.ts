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
  help: '键盘', helpTitle: '键盘一览', close: '关闭',
  keys: {
    w: '换时段：1 小时、24 小时、7 天、30 天', c: '比前期', u: '只看紧急', o: '只看超期', x: '清除筛选', '[': '换左栏', ']': '换右栏', '/': '搜索案件',
    jk: '下一件、上一件（也可用方向键）', enter: '打开选中的案件', l: '换排序', g: '回到列表顶',
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
export const CASES = {
  search: '编号、地点、小类', export: '导出 CSV', exportTitle: '按当前筛选、搜索和排序导出', sortBy: '排序', up: '升序', down: '降序',
  sorts: { reported: '上报时间', remaining: '剩余时间', stage: '阶段', urgency: '紧急程度', category: '小类', place: '地点' },
  total: (n: string): string => `${n} 件`, none: '没有符合条件的案件', filling: (known: string, expected: string): string => `正在读入案件：${known} / 约 ${expected}，先列已读到的`,
  above: (n: string): string => `上方新来 ${n} 件`, over: (age: string): string => `超 ${age}`, left: (age: string): string => `剩 ${age}`, overdue: '超期', urgent: '紧急', supervised: '督办',
};
export const CASE = {
  back: '列表', previous: '上一件', next: '下一件', at: (n: string, all: string): string => `第 ${n} / ${all} 件`, notInList: '不在当前列表',
  gone: (id: string): string => `案件 ${id} 已不存在：编号有误，或已过保存期`, loading: '正在读取', failed: '未取到，正在重试', stale: '刷新失败，以下可能已旧',
  overBy: '已超期', leftNow: '距时限', closedLate: '超期结案', closedIn: '按期结案，提前', noLimit: '无时限', stands: '挂账中，计时停', stoodWith: '挂账时距时限', voided: '已作废',
  limit: '时限', span: '限时', worked: '已用时', workedAll: '总用时', suspended: '挂账（不计时）', supervised: '督办', urgent: '紧急', reworks: (n: string): string => `返工 ${n} 次`, satisfaction: (n: string): string => `满意度 ${n} / 5`,
  address: '地点', region: '区域', source: '来源', department: '责任部门', noDepartment: '未归口', classes: '分类', category: '小类', noAddress: '未写地点', noPosition: '无坐标',
  timeline: '时间线', void: '作废', skipped: '略过', ahead: '未到', again: '此前到过，后退回', running: (time: string): string => `已 ${time}`,
  cameras: '附近视频', staff: '附近在岗', related: (metres: string, hours: string): string => `${metres} 米、${hours} 小时内同小类`, noneRelated: '没有', reading: '正在读入', metres: (m: string): string => `${m} 米`,
  noCameras: '附近无视频点位', noStaff: '附近无在岗人员位置', nearAway: '正在查找', nearFailed: '暂取不到',
};
