/** Words of the duty desk. */
export const DESK = {
  title: '值班工作台',
  panes: { alerts: '预警', supervise: '督办', hot: '聚集', surge: '突增', water: '水情', cases: '案件', contacts: '通讯录', handover: '交接班', report: '日报' },
  nobody: '未署名', officer: (name: string): string => `${name}（未核验）`,
  windows: { 1: '1 小时', 24: '24 小时', 168: '7 天', 720: '30 天' } as Record<number, string>,
  range: '自定时段', from: '从', to: '到', apply: '确定', cancel: '取消', yourName: '值班员姓名', yesterday: '昨天', badRange: '起要早于止',
  compare: '比前期', compared: (span: string): string => `与之前${span}比：暖色增，冷色减`,
  status: '状态', class: '类别', source: '来源', any: '全部', urgent: '紧急', overdue: '超期', supervised: '督办',
  near: (metres: string): string => `选点周 ${metres} 米`, clear: '清除筛选', clearOne: (name: string): string => `去掉“${name}”`,
  saved: '常用筛选', save: '存为常用', saveAs: '名称', drop: (name: string): string => `删除“${name}”`, noneSaved: '尚无常用筛选',
  total: (n: string): string => `${n} 件`, before: (n: string, change: string): string => `前期 ${n} 件（${change}）`, unlocated: (n: string): string => `另 ${n} 件无坐标`,
  loading: '正在读取', failed: '未取到，正在重试', noMap: '地图没有画出来',
  press: '点地图选一处看周边案件，双击进入下级', level: '上一级',
  space: '空格', help: '键盘', helpTitle: '键盘一览', close: '关闭',
  keys: {
    n: '选下一条预警，未签收的在先', q: '签收选定的预警', e: '写备注', m: '静音或开声',
    w: '换时段：1 小时、24 小时、7 天、30 天', c: '比前期', u: '只看紧急', o: '只看超期', x: '清除筛选', '[': '换左栏', ']': '换右栏', '/': '搜索案件', f: '交接班', d: '日报',
    jk: '下一件、上一件（也可用方向键）', enter: '打开选中的案件', z: '换排序', g: '回到列表顶',
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
export const HANDOVER = {
  scope: (name: string, from: string, to: string): string => `${name} ${from}–${to}`, choose: '班次',
  state: { open: '未交班', half: '已交待接', signed: '已交接' }, running: '本班',
  done: '已办', undone: '未办', notes: '值班记事', noNotes: '尚无记事', none: '无',
  stages: { reported: '上报', accepted: '受理', filed: '立案', dispatched: '派遣', handled: '处置', closed: '结案', void: '作废' },
  alertsDone: '已签收预警', actions: '操作记录', alertsOpen: '未解除的橙、红预警', cases: '督办、超期、紧急案件', feeds: '迟到或中断的数据源', more: (n: string): string => `另有 ${n} 项`,
  sums: { open: '在办', overdue: '超期', urgent: '紧急', supervised: '督办' }, due: (time: string): string => `期限 ${time}`, notAcked: '未签收', ackedBy: (name: string): string => `${name} 已签收`,
  actionWords: { 'alert.step': '办理预警', 'case.supervise': '督办', 'case.supervise.lift': '解除督办', 'demo.start': '开始演示', 'demo.resume': '继续演示', 'demo.live': '演示返回实况', 'playback.wall': '大屏回放', 'handover.note': '值班记事', 'handover.sign': '交接签名', 'alert.acknowledge': '签收预警', 'report.sign': '签发日报',
    'wall.paired': '配对遥控', 'wall.unpaired': '解除遥控配对', 'wall.taken': '取得大屏控制', 'wall.asked': '申请大屏控制', 'wall.withdrawn': '撤回控制申请', 'wall.handed': '交接大屏控制', 'wall.refused': '拒绝控制申请', 'wall.takenBack': '强制收回大屏', 'wall.released': '放弃大屏控制' } as Record<string, string>,
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
