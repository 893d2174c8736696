/** Who holds a wall from a remote. Pure. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstState, fold } from '../../server/push/walls/fold.ts';
import { decideHolder, withoutDevice, type Asker } from '../../server/push/remote/holder.ts';
import { HolderAct } from '../../server/wire/remote.ts';
import type { WallState } from '../../server/wire/tile.ts';

const [ZHANG, LI, WANG]: Asker[] = [{ device: 'd1', name: '张三' }, { device: 'd2', name: '李四' }, { device: 'd3', name: '王五' }] as [Asker, Asker, Asker];
const first = firstState(true, 0);
interface After { state: WallState; said: string }
function after(state: WallState, me: Asker, act: HolderAct): After {
  const decided = decideHolder(state, me, act, state.at + 1);
  if ('why' in decided) return { state, said: decided.why };
  return decided.change ? { state: fold(state, decided.change, state.at + 1, me.name), said: `${decided.what} ${Object.values(decided.detail).join(' ')}`.trim() } : { state, said: 'same' };
}
const play = (...steps: [Asker, HolderAct][]): { said: string[]; holder: string | null; asking: string | null } => {
  let state = first;
  const said = steps.map(([me, act]) => { const next = after(state, me, act); ({ state } = next); return next.said; });
  return { said, holder: state.holder?.name ?? null, asking: state.asking?.name ?? null };
};

describe('who holds a wall', () => {
  it('the first that takes it holds it; another does not, and asks', () => {
    expect(play([ZHANG, { do: 'take' }], [ZHANG, { do: 'take' }], [LI, { do: 'take' }], [LI, { do: 'ask' }], [LI, { do: 'ask' }], [WANG, { do: 'ask' }])).toEqual({ said: ['taken', 'same', 'held', 'asked 张三', 'same', 'asked'], holder: '张三', asking: '李四' });
  });
  it('is handed over to whoever asks, or refused, by the holder only', () => {
    expect(play([ZHANG, { do: 'take' }], [LI, { do: 'ask' }], [WANG, { do: 'hand' }], [LI, { do: 'hand' }], [ZHANG, { do: 'hand' }])).toEqual({ said: ['taken', 'asked 张三', 'holder', 'holder', 'handed 李四'], holder: '李四', asking: null });
    expect(play([ZHANG, { do: 'take' }], [ZHANG, { do: 'hand' }], [LI, { do: 'ask' }], [ZHANG, { do: 'refuse' }])).toEqual({ said: ['taken', 'nobody', 'asked 张三', 'refused 李四'], holder: '张三', asking: null });
  });
  it('is taken back without being asked for a reason, which is said', () => {
    expect(play([ZHANG, { do: 'take' }], [LI, { do: 'takeBack', reason: '领导改由李四汇报' }])).toEqual({ said: ['taken', 'takenBack 张三 领导改由李四汇报'], holder: '李四', asking: null });
    expect(HolderAct.safeParse({ do: 'takeBack', reason: ' ' }).success).toBe(false);
  });
  it('goes to whoever asks when the holder lets go; else nobody has it', () => {
    expect(play([ZHANG, { do: 'take' }], [LI, { do: 'ask' }], [ZHANG, { do: 'release' }], [LI, { do: 'release' }])).toEqual({ said: ['taken', 'asked 张三', 'handed 李四', 'released'], holder: null, asking: null });
    expect(play([ZHANG, { do: 'take' }], [LI, { do: 'ask' }], [LI, { do: 'withdraw' }], [ZHANG, { do: 'release' }])).toEqual({ said: ['taken', 'asked 张三', 'withdrawn', 'released'], holder: null, asking: null });
  });
  it('a device that is no more holds nothing and asks for nothing, and the tour waits its whole time again', () => {
    const held = { ...first, holder: { ...ZHANG, since: 1 }, asking: { ...LI, since: 2 }, tour: { mode: 'paused' as const, step: 1, at: 0 } };
    expect(fold(held, withoutDevice(held, 'd1')!, 500, '')).toMatchObject({ holder: null, asking: { name: '李四' }, tour: { mode: 'paused', step: 1, at: 500 } });
    expect(withoutDevice(held, 'd2')).toEqual({ asking: null });
    expect(withoutDevice(held, 'd3')).toBeNull();
  });
  it('whatever they press, it changes hands by a recorded step only, and nobody asks for what he holds', () => {
    const step = fc.tuple(fc.constantFrom(ZHANG, LI, WANG), fc.constantFrom<HolderAct>({ do: 'take' }, { do: 'ask' }, { do: 'withdraw' }, { do: 'hand' }, { do: 'refuse' }, { do: 'release' }, { do: 'takeBack', reason: '急' }));
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state = first;
      for (const [me, act] of steps) {
        const { state: next, said } = after(state, me, act);
        if (next.holder?.device !== state.holder?.device) expect(said).toMatch(/^(taken|takenBack|handed|released)\b/);
        // Only its holder gives it away; whoever takes it from somebody gives a reason.
        if (state.holder && next.holder?.device !== state.holder.device) expect(me.device === state.holder.device || act.do === 'takeBack').toBe(true);
        if (next.asking) expect([next.holder === null, next.asking.device]).not.toEqual([true, next.holder?.device]);
        expect(next.asking !== null && next.asking.device === next.holder?.device).toBe(false);
        state = next;
      }
    }), { seed: 5, numRuns: 300 });
  });
});
