/** What a press was, in words. Pure: the press and the names that the page knows in; the words out. */
import type { RemoteAct } from '../../server/wire/remote.ts';
import { ACT } from './words.ts';

export interface Names { scene(id: string): string; region(code: string | null): string; layer(id: string): string; indicator(key: string): string; time(ms: number): string }

export function sayAct(act: RemoteAct, names: Names): string {
  switch (act.do) {
    case 'scene': return ACT.scene(names.scene(act.scene));
    case 'region': return ACT.region(names.region(act.region));
    case 'layer': return ACT.layer(names.layer(act.layer), act.on);
    case 'indicator': return ACT.indicator(names.indicator(act.indicator));
    case 'past': return ACT.past(names.time(act.at));
    case 'live': return ACT.live;
    case 'script': return ACT.script[act.command.do];
    default: return ACT.holder[act.do];
  }
}
