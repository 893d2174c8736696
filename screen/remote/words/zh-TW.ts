/** Every word of the presenter's remote, as Taiwan says it. */
import type { RemoteWords } from './type.ts';

export const REMOTE: RemoteWords['REMOTE'] = {
  title: '大螢幕遙控', live: '返回即時', up: '上一級', whole: '全市',
  link: { live: '已連線', connecting: '正在連線', lost: (age) => `連線中斷 ${age}` },
  screens: (live, all) => `大螢幕 ${live}/${all} 在線`,
  now: '大螢幕顯示即時畫面', past: (time) => `大螢幕回放 ${time}`, alert: (title) => `預警占用畫面：${title}`,
  mapFailed: '地圖未取得，正在重試', noChildren: '本級之下沒有可進入的區域',
};
export const PAIR: RemoteWords['PAIR'] = {
  title: '與大螢幕配對', wall: '大螢幕', code: '配對碼', name: '姓名', hint: '在大螢幕上按 C，顯示六位配對碼', go: '配對', busy: '正在配對',
  wrong: '配對碼不對，或已失效', locked: (wait) => `試錯過多，${wait}後再試`, failed: (why) => `未能配對：${why}`, unanswered: '伺服器無回應',
  unverified: '姓名依所填記錄，未核驗', ended: '配對已解除或到期，請重新配對', noWalls: '這座城市沒有設定大螢幕',
};
export const HOLDER: RemoteWords['HOLDER'] = {
  me: '由我控制', other: (name) => `${name} 控制中`, none: '無人控制', take: '取得控制', ask: '申請交接', asked: '已申請，等對方答覆', withdraw: '撤回申請',
  force: '強制收回', reason: '收回原因，記入操作紀錄', confirm: '收回', cancel: '取消', asks: (name) => `${name} 申請交接`, hand: '交接', refuse: '拒絕', release: '放下控制', unpair: '解除本機配對',
};
export const PANES: RemoteWords['PANES'] = { look: '畫面', time: '時間', script: '腳本' };
export const LOOK: RemoteWords['LOOK'] = { scenes: '場景', layers: '圖層', indicator: '著色' };
export const PAST: RemoteWords['PAST'] = {
  none: '沒有錄影', ago: '從何時起', minutes: (n) => `${n} 分鐘前`, hours: (n) => `${n} 小時前`, at: '時刻', go: '回放到大螢幕',
  speed: '速度', times: (n) => `${n} 倍`, pause: '暫停', recorded: (from, to) => `錄影 ${from} 至 ${to}`,
};
export const SCRIPT: RemoteWords['SCRIPT'] = {
  none: '腳本未接入', empty: '沒有腳本', start: '開始', pause: '暫停', resume: '繼續', next: '下一章', back: '上一章',
  parts: (n) => `${n} 章`, chapter: (n, all) => `第 ${n} 章，共 ${all} 章`, coming: '下一章', last: '此後無章節', silent: '本章無字幕',
  modes: { preparing: '準備中', running: '進行中', paused: '已暫停', interrupted: '被打斷', ended: '已結束' }, world: { demo: '示範資料', replay: '歷史回放' },
};
export const STANDING: RemoteWords['STANDING'] = {
  waiting: '排隊', sent: '傳送中', settling: '未確認，正在核對', done: '已執行', not: '未執行', unknown: '無法確認是否執行，請看大螢幕',
};
export const WHY: RemoteWords['WHY'] = {
  holder: '控制權不在本機', held: '已有人控制', asked: '已有人在申請', nobody: '無人申請', late: '十秒內未送達', overtaken: '已由後來的操作取代', alert: '預警占用畫面，簽收後可操作',
  noScript: '腳本未接入', noPast: '沒有錄影', refused: '伺服器未接受', unknown: '沒有這一項', restart: '伺服器重新啟動過', failed: '伺服器未能寫入', unpaired: '配對已失效',
};
export const ACT: RemoteWords['ACT'] = {
  scene: (name) => `場景 ${name}`, region: (name) => `進入 ${name}`, layer: (name, on) => `${on ? '開啟' : '關閉'} ${name}`, indicator: (name) => `著色 ${name}`,
  past: (time) => `回放 ${time}`, live: '返回即時',
  script: { start: '開始腳本', pause: '暫停腳本', resume: '繼續腳本', next: '下一章', back: '上一章', live: '返回即時' },
  holder: { take: '取得控制', ask: '申請交接', withdraw: '撤回申請', hand: '交接', refuse: '拒絕交接', takeBack: '強制收回', release: '放下控制' },
};
