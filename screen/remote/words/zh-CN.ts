/** Every word of the presenter's remote, in zh-CN. */
import type { Command } from '../commands.ts';

export const REMOTE = {
  title: '大屏遥控', live: '返回实况', up: '上一级', whole: '全市',
  link: { live: '已连接', connecting: '正在连接', lost: (age: string): string => `链路中断 ${age}` },
  screens: (live: number, all: number): string => `大屏 ${live}/${all} 在线`,
  now: '大屏显示实况', past: (time: string): string => `大屏回放 ${time}`, alert: (title: string): string => `预警占屏：${title}`,
  mapFailed: '地图未取到，正在重试', noChildren: '本级之下没有可进入的区域',
};
export const PAIR = {
  title: '与大屏配对', wall: '大屏', code: '配对码', name: '姓名', hint: '在大屏上按 C，显示六位配对码', go: '配对', busy: '正在配对',
  wrong: '配对码不对，或已失效', locked: (wait: string): string => `试错过多，${wait}后再试`, failed: (why: string): string => `未能配对：${why}`, unanswered: '服务端无应答',
  unverified: '姓名按所填记录，未核验', ended: '配对已解除或到期，请重新配对', noWalls: '这座城市没有配置大屏',
};
export const HOLDER = {
  me: '由我控屏', other: (name: string): string => `${name} 控屏`, none: '无人控屏', take: '取得控制', ask: '申请交接', asked: '已申请，等对方答复', withdraw: '撤回申请',
  force: '强制收回', reason: '收回原因，记入操作记录', confirm: '收回', cancel: '取消', asks: (name: string): string => `${name} 申请交接`, hand: '交接', refuse: '拒绝', release: '放下控制', unpair: '解除本机配对',
};
export const PANES = { look: '画面', time: '时间', script: '脚本' };
export const LOOK = { scenes: '场景', layers: '图层', indicator: '着色' };
export const PAST = {
  none: '没有录像', ago: '从何时起', minutes: (n: string): string => `${n} 分钟前`, hours: (n: string): string => `${n} 小时前`, at: '时刻', go: '回放到大屏',
  speed: '速度', times: (n: string): string => `${n} 倍`, pause: '暂停', recorded: (from: string, to: string): string => `录像 ${from} 至 ${to}`,
};
export const SCRIPT = {
  none: '脚本未接入', empty: '没有脚本', start: '开始', pause: '暂停', resume: '继续', next: '下一章', back: '上一章',
  parts: (n: number): string => `${n} 章`, chapter: (n: number, all: number): string => `第 ${n} 章，共 ${all} 章`, coming: '下一章', last: '此后无章节', silent: '本章无字幕',
  modes: { preparing: '准备中', running: '进行中', paused: '已暂停', interrupted: '被打断', ended: '已结束' }, world: { demo: '演示数据', replay: '历史回放' },
};
/** How a press stands. */
export const STANDING: Record<Command['standing'], string> = {
  waiting: '排队', sent: '发送中', settling: '未确认，正在核对', done: '已执行', not: '未执行', unknown: '无法确认是否执行，请看大屏',
};
export const WHY: Record<NonNullable<Command['why']>, string> = {
  holder: '控制权不在本机', held: '已有人控屏', asked: '已有人在申请', nobody: '无人申请', late: '十秒内未送达', overtaken: '已由后来的操作取代', alert: '预警占屏，签收后可操作',
  noScript: '脚本未接入', noPast: '没有录像', refused: '服务端未接受', unknown: '没有这一项', restart: '服务端重启过', failed: '服务端未能写入', unpaired: '配对已失效',
};
/** What was pressed. */
export const ACT = {
  scene: (name: string): string => `场景 ${name}`, region: (name: string): string => `进入 ${name}`, layer: (name: string, on: boolean): string => `${on ? '打开' : '关闭'} ${name}`, indicator: (name: string): string => `着色 ${name}`,
  past: (time: string): string => `回放 ${time}`, live: '返回实况',
  script: { start: '开始脚本', pause: '暂停脚本', resume: '继续脚本', next: '下一章', back: '上一章', live: '返回实况' },
  holder: { take: '取得控制', ask: '申请交接', withdraw: '撤回申请', hand: '交接', refuse: '拒绝交接', takeBack: '强制收回', release: '放下控制' },
};
