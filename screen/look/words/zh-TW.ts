/**
 * Every word the wall says, as Taiwan says it: 影像, 通報, 資料, 測站. Official words that name the city's own facts
 * (案件, 網格, 設防 · 警戒 · 保證, the classes of rain) stay, for another word would say another thing.
 */
import type { Words } from './type.ts';

export const TIME: Words['TIME'] = {
  date: ({ year, month2, day2, weekday }) => `${year}-${month2}-${day2} ${weekday}`,
  before: (_d, time) => `昨 ${time}`, after: (_d, time) => `明 ${time}`,
  far: ({ month2, day2 }, time) => `${month2}-${day2} ${time}`,
  seconds: (n) => `${n} 秒`, minutes: (n) => `${n} 分`, hours: (n) => `${n} 小時`, days: (n) => `${n} 天`,
  unit: { minute: '分鐘', hour: '小時' }, shortHours: (n) => `${n} 時`,
};

export const STATUS: Words['STATUS'] = {
  loading: '載入中',
  waiting: '等待首批資料',
  progress: (percent) => `歷史載入 ${percent} %`,
  notConnected: '未介接',
  refused: '伺服器未回應，正在重試',
  nothingYet: { link: '連線中斷，尚無資料', store: '資料庫無回應，尚無資料' },
  sourceDown: '資料來源未連通',
  broken: '面板發生錯誤，保留上一畫面，新資料到達即重試',
  stopped: (age) => `資料已停 ${age}`,
  sourceStopped: (age) => `資料來源中斷 · 已停 ${age}`,
  late: (age) => `資料延遲 ${age}`,
  asOf: (time) => `截至 ${time}`,
  age: (age) => `時效 ${age}`,
};

export const STAGE: Words['STAGE'] = {
  reported: '通報', accepted: '受理', filed: '立案', dispatched: '分派', handled: '處理', verified: '複查', closed: '結案',
};
export const STAGE_SHORT: Words['STAGE_SHORT'] = STAGE;
export const CASE_STATUS: Words['CASE_STATUS'] = { open: '處理中', suspended: '暫緩', closed: '結案', void: '註銷' };
export const ALERT: Words['ALERT'] = { blue: '藍', yellow: '黃', orange: '橙', red: '紅' };
export const ALERT_MARK: Words['ALERT_MARK'] = ALERT;
export const ROLE: Words['ROLE'] = { lead: '網格長', fullTime: '專職', partTime: '兼職', adviser: '指導員' };
export const DUTY: Words['DUTY'] = { onDuty: '值勤', patrol: '巡查', handling: '處理', offDuty: '離線' };
export const STATION_TYPE: Words['STATION_TYPE'] = {
  river: '河川', rain: '雨量', reservoir: '水庫', sluice: '水門', ponding: '淹水', pump: '抽水站',
};
export const STATION_STATE: Words['STATION_STATE'] = {
  normal: '正常', alert: '設防', warning: '警戒', danger: '保證', silent: '斷訊',
};
export const CHILDREN: Words['CHILDREN'] = { city: '各區', district: '各街道', street: '各社區', community: '各網格', grid: '下級' };
export const UNPLACED: Words['UNPLACED'] = '未落格';
export const UNCLASSIFIED: Words['UNCLASSIFIED'] = '未分類';

export const WALL: Words['WALL'] = {
  simulated: '模擬資料',
  world: { live: '', demo: '展示資料', replay: '重播' },
  live: '即時',
  connecting: '正在連線',
  stopped: { link: '連線中斷', store: '資料庫無回應' },
  lostData: (time) => `資料停在 ${time}`,
  lostFor: (time) => `已中斷 ${time}`,
  lostNever: '尚未取得資料',
  stoppedTrying: { link: '正在自動重新連線', store: '伺服器正在自動重新連線' },
  reloading: '服務已更新，正在換新頁面',
  mismatch: '頁面與服務版本不一致，正在等待更新',
  feeds: (good, all) => `${good}/${all} 路資料到齊`,
  noFeeds: '資料未接入',
  feedsFilling: (percent) => `歷史載入 ${percent} %`,
  unknownPanel: (name) => `情境裡的面板「${name}」不存在`,
  turn: (n, of) => `面板輪換，第 ${n} 組，共 ${of} 組`, noRoom: (names) => `此牆容不下面板：${names}`,
  otherSize: (window, wall) => `視窗 ${window}，牆為 ${wall}：未避讓拼縫`,
  unknownRegion: '沒有這個轄區，已回到全市',
  mapLoading: '地圖載入中',
  mapFailed: '地圖未能載入，其餘面板不受影響',
  mapAbsent: '本級無下級邊界',
  approval: '審圖號',
  choose: (name) => `${name} · Enter 進入`,
  colourBy: '換著色',
  layers: { heat: '熱區', rain: '雨量', areas: '預警區', cameras: '影像', stations: '測站', staff: '人力', buildings: '建築', roads: '道路' },
};

