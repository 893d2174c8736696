/** Every word the wall says, in zh-CN. The other languages have the type of these sets (`../words.ts`). Names of regions, classes, stations and cases come with the data. */
import type { AlertColour, CaseStage, CaseStatus, DutyState, STAFF_ROLES, STATION_STATES, STATION_TYPES } from '../../../server/wire/entity.ts';
import type { Level } from '../../../server/wire/region.ts';
import type { Day } from './day.ts';

/** Times and numbers: what Intl leaves to say. `month` and `weekday` are short names by Intl. */
export const TIME = {
  date: (d: Day): string => `${d.year}-${d.month2}-${d.day2} ${d.weekday}`,
  before: (_d: Day, time: string): string => `昨 ${time}`, after: (_d: Day, time: string): string => `明 ${time}`,
  far: (d: Day, time: string): string => `${d.month2}-${d.day2} ${time}`,
  seconds: (n: string): string => `${n} 秒`, minutes: (n: string): string => `${n} 分`, hours: (n: string): string => `${n} 小时`, days: (n: string): string => `${n} 天`,
  unit: { minute: '分钟', hour: '小时' }, shortHours: (n: string): string => `${n} 时`,
};

export const STATUS = {
  loading: '载入中',
  waiting: '等待首批数据',
  progress: (percent: number): string => `历史载入 ${percent} %`,
  notConnected: '未接入',
  refused: '服务端未应答，正在重试',
  nothingYet: { link: '链路中断，尚无数据', store: '数据库无应答，尚无数据' },
  sourceDown: '数据源未连通',
  broken: '面板出错，保留上一画面，新数据到达即重试',
  stopped: (age: string): string => `数据已停 ${age}`,
  sourceStopped: (age: string): string => `数据源中断 · 已停 ${age}`,
  late: (age: string): string => `数据迟到 ${age}`,
  asOf: (time: string): string => `截至 ${time}`,
  age: (age: string): string => `数据龄 ${age}`,
};

export const STAGE: Record<CaseStage, string> = {
  reported: '上报', accepted: '受理', filed: '立案', dispatched: '派遣', handled: '处置', verified: '核查', closed: '结案',
};
/** Where seven stand side by side. */
export const STAGE_SHORT: Record<CaseStage, string> = STAGE;
export const CASE_STATUS: Record<CaseStatus, string> = { open: '在办', suspended: '挂账', closed: '结案', void: '作废' };
export const ALERT: Record<AlertColour, string> = { blue: '蓝', yellow: '黄', orange: '橙', red: '红' };
/** Where there is room for one sign. */
export const ALERT_MARK: Record<AlertColour, string> = ALERT;
export const ROLE: Record<(typeof STAFF_ROLES)[number], string> = { lead: '网格长', fullTime: '专职', partTime: '兼职', adviser: '指导员' };
export const DUTY: Record<DutyState, string> = { onDuty: '在岗', patrol: '巡查', handling: '处置', offDuty: '离线' };
export const STATION_TYPE: Record<(typeof STATION_TYPES)[number], string> = {
  river: '河道', rain: '雨量', reservoir: '水库', sluice: '水闸', ponding: '积水', pump: '泵站',
};
export const STATION_STATE: Record<(typeof STATION_STATES)[number], string> = {
  normal: '正常', alert: '设防', warning: '警戒', danger: '保证', silent: '失联',
};
export const CHILDREN: Record<Level, string> = { city: '各区', district: '各街道', street: '各社区', community: '各网格', grid: '下级' };
export const UNPLACED = '未落格';
export const UNCLASSIFIED = '未分类';

export const WALL = {
  simulated: '模拟数据',
  world: { live: '', demo: '演示数据', replay: '回放' },
  live: '实时',
  connecting: '正在连接',
  stopped: { link: '链路中断', store: '数据库无应答' },
  lostData: (time: string): string => `数据停在 ${time}`,
  lostFor: (time: string): string => `已中断 ${time}`,
  lostNever: '尚未取得数据',
  stoppedTrying: { link: '正在自动重连', store: '服务正在自动重连' },
  reloading: '服务已更新，正在换新页面',
  mismatch: '页面与服务版本不一致，正在等待更新',
  feeds: (good: number, all: number): string => `${good}/${all} 路数据到齐`,
  noFeeds: '数据未接入',
  feedsFilling: (percent: number): string => `历史载入 ${percent} %`,
  unknownPanel: (name: string): string => `场景里的面板“${name}”不存在`,
  turn: (n: number, of: number): string => `面板轮换，第 ${n} 组，共 ${of} 组`, noRoom: (names: string): string => `此墙容不下面板：${names}`,
  otherSize: (window: string, wall: string): string => `窗口 ${window}，墙为 ${wall}：未避让拼缝`,
  unknownRegion: '没有这个区域，已回到全市',
  mapLoading: '地图载入中',
  mapFailed: '地图未能载入，其余面板不受影响',
  mapAbsent: '本级无下级边界',
  approval: '审图号',
  choose: (name: string): string => `${name} · Enter 进入`,
  colourBy: '换着色',
  layers: { heat: '热力', rain: '雨量', areas: '预警区', cameras: '视频', stations: '站点', staff: '力量', buildings: '建筑', roads: '道路' },
};

