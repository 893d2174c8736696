import type { PanelType } from '../../look/panel-type.ts';
import Video from './Video.vue';

export default { component: Video, row: 27, least: 2, usual: 2, most: 20, ofChildren: true } satisfies PanelType;
