/** The panes beside the map: to add one, give it a folder and name it here. They are shown as tabs, in this order. */
import type { Component } from 'vue';
import Cases from './cases/Cases.vue';
import Contacts from './contacts/Contacts.vue';
import HotSpots from './hot/HotSpots.vue';
import Surges from './surge/Surges.vue';
import Rising from './water/Rising.vue';
import { DESK } from './words.ts';

export interface Pane { key: string; side: 'left' | 'right'; title: string; component: Component }

export const PANES: readonly Pane[] = [
  { key: 'hot', side: 'left', title: DESK.panes.hot, component: HotSpots },
  { key: 'surge', side: 'left', title: DESK.panes.surge, component: Surges },
  { key: 'water', side: 'left', title: DESK.panes.water, component: Rising },
  { key: 'cases', side: 'right', title: DESK.panes.cases, component: Cases },
  { key: 'contacts', side: 'right', title: DESK.panes.contacts, component: Contacts },
];
/** The pane shown on a side: the one asked for, else the first there; null: the side has none. */
export const paneOf = (side: Pane['side'], key: string | null): Pane | null => PANES.find((one) => one.side === side && one.key === key) ?? PANES.find((one) => one.side === side) ?? null;
/** The one after `key` on its side, round and round. */
export function paneAfter(side: Pane['side'], key: string | null): Pane | null {
  const own = PANES.filter((one) => one.side === side);
  return own.length === 0 ? null : own[(own.findIndex((one) => one === paneOf(side, key)) + 1) % own.length]!;
}