/** The past on the screen: 回放. */
export const REPLAY = {
  sign: '◀◀', mark: '回放', speed: (n: string): string => `${n} 倍`, paused: '暂停', seeking: '正在定位',
  held: { end: '录到此为止', gap: '此段无记录' }, by: (name: string): string => `${name}（未核验）送屏`,
};

/** A script on the wall: 演示. */
export const SCRIPT = {
  sign: '◆', recorded: '演示数据·录像', chapter: (n: number, of: number): string => `${n} / ${of}`, time: (at: string, of: string): string => `${at} / ${of}`,
  modes: { preparing: '正在准备演示数据', running: '', paused: '演示已暂停', interrupted: '演示已中断', ended: '演示结束' },
  because: { alert: '实况预警到达，大屏已回实况', restart: '服务器曾停机', failed: '演示数据未能就绪' },
  keys: { live: '0 返回实况', resume: 'P 继续', pause: 'P 暂停', step: '[ ] 换章', start: (title: string): string => `P 开始演示“${title}”`, again: 'P 重新开始', drop: '0 放弃' },
  refused: (why: string): string => `未执行：${why}`, unanswered: '服务器没有应答，请再按一次', real: '实况预警', ackDemo: '演示中的预警，只在演示里有效',
};

export const TOUR = { running: '自动巡航', paused: '巡航已暂停' };

/** 24 h rain classes (mm): the least of each, from domain.md's table. */
export const RAIN_CLASSES: readonly (readonly [number, string])[] = [
  [250, '特大暴雨'], [100, '大暴雨'], [50, '暴雨'], [25, '大雨'], [10, '中雨'], [0.1, '小雨'], [0, '无雨'],
];
export const WEATHER = { rain: (name: string): string => name, hour: (mm: string): string => `1 h 最大 ${mm} mm`, none: '24 h 无雨' };

export const HEADLINE = {
  title: '今日运行',
  accepted: '今日受理', cases: '件',
  sameTime: (change: string): string => `上报较昨日同时 ${change}`, up: (p: string): string => `▲ ${p} %`, down: (p: string): string => `▼ ${p} %`, same: '持平',
  onTime: '按期结案率', onTimePart: (a: string, b: string): string => `${a} / ${b} 应结案`,
  overdue: '超期未结', overduePart: (n: string): string => `其中紧急 ${n} 件`,
  duration: '平均处置', durationPart: (median: string, p90: string): string => `中位 ${median} · P90 ${p90}`, durationNone: '今日尚无结案',
  video: '视频在线率', videoPart: (a: string, b: string): string => `${a} / ${b} 路`, videoNone: '本级无视频点位',
  duty: '网格在岗率', dutyPart: (a: string, b: string): string => `${a} / ${b} 应在岗`, dutyNone: '此刻无人应在岗',
  notConnected: '未接入',
};

export const LOOP = {
  title: '闭环', scope: '今日通过 · 现停留',
  open: '在办', suspended: '挂账', supervised: '督办', reworked: '返工', voided: '作废', filing: '立案率',
};

export const CLASSES = {
  title: '案件分类', scope: '今日上报', rest: (n: number): string => `其余 ${n} 类`, none: '今日尚无案件', noCategories: '分类表未就绪', next: '换一种分类',
};

export const DEPARTMENTS = {
  title: '责任部门', scope: (overdue: string, open: string): string => `超期 ${overdue} / 在办 ${open}`,
  name: '部门', open: '在办', overdue: '超期', rate: '超期率 %', closed: '今日结案', behind: '明显落后',
  nobody: '未归口', rest: (n: number): string => `其余 ${n} 个部门`, none: '本级无部门案件', noNames: '部门表未就绪', tooDeep: '部门统计到街道一级',
};

export const TREND = {
  title: '24 小时', reported: '上报', closed: '结案', rain: '雨量', level: '水位', now: '现在',
  perStep: (minutes: number): string => `件/${minutes} 分`, mm: 'mm', m: 'm', total: (n: string): string => `共 ${n} 件`,
  none: '近 24 小时无数据', noLevel: '本级无水文站点',
};

