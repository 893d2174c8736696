import type { PanelType } from '../../look/panel-type.ts';
import Alerts from './Alerts.vue';

export default { component: Alerts, row: 54, least: 2, usual: 3, most: 8 } satisfies PanelType;