/** The past on the screen. */
export const REPLAY: Words['REPLAY'] = {
  sign: '◀◀', mark: '重播', speed: (n) => `${n} 倍`, paused: '暫停', seeking: '正在定位',
  held: { end: '錄到此為止', gap: '此段無紀錄' }, by: (name) => `${name}（未核驗）送出`,
};

export const SCRIPT: Words['SCRIPT'] = {
  sign: '◆', recorded: '展示資料·錄影', chapter: (n, of) => `${n} / ${of}`, time: (at, of) => `${at} / ${of}`,
  modes: { preparing: '正在準備展示資料', running: '', paused: '展示已暫停', interrupted: '展示已中斷', ended: '展示結束' },
  because: { alert: '即時警報到達，大螢幕已回即時畫面', restart: '伺服器曾停機', failed: '展示資料未能就緒' },
  keys: { live: '0 返回即時', resume: 'P 繼續', pause: 'P 暫停', step: '[ ] 換章', start: (title) => `P 開始展示「${title}」`, again: 'P 重新開始', drop: '0 放棄' },
  refused: (why) => `未執行：${why}`, unanswered: '伺服器沒有回應，請再按一次', real: '即時警報', ackDemo: '展示中的警報，只在展示裡有效',
};

export const TOUR: Words['TOUR'] = { running: '自動輪播', paused: '輪播已暫停' };

export const RAIN_CLASSES: Words['RAIN_CLASSES'] = [
  [250, '特大暴雨'], [100, '大暴雨'], [50, '暴雨'], [25, '大雨'], [10, '中雨'], [0.1, '小雨'], [0, '無雨'],
];
export const WEATHER: Words['WEATHER'] = { rain: (name) => name, hour: (mm) => `1 h 最大 ${mm} mm`, none: '24 h 無雨' };

export const HEADLINE: Words['HEADLINE'] = {
  title: '今日運作',
  accepted: '今日受理', cases: '件',
  sameTime: (change) => `通報較昨日同時 ${change}`, up: (p) => `▲ ${p} %`, down: (p) => `▼ ${p} %`, same: '持平',
  onTime: '如期結案率', onTimePart: (a, b) => `${a} / ${b} 應結案`,
  overdue: '逾期未結', overduePart: (n) => `其中緊急 ${n} 件`,
  duration: '平均處理', durationPart: (median, p90) => `中位 ${median} · P90 ${p90}`, durationNone: '今日尚無結案',
  video: '影像連線率', videoPart: (a, b) => `${a} / ${b} 路`, videoNone: '本級無影像點位',
  duty: '網格值勤率', dutyPart: (a, b) => `${a} / ${b} 應值勤`, dutyNone: '此刻無人應值勤',
  notConnected: '未介接',
};

export const LOOP: Words['LOOP'] = {
  title: '案件流程', scope: '今日通過 · 現停留',
  open: '處理中', suspended: '暫緩', supervised: '列管', reworked: '重辦', voided: '註銷', filing: '立案率',
};

export const CLASSES: Words['CLASSES'] = {
  title: '案件分類', scope: '今日通報', rest: (n) => `其餘 ${n} 類`, none: '今日尚無案件', noCategories: '分類表未就緒', next: '換一種分類',
};

export const DEPARTMENTS: Words['DEPARTMENTS'] = {
  title: '權責機關', scope: (overdue, open) => `逾期 ${overdue} / 處理中 ${open}`,
  name: '機關', open: '處理中', overdue: '逾期', rate: '逾期率 %', closed: '今日結案', behind: '明顯落後',
  nobody: '未歸口', rest: (n) => `其餘 ${n} 個機關`, none: '本級無機關案件', noNames: '機關表未就緒', tooDeep: '機關統計到街道一級',
};

export const TREND: Words['TREND'] = {
  title: '24 小時', reported: '通報', closed: '結案', rain: '雨量', level: '水位', now: '現在',
  perStep: (minutes) => `件/${minutes} 分`, mm: 'mm', m: 'm', total: (n) => `共 ${n} 件`,
  none: '近 24 小時無資料', noLevel: '本級無水文測站',
};