export const LEAGUE = {
  title: (children: string, indicator: string): string => `${children}${indicator}`,
  off: '本市已关闭排名', none: '本级无下级区域', rest: (n: number): string => `中间 ${n} 个`,
  next: '换指标',
  indicators: {
    onTime: '按期结案率', closing: '结案率', reported: '今日上报', perResidents: '万人发案', overdue: '超期未结', video: '视频在线率', duty: '在岗率',
  },
};

export const STREAM = { title: '案件流', scope: '最新上报', none: '近期无案件', urgent: '急', onlyUrgent: '紧急', overdue: '超期', total: (n: string): string => `在办 ${n}` };

export const ALERTS = {
  title: '预警', inForce: (n: number): string => `${n} 条有效`, none: '当前无生效预警', more: (n: number): string => `另有 ${n} 条`,
  until: (time: string): string => `至 ${time}`, openEnded: '解除前有效',
  escalated: (to: string): string => `未签收，已升级至${to}`,
};

export const TAKEOVER = {
  head: (colour: string): string => `${colour}色预警`,
  waiting: (n: number): string => `另有 ${n} 条待签收`, only: '待签收',
  age: (age: string): string => `发布已 ${age}`, issued: (issuer: string, when: string): string => `${issuer} ${when} 发布`,
  sound: { on: '声音开', muted: '声音已关', blocked: '声音被浏览器拦住，点按即响' }, soundKey: 'M',
  where: (address: string): string => `在 ${address} 签收后恢复原画面`,
  level: '水位', noStation: '此预警不指明站点', stationAway: '站点读数未到',
  cameras: '附近视频', online: (on: string, all: string): string => `本地在线 ${on} / ${all}`, camera: { on: '在线', off: '离线' },
  noCameras: '附近无视频点位',
  picture: {
    connecting: '正在接通', offline: '离线', streams: '未接入实时画面', snapshot: (why: string): string => `${why} · 截图`, noSnapshot: (why: string): string => `${why} · 无截图`,
    faults: { none: '此点位无实时画面', away: '实时画面取不到', still: '实时画面停住', unable: '本机放不了实时画面' },
  },
  staff: '在岗力量', onDuty: (n: string): string => `本地在岗 ${n} 人`, noStaff: '附近无在岗人员位置', countAway: '人数未到',
  noName: '姓名未给出', noPhone: { absent: '电话未登记', none: '电话不上屏' }, positionAge: (age: string): string => `位置 ${age}前`,
  noPlace: '此预警没有位置', nearAway: '正在查找附近', nearFailed: '附近的视频与人员暂取不到', nearOld: '刷新失败，以上可能已旧',
  metres: (m: string): string => `${m} 米`, kilometres: (km: string): string => `${km} 公里`,
};

export const ACK = {
  title: '预警签收', none: '没有待签收的预警', waiting: '待签收', done: '已签收', quietList: '不打断大屏',
  name: '签收人姓名', save: '确定', change: '换人', unverified: '未核验', as: (name: string): string => `以“${name}”签收`,
  button: '签收', busy: '正在写入', by: (name: string, when: string): string => `${name}（未核验） ${when} 签收`,
  other: (name: string): string => `${name} 已先签收`, failed: (why: string): string => `未签收：${why}`, needName: '先填姓名，再签收', unanswered: '服务没有应答，恢复后请再签一次',
  quiet: { silence: '检修静默', swing: '签收后反复，暂不打断', colour: '' }, lost: '链路中断，名单可能已旧；签收仍可试',
};

export const FEEDS = {
  title: '数据源', scope: (good: number, all: number): string => `${good} / ${all} 路正常`,
  states: { waiting: '待数据', loading: '载入中', fresh: '正常', late: '迟到', failed: '中断', off: '未接入' },
  accepted: (n: string): string => `入库 ${n}`, coverage: (p: string): string => `完整 ${p} %`, refused: (n: string): string => `退回 ${n}`, progress: (p: string): string => `历史 ${p} %`,
  /** Names of feeds by their file; a city's own further feeds are called as their files are. */
  names: { case: '案件', video: '视频目录', 'video-status': '视频状态', station: '水文站点', reading: '水文读数', alert: '预警', roster: '网格员名册', position: '网格员位置' } as Readonly<Record<string, string>>,
};

