/** 闭环: how many cases passed each stage today. Each stage counts by its own time, so a later one may exceed an earlier. Pure. */
import { RATES, type CounterRow } from '../../../server/wire/counters.ts';
import { CASE_STAGES, type CaseStage } from '../../../server/wire/entity.ts';
import { compact, count, percent } from '../../look/format.ts';
import { LOOP, STAGE_SHORT } from '../../look/words.ts';

export interface StageFigure { stage: CaseStage; name: string; /** Passed today. */ text: string; /** 0–1 of the largest. */ share: number; /** Open cases that stand at this stage now; empty for the last. */ waiting: string; /** Where most stand. */ most: boolean }
export interface LoopModel { stages: StageFigure[]; side: { key: 'open' | 'suspended' | 'supervised' | 'reworked' | 'filing'; name: string; text: string; attention: boolean }[] }

const OPEN_STAGES = CASE_STAGES.filter((stage) => stage !== 'closed');

export function loop(row: CounterRow): LoopModel {
  const n = (name: string): number => row[name] ?? 0;
  const most = Math.max(1, ...CASE_STAGES.map((stage) => n(`today.${stage}`)));
  const heap = Math.max(...OPEN_STAGES.map((stage) => n(`stage.${stage}`)));
  return {
    stages: CASE_STAGES.map((stage) => ({
      stage, name: STAGE_SHORT[stage], text: compact(n(`today.${stage}`)), share: n(`today.${stage}`) / most,
      waiting: stage === 'closed' ? '' : compact(n(`stage.${stage}`)), most: heap > 0 && stage !== 'closed' && n(`stage.${stage}`) === heap,
    })),
    side: [
      { key: 'open', name: LOOP.open, text: compact(n('open')), attention: false },
      { key: 'suspended', name: LOOP.suspended, text: count(n('suspended')), attention: false },
      { key: 'supervised', name: LOOP.supervised, text: count(n('supervised')), attention: n('supervised') > 0 },
      { key: 'reworked', name: LOOP.reworked, text: count(n('today.reworked')), attention: false },
      { key: 'filing', name: LOOP.filing, text: `${percent(RATES.filing(row).value)} %`, attention: false },
    ],
  };
}