export const LEAGUE: Words['LEAGUE'] = {
  title: (children, indicator) => `${children}${indicator}`,
  off: '本市已關閉排名', none: '本級無下級轄區', rest: (n) => `中間 ${n} 個`,
  next: '換指標',
  indicators: {
    onTime: '如期結案率', closing: '結案率', reported: '今日通報', perResidents: '萬人發案', overdue: '逾期未結', video: '影像連線率', duty: '值勤率',
  },
};

export const STREAM: Words['STREAM'] = { title: '案件動態', scope: '最新通報', none: '近期無案件', urgent: '急', onlyUrgent: '緊急', overdue: '逾期', total: (n) => `處理中 ${n}` };

export const ALERTS: Words['ALERTS'] = {
  title: '警報', inForce: (n) => `${n} 則有效`, none: '目前無生效警報', more: (n) => `另有 ${n} 則`,
  until: (time) => `至 ${time}`, openEnded: '解除前有效',
  escalated: (to) => `未簽收，已升級至${to}`,
};

export const TAKEOVER: Words['TAKEOVER'] = {
  head: (colour) => `${colour}色警報`,
  waiting: (n) => `另有 ${n} 則待簽收`, only: '待簽收',
  age: (age) => `發布已 ${age}`, issued: (issuer, when) => `${issuer} ${when} 發布`,
  sound: { on: '聲音開', muted: '聲音已關', blocked: '聲音被瀏覽器擋住，點按即響' }, soundKey: 'M',
  where: (address) => `在 ${address} 簽收後恢復原畫面`,
  level: '水位', noStation: '此警報不指明測站', stationAway: '測站讀數未到',
  cameras: '附近影像', online: (on, all) => `本地連線 ${on} / ${all}`, camera: { on: '連線', off: '離線' },
  noCameras: '附近無影像點位',
  picture: {
    connecting: '正在接通', offline: '離線', streams: '未介接即時畫面', snapshot: (why) => `${why} · 截圖`, noSnapshot: (why) => `${why} · 無截圖`,
    faults: { none: '此點位無即時畫面', away: '即時畫面取不到', still: '即時畫面停住', unable: '本機放不了即時畫面' },
  },
  staff: '值勤人力', onDuty: (n) => `本地值勤 ${n} 人`, noStaff: '附近無值勤人員位置', countAway: '人數未到',
  noName: '姓名未提供', noPhone: { absent: '電話未登記', none: '電話不上牆' }, positionAge: (age) => `位置 ${age}前`,
  noPlace: '此警報沒有位置', nearAway: '正在尋找附近', nearFailed: '附近的影像與人員暫取不到', nearOld: '更新失敗，以上可能已舊',
  metres: (m) => `${m} 公尺`, kilometres: (km) => `${km} 公里`,
};

export const ACK: Words['ACK'] = {
  title: '警報簽收', none: '沒有待簽收的警報', waiting: '待簽收', done: '已簽收', quietList: '不打斷電視牆',
  name: '簽收人姓名', save: '確定', change: '換人', unverified: '未核驗', as: (name) => `以「${name}」簽收`,
  button: '簽收', busy: '正在寫入', by: (name, when) => `${name}（未核驗） ${when} 簽收`,
  other: (name) => `${name} 已先簽收`, failed: (why) => `未簽收：${why}`, needName: '先填姓名，再簽收', unanswered: '服務沒有回應，恢復後請再簽一次',
  quiet: { silence: '維修靜默', swing: '簽收後反覆，暫不打斷', colour: '' }, lost: '連線中斷，名單可能已舊；簽收仍可試',
};

export const FEEDS: Words['FEEDS'] = {
  title: '資料來源', scope: (good, all) => `${good} / ${all} 路正常`,
  states: { waiting: '待資料', loading: '載入中', fresh: '正常', late: '延遲', failed: '中斷', off: '未介接' },
  accepted: (n) => `入庫 ${n}`, coverage: (p) => `完整 ${p} %`, refused: (n) => `退回 ${n}`, progress: (p) => `歷史 ${p} %`,
  names: { case: '案件', video: '影像目錄', 'video-status': '影像狀態', station: '水文測站', reading: '水文讀數', alert: '警報', roster: '網格員名冊', position: '網格員位置' },
};