export const REJECTS = {
  title: '退回记录', scope: '按来源与原因', none: '没有退回的记录', rest: (n: number): string => `其余 ${n} 种`,
  reasons: {
    notObject: '不是记录', missing: '缺必填项', type: '类型不符', format: '格式不符', range: '数值越界', time: '时间无效', ahead: '时间超前', enum: '代码不识', tooLong: '编码过长', id: '编号无效', outside: '落在市外', speed: '位移过快',
  } as Readonly<Record<string, string>>,
  noted: '已收并标注',
  notes: {
    unclassified: '类别未列', swapped: '经纬倒置', outside: '点在市外', noPoint: '没有坐标', unknownCode: '区划不识', codeConflict: '区划相左', unplaced: '未落格', truncated: '文字过长', timesOrder: '环节倒序', dropped: '字段不可读', unlisted: '名录未列', foldedCategory: '类别过多', foldedSource: '来源过多', foldedDepartment: '部门过多',
  } as Readonly<Record<string, string>>,
};

export const WATER = { title: '水情汇总', scope: '按站类', all: '总数' };
export const SOURCES = { title: '案件来源', scope: '今日上报', none: '今日尚无案件', other: '其他', rest: (n: number): string => `其余 ${n} 种` };

export const STATIONS = {
  title: '水情雨情', of: { water: '河道水库', ponding: '城市积水' }, none: '本级无水文站点', danger: '保证',
  warning: { river: '警戒', sluice: '警戒', reservoir: '汛限', ponding: '警戒', pump: '警戒', rain: '警戒' },
  short: (name: string, d: string): string => `距${name} ${d}`,
  over: (name: string, d: string): string => `超${name} ${d}`,
  rise: (v: string): string => `涨 ${v}/h`,
  fall: (v: string): string => `落 ${v}/h`,
  steady: '平稳', silent: '失联', noReading: '暂无读数', noLimit: '未设限值',
  eta: (t: string): string => `约 ${t}到`, minutes: (n: string): string => `${n} 分`, hours: (h: string): string => `${h} 小时`,
  running: '运行中', idle: '停机',
  counts: (total: string, over: string, silent: string): string => `${total} 站 · 超限 ${over} · 失联 ${silent}`,
  rainTop: (name: string): string => `雨量最大 ${name}`, rain24h: (mm: string): string => `24 h ${mm} mm`, rainUnit: 'mm/h',
};

export const VIDEO = {
  title: '视频在线', none: '本级无视频点位', scope: (off: string): string => `离线 ${off} 路`, allOn: '下级全部在线', offline: (n: string): string => `离线 ${n}`, byChild: '离线最多',
};

export const SCENERY = {
  title: '现场画面', near: (name: string): string => `${name} 附近`, none: '附近无视频点位', away: '正在查找附近', failed: '附近的视频暂取不到',
};

export const STAFFING = {
  title: '网格力量', none: '本级无网格人员', scope: (on: string): string => `在岗 ${on} 人`, of: (n: string): string => `/ ${n}`, unseen: '此刻无位置上报', roster: (n: string): string => `在册 ${n}`,
};

/** What a region can be coloured by, and in what. */
export const INDICATOR = {
  reportedPerArea: '今日上报密度', reportedPerResidents: '万人发案率', reported: '今日上报', open: '在办案件', openPerArea: '在办密度', overdue: '超期未结', urgent: '紧急在办',
  onTime: '按期结案率', closing: '结案率', video: '视频在线率', duty: '网格在岗率', staff: '网格力量密度',
};
export const UNIT = { cases: '件', casesPerArea: '件/km²', casesPerResidents: '件/万人', staffPerArea: '人/km²' };
export const LEGEND = { heat: '案件密度', heatMore: '案件密度增减', heatOver: (span: string, kernel: string): string => `件/km² · ${span} · 核宽 ${kernel}`, heatOf: (span: string, kernel: string): string => `件/km² · 近 ${span} · 核宽 ${kernel}`, noData: '无数据', notYet: '暂无数据' };

/** A station on the map: the word beside its gauge, and its sentence. */
export const GAUGE = {
  limits: { usual: { alert: '设防', warning: '警戒', danger: '保证' }, reservoir: { alert: '设防', warning: '汛限', danger: '设计' }, ponding: { alert: '积水', warning: '积水', danger: '深积水' } },
  silent: '失联', noReading: '无读数', over: (limit: string): string => `超${limit}`, overBy: (limit: string, d: string): string => `超${limit} ${d}`, below: (limit: string, d: string): string => `距${limit} ${d}`, belowDepth: (limit: string, d: string): string => `距 ${limit} 差 ${d}`,
  rise: (d: string): string => `每小时涨 ${d}`, fall: (d: string): string => `每小时落 ${d}`, steady: '水位平稳',
};

