/** Words of the duty desk, as Taiwan says them. */
import type { DeskWords } from './type.ts';

export const DESK: DeskWords['DESK'] = {
  title: '值班工作臺',
  panes: { alerts: '預警', supervise: '督辦', hot: '聚集', surge: '突增', water: '水情', cases: '案件', contacts: '通訊錄', handover: '交接班', report: '日報' },
  nobody: '未署名', officer: (name: string): string => `${name}（未核驗）`,
  windows: { 1: '1 小時', 24: '24 小時', 168: '7 天', 720: '30 天' },
  range: '自訂時段', from: '從', to: '到', apply: '確定', cancel: '取消', yourName: '值班員姓名', yesterday: '昨天', badRange: '起要早於迄',
  compare: '比前期', compared: (span) => `與之前${span}比：暖色增，冷色減`,
  status: '狀態', class: '類別', source: '來源', any: '全部', urgent: '緊急', overdue: '逾期', supervised: '督辦',
  near: (metres) => `選點周 ${metres} 公尺`, clear: '清除篩選', clearOne: (name) => `去掉「${name}」`,
  saved: '常用篩選', save: '存為常用', saveAs: '名稱', drop: (name) => `刪除「${name}」`, noneSaved: '尚無常用篩選',
  total: (n) => `${n} 件`, before: (n, change) => `前期 ${n} 件（${change}）`, unlocated: (n) => `另 ${n} 件無座標`,
  loading: '正在讀取', failed: '未取到，正在重試', noMap: '地圖沒有畫出來',
  press: '點地圖選一處看周邊案件，連點兩下進入下級', level: '上一級',
  space: '空白鍵', help: '鍵盤', helpTitle: '鍵盤一覽', close: '關閉',
  keys: {
    n: '選下一則預警，未簽收的在先', q: '簽收選定的預警', e: '寫備註', m: '靜音或開聲',
    w: '換時段：1 小時、24 小時、7 天、30 天', c: '比前期', u: '只看緊急', o: '只看逾期', x: '清除篩選', '[': '換左欄', ']': '換右欄', '/': '搜尋案件', f: '交接班', d: '日報',
    jk: '下一件、上一件（也可用方向鍵）', enter: '打開選中的案件', z: '換排序', g: '回到清單頂',
    back: '返回上一級，或關閉打開的', home: '回到全市', layers: '熱區、雨量、預警區、影像、測站、人力、建築、道路', '?': '打開或關閉本頁',
  },
};
export const HOT: DeskWords['HOT'] = {
  scope: (metres, hours, least) => `同小類 ${metres} 公尺內 ${hours} 小時 ${least} 件起`,
  none: '沒有聚集', cases: (n) => `${n} 件`, grows: '在增', steady: '未增', radius: (metres) => `半徑 ${metres} 公尺`, last: (age) => `最近 ${age}前`,
};
export const SURGE: DeskWords['SURGE'] = {
  scope: (days) => `近 1 小時比前 ${days} 天同一小時`, none: '沒有突增', few: (days) => `歷史不足 ${days} 天，尚不能比`,
  reason: (n, mean, most, days) => `近 1 小時 ${n} 件；前 ${days} 天同一小時平均 ${mean}，最多 ${most}`,
  times: (factor) => `${factor} 倍`, first: '前所未有', chance: (one) => `偶然如此的可能不到 ${one}`, all: '各類合計',
};
export const RISING: DeskWords['RISING'] = {
  scope: '按近 1 小時讀數', none: '沒有在漲的站', rate: (value, unit) => `每小時漲 ${value} ${unit}`,
  reaches: (word, soon, late) => `${soon}–${late} 後到${word}`, now: (word) => `已超${word}`, soonest: '即刻', earliest: (word, soon) => `最早 ${soon} 後到${word}，也可能不到`,
  words: { alert: '設防', warning: '警戒', danger: '保證' },
};
export const CONTACTS: DeskWords['CONTACTS'] = {
  search: '姓名、電話、街道或社區', none: '沒有在勤人員', scope: (n, masked) => `在勤 ${n} 人${masked}`, masked: { masked: '（姓名電話已遮蔽）', none: '（姓名電話不顯示）' },
  more: (n) => `另有 ${n} 人，請按地方或姓名找`,
};
export const DESK_ALERTS: DeskWords['DESK_ALERTS'] = {
  none: '48 小時內沒有預警', scope: (n) => `全市 · 待簽收 ${n} 則`, response: (signed, arrived) => `全市 · 平均簽收 ${signed} · 平均到崗 ${arrived}`, noArrival: '未記',
  states: { unsigned: '未簽收', signed: '已簽收', handling: '處置中', lifted: '已解除' },
  steps: { sign: '簽收', handle: '處置', lift: '解除', phone: '電話首報', written: '書面首報', arrive: '到崗', remark: '備註' },
  reports: { phone: '電話首報', written: '書面首報' }, escalates: (to) => `未簽收則報${to}`, escalated: (to) => `已升級至${to}`,
  over: (time) => `逾時 ${time}`, reported: '已報', arrived: '已到崗', issued: (when) => `${when} 發布`, until: (when) => `至 ${when}`,
  ended: { revoked: '已撤銷', expired: '已到期' }, endedAt: (how, when) => `${when} ${how}`, done: '已辦完', left: (n) => `還有 ${n} 項未辦`,
  remark: '備註，可隨辦理一起記下', remarkOnly: '只記備註', writing: '正在寫入', show: '看地圖', contacts: '就近聯絡人', history: (n) => `辦理紀錄 ${n}`, unverified: (name) => `${name}（未核驗）`,
  first: (name, time, step) => `${name} 已在 ${time} 先辦「${step}」；請看現況再定`, changed: '預警已有變化，請看現況再定', failed: (why) => `沒有辦成：${why}`,
  sound: { on: '聲音開', muted: '已靜音', blocked: '點此開聲' },
};
export const DESK_SUPERVISE: DeskWords['DESK_SUPERVISE'] = {
  none: '沒有督辦', scope: (n, late) => `辦理中 ${n} 件 · 逾時 ${late} 件`, unconnected: '案件平臺未接入督辦：只在本系統記錄，不會送出', unconnectedShort: '平臺未接入',
  states: { ordered: '已下達', delivered: '已送達', landed: '已落地', finished: '已辦結', refused: '被退回', lifted: '已解除' },
  acts: { supervise: '督辦', lift: '解除督辦' }, again: '再次督辦', by: (name) => `${name}（未核驗）督辦`, note: '督辦意見', name: '督辦人姓名', within: '限', hours: '小時內辦結', writing: '正在寫入',
  deadline: (when) => `限 ${when}`, left: (time) => `剩 ${time}`, over: (time) => `逾時 ${time}`, late: '逾時',
  local: '未接入：僅本系統記錄', refused: (why) => `平臺退回：${why}`, trying: (n) => `尚未送達，已試 ${n} 次，繼續重試`, lifting: (name) => `${name} 已下達解除，等待落地`, liftRefused: (why) => `平臺不予解除：${why}`,
  first: (name, time) => `${name} 已在 ${time} 先督辦`, firstLift: (name, time) => `${name} 已在 ${time} 先解除`, failed: (why) => `沒有辦成：${why}`, show: '看地圖', openCase: '看案件',
};
export const HANDOVER: DeskWords['HANDOVER'] = {
  scope: (name, from, to) => `${name} ${from}–${to}`, choose: '班次',
  state: { open: '未交班', half: '已交待接', signed: '已交接' }, running: '本班',
  done: '已辦', undone: '未辦', notes: '值班記事', noNotes: '尚無記事', none: '無',
  stages: { reported: '通報', accepted: '受理', filed: '立案', dispatched: '分派', handled: '處理', closed: '結案', void: '註銷' },
  alertsDone: '已簽收預警', actions: '操作紀錄', alertsOpen: '未解除的橙、紅預警', cases: '督辦、逾期、緊急案件', feeds: '遲到或中斷的資料源', more: (n) => `另有 ${n} 項`,
  sums: { open: '處理中', overdue: '逾期', urgent: '緊急', supervised: '督辦' }, due: (time) => `期限 ${time}`, notAcked: '未簽收', ackedBy: (name) => `${name} 已簽收`,
  actionWords: { 'alert.step': '辦理預警', 'case.supervise': '督辦', 'case.supervise.lift': '解除督辦', 'demo.start': '開始展示', 'demo.resume': '繼續展示', 'demo.live': '展示返回即時', 'playback.wall': '大螢幕回放', 'handover.note': '值班記事', 'handover.sign': '交接簽名', 'alert.acknowledge': '簽收預警', 'report.sign': '簽發日報',
    'wall.paired': '配對遙控', 'wall.unpaired': '解除遙控配對', 'wall.taken': '取得大螢幕控制', 'wall.asked': '申請大螢幕控制', 'wall.withdrawn': '撤回控制申請', 'wall.handed': '交接大螢幕控制', 'wall.refused': '拒絕控制申請', 'wall.takenBack': '強制收回大螢幕', 'wall.released': '放棄大螢幕控制' },
  feedStates: { late: '遲到', failed: '中斷', waiting: '無資料' },
  note: '記事', noteHint: '寫給下一班的話', add: '記下', corrects: '更正哪一項', correct: '記下更正', correctHint: '已簽名，只能補記更正', correction: (what) => `更正 ${what}`,
  outgoing: '交班人', incoming: '接班人', signOutgoing: '交班簽名', signIncoming: '接班簽名', waits: '待簽', unverified: '姓名未核驗', notYet: (time) => `${time} 起可交班`,
  kept: '已存檔，不可更改', hash: (hash) => `存檔校驗 ${hash}`, tampered: '存檔與簽名時不符：已被改動',
  changed: (name, time) => `${name} 於 ${time} 改過，已取最新，請核對後再試`, refused: { signed: '已有人簽過', order: '須交班人先簽', same: '交接須是兩個人', corrects: '已簽名，須指明更正哪一項' }, failed: '未記下，請再試',
};
export const REPORT: DeskWords['REPORT'] = {
  scope: (region) => `${region} 當日數，同看板口徑`, day: '日期', before: '前一天', after: '後一天', paper: '打開 A4', xlsx: '下載 XLSX', print: '列印', back: '返回工作臺',
  sign: '簽發', unfinished: '當日未完，次日方可簽發', unsigned: '未簽發', signedBy: (name, time) => `${name} 於 ${time} 簽發`, tampered: '存檔與簽發時不符：已被改動',
  revisions: (n) => `簽發後更正 ${n} 項`, noticed: (time) => `${time} 發現`, signed: '已簽發的日報', noneSigned: '尚無簽發', of: (a, b) => `${a} / ${b}`,
  changed: '數字剛有變動，已取最新，請核對後再簽', taken: (name, time) => `${name} 已於 ${time} 簽發`, failed: '未簽上，請再試', ring: (text) => `環比 ${text}`, late: '逾期',
};
export const CASES: DeskWords['CASES'] = {
  search: '編號、地點、小類', export: '匯出 CSV', exportTitle: '按目前篩選、搜尋和排序匯出', sortBy: '排序', up: '遞增', down: '遞減',
  sorts: { reported: '通報時間', remaining: '剩餘時間', stage: '階段', urgency: '緊急程度', category: '小類', place: '地點' },
  total: (n) => `${n} 件`, none: '沒有符合條件的案件', filling: (known, expected) => `正在讀入案件：${known} / 約 ${expected}，先列已讀到的`,
  above: (n) => `上方新來 ${n} 件`, over: (age) => `逾 ${age}`, left: (age) => `剩 ${age}`, overdue: '逾期', urgent: '緊急', supervised: '督辦',
};
export const CASE: DeskWords['CASE'] = {
  back: '清單', previous: '上一件', next: '下一件', at: (n, all) => `第 ${n} / ${all} 件`, notInList: '不在目前清單',
  gone: (id) => `案件 ${id} 已不存在：編號有誤，或已過保存期`, loading: '正在讀取', failed: '未取到，正在重試', stale: '更新失敗，以下可能已舊',
  overBy: '已逾期', leftNow: '距時限', closedLate: '逾期結案', closedIn: '按期結案，提前', noLimit: '無時限', stands: '暫緩中，計時停', stoodWith: '暫緩時距時限', voided: '已註銷',
  limit: '時限', span: '限時', worked: '已用時', workedAll: '總用時', suspended: '暫緩（不計時）', supervised: '督辦', urgent: '緊急', reworks: (n) => `返工 ${n} 次`, satisfaction: (n) => `滿意度 ${n} / 5`,
  address: '地點', region: '區域', source: '來源', department: '權責單位', noDepartment: '未歸口', classes: '分類', category: '小類', noAddress: '未寫地點', noPosition: '無座標',
  timeline: '時間軸', void: '註銷', skipped: '略過', ahead: '未到', again: '先前到過，後退回', running: (time) => `已 ${time}`,
  cameras: '附近影像', staff: '附近在勤', related: (metres, hours) => `${metres} 公尺、${hours} 小時內同小類`, noneRelated: '沒有', reading: '正在讀入', metres: (m) => `${m} 公尺`,
  noCameras: '附近無影像點位', noStaff: '附近無在勤人員位置', nearAway: '正在查找', nearFailed: '暫取不到',
};
export const PLAYBACK: DeskWords['PLAYBACK'] = {
  title: '重播', strip: '時間軸', hint: '點時間軸回看，或按 , 退一分鐘', none: '尚無紀錄，不能回看', failed: '紀錄一覽未取到，正在重試',
  play: '播放', pause: '暫停', speeds: '速度', times: (n) => `${n}×`, type: '時刻', typed: '如 20:16', bad: '讀不出這個時刻', length: (span) => `近 ${span}`, hours: (n) => `${n} 小時`, days: (n) => `${n} 天`,
  live: '回到即時', present: '現在', shift: (by) => `鐘${by}`, on: (h) => `撥快 ${h} 小時`, off: (h) => `撥慢 ${h} 小時`, notRecorded: '無紀錄', disk: (used, day, days) => `占用 ${used}；每天至多 ${day}，保留 ${days} 天`, thinned: (kinds) => `超出限額而未全記：${kinds}`,
  wall: { send: '送大螢幕', again: '改大螢幕', live: '大螢幕：即時', shows: (time, speed) => `大螢幕重播 ${time} ${speed}`, since: (name, time) => `${name} ${time} 送出`, back: '大螢幕回即時', failed: (why) => `大螢幕未變：${why}`, unanswered: '伺服器沒有回應，請再試' },
  resumed: (time) => `連線已恢復，重播從 ${time} 接著放`, refused: (why) => `不能重播：${why}`, barred: '重播中不能處置：先回到即時',
  known: '按現在所知的案件計，非當時所知',
  real: { title: '實況', now: '正在發生', go: '回到即時去看', more: (n) => `另有 ${n} 則` },
  keys: { pause: '暫停或播放', step: '退、進一分鐘', hour: '退、進一小時', speed: '減速、加速', edge: '本段開頭、末尾', live: '回到即時', type: '輸入時刻', wall: '送大螢幕', real: '回到即時去看實況預警' },
};