export const REJECTS: Words['REJECTS'] = {
  title: '退回紀錄', scope: '按來源與原因', none: '沒有退回的紀錄', rest: (n) => `其餘 ${n} 種`,
  reasons: {
    notObject: '不是紀錄', missing: '缺必填欄', type: '型別不符', format: '格式不符', range: '數值越界', time: '時間無效', ahead: '時間超前', enum: '代碼不識', tooLong: '編碼過長', id: '編號無效', outside: '落在市外', speed: '位移過快',
  },
  noted: '已收並標註',
  notes: {
    unclassified: '類別未列', swapped: '經緯倒置', outside: '點在市外', noPoint: '沒有座標', unknownCode: '區劃不識', codeConflict: '區劃相左', unplaced: '未落格', truncated: '文字過長', timesOrder: '環節倒序', dropped: '欄位不可讀', unlisted: '名錄未列', foldedCategory: '類別過多', foldedSource: '來源過多', foldedDepartment: '部門過多',
  },
};

export const WATER: Words['WATER'] = { title: '水情彙總', scope: '按站類', all: '總數' };
export const SOURCES: Words['SOURCES'] = { title: '案件來源', scope: '今日通報', none: '今日尚無案件', other: '其他', rest: (n) => `其餘 ${n} 種` };

export const STATIONS: Words['STATIONS'] = {
  title: '水情雨情', of: { water: '河川水庫', ponding: '市區淹水' }, none: '本級無水文測站', danger: '保證',
  warning: { river: '警戒', sluice: '警戒', reservoir: '汛限', ponding: '警戒', pump: '警戒', rain: '警戒' },
  short: (name, d) => `距${name} ${d}`,
  over: (name, d) => `超${name} ${d}`,
  rise: (v) => `漲 ${v}/h`,
  fall: (v) => `落 ${v}/h`,
  steady: '平穩', silent: '斷訊', noReading: '暫無讀數', noLimit: '未設限值',
  eta: (t) => `約 ${t}到`, minutes: (n) => `${n} 分`, hours: (h) => `${h} 小時`,
  running: '運轉中', idle: '停機',
  counts: (total, over, silent) => `${total} 站 · 超限 ${over} · 斷訊 ${silent}`,
  rainTop: (name) => `雨量最大 ${name}`, rain24h: (mm) => `24 h ${mm} mm`, rainUnit: 'mm/h',
};

export const VIDEO: Words['VIDEO'] = {
  title: '影像連線', none: '本級無影像點位', scope: (off) => `離線 ${off} 路`, allOn: '下級全部連線', offline: (n) => `離線 ${n}`, byChild: '離線最多',
};

export const SCENERY: Words['SCENERY'] = {
  title: '現場畫面', near: (name) => `${name} 附近`, none: '附近無影像點位', away: '正在查找附近', failed: '附近的影像暫取不到',
};

export const STAFFING: Words['STAFFING'] = {
  title: '網格人力', none: '本級無網格人員', scope: (on) => `值勤 ${on} 人`, of: (n) => `/ ${n}`, unseen: '此刻無位置回報', roster: (n) => `在冊 ${n}`,
};

export const INDICATOR: Words['INDICATOR'] = {
  reportedPerArea: '今日通報密度', reportedPerResidents: '萬人發案率', reported: '今日通報', open: '處理中案件', openPerArea: '處理中密度', overdue: '逾期未結', urgent: '緊急處理中',
  onTime: '如期結案率', closing: '結案率', video: '影像連線率', duty: '網格值勤率', staff: '網格人力密度',
};
export const UNIT: Words['UNIT'] = { cases: '件', casesPerArea: '件/km²', casesPerResidents: '件/萬人', staffPerArea: '人/km²' };
export const LEGEND: Words['LEGEND'] = { heat: '案件密度', heatMore: '案件密度增減', heatOver: (span, kernel) => `件/km² · ${span} · 核寬 ${kernel}`, heatOf: (span, kernel) => `件/km² · 近 ${span} · 核寬 ${kernel}`, noData: '無資料', notYet: '暫無資料' };

export const GAUGE: Words['GAUGE'] = {
  limits: { usual: { alert: '設防', warning: '警戒', danger: '保證' }, reservoir: { alert: '設防', warning: '汛限', danger: '設計' }, ponding: { alert: '淹水', warning: '淹水', danger: '深淹水' } },
  silent: '斷訊', noReading: '無讀數', over: (limit) => `超${limit}`, overBy: (limit, d) => `超${limit} ${d}`, below: (limit, d) => `距${limit} ${d}`, belowDepth: (limit, d) => `距 ${limit} 差 ${d}`,
  rise: (d) => `每小時漲 ${d}`, fall: (d) => `每小時落 ${d}`, steady: '水位平穩',
};