/** A straight line's estimate, and worded as one. A limit that begins with a figure has a space before it. */
const spaced = (word: string): string => (/^\d/.test(word) ? ` ${word}` : word);
export const FORECAST = {
  minutes: (n: number): string => `${n} 分钟`, hours: (h: number, min: number): string => (min === 0 ? `${h} 小时` : `${h} 小时 ${min} 分`),
  reaches: (time: string, limit: string): string => `约 ${time}后达${spaced(limit)}`, soon: (limit: string): string => `即将达${spaced(limit)}`,
  ahead: (minutes: number, reaches: string): string => `按近 ${minutes} 分钟涨率，${reaches}`,
};

export const MAP = {
  noBasemap: '底图瓦片未连通', rain: '雨量场', rainUnit: 'mm', rainScope: (km: number): string => `近 24 小时 · 站周 ${km} km 内插值`, whole: '全境', places: (n: number): string => `${n} 处`,
  slow: '慢速渲染 · 简化地图', lighter: (why: string): string => `${why} · 简化地图`, kept: '边界未取到，保留上一画面', noWebgl: 'WebGL2 不可用', lost: '图形上下文丢失',
};

/** A wall of many browsers. */
export const TILE = {
  title: '拼块地址有误', refused: (why: string): string => `服务端不接受此拼块：${why}`,
  problem: {
    unreadable: (_wall: string, tile: string): string => `地址里的 tile=${tile} 无法识别，应为“列,行”，如 tile=2,1`,
    noWall: (wall: string): string => (wall === '' ? '地址里有 tile，却没有 wall：不知属于哪面墙' : `没有名为“${wall}”的墙`),
    noTiles: (wall: string): string => `墙“${wall}”未配置拼块（tiles），请去掉地址里的 tile`,
    outside: (wall: string, tile: string, size: string): string => `墙“${wall}”是 ${size} 拼块，没有第 ${tile} 块`,
  },
};
export const TILES = {
  title: '大屏拼块', scope: (live: number, all: number): string => `${live} / ${all} 块在线`, place: (column: number, row: number): string => `第 ${column} 列第 ${row} 行`,
  states: { live: '在线', silent: '失联', never: '未上线', stuck: '画面停住', other: '版本不一' },
  report: (age: string): string => `上报 ${age}前`, frame: (age: string): string => `末帧 ${age}前`, noFrame: '尚未出画', build: (build: string): string => `版本 ${build}`,
  size: (w: number, h: number): string => `窗口 ${w}×${h}`, twice: (n: number): string => `${n} 个浏览器`, behind: '画面未跟上', unread: '拼块状态未取到',
};


/** The card that answers for a figure; what it says of each is in screen/answers/registry.ts. */
export const ANSWER = {
  unsigned: '未签收', signed: (name: string): string => `${name} 已签收`,
  supervise: '督办',
  definition: '口径', formula: '公式', numbers: '此刻', window: '时段', scope: '范围', sources: '来源', missing: '缺口', caveat: '说明', nothingMissing: '无', close: '关闭', wall: '本屏链路',
  due: '应结案', residents: (n: string): string => `常住人口 ${n}`, noResidents: '人口未给出', duration: (mean: string, median: string, p90: string): string => `均值 ${mean} · 中位 ${median} · P90 ${p90}`,
  windows: { now: '此刻', today: (to: string): string => `今日 00:00–${to}`, day24: (to: string): string => `近 24 小时，至 ${to}` },
  age: (age: string): string => `数据龄 ${age}`,
  records: '记录', loading: '正在取记录', failed: '记录暂取不到', none: '没有记录', again: '再取一次',
  total: (n: string): string => `共 ${n} 条`, shown: (n: string): string => `列出前 ${n} 条`, complete: '完整', incomplete: '不完整', since: (time: string): string => `不完整：只含 ${time} 以来`,
  online: { on: '在线', off: '离线' }, expected: '应在岗',
};

/** A remote that pairs with the wall. */
export const PAIRING = {
  title: '遥控配对', where: (address: string): string => `平板打开 ${address}，或扫码`, until: (time: string): string => `${time} 后失效，用一次即作废`,
  unpair: (n: number): string => (n === 0 ? '尚无已配对的遥控' : `已配对 ${n} 台 · 按 U 全部解除`), hide: '按 C 收起', paired: (name: string): string => `${name} 已配对`,
  holder: (name: string): string => `${name}（未核验）控屏`, alone: (why: string): string => `未加入这面墙，画面只归本页：${why}`,
};
