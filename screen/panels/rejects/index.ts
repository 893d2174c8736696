import type { PanelType } from '../../look/panel-type.ts';
import Rejects from './Rejects.vue';

export default { component: Rejects, row: 27, least: 3, usual: 8, most: 16 } satisfies PanelType;
