/** The panes beside the map: to add one, give it a folder and name it here. */
import type { Component } from 'vue';
import { DESK } from './words.ts';

export interface Pane { key: string; side: 'left' | 'right'; title: string; component: Component }

export const PANES: readonly Pane[] = [];
/** The pane shown on a side: the one asked for, else the first there. */
export const paneOf = (side: Pane['side'], key: string | null, panes: readonly Pane[] = PANES): Pane | null => panes.find((one) => one.side === side && one.key === key) ?? panes.find((one) => one.side === side) ?? null;
export const titleOf = (key: keyof typeof DESK.panes): string => DESK.panes[key];
