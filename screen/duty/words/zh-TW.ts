/** Words of the duty desk, as Taiwan says them. */
import type { DeskWords } from './type.ts';

export const DESK: DeskWords['DESK'] = {
  title: '值班工作臺',
  panes: { hot: '聚集', surge: '突增', water: '水情', cases: '案件', contacts: '通訊錄' },
  nobody: '未署名', officer: (name: string): string => `${name}（未核驗）`,
  windows: { 1: '1 小時', 24: '24 小時', 168: '7 天', 720: '30 天' },
  range: '自訂時段', from: '從', to: '到', apply: '確定', cancel: '取消', yesterday: '昨天', badRange: '起要早於迄',
  compare: '比前期', compared: (span) => `與之前${span}比：暖色增，冷色減`,
  status: '狀態', class: '類別', source: '來源', any: '全部', urgent: '緊急', overdue: '逾期', supervised: '督辦',
  near: (metres) => `選點周 ${metres} 公尺`, clear: '清除篩選', clearOne: (name) => `去掉「${name}」`,
  saved: '常用篩選', save: '存為常用', saveAs: '名稱', drop: (name) => `刪除「${name}」`, noneSaved: '尚無常用篩選',
  total: (n) => `${n} 件`, before: (n, change) => `前期 ${n} 件（${change}）`, unlocated: (n) => `另 ${n} 件無座標`,
  loading: '正在讀取', failed: '未取到，正在重試', noMap: '地圖沒有畫出來',
  press: '點地圖選一處看周邊案件，連點兩下進入下級', level: '上一級',
  space: '空白鍵', help: '鍵盤', helpTitle: '鍵盤一覽', close: '關閉',
  keys: {
    w: '換時段：1 小時、24 小時、7 天、30 天', c: '比前期', u: '只看緊急', o: '只看逾期', x: '清除篩選', '[': '換左欄', ']': '換右欄', '/': '搜尋案件',
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
