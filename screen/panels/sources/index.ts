import type { PanelType } from '../../look/panel-type.ts';
import Sources from './Sources.vue';

export default { component: Sources, row: 27, least: 3, usual: 6, most: 10 } satisfies PanelType;
