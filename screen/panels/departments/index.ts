import type { PanelType } from '../../look/panel-type.ts';
import Departments from './Departments.vue';

/** The first of its rows is the heading. */
export default { component: Departments, row: 27, least: 4, usual: 8, most: 24 } satisfies PanelType;
