/** Who holds a wall from a remote. Pure: what the wall says, who asks and for what in; what is to change and be written, or why not, out. */
import type { HolderAct, RemoteWhy } from '../../wire/remote.ts';
import type { WallPatch, WallState } from '../../wire/tile.ts';

export interface Asker { device: string; name: string }
export type HolderChange = { change: WallPatch; what: string; detail: Record<string, string | number | boolean | null> };
/** `what`: what stands in the record; nothing is to be done where it is so already. */
export type HolderDecision = HolderChange | { change: null } | { why: RemoteWhy };
type Whose = Pick<WallState, 'holder' | 'asking' | 'tour'>;

const SAME: HolderDecision = { change: null };
const not = (why: RemoteWhy): HolderDecision => ({ why });

/** `at`: the server's ms. */
export function decideHolder(now: Whose, me: Asker, act: HolderAct, at: number): HolderDecision {
  const { holder, asking } = now;
  const [mine, iAsk] = [holder?.device === me.device, asking?.device === me.device];
  switch (act.do) {
    case 'take': return mine ? SAME : holder ? not('held') : taken(now, me, at, 'taken', {});
    case 'ask':
      if (mine || iAsk) return SAME;
      if (!holder) return taken(now, me, at, 'taken', {});
      return asking ? not('asked') : { change: { asking: { name: me.name, device: me.device, since: at } }, what: 'asked', detail: { holder: holder.name } };
    case 'withdraw': return iAsk ? { change: { asking: null }, what: 'withdrawn', detail: {} } : SAME;
    case 'hand':
      if (!mine) return not('holder');
      return asking ? taken(now, asking, at, 'handed', { to: asking.name }) : not('nobody');
    case 'refuse':
      if (!mine) return not('holder');
      return asking ? { change: { asking: null }, what: 'refused', detail: { to: asking.name } } : not('nobody');
    case 'takeBack': return mine ? SAME : taken(now, me, at, holder ? 'takenBack' : 'taken', holder ? { holder: holder.name, reason: act.reason } : {});
    // Whoever asks for it has it then.
    case 'release': return !mine ? SAME : asking ? taken(now, asking, at, 'handed', { to: asking.name }) : { change: freed(now), what: 'released', detail: {} };
  }
}

/** A device is no more, or not heard of: what it held is free, what it asked for is not wanted. null: it had neither. */
export function withoutDevice(now: Whose, device: string): WallPatch | null {
  if (now.holder?.device === device) return { ...freed(now), asking: now.asking };
  return now.asking?.device === device ? { asking: null } : null;
}

function taken({ asking }: Whose, { device, name }: Asker, since: number, what: string, detail: HolderChange['detail']): HolderChange {
  return { change: { holder: { name, device, since }, asking: asking?.device === device || what === 'handed' ? null : asking }, what, detail };
}
/** The tour, which stood while somebody held the wall, waits its whole time again. */
const freed = ({ tour: { mode, step } }: Whose): WallPatch => ({ holder: null, asking: null, ...(mode === 'paused' ? { tour: { mode, step } } : {}) });
