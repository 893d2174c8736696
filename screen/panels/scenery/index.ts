import type { PanelType } from '../../look/panel-type.ts';
import Scenery from './Scenery.vue';

/** A row is two pictures side by side. */
export default { component: Scenery, row: 172, least: 1, usual: 1, most: 2 } satisfies PanelType;
