/** Words of the exported list: it is read where no screen says them. */
import type { CaseStage, CaseStatus } from '../../wire/entity.ts';
import type { Language } from '../../wire/language.ts';
import type { World } from '../../wire/messages.ts';

interface CsvWords { file: string; columns: readonly string[]; status: Record<CaseStatus, string>; stage: Record<CaseStage, string>; world: Record<World, string>; /** A recorded world that a script shows. */ masked: string; simulated: string; yes: string; no: string }

export const CSV_WORDS: Readonly<Record<Language, CsvWords>> = {
  'zh-CN': {
    file: '案件', simulated: '模拟数据', yes: '是', no: '否', world: { live: '', demo: '演示数据', replay: '回放' }, masked: '演示数据·录像',
    columns: ['案件编号', '上报时间', '小类', '小类代码', '状态', '阶段', '紧急', '督办', '超期', '时限', '来源', '责任部门', '区域', '地址', '经度', '纬度', '受理', '立案', '派遣', '处置', '核查', '结案', '作废', '挂账秒数', '返工次数', '满意度', '数据性质'],
    status: { open: '在办', suspended: '挂账', closed: '结案', void: '作废' },
    stage: { reported: '上报', accepted: '受理', filed: '立案', dispatched: '派遣', handled: '处置', verified: '核查', closed: '结案' },
  },
  'zh-TW': {
    file: '案件', simulated: '模擬資料', yes: '是', no: '否', world: { live: '', demo: '展示資料', replay: '重播' }, masked: '展示資料·錄影',
    columns: ['案件編號', '通報時間', '小類', '小類代碼', '狀態', '階段', '緊急', '督辦', '逾期', '時限', '來源', '權責單位', '區域', '地址', '經度', '緯度', '受理', '立案', '分派', '處理', '複查', '結案', '註銷', '暫緩秒數', '返工次數', '滿意度', '資料性質'],
    status: { open: '處理中', suspended: '暫緩', closed: '結案', void: '註銷' },
    stage: { reported: '通報', accepted: '受理', filed: '立案', dispatched: '分派', handled: '處理', verified: '複查', closed: '結案' },
  },
  en: {
    file: 'cases', simulated: 'Simulated data', yes: 'yes', no: 'no', world: { live: '', demo: 'Demonstration', replay: 'Playback' }, masked: 'Demonstration, recorded',
    columns: ['Case', 'Reported', 'Category', 'Category code', 'Status', 'Stage', 'Urgent', 'Supervised', 'Overdue', 'Deadline', 'Source', 'Department', 'Place', 'Address', 'Longitude', 'Latitude', 'Accepted', 'Filed', 'Dispatched', 'Handled', 'Verified', 'Closed', 'Void', 'Suspended seconds', 'Reworks', 'Satisfaction', 'Nature of the data'],
    status: { open: 'open', suspended: 'suspended', closed: 'closed', void: 'void' },
    stage: { reported: 'reported', accepted: 'accepted', filed: 'filed', dispatched: 'dispatched', handled: 'handled', verified: 'verified', closed: 'closed' },
  },
};
