import type { PanelType } from '../../look/panel-type.ts';
import Stations from './Stations.vue';

export default { component: Stations, row: 50, least: 3, usual: 4, most: 14, settings: { type: ['water', 'ponding'] } } satisfies PanelType;
