import type { PanelType } from '../../look/panel-type.ts';
import Stream from './Stream.vue';

export default { component: Stream, row: 29, least: 3, usual: 5, most: 30 } satisfies PanelType;