const spaced = (word: string): string => (/^\d/.test(word) ? ` ${word}` : word);
export const FORECAST: Words['FORECAST'] = {
  minutes: (n) => `${n} 分鐘`, hours: (h, min) => (min === 0 ? `${h} 小時` : `${h} 小時 ${min} 分`),
  reaches: (time, limit) => `約 ${time}後達${spaced(limit)}`, soon: (limit) => `即將達${spaced(limit)}`,
  ahead: (minutes, reaches) => `按近 ${minutes} 分鐘漲率，${reaches}`,
};

export const MAP: Words['MAP'] = {
  noBasemap: '底圖圖磚未連通', rain: '雨量場', rainUnit: 'mm', rainScope: (km) => `近 24 小時 · 站周 ${km} km 內插值`, whole: '全境', places: (n) => `${n} 處`,
  slow: '慢速繪圖 · 簡化地圖', lighter: (why) => `${why} · 簡化地圖`, kept: '邊界未取到，保留上一畫面', noWebgl: 'WebGL2 不可用', lost: '圖形環境遺失',
};

/** A wall of many browsers. */
export const TILE: Words['TILE'] = {
  title: '拼接位置有誤', refused: (why) => `伺服端不接受此拼接塊：${why}`,
  problem: {
    unreadable: (_wall, tile) => `網址裡的 tile=${tile} 無法辨識，應為「欄,列」，如 tile=2,1`,
    noWall: (wall) => (wall === '' ? '網址裡有 tile，卻沒有 wall：不知屬於哪面牆' : `沒有名為「${wall}」的牆`),
    noTiles: (wall) => `牆「${wall}」未設定拼接（tiles），請去掉網址裡的 tile`,
    outside: (wall, tile, size) => `牆「${wall}」是 ${size} 拼接，沒有第 ${tile} 塊`,
  },
};
export const TILES: Words['TILES'] = {
  title: '電視牆拼接', scope: (live, all) => `${live} / ${all} 塊在線`, place: (column, row) => `第 ${column} 欄第 ${row} 列`,
  states: { live: '在線', silent: '失聯', never: '未上線', stuck: '畫面停住', other: '版本不一' },
  report: (age) => `回報 ${age}前`, frame: (age) => `末格 ${age}前`, noFrame: '尚未出畫', build: (build) => `版本 ${build}`,
  size: (w, h) => `視窗 ${w}×${h}`, twice: (n) => `${n} 個瀏覽器`, behind: '畫面未跟上', unread: '拼接狀態未取到',
};


export const ANSWER: Words['ANSWER'] = {
  unsigned: '未簽收', signed: (name: string): string => `${name} 已簽收`,
  supervise: '督辦',
  definition: '定義', formula: '公式', numbers: '此刻', window: '時段', scope: '範圍', sources: '來源', missing: '缺漏', caveat: '說明', nothingMissing: '無', close: '關閉', wall: '本螢幕連線',
  due: '應結案', residents: (n) => `常住人口 ${n}`, noResidents: '人口未給出', duration: (mean, median, p90) => `平均 ${mean} · 中位 ${median} · P90 ${p90}`,
  windows: { now: '此刻', today: (to) => `今日 00:00–${to}`, day24: (to) => `近 24 小時，至 ${to}` },
  age: (age) => `時效 ${age}`,
  records: '紀錄', loading: '正在取紀錄', failed: '紀錄暫取不到', none: '沒有紀錄', again: '再取一次',
  total: (n) => `共 ${n} 筆`, shown: (n) => `列出前 ${n} 筆`, complete: '完整', incomplete: '不完整', since: (time) => `不完整：只含 ${time} 以來`,
  online: { on: '連線', off: '離線' }, expected: '應值勤',
};

export const PAIRING: Words['PAIRING'] = {
  title: '遙控配對', where: (address) => `平板開啟 ${address}，或掃描 QR Code`, until: (time) => `${time} 後失效，用一次即作廢`,
  unpair: (n) => (n === 0 ? '尚無已配對的遙控' : `已配對 ${n} 台 · 按 U 全部解除`), hide: '按 C 收起', paired: (name) => `${name} 已配對`,
  holder: (name) => `${name}（未核驗）控制中`, alone: (why) => `未加入這面牆，畫面只歸本頁：${why}`,
};
