import type { PanelType } from '../../look/panel-type.ts';
import Classes from './Classes.vue';

export default { component: Classes, row: 27, least: 3, usual: 6, most: 14, settings: { classification: null } } satisfies PanelType;
