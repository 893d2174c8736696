/** Words of the duty desk, as Taiwan says them. */
import type { DeskWords } from './type.ts';

export const DESK: DeskWords['DESK'] = {
  title: '值班工作臺',
  panes: { alerts: '預警', supervise: '督辦', hot: '聚集', surge: '突增', water: '水情', cases: '案件', contacts: '通訊錄' },
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
  help: '鍵盤', helpTitle: '鍵盤一覽', close: '關閉',
  keys: {
    n: '選下一則預警，未簽收的在先', q: '簽收選定的預警', e: '寫備註', m: '靜音或開聲',
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
