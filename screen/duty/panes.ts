/** The panes beside the map: to add one, give it a folder and name it here. They are shown as tabs, in this order. */
import type { Component } from 'vue';
import Alerts from './alerts/Alerts.vue';
import Cases from './cases/Cases.vue';
import Contacts from './contacts/Contacts.vue';
import Handover from './handover/Handover.vue';
import HotSpots from './hot/HotSpots.vue';
import Supervisions from './supervise/Supervisions.vue';
import DayReport from './report/DayReport.vue';
import Surges from './surge/Surges.vue';
import Rising from './water/Rising.vue';
import { DESK } from './words.ts';

export interface Pane { key: string; side: 'left' | 'right'; title: string; component: Component }

export const PANES: readonly Pane[] = [
  { key: 'alerts', side: 'left', title: DESK.panes.alerts, component: Alerts },
  { key: 'hot', side: 'left', title: DESK.panes.hot, component: HotSpots },
  { key: 'surge', side: 'left', title: DESK.panes.surge, component: Surges },
  { key: 'water', side: 'left', title: DESK.panes.water, component: Rising },
  { key: 'supervise', side: 'left', title: DESK.panes.supervise, component: Supervisions },
  { key: 'cases', side: 'right', title: DESK.panes.cases, component: Cases },
  { key: 'contacts', side: 'right', title: DESK.panes.contacts, component: Contacts },
  { key: 'handover', side: 'right', title: DESK.panes.handover, component: Handover },
  { key: 'report', side: 'right', title: DESK.panes.report, component: DayReport },
];
/** The pane shown on a side: the one asked for, else the first there; null: the side has none. */
export const paneOf = (side: Pane['side'], key: string | null): Pane | null => PANES.find((one) => one.side === side && one.key === key) ?? PANES.find((one) => one.side === side) ?? null;
/** The one after `key` on its side, round and round. */
export function paneAfter(side: Pane['side'], key: string | null): Pane | null {
  const own = PANES.filter((one) => one.side === side);
  return own.length === 0 ? null : own[(own.findIndex((one) => one === paneOf(side, key)) + 1) % own.length]!;
}
