import type { PanelType } from '../../look/panel-type.ts';
import Tiles from './Tiles.vue';

export default { component: Tiles, row: 50, least: 4, usual: 4, most: 16 } satisfies PanelType;
